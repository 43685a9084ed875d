package embedded

import (
	"github.com/facetome/facetome/search"
)

// facets turns counts into the facets of a result, in the order of search.Fields.
func (s *run) facets() []search.Facet {
	facets := make([]search.Facet, 0, len(search.Fields))
	sample, experiment := 0, 0
	for _, def := range search.Fields {
		if def.Scope == search.OfSample {
			facets = append(facets, newFacet(&s.columns.sampleFields[sample], s.sampleCounts[sample], s.samples[sample]))
			sample++
			continue
		}
		facets = append(facets, newFacet(&s.columns.experimentFields[experiment], s.experimentCounts[experiment], s.experiments[experiment]))
		experiment++
	}
	return facets
}

// newFacet lists the values that have any count and those that the query names.
func newFacet(f *field, counts []count, c *condition) search.Facet {
	facet := search.Facet{Field: f.def}
	for v := range counts {
		b := search.Bucket{Value: f.value[v], Label: f.label[v], Experiments: int(counts[v].experiments), Samples: int(counts[v].samples)}
		if v == 0 {
			b.NotReported, b.Label = true, search.NotReportedLabel
		}
		if c != nil {
			b.Selected = c.selected[v]
		}
		isBin := f.def.IsRange() && v != 0 // a histogram has all its bars
		if b.Experiments > 0 || b.Samples > 0 || b.Selected != search.Neither || isBin {
			facet.Buckets = append(facet.Buckets, b)
		}
	}
	if c != nil {
		facet.Buckets = append(facet.Buckets, c.unknown...)
	}
	facet.Sort()
	return facet
}
