package views

import (
	"strings"

	"github.com/facetome/facetome/search"
)

// Nothing explains a page without results and leads on.
type Nothing struct {
	Title string
	Hint  string
	Links []Link
}

// newNothing says why there are no hits here, and which links lead to some.
func newNothing(q search.Query, r *search.Result, chips []Chip) *Nothing {
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
	n := &Nothing{Title: "Nothing matches all of this.", Hint: "The numbers beside each filter say what it would find in place of what is chosen there."}
	if code := strings.ToUpper(q.Text); isAccession(code) {
		n.Links = append(n.Links, Link{"Look up " + code + " among the samples", SampleURL(code)})
	}
	for _, c := range chips {
		n.Links = append(n.Links, Link{"Without " + c.Words(), c.Remove})
	}
	if q.Text != "" {
		other := q.Clone()
		other.Text, other.Page = "", 1
		if other.Sort == search.SortRelevance {
			other.Sort = other.DefaultSort()
		}
		n.Links = append(n.Links, Link{"Without the text “" + excerpt(q.Text, 60) + "”", SearchURL(other)})
	}
	if len(chips) > 1 || (len(chips) == 1 && q.Text != "") {
		n.Links = append(n.Links, Link{"Everything", SearchPath})
	}
	return n
}
