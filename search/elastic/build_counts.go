package elastic

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/facetome/facetome/search"
)

// countTimeout is for counting a generation that takes longer than a page may: nobody asked anything of it yet, and nothing of it is in memory.
const countTimeout = 5 * time.Minute

// Counts implements search.Generation. The cluster is asked, by the search that pages are counted with; it says as well which values there are.
func (b *builder) Counts(ctx context.Context) (search.Total, error) {
	if b.counted {
		return b.state.Total, nil
	}
	if err := b.count(ctx); err != nil {
		return search.Total{}, fmt.Errorf("counting what was indexed: %w", err)
	}
	b.counted = true
	return b.state.Total, nil
}

func (b *builder) count(ctx context.Context) error {
	if err := b.addWaiting(ctx); err != nil {
		return err
	}
	if err := b.bulk.finish(ctx); err != nil {
		return err
	}
	if err := b.engine.refreshIndices(ctx, b.state.Number); err != nil {
		return err
	}
	read, err := b.askAll(ctx)
	if err != nil {
		return err
	}
	shown := newValues()
	b.state.Ranges = map[string][]int{}
	for _, f := range search.Fields {
		if err := b.take(f, read.counts[f.Name], shown[f.Name]); err != nil {
			return err
		}
	}
	chunks := shown.chunks()
	b.state.Total, b.state.Values, b.state.Chunks = read.total, shown.sizes(), len(chunks)
	return b.writeValues(ctx, chunks)
}

// askAll asks for everything as the first page does: then the cluster knows the answer already when that is asked for.
func (b *builder) askAll(ctx context.Context) (*reading, error) {
	all, _ := search.Parse(nil)
	g := b.atMost()
	read, err := b.engine.ask(ctx, newRequest(g, all, search.Text{}, nil, b.engine.config.Timeout))
	if errors.Is(err, search.ErrUnavailable) {
		return b.engine.ask(ctx, newRequest(g, all, search.Text{}, nil, countTimeout))
	}
	return read, err
}

// atMost is the generation as far as it is known before it is counted: with the values of the base, and those of what was added.
func (b *builder) atMost() *generation {
	s := b.state
	s.Values = map[string]int{}
	old := newValues()
	if b.base != nil {
		old = b.base.generation.values
		for field, ends := range b.base.generation.state.Ranges {
			for _, n := range ends {
				s.spread(field, n)
			}
		}
	}
	for field, terms := range old {
		s.Values[field] = len(terms)
	}
	for field, terms := range b.occurring {
		for term := range terms {
			if _, known := old[field][term]; !known {
				s.Values[field]++
			}
		}
	}
	return b.engine.generationOf(s)
}

// take takes over which terms of a field were counted, into the state or among what is shown.
func (b *builder) take(f *search.Field, counted map[string]search.Total, shown map[string]search.Term) error {
	label := shownTerms(b.labels, f.Name)
	for term := range counted {
		switch {
		case term == notReported:
		case !f.IsRange():
			shown[term] = label(term)
		case f.Bins == nil:
			r, ok := search.ParseRange(term)
			if !ok {
				return fmt.Errorf("%s has %q, which is no number", f.Name, term)
			}
			b.state.spread(f.Name, r.Min)
			b.state.spread(f.Name, r.Max)
		}
	}
	return nil
}

// writeValues writes how values are shown, and deletes what the base had of them beyond that.
func (b *builder) writeValues(ctx context.Context, chunks []valueChunk) error {
	for n, chunk := range chunks {
		if err := b.bulk.add(ctx, b.index(storedIndex), valuesID(n), object{"stored": chunk}); err != nil {
			return err
		}
	}
	if b.base != nil {
		for n := len(chunks); n < b.base.generation.state.Chunks; n++ {
			if err := b.bulk.remove(ctx, b.index(storedIndex), valuesID(n)); err != nil {
				return err
			}
		}
	}
	return b.bulk.finish(ctx)
}

// refreshIndices makes what was written to a generation visible.
func (e *Engine) refreshIndices(ctx context.Context, number int) error {
	return e.client.slow(ctx, http.MethodPost, "/"+e.everyIndex(number)+"/_refresh", nil, nil)
}
