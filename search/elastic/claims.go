package elastic

import (
	"context"
	"fmt"
	"slices"

	"github.com/facetome/facetome/search"
)

// claims is a walk through samples: each matching sample once, under the first experiment that has it.
type claims struct {
	*walk
	claimed map[string]bool // sets of experiments that were met
	sizes   map[string]int  // matching samples of the sets of the last hits
}

func newClaims(w *walk) *claims { return &claims{walk: w, claimed: map[string]bool{}} }

// claim is an experiment with those of its samples that no experiment before it has.
type claim struct {
	experiment string
	size       int
	owners     []owner
}

// owner is an experiment or a set whose samples are claimed, and how many it has, matching or not.
type owner struct {
	id      string
	samples int
}

// next returns the claims of the next experiments, n at most; none at the end.
func (c *claims) next(ctx context.Context, n int) ([]claim, error) {
	hits, err := c.walk.next(ctx, n, func(body object) {
		body["sort"] = append(body["sort"].(list), c.request.sumOfRows("exclusive", "desc"))
		body["_source"] = list{"stored.own", "stored.sets"}
	})
	if err != nil || len(hits) == 0 {
		return nil, err
	}
	if err := c.readSizes(ctx, hits); err != nil {
		return nil, err
	}
	next := make([]claim, len(hits))
	for i, h := range hits {
		own, err := h.number(c.request.keys)
		if err != nil {
			return nil, err
		}
		next[i] = claim{experiment: h.ID, size: own}
		if own > 0 {
			next[i].owners = []owner{{h.ID, h.Source.Stored.Own}}
		}
		for _, set := range h.Source.Stored.Sets {
			if c.claimed[set.ID] {
				continue
			}
			c.claimed[set.ID] = true
			if size := c.sizes[set.ID]; size > 0 {
				next[i].size += size
				next[i].owners = append(next[i].owners, owner{set.ID, set.Samples})
			}
		}
	}
	return next, nil
}

// readSizes asks how many matching samples the sets of some hits have, those aside that were met before.
func (c *claims) readSizes(ctx context.Context, hits []hit) (err error) {
	ids := slices.DeleteFunc(setsOf(hits), func(id string) bool { return c.claimed[id] })
	c.sizes, err = c.request.sizesOfSets(ctx, c.engine, ids)
	if err == nil && len(c.sizes) != len(ids) {
		return fmt.Errorf("the index is damaged; run `facetome reindex` (%d of %d sets of experiments are there)", len(c.sizes), len(ids))
	}
	return err
}

// sizesOfSets asks how many matching samples sets have, by their ids. One that is not there has no size.
func (r *request) sizesOfSets(ctx context.Context, e *Engine, ids []string) (map[string]int, error) {
	sizes := make(map[string]int, len(ids))
	for part := range slices.Chunk(ids, window) {
		body := object{"size": len(part), "_source": false, "track_total_hits": false, "query": all(list{object{"terms": object{"set": part}}}),
			"sort": list{sumOfGroups("count", "desc", rowsPass(r.query.Conditions, ""))}}
		found, err := e.askOne(ctx, "/"+r.generation.shared+searchPath, body)
		if err != nil {
			return nil, err
		}
		for _, h := range found.Hits.Hits {
			if sizes[h.ID], err = h.number(0); err != nil {
				return nil, err
			}
		}
	}
	return sizes, nil
}

// samplePage walks to a page of samples.
func (w *walk) samplePage(ctx context.Context, from, to int) ([]search.SampleHit, error) {
	c := newClaims(w)
	var page []search.SampleHit
	at := 0
	for step := firstStep; at < to; step = min(step*4, window) {
		next, err := c.next(ctx, step)
		if err != nil || len(next) == 0 {
			return page, err
		}
		var within []claim
		skip := 0
		for _, claim := range next {
			if at < to && at+claim.size > from && claim.size > 0 {
				if len(within) == 0 {
					skip = max(from-at, 0)
				}
				within = append(within, claim)
			}
			at += claim.size
		}
		hits, err := w.samplesOf(ctx, within)
		if err != nil {
			return nil, err
		}
		page = append(page, hits[min(skip, len(hits)):]...)
	}
	return page[:min(len(page), to-from)], nil
}

// firstStep is how many experiments are asked for at first to list their samples: enough for most first pages.
const firstStep = 100
