package views

import (
	"strings"

	"github.com/facetome/facetome/search"
)

// SearchPage is all that the search page shows.
type SearchPage struct {
	Head       Head
	Headline   Headline
	Status     string // one sentence for screen readers, spoken after a change
	Notices    []string
	Found      []Found   // what the codes of the text found
	DidYouMean *Link     // the text with words that the catalogue has
	Mistakes   *Mistakes // of the text; nil where there are none
	Chips      []Chip    // all that is on: the text, then the filters
	Filters    int       // how many filters are on
	ClearURL   string
	Facets     []Facet
	Panels     []Facet // those of them that show all of many values, in place of the results
	Results    Link    // out of the panels
	View       search.View
	ViewHidden []parameter // the view and what facets show, as the form sends it
	Tabs       []Tab
	Sorts      []Option
	Sizes      []Option
	Tools      bool   // there are hits to sort, to part into pages and to download
	Position   string // "1–20 of 812"
	Cards      []Card
	Table      *HitTable
	Pages      Pagination
	Jump       *Jump    // where there are many pages
	Downloads  []Link   // all of the hits
	Downloaded string   // what they are: "812 experiments"
	JSON       string   // URL of this page as data
	Nothing    *Nothing // instead of results
}

// Headline is a search's answer in the two inks.
type Headline struct{ Samples, Experiments int }

// Words are the headline as plain text.
func (h Headline) Words() string {
	return count(h.Samples, "unique sample", "unique samples") + " in " + experiments(h.Experiments)
}

// NewSearchPage makes the view of a query and its answer. Warnings are those of the request; the result adds its own.
func NewSearchPage(q search.Query, r *search.Result, warnings []search.Warning) SearchPage {
	q.Generation = r.Generation // what other pages of this list are told that they follow
	hits := r.Hits(q.View)
	filters := NewChips(q, r)
	p := SearchPage{
		Headline: Headline{r.Total.Samples, r.Total.Experiments},
		Found:    NewFound(q),
		Chips:    append(textChip(q), filters...),
		Filters:  len(filters),
		ClearURL: SearchURL(cleared(q)),
		View:     q.View,
		Tabs: []Tab{
			{"Experiments", SearchURL(inView(q, search.ViewExperiments)), q.View == search.ViewExperiments},
			{"Samples", SearchURL(inView(q, search.ViewSamples)), q.View == search.ViewSamples},
		},
		Sorts: sortOptions(q), Sizes: sizeOptions(q), Tools: hits > 0,
		Position:   position(q.Page, q.Size, hits),
		Pages:      searchPages(q, hits),
		Jump:       newJump(pageCount(hits, q.Size)),
		Downloads:  downloads(q),
		Downloaded: hitWords(q.View, hits),
		JSON:       DataURL(q, "json"),
	}
	p.Mistakes = newMistakes(q, warnings)
	if text := r.Text.Respell(q.Text); text != "" {
		meant := withPage(q, 1)
		meant.Text = text
		p.DidYouMean = &Link{text, SearchURL(meant)}
	}
	for _, w := range warnings {
		if w.Text == nil { // else it is shown at its place
			p.Notices = append(p.Notices, w.Message)
		}
	}
	for _, w := range r.Warnings {
		p.Notices = append(p.Notices, w.Message)
	}
	for i := range r.Facets {
		facet := NewFacet(q, r.Total, &r.Facets[i])
		p.Facets = append(p.Facets, facet)
		if facet.Panel != "" {
			p.Panels = append(p.Panels, facet)
		}
	}
	p.Results = Link{"Results: " + p.Headline.Words(), SearchURL(withoutPanels(q, p.Panels))}
	if q.View == search.ViewSamples {
		if len(r.Samples) > 0 {
			p.Table = NewHitTable(q, r.Samples)
		}
	} else {
		for _, h := range r.Experiments {
			c := NewCard(h)
			c.Pinned = pinnedBy(q, h.AccessionCode)
			p.Cards = append(p.Cards, c)
		}
	}
	p.ViewHidden = viewState(q, p.Tools && len(p.Panels) == 0, p.Table != nil)
	if len(p.Cards) == 0 && p.Table == nil {
		p.Nothing = newNothing(q, r)
	}
	p.Status = p.Headline.Words() + "."
	if p.Mistakes != nil {
		p.Status += " " + strings.Join(p.Mistakes.Messages, " ")
	}
	for _, n := range p.Notices {
		p.Status += " " + n
	}
	if p.DidYouMean != nil {
		p.Status += " Did you mean " + p.DidYouMean.Label + "?"
	}
	if p.Position != "" {
		p.Status += " Showing " + p.Position + "."
	}
	p.Head = searchHead(q, p.Headline, filters)
	p.Head.Counted = OnGeneration(r.Generation)
	return p
}

// FilterWords say how many filters are on: "Filters · 3".
func (p SearchPage) FilterWords() string {
	if p.Filters == 0 {
		return "Filters"
	}
	return "Filters · " + number(p.Filters)
}

// DoneWords lead from the drawer of filters to the results.
func (p SearchPage) DoneWords() string {
	return "Show " + experiments(p.Headline.Experiments)
}

func searchHead(q search.Query, h Headline, chips []Chip) Head {
	var about []string
	if q.Text != "" {
		about = append(about, q.Text)
	}
	for _, c := range chips {
		about = append(about, c.not()+c.Label)
	}
	q.Generation = ""
	head := Head{Title: h.Words(), Address: SearchURL(q), Box: BoxOfFilters, Text: q.Text, NoIndex: true}
	if len(about) > 0 {
		head.Title += ": " + excerpt(strings.Join(about, ", "), 100)
	}
	head.Description = head.Title + ". Each sample is counted once, however many experiments share it."
	if q.Page > 1 {
		head.Title += ", page " + number(q.Page)
	}
	return head
}
