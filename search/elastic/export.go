package elastic

import (
	"context"

	"github.com/facetome/facetome/search"
)

// exportStep is how many experiments an export reads at once.
const exportStep = 500

// export is an export that has begun: its walk holds the generation, and its first hits are read.
type export struct {
	engine *Engine
	walk   *walk
	claims *claims
	next   []search.Hit
}

// beginExport reads the first hits; until then nothing was given out, and it may begin again on another generation.
func (e *Engine) beginExport(ctx context.Context, g *generation, q search.Query) (*export, error) {
	text := q.ReadText()
	node := text.Node
	if node != nil {
		found, err := e.askOne(ctx, "/"+g.experiments+searchPath, object{"size": 0, "track_total_hits": true, "query": all(list{atTop.matches(node)})})
		if err != nil {
			return nil, err
		}
		if some, ok := text.AnyWord(); ok && found.total() == 0 {
			node = some
		}
	}
	r := &request{generation: g, query: q, text: text, node: node, timeout: e.config.Timeout}
	w, err := e.walk(ctx, r)
	if err != nil {
		return nil, err
	}
	x := &export{engine: e, walk: w}
	if q.View == search.ViewSamples {
		x.claims = newClaims(w)
	}
	if err := x.read(ctx); err != nil {
		w.end()
		return nil, err
	}
	return x, nil
}

func (x *export) end() { x.walk.end() }

// read reads the next hits; none at the end.
func (x *export) read(ctx context.Context) error {
	x.next = nil
	if x.claims != nil {
		return x.readSamples(ctx)
	}
	hits, err := x.walk.next(ctx, exportStep, func(body object) { body["_source"] = list{"stored.hit"} })
	if err != nil {
		return err
	}
	for _, h := range hits {
		out := h.Source.Stored.Hit
		if out.Matching, err = h.number(x.walk.request.matching); err != nil {
			return err
		}
		x.next = append(x.next, out)
	}
	return nil
}

func (x *export) readSamples(ctx context.Context) error {
	for len(x.next) == 0 {
		next, err := x.claims.next(ctx, exportStep)
		if err != nil || len(next) == 0 {
			return err
		}
		hits, err := x.walk.samplesOf(ctx, next)
		if err != nil {
			return err
		}
		for _, h := range hits {
			x.next = append(x.next, h)
		}
	}
	return nil
}

// run gives out all hits.
func (x *export) run(ctx context.Context, yield func(search.Hit, error) bool) {
	for len(x.next) > 0 {
		for _, hit := range x.next {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			if !yield(hit, nil) {
				return
			}
		}
		if err := x.read(ctx); err != nil {
			yield(nil, err)
			return
		}
	}
}
