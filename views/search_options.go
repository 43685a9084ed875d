package views

import (
	"strconv"

	"github.com/facetome/facetome/search"
)

// Tab is a view that can be chosen.
type Tab struct {
	Label, URL string
	Current    bool
}

// Option is a choice of a select.
type Option struct {
	Value, Label string
	Selected     bool
}

func inView(q search.Query, v search.View) search.Query {
	q.View, q.Page = v, 1
	return q
}

// viewState is what the form sends along without a control of its own: the view, facets that show all of their values, and
// texts within facets whose box is not on the page.
func viewState(q search.Query, r *search.Result) []parameter {
	var hidden []parameter
	if q.View != search.ViewExperiments {
		hidden = append(hidden, parameter{"view", string(q.View)})
	}
	for _, field := range q.All {
		hidden = append(hidden, parameter{"all", field})
	}
	for _, in := range q.In {
		facet := r.Facet(in.Field)
		if facet == nil || facet.Field.IsRange() { // a range has no such box
			hidden = append(hidden, parameter{"in." + in.Field, in.Text})
		}
	}
	return hidden
}

var sortLabels = map[search.Sort]string{
	search.SortRelevance:     "Best match",
	search.SortMostSamples:   "Most samples",
	search.SortFewestSamples: "Fewest samples",
	search.SortNewest:        "Newest",
	search.SortOldest:        "Oldest",
}

// sortOptions offers every order; the default one is sent as a blank, so that text typed next is ordered by relevance.
func sortOptions(q search.Query) []Option {
	var options []Option
	for _, s := range search.Sorts {
		if s == search.SortRelevance && q.Text == "" {
			continue
		}
		value := string(s)
		if s == q.DefaultSort() {
			value = ""
		}
		options = append(options, Option{value, sortLabels[s], s == q.Sort})
	}
	return options
}

// sizeOptions offers the usual sizes, and the query's own if it is another.
func sizeOptions(q search.Query) []Option {
	var options []Option
	own := true
	add := func(size int) {
		o := Option{Value: strconv.Itoa(size), Label: strconv.Itoa(size), Selected: size == q.Size}
		if size == search.DefaultSize {
			o.Value = ""
		}
		options = append(options, o)
	}
	for _, size := range search.Sizes {
		if own && q.Size <= size {
			own = false
			if q.Size != size {
				add(q.Size)
			}
		}
		add(size)
	}
	return options
}

// downloads are all hits as a table; JSON is of one page.
func downloads(q search.Query) []Link {
	return []Link{{"CSV", DataURL(withPage(q, 1), "csv")}, {"TSV", DataURL(withPage(q, 1), "tsv")}}
}
