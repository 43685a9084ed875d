package elastic

import (
	"context"
	"fmt"
	"iter"
	"strconv"

	"github.com/facetome/facetome/search"
)

// checksum is a checksum as it is indexed.
func checksum(sum uint64) string { return fmt.Sprintf("%016x", sum) }

// heldStep is how many experiments are read at once to tell what is held of them: each step goes through all that follow.
const heldStep = window

// Held implements search.Indexer. The numbers of samples are those of the groups that searches count, not what documents say of themselves.
func (e *Engine) Held(ctx context.Context) iter.Seq2[search.Held, error] {
	return func(yield func(search.Held, error) bool) {
		if err := e.held(ctx, yield); err != nil {
			yield(search.Held{}, fmt.Errorf("reading what is indexed: %w", err))
		}
	}
}

// held ends without an error where yield wants no more.
func (e *Engine) held(ctx context.Context, yield func(search.Held, error) bool) error {
	if _, err := e.Refresh(ctx); err != nil { // the last one, not that of a second ago
		return err
	}
	g, err := e.generation(ctx)
	if err != nil {
		return err
	}
	w, err := e.walk(ctx, &request{generation: g, timeout: e.config.Timeout})
	if err != nil {
		return err
	}
	defer w.end()
	for {
		hits, err := w.next(ctx, heldStep, func(body object) {
			body["sort"] = list{object{"accession": "asc"}, sumOfGroups("count", "desc", nil), sumOfGroups("exclusive", "desc", nil)}
			body["_source"], body["docvalue_fields"] = list{"stored.sets", "stored.hit.samples"}, list{"checksum"}
		})
		if err != nil || len(hits) == 0 {
			return err
		}
		sizes, err := w.request.sizesOfSets(ctx, e, setsOf(hits))
		if err != nil {
			return err
		}
		for _, h := range hits {
			held, err := h.held(sizes)
			if err != nil {
				return err
			}
			if !yield(held, nil) {
				return nil
			}
		}
	}
}

// setsOf lists the sets of some hits, each once.
func setsOf(hits []hit) []string {
	var ids []string
	seen := map[string]bool{}
	for _, h := range hits {
		for _, set := range h.Source.Stored.Sets {
			if !seen[set.ID] {
				seen[set.ID] = true
				ids = append(ids, set.ID)
			}
		}
	}
	return ids
}

// held is what a hit of Held says. The samples of an experiment are counted in two ways: those of the groups of its document, and those of its own
// and of its sets. Where they differ, the one that is not what the document says of itself is told.
func (h hit) held(sizes map[string]int) (search.Held, error) {
	held := search.Held{AccessionCode: h.ID}
	var err error
	if held.Samples, err = h.number(1); err != nil {
		return held, err
	}
	unique, err := h.number(2)
	if err != nil {
		return held, err
	}
	for _, set := range h.Source.Stored.Sets {
		unique += sizes[set.ID]
	}
	if held.Samples == h.Source.Stored.Hit.Samples {
		held.Samples = unique
	}
	if len(h.Fields.Checksum) == 1 { // none was written of a document that was tampered with
		held.Checksum, err = strconv.ParseUint(h.Fields.Checksum[0], 16, 64)
	}
	return held, err
}
