package views

import (
	"slices"

	"github.com/facetome/facetome/search"
)

// fold decides whether a facet is folded: as the query says, else where none of its values could narrow the result. What is being looked at,
// with all values or a text, is folded by nobody but the reader.
func (view *Facet) fold(q search.Query, total search.Total, facet *search.Facet) {
	name := facet.Field.Name
	condition := q.Condition(name)
	idle := condition.Empty() && !narrows(total, facet.Buckets)
	lookedAt := all(q, name) || findText(q, name) != "" || slices.Contains(q.Unfold, name)
	view.Folded = slices.Contains(q.Fold, name) || idle && !lookedAt

	other := withAll(withoutIn(q, name), name, false)
	other.Fold, other.Unfold = withoutField(q.Fold, name), withoutField(q.Unfold, name)
	switch {
	case view.Folded && idle:
		other.Unfold = withField(other.Unfold, name)
	case !view.Folded && !idle:
		other.Fold = withField(other.Fold, name)
	}
	view.Toggle = SearchURL(other)
	if view.Folded {
		view.Summary = foldedWords(condition, facet)
	}
}

// narrows says whether any value alone would leave less than all that matches.
func narrows(total search.Total, buckets []search.Bucket) bool {
	return slices.ContainsFunc(buckets, func(b search.Bucket) bool {
		return b.Experiments > 0 && (b.Experiments < total.Experiments || b.Samples < total.Samples)
	})
}

// foldedWords say what a folded facet holds: how many filters are on, or the only value.
func foldedWords(c search.Condition, facet *search.Facet) string {
	if on := len(parameters(c)); on > 0 {
		return number(on) + " on"
	}
	var labels []string
	for _, b := range facet.Buckets {
		if b.Experiments > 0 {
			labels = append(labels, bucketLabel(facet.Field, b))
		}
	}
	switch len(labels) {
	case 0:
		return "no values"
	case 1:
		return labels[0]
	}
	return count(len(labels), "value", "values")
}

// withField puts a field into a list of names, in the order of the facets.
func withField(list []string, field string) []string {
	list = append(withoutField(list, field), field)
	slices.SortFunc(list, func(a, b string) int { return fieldNumber(a) - fieldNumber(b) })
	return list
}

func withoutField(list []string, field string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(f string) bool { return f == field })
}
