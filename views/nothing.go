package views

import (
	"cmp"
	"slices"
	"strings"

	"github.com/facetome/facetome/search"
)

// Nothing explains a page without results and leads on.
type Nothing struct {
	Title    string
	Hint     string
	Removals []Removal // what would help, most first
	Links    []Link
}

// Removal is a query without one of its filters, and what it would find.
type Removal struct {
	Without string // "Tissue: liver, not brain"
	Query   search.Query
	Total   search.Total
	Counted bool // Total is known
}

// URL is the search without the filter.
func (r Removal) URL() string { return SearchURL(r.Query) }

// newNothing says why there are no hits here, and which links lead to some.
func newNothing(q search.Query, r *search.Result) *Nothing {
	hits := r.Hits(q.View)
	if hits > 0 {
		last := pageCount(hits, q.Size)
		return &Nothing{
			Title: "There is no page " + number(q.Page) + ".",
			Hint:  "These results have " + count(last, "page", "pages") + ".",
			Links: []Link{{"Go to the last page", SearchURL(withPage(q, last))}, {"Go to the first page", SearchURL(withPage(q, 1))}},
		}
	}
	if r.Total.Experiments > 0 {
		return &Nothing{
			Title: "These experiments have no samples in the catalogue.",
			Links: []Link{{"Show the experiments", SearchURL(inView(q, search.ViewExperiments))}},
		}
	}
	n := &Nothing{Title: "Nothing matches all of this."}
	if code := strings.ToUpper(q.Text); isAccession(code) {
		n.Links = append(n.Links, Link{"Look up " + code + " among the samples", SampleURL(code)})
	}
	if q.Text == "" || len(q.Conditions) > 0 { // else that is what taking the text away shows
		n.Links = append(n.Links, Link{"Show everything", SearchPath})
	}
	return n
}

// Removals lists the query without its text, and without all that it asks of each field: taking away one of several values of a field that
// found nothing would find no more. What each would find is still to be looked up.
func Removals(q search.Query, r *search.Result) []Removal {
	var list []Removal
	if q.Text != "" {
		list = append(list, Removal{Without: "the text “" + excerpt(q.Text, maxChipText) + "”", Query: withoutText(q)})
	}
	words := map[string][]string{}
	for _, chip := range NewChips(q, r) {
		words[chip.Field] = append(words[chip.Field], chip.not()+chip.Label)
	}
	for _, c := range q.Conditions {
		label := search.FieldByName(c.Field).Label
		list = append(list, Removal{
			Without: label + ": " + excerpt(strings.Join(words[label], ", "), maxChipText),
			Query:   withCondition(q, c.Field, func(c *search.Condition) { *c = search.Condition{Field: c.Field} }),
		})
	}
	return list
}

// OfferRemovals shows what would be found without one of the filters, most samples first, where there are no results.
func (p *SearchPage) OfferRemovals(list []Removal) {
	if p.Nothing == nil || len(list) == 0 {
		return
	}
	slices.SortStableFunc(list, func(a, b Removal) int {
		return cmp.Or(cmp.Compare(b.Total.Samples, a.Total.Samples), cmp.Compare(b.Total.Experiments, a.Total.Experiments))
	})
	p.Nothing.Removals = list
	best := list[0]
	switch {
	case best.Total.Experiments > 0 && len(list) > 1:
		p.Nothing.Hint = "It helps most to take away " + best.Without + ": then there are " + found(best.Total) + "."
	case best.Counted && len(list) > 1:
		p.Nothing.Hint = "Taking away any one of these alone still finds nothing; take away several."
	}
	if p.Nothing.Hint != "" {
		p.Status += " " + p.Nothing.Hint
	}
}

func found(t search.Total) string { return samples(t.Samples) + " in " + experiments(t.Experiments) }
