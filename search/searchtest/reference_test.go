package searchtest

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/facetome/facetome/search"
)

// reference is the smallest engine that passes the suite: it keeps the documents and goes through all of them for every
// number, with sets instead of any cleverness. It reads as a second specification. Its fault, where it has one, is a mistake
// that an engine could make and that the suite must catch.
type reference struct {
	fault fault

	mu        sync.Mutex
	building  bool
	begun     int
	committed *generation // what Refresh takes up
	served    *generation
}

func newReference(f fault) (*reference, Backend) {
	r := &reference{fault: f}
	return r, Backend{Engine: r, Indexer: r, Refresh: r.refresh}
}

// generation implements search.Generation.
type generation struct {
	of        *reference
	name      string
	basis     search.Basis
	committed time.Time
	documents []*search.Document // in order of accession code
	texts     map[*search.Document]textOf
	sums      map[*search.Document]uint64
	amends    *generation // what it began as, where it was not begun with nothing
	done      bool
}

func (r *reference) Begin(_ context.Context, basis search.Basis) (search.Generation, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.begin(basis)
}

func (r *reference) begin(basis search.Basis) (*generation, error) {
	if r.building && r.fault != buildsTwoAtOnce {
		return nil, search.ErrBusy
	}
	r.building = true
	r.begun++
	return &generation{of: r, name: fmt.Sprint("generation ", r.begun), basis: basis,
		texts: map[*search.Document]textOf{}, sums: map[*search.Document]uint64{}}, nil
}

func (g *generation) Add(ctx context.Context, d *search.Document) error {
	g.of.mu.Lock()
	defer g.of.mu.Unlock()
	sum, err := d.Checksum()
	if err != nil {
		return err
	}
	g.insert(d, newTextOf(d), sum)
	g.serveEarly()
	return ctx.Err()
}

// serveEarly makes a generation serve as it is now, where the fault is to do so.
func (g *generation) serveEarly() {
	inPlace := g.of.fault == amendsInPlace && g.amends != nil
	if g.of.fault != servesWhileBuilding && !inPlace {
		return
	}
	now := *g // a copy, which nobody changes while others search
	now.documents, now.texts, now.sums = slices.Clone(g.documents), maps.Clone(g.texts), maps.Clone(g.sums)
	g.of.served = &now
	if inPlace {
		g.of.committed = &now
	}
}

func (g *generation) Counts(context.Context) (search.Total, error) { return g.counts(), nil }

func (g *generation) counts() search.Total {
	samples := set[uint]{}
	for _, d := range g.documents {
		for _, s := range d.Samples {
			samples.add(s.ID)
		}
	}
	return search.Total{Experiments: len(g.documents), Samples: len(samples)}
}

func (g *generation) Commit(ctx context.Context) error {
	g.of.mu.Lock()
	defer g.of.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	g.done, g.of.building = true, false
	g.committed, g.of.committed = time.Now(), g
	return nil
}

func (g *generation) Abort() error {
	g.of.mu.Lock()
	defer g.of.mu.Unlock()
	if g.of.fault == abortsAfterCommit && g.done {
		g.of.committed = nil
	}
	if !g.done {
		g.done, g.of.building = true, false
	}
	return nil
}

func (r *reference) refresh() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.served = r.committed
	return nil
}

func (r *reference) generation() (*generation, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.served == nil {
		return nil, search.ErrNoIndex
	}
	return r.served, nil
}

func (r *reference) Info(context.Context) (search.Info, error) {
	g, err := r.generation()
	if err != nil {
		return search.Info{}, err
	}
	return search.Info{Generation: g.name, CatalogueVersion: g.basis.CatalogueVersion, Total: g.counts(), Committed: g.committed}, nil
}

func (r *reference) Search(ctx context.Context, q search.Query) (*search.Result, error) {
	g, err := r.generation()
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	a := newAsking(g, q)
	result := &search.Result{Generation: g.name, CatalogueVersion: g.basis.CatalogueVersion, Total: a.total(), Text: a.outcome}
	for _, f := range search.Fields {
		result.Facets = append(result.Facets, a.facet(f))
	}
	result.Warnings = a.warnings
	if q.View == search.ViewSamples {
		result.Samples = page(a.samples(), q)
	} else {
		result.Experiments = page(a.experiments(), q)
	}
	return result, nil
}

func (r *reference) Export(ctx context.Context, q search.Query, began func(string)) iter.Seq2[search.Hit, error] {
	return func(yield func(search.Hit, error) bool) {
		g, err := r.generation()
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			yield(nil, err)
			return
		}
		var hits []search.Hit
		a := newAsking(g, q)
		if q.View == search.ViewSamples {
			hits = asHits(a.samples())
		} else {
			hits = asHits(a.experiments())
		}
		if r.fault == exportsOnePage {
			hits = page(hits, q)
		}
		if began != nil {
			began(g.name)
		}
		for i, hit := range hits {
			if now, _ := r.generation(); r.fault == exportMixesGenerations && now != g {
				hit = newAsking(now, q).experiments()[i]
			}
			if !yield(hit, nil) {
				return
			}
		}
	}
}

func asHits[H search.Hit](list []H) []search.Hit {
	hits := make([]search.Hit, len(list))
	for i, h := range list {
		hits[i] = h
	}
	return hits
}

// set is a set.
type set[T comparable] map[T]bool

func (s set[T]) add(members ...T) {
	for _, m := range members {
		s[m] = true
	}
}
