package elastic

import (
	"fmt"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// facet lists the values that have any count and those that the query names.
func (r *reading) facet(f *search.Field) (search.Facet, []search.Warning, error) {
	facet := search.Facet{Field: f}
	asked := r.query.Condition(f.Name)
	if f.IsRange() {
		facet.Buckets = r.bins(f, asked)
		return facet, nil, nil
	}
	selected, unknown, warnings := r.selected(f, asked)
	known := r.generation.values[f.Name]
	for term, n := range r.counts[f.Name] {
		b := search.Bucket{Experiments: n.Experiments, Samples: n.Samples, Selected: selected[term]}
		delete(selected, term)
		if shown, ok := known[term]; ok {
			b.Value, b.Label = shown.Value, shown.Label
		} else if term == notReported {
			b.NotReported, b.Label = true, search.NotReportedLabel
		} else {
			return facet, nil, fmt.Errorf("the index is damaged; run `facetome reindex` (%s has a value without a spelling)", f.Name)
		}
		if b.Experiments > 0 || b.Samples > 0 || b.Selected != search.Neither {
			facet.Buckets = append(facet.Buckets, b)
		}
	}
	for term, selection := range selected { // without any count
		b := search.Bucket{Value: known[term].Value, Label: known[term].Label, Selected: selection}
		if term == notReported {
			b.NotReported, b.Label = true, search.NotReportedLabel
		}
		facet.Buckets = append(facet.Buckets, b)
	}
	facet.Buckets = append(facet.Buckets, unknown...)
	facet.Sort()
	return facet, warnings, nil
}

// selected says what the query says of values that the catalogue has, by term, and names those that it does not have. A value that is both included
// and excluded stays excluded, since no sample can pass both.
func (r *reading) selected(f *search.Field, asked search.Condition) (selected map[string]search.Selection, unknown []search.Bucket, warnings []search.Warning) {
	selected = map[string]search.Selection{}
	if asked.NotReported {
		selected[notReported] = search.Included
	}
	seen := map[string]bool{}
	look := func(values []string, as search.Selection) {
		for _, value := range values {
			term := termOf(models.Fold(value))
			if seen[term] {
				continue
			}
			seen[term] = true
			if _, known := r.generation.values[f.Name][term]; known {
				selected[term] = as
				continue
			}
			unknown = append(unknown, search.Bucket{Value: value, Label: value, Selected: as})
			warnings = append(warnings, search.Warning{Param: f.Name, Value: value,
				Message: fmt.Sprintf("The catalogue has no %s “%s”.", f.Noun(), value)})
		}
	}
	look(asked.Exclude, search.Excluded)
	look(asked.Include, search.Included)
	return selected, unknown, warnings
}

// bins lists all bins of a range, those that nothing is in among them, and not reported last.
func (r *reading) bins(f *search.Field, asked search.Condition) []search.Bucket {
	bins := f.Bins
	if ends := r.generation.state.Ranges[f.Name]; bins == nil && len(ends) == 2 {
		for n := ends[0]; n <= ends[1]; n++ {
			bins = append(bins, search.Between(n, n))
		}
	}
	include, exclude := rangesOf(asked.Include), rangesOf(asked.Exclude)
	covered := func(ranges []search.Range, bin search.Range) bool {
		for _, r := range ranges {
			if r.Covers(bin) {
				return true
			}
		}
		return false
	}
	var buckets []search.Bucket
	for _, bin := range bins {
		n := r.counts[f.Name][bin.String()]
		b := search.Bucket{Value: bin.String(), Label: bin.Label(), Experiments: n.Experiments, Samples: n.Samples}
		switch {
		case covered(exclude, bin):
			b.Selected = search.Excluded
		case covered(include, bin):
			b.Selected = search.Included
		}
		buckets = append(buckets, b)
	}
	if n := r.counts[f.Name][notReported]; n.Experiments > 0 || n.Samples > 0 || asked.NotReported {
		b := search.Bucket{NotReported: true, Label: search.NotReportedLabel, Experiments: n.Experiments, Samples: n.Samples}
		if asked.NotReported {
			b.Selected = search.Included
		}
		buckets = append(buckets, b)
	}
	return buckets
}
