package searchtest

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/facetome/facetome/search"
)

// Amend keeps the documents that did not change.
func (r *reference) Amend(_ context.Context, basis search.Basis, changed []string) (search.Generation, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	old := r.committed
	if old == nil {
		if r.fault != amendsNothing {
			return nil, search.ErrNoIndex
		}
		old = &generation{}
	}
	g, err := r.begin(basis)
	if err != nil {
		return nil, err
	}
	g.amends = old
	gone := set[uint]{}
	for _, d := range old.documents {
		if !slices.Contains(changed, d.Hit.AccessionCode) || r.fault == keepsGone || r.fault == keepsChanged || r.fault == keepsBoth {
			g.insert(d, old.texts[d], old.sums[d])
			continue
		}
		for _, s := range d.Samples {
			gone.add(s.ID)
		}
	}
	switch r.fault {
	case sharedGo:
		for i, d := range g.documents {
			g.replace(i, d, func(c *search.Document) {
				c.Samples = slices.DeleteFunc(c.Samples, func(s search.SampleDocument) bool { return gone[s.ID] })
			})
		}
	case keepsVersion:
		g.basis.CatalogueVersion = old.basis.CatalogueVersion
	case amendedIsNotSwapped:
		g.name = old.name
	case amendsInPlace:
		g.serveEarly()
	}
	return g, nil
}

// insert puts a document into its place.
func (g *generation) insert(d *search.Document, text textOf, sum uint64) {
	at, found := slices.BinarySearchFunc(g.documents, d.Hit.AccessionCode, func(d *search.Document, code string) int {
		return cmp.Compare(d.Hit.AccessionCode, code)
	})
	switch {
	case found && g.of.fault == keepsChanged:
		return
	case found && g.of.fault == keepsGone:
		g.documents = slices.Delete(g.documents, at, at+1)
	case g.of.fault == addsLast && g.amends != nil:
		at = len(g.documents)
	}
	g.documents = slices.Insert(g.documents, at, d)
	g.texts[d], g.sums[d] = text, sum
	if g.amends != nil {
		g.spoil(at, d)
	}
}

// spoil changes a document that was added to an amended generation, where the fault is to do so.
func (g *generation) spoil(at int, d *search.Document) {
	known := map[uint]search.SampleDocument{}
	var was *search.Document
	for _, other := range g.amends.documents {
		if other.Hit.AccessionCode == d.Hit.AccessionCode {
			was = other
		}
		for _, s := range other.Samples {
			known[s.ID] = s
		}
	}
	if was == d {
		return // it did not change
	}
	switch g.of.fault {
	case keepsText:
		if was != nil {
			g.texts[d] = g.amends.texts[was]
		}
	case keepsValues:
		g.replaceSamples(at, d, known, func(s *search.SampleDocument, was search.SampleDocument) { s.Values = was.Values })
	case keepsSets:
		g.replaceSamples(at, d, known, func(s *search.SampleDocument, was search.SampleDocument) { s.Experiments = was.Experiments })
	case sharedCountTwice:
		g.replaceSamples(at, d, known, func(s *search.SampleDocument, _ search.SampleDocument) { s.ID += 1 << 20 })
	}
}

// replaceSamples changes those samples of a document that were known before.
func (g *generation) replaceSamples(at int, d *search.Document, known map[uint]search.SampleDocument, change func(s *search.SampleDocument, was search.SampleDocument)) {
	g.replace(at, d, func(c *search.Document) {
		for i := range c.Samples {
			if was, ok := known[c.Samples[i].ID]; ok {
				change(&c.Samples[i], was)
			}
		}
	})
}

// replace puts a changed copy in a document's place. What is held of it stays.
func (g *generation) replace(at int, d *search.Document, change func(*search.Document)) {
	c := *d
	c.Samples = slices.Clone(d.Samples)
	change(&c)
	g.documents[at] = &c
	g.texts[&c], g.sums[&c] = g.texts[d], g.sums[d]
}

// labels say how values are shown.
func (g *generation) labels() search.Labels {
	if g.of.fault == keepsLabels && g.amends != nil {
		return g.amends.labels()
	}
	return g.basis.Labels
}

// numbered are the documents whose numbers make the bins of ranges.
func (g *generation) numbered() []*search.Document {
	if g.of.fault == keepsBins && g.amends != nil {
		return g.amends.numbered()
	}
	return g.documents
}

// Held goes through the documents.
func (r *reference) Held(ctx context.Context) iter.Seq2[search.Held, error] {
	return func(yield func(search.Held, error) bool) {
		g, err := r.generation()
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			yield(search.Held{}, err)
			return
		}
		if r.fault == holdsWhatWas && g.amends != nil {
			g = g.amends
		}
		for _, d := range g.documents {
			if !yield(search.Held{AccessionCode: d.Hit.AccessionCode, Samples: len(d.Samples), Checksum: g.sums[d]}, nil) {
				return
			}
		}
	}
}
