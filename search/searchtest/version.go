package searchtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// version is a catalogue at one moment, as engines are given it.
type version struct {
	basis     search.Basis
	documents []*search.Document // in order of accession code
	held      []search.Held      // what a generation of them holds
	total     search.Total
	changed   []string // accession codes of what came, went, or has another document than in the version before
}

// readVersion reads a store's catalogue. before is nil for the first version. What changed is found by comparing all documents, so that
// nothing depends on what the catalogue itself remembers of its changes.
func readVersion(ctx context.Context, store *models.Store, before *version) (*version, error) {
	v := &version{}
	err := store.Snapshot(ctx, func(s *models.Snapshot) (err error) {
		v.basis.CatalogueVersion = s.State.Version
		if v.basis.Labels, err = search.ReadLabels(ctx, s); err != nil {
			return err
		}
		return s.Each(ctx, func(e *models.Experiment) error { return v.add(search.NewDocument(e)) })
	})
	if err != nil {
		return nil, fmt.Errorf("read a version of the catalogue: %w", err)
	}
	v.count()
	if before != nil {
		v.changed = changes(before.held, v.held)
	}
	return v, nil
}

func (v *version) add(d *search.Document) error {
	sum, err := d.Checksum()
	v.documents = append(v.documents, d)
	v.held = append(v.held, search.Held{AccessionCode: d.Hit.AccessionCode, Samples: len(d.Samples), Checksum: sum})
	return err
}

func (v *version) count() {
	samples := map[uint]bool{}
	for _, d := range v.documents {
		for i := range d.Samples {
			samples[d.Samples[i].ID] = true
		}
	}
	v.total = search.Total{Experiments: len(v.documents), Samples: len(samples)}
}

// changes lists the accession codes of which there is something else after than before, in byte order.
func changes(before, after []search.Held) []string {
	was := map[string]search.Held{}
	for _, h := range before {
		was[h.AccessionCode] = h
	}
	var codes []string
	for _, h := range after {
		if was[h.AccessionCode] != h {
			codes = append(codes, h.AccessionCode)
		}
		delete(was, h.AccessionCode)
	}
	codes = slices.AppendSeq(codes, maps.Keys(was))
	slices.Sort(codes)
	return codes
}

// begin starts a generation of a version, with everything in it.
func (b Backend) begin(ctx context.Context, v *version) (search.Generation, error) {
	g, err := b.Indexer.Begin(ctx, v.basis)
	if err != nil {
		return nil, fmt.Errorf("Begin: %w", err)
	}
	return g, addAll(ctx, g, v.documents)
}

// amend starts a generation that the one of the version before is amended to.
func (b Backend) amend(ctx context.Context, v *version) (search.Generation, error) {
	g, err := b.Indexer.Amend(ctx, v.basis, v.changed)
	if err != nil {
		return nil, fmt.Errorf("Amend: %w", err)
	}
	var again []*search.Document
	for _, d := range v.documents {
		if _, isChanged := slices.BinarySearch(v.changed, d.Hit.AccessionCode); isChanged {
			again = append(again, d)
		}
	}
	return g, addAll(ctx, g, again)
}

func addAll(ctx context.Context, g search.Generation, documents []*search.Document) error {
	for _, d := range documents {
		if err := g.Add(ctx, d); err != nil {
			return errors.Join(fmt.Errorf("Add: %w", err), g.Abort())
		}
	}
	return nil
}

// serve makes a version serve, as begin or amend start it, and tells where the engine then differs from it.
func (b Backend) serve(ctx context.Context, v *version, start func(context.Context, *version) (search.Generation, error)) (wrong []string, err error) {
	g, err := start(ctx, v)
	if err != nil {
		return nil, err
	}
	got, err := g.Counts(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("Counts: %w", err), g.Abort())
	}
	if got != v.total {
		wrong = append(wrong, fmt.Sprintf("the generation counts %+v, want %+v", got, v.total))
	}
	if err := g.Commit(ctx); err != nil {
		return wrong, fmt.Errorf("Commit: %w", err)
	}
	if err := b.Refresh(); err != nil {
		return wrong, fmt.Errorf("take up the generation: %w", err)
	}
	info, err := b.Engine.Info(ctx)
	if err != nil {
		return wrong, fmt.Errorf("Info: %w", err)
	}
	if info.CatalogueVersion != v.basis.CatalogueVersion || info.Total != v.total || info.Generation == "" || info.Committed.IsZero() {
		wrong = append(wrong, fmt.Sprintf("the index is %+v, want version %d with %+v, a name and a time", info, v.basis.CatalogueVersion, v.total))
	}
	more, err := b.holds(ctx, v)
	return append(wrong, more...), err
}

// holds tells where what the engine holds differs from a version.
func (b Backend) holds(ctx context.Context, v *version) (wrong []string, err error) {
	var held []search.Held
	for h, err := range b.Indexer.Held(ctx) {
		if err != nil {
			return nil, fmt.Errorf("Held: %w", err)
		}
		held = append(held, h)
	}
	for i := range max(len(held), len(v.held)) {
		switch {
		case i >= len(held):
			wrong = append(wrong, fmt.Sprintf("held is nothing of %s", v.held[i].AccessionCode))
		case i >= len(v.held):
			wrong = append(wrong, fmt.Sprintf("held is %+v, which is in no document", held[i]))
		case held[i] != v.held[i]:
			wrong = append(wrong, fmt.Sprintf("held is %+v, want %+v", held[i], v.held[i]))
		}
	}
	return wrong, nil
}
