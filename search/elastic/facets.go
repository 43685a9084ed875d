package elastic

import (
	"slices"

	"github.com/facetome/facetome/search"
)

// A search counts at most this many values, so that the cluster never refuses it: it gives each up to four buckets (see counting), and its own bound is
// 65,536. A field with more values is counted in parts, each by a search of its own.
const maxBuckets = 15_000

// facetSearch is what one search counts: facets that lift the same field's conditions, so that all others hold for the whole search.
type facetSearch struct {
	lifted string // the field whose own conditions are lifted; empty where all hold
	total  bool   // whether all matching samples are counted as well; all conditions hold for them
	parts  []facetPart
}

// facetPart is a facet, or one of several parts of its values.
type facetPart struct {
	field *search.Field
	size  int // how many buckets there may be, at most
	part  int // from 0
	parts int
}

// abreast is how many searches the facets that lift nothing are parted among, at least: the cluster answers them at the same time, and on a catalogue of
// everything they take longest by far.
const abreast = 2

// facetSearches parts all facets among searches. One whose field has conditions has a search of its own: what is lifted of them, other fields' facets must
// keep. None gets too many buckets.
func (g *generation) facetSearches(q search.Query) []facetSearch {
	var alone []facetSearch
	together, size := make([]facetSearch, abreast), make([]int, abreast)
	together[0].total = true
	next := 0
	for _, f := range search.Fields {
		n, parts, lifted := g.sizeOf(f), 1, ""
		if !q.Condition(f.Name).Empty() {
			lifted = f.Name
		}
		if n > maxBuckets {
			parts = n/(maxBuckets/2) + 1
		}
		if lifted != "" || parts > 1 {
			for part := range parts {
				alone = append(alone, facetSearch{lifted: lifted, parts: []facetPart{{field: f, size: n, part: part, parts: parts}}})
			}
			continue
		}
		i := next % abreast
		next++
		if size[i] += n; size[i] > maxBuckets {
			alone = append(alone, together[i])
			together[i], size[i] = facetSearch{}, n
		}
		together[i].parts = append(together[i].parts, facetPart{field: f, size: n, parts: 1})
	}
	nothing := func(s facetSearch) bool { return len(s.parts) == 0 && !s.total }
	return append(slices.DeleteFunc(together, nothing), alone...)
}

// sizeStep is what numbers of buckets are rounded up to: while few values come and go, the same is asked, and the cluster knows the answer when the
// first page of a new generation is asked for, since it was counted so.
const sizeStep = 100

// sizeOf is how many buckets a facet may have at least, not reported among them.
func (g *generation) sizeOf(f *search.Field) int {
	n := 1
	switch ends := g.state.Ranges[f.Name]; {
	case !f.IsRange():
		n += g.state.Values[f.Name]
	case f.Bins != nil:
		n += len(f.Bins)
	case len(ends) == 2:
		n += ends[1] - ends[0] + 1
	}
	return (n + sizeStep - 1) / sizeStep * sizeStep
}
