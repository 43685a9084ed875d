package upkeep_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/facetome/facetome/search"
)

// fakeIndex is an index in memory, in place of one that processes share.
type fakeIndex struct {
	mu       sync.Mutex
	serves   *fakeGeneration // nil is none
	building *fakeGeneration // nil is none
	begun    int
	amended  int
	fault    func(step string) error // is called before each step; nil does nothing
}

// fakeGeneration holds documents by accession code.
type fakeGeneration struct {
	index     *fakeIndex
	info      search.Info
	documents map[string]*search.Document
	last      string
	counted   bool
}

func (x *fakeIndex) at(step string) error {
	x.mu.Lock()
	fault := x.fault
	x.mu.Unlock()
	if fault == nil {
		return nil
	}
	return fault(step)
}

// setFault sets what happens at each step.
func (x *fakeIndex) setFault(fault func(step string) error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.fault = fault
}

func (x *fakeIndex) begin(basis search.Basis, documents map[string]*search.Document) (search.Generation, error) {
	if x.building != nil {
		return nil, search.ErrBusy
	}
	x.begun++
	x.building = &fakeGeneration{index: x, documents: documents,
		info: search.Info{Generation: fmt.Sprintf("fake-%d", x.begun), CatalogueVersion: basis.CatalogueVersion}}
	return x.building, nil
}

// Begin implements search.Indexer.
func (x *fakeIndex) Begin(_ context.Context, basis search.Basis) (search.Generation, error) {
	if err := x.at("begin"); err != nil {
		return nil, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.begin(basis, map[string]*search.Document{})
}

// Amend implements search.Indexer.
func (x *fakeIndex) Amend(_ context.Context, basis search.Basis, changed []string) (search.Generation, error) {
	if err := x.at("amend"); err != nil {
		return nil, err
	}
	if !slices.IsSorted(changed) {
		return nil, errors.New("the changed codes are in no order")
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.serves == nil {
		return nil, search.ErrNoIndex
	}
	x.amended++
	documents := maps.Clone(x.serves.documents)
	for _, code := range changed {
		delete(documents, code)
	}
	return x.begin(basis, documents)
}

// Held implements search.Indexer.
func (x *fakeIndex) Held(context.Context) iter.Seq2[search.Held, error] {
	return func(yield func(search.Held, error) bool) {
		x.mu.Lock()
		g := x.serves
		x.mu.Unlock()
		if g == nil {
			yield(search.Held{}, search.ErrNoIndex)
			return
		}
		for _, code := range slices.Sorted(maps.Keys(g.documents)) {
			if err := x.at("held"); err != nil {
				yield(search.Held{}, err)
				return
			}
			sum, err := g.documents[code].Checksum()
			if !yield(search.Held{AccessionCode: code, Samples: len(g.documents[code].Samples), Checksum: sum}, err) {
				return
			}
		}
	}
}

// Serving implements upkeep.Index.
func (x *fakeIndex) Serving(context.Context) (search.Info, error) {
	if err := x.at("serving"); err != nil {
		return search.Info{}, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.serves == nil {
		return search.Info{}, search.ErrNoIndex
	}
	return x.serves.info, nil
}

// Add implements search.Generation.
func (g *fakeGeneration) Add(ctx context.Context, d *search.Document) error {
	if err := g.index.at("add"); err != nil {
		return err
	}
	if d.Hit.AccessionCode <= g.last || g.counted {
		return fmt.Errorf("%s is added after %s, counted: %t", d.Hit.AccessionCode, g.last, g.counted)
	}
	g.last = d.Hit.AccessionCode
	g.documents[g.last] = d
	return ctx.Err()
}

// Counts implements search.Generation.
func (g *fakeGeneration) Counts(context.Context) (search.Total, error) {
	g.counted = true
	samples := map[uint]bool{}
	for _, d := range g.documents {
		for _, s := range d.Samples {
			samples[s.ID] = true
		}
	}
	g.info.Total = search.Total{Experiments: len(g.documents), Samples: len(samples)}
	return g.info.Total, g.index.at("counts")
}

// Commit implements search.Generation.
func (g *fakeGeneration) Commit(context.Context) error {
	if err := g.index.at("commit"); err != nil {
		return err
	}
	g.index.mu.Lock()
	defer g.index.mu.Unlock()
	if g.index.building != g {
		return errors.New("a generation is committed that is not being built")
	}
	g.index.serves, g.index.building = g, nil
	return nil
}

// Abort implements search.Generation.
func (g *fakeGeneration) Abort() error {
	g.index.mu.Lock()
	defer g.index.mu.Unlock()
	if g.index.building == g {
		g.index.building = nil
	}
	return nil
}

// tamper changes what the generation that serves holds, behind everybody's back.
func (x *fakeIndex) tamper(change func(documents map[string]*search.Document)) {
	x.mu.Lock()
	defer x.mu.Unlock()
	changed := *x.serves
	changed.documents = maps.Clone(changed.documents)
	change(changed.documents)
	x.serves = &changed
}

// stats tells how many generations were begun, how many of them as amended ones, and whether one is left unfinished.
func (x *fakeIndex) stats() (begun, amended int, unfinished bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.begun, x.amended, x.building != nil
}
