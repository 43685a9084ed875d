package elastic

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/facetome/facetome/search"
)

// samplesOf lists the matching samples of some claims: claim by claim, of each by accession code.
func (w *walk) samplesOf(ctx context.Context, claimed []claim) ([]search.SampleHit, error) {
	var ids []string
	var of []int // the claim of each id
	for i, c := range claimed {
		for _, owner := range c.owners {
			for _, id := range chunkIDs(owner.id, owner.samples) {
				ids, of = append(ids, id), append(of, i)
			}
		}
	}
	byClaim := make([][]search.SampleHit, len(claimed))
	read := 0
	err := w.engine.readStored(ctx, w.request.generation, ids, func(data json.RawMessage) error {
		i := of[read]
		read++
		hits, err := w.request.samples(data, claimed[i].experiment)
		byClaim[i] = append(byClaim[i], hits...)
		return err
	})
	if err != nil {
		return nil, err
	}
	var hits []search.SampleHit
	for i, list := range byClaim {
		if len(list) != claimed[i].size {
			return nil, fmt.Errorf("the index is damaged; run `facetome reindex` (%s has %d matching samples, and %d are listed)",
				claimed[i].experiment, claimed[i].size, len(list))
		}
		slices.SortFunc(list, func(a, b search.SampleHit) int { return cmp.Compare(a.AccessionCode, b.AccessionCode) })
		hits = append(hits, list...)
	}
	return hits, nil
}

// samples reads the matching samples of a chunk.
func (r *request) samples(data json.RawMessage, under string) ([]search.SampleHit, error) {
	var chunk struct {
		sampleChunk
		Samples [][]json.RawMessage `json:"samples"`
	}
	if err := json.Unmarshal(data, &chunk); err != nil {
		return nil, err
	}
	pass := make([]bool, len(chunk.Rows))
	for i, row := range chunk.Rows {
		pass[i] = r.passesRow(row)
	}
	var hits []search.SampleHit
	for _, s := range chunk.Samples {
		var n int
		hit := search.SampleHit{Under: under, Experiments: chunk.Experiments}
		for i, to := range []any{&hit.AccessionCode, &hit.Title, &n} {
			if err := json.Unmarshal(s[i], to); err != nil {
				return nil, err
			}
		}
		if pass[n] {
			hit.Values = r.generation.termsOf(chunk.Rows[n])
			hits = append(hits, hit)
		}
	}
	return hits, nil
}

// passesRow says whether the samples of a row pass the conditions of all sample fields.
func (r *request) passesRow(row [][]string) bool {
	for i, f := range search.SampleFields() {
		if !passesTerms(r.query.Condition(f.Name), row[i]) {
			return false
		}
	}
	return true
}

// termsOf spells the values of a row.
func (g *generation) termsOf(row [][]string) map[string][]search.Term {
	values := map[string][]search.Term{}
	for i, f := range search.SampleFields() {
		for _, term := range row[i] {
			if term != notReported {
				values[f.Name] = append(values[f.Name], g.values[f.Name][term])
			}
		}
	}
	return values
}
