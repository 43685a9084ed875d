package views

import (
	"maps"
	"slices"
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

// viewState is what the form sends along without a control of its own: the view and what facets show, where the tools of the results are not
// on the page the order and the size of pages, and where there is no table of samples its columns.
func viewState(q search.Query, tools, table bool) []parameter {
	kept := search.Query{All: q.All, Fold: q.Fold, Unfold: q.Unfold, View: q.View}
	if !tools {
		kept.Text, kept.Sort, kept.Size = q.Text, q.Sort, q.Size
	}
	if !tools || !table {
		kept.Columns = q.Columns
	}
	values := kept.Values()
	values.Del("q") // the search box has it
	var hidden []parameter
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, value := range values[name] {
			hidden = append(hidden, parameter{name, value})
		}
	}
	return hidden
}

// withoutPanels returns q with no facet in place of the results.
func withoutPanels(q search.Query, panels []Facet) search.Query {
	for _, f := range panels {
		q = withAll(q, f.Name, false)
	}
	return q
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

// hitWords count the hits of a view.
func hitWords(v search.View, hits int) string {
	if v == search.ViewSamples {
		return samples(hits)
	}
	return experiments(hits)
}
