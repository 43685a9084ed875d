package views

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/facetome/facetome/search"
)

// cardTerms is how many organisms, technologies and platforms a card names.
const cardTerms = 3

// Card is one experiment among the results.
type Card struct {
	Pinned       string // why it stands first: "Exact accession code"; else empty
	Code         string
	URL          string
	Title        []search.Segment
	Organisms    Terms
	Technologies Terms
	Platforms    Terms
	Missing      string // which of the three nobody gave: "organism, platform not reported"; else empty
	ExcerptOf    string // "Publication: " where the excerpt is not of the description
	Excerpt      []search.Segment
	Why          Why
	Date         string
	ISODate      string
	Institution  []search.Segment
	Source       string
	Matching     int
	Samples      int
	Bar          string // share of its samples that match
}

// Terms is a list cut to its first few.
type Terms struct {
	Labels []string
	More   int // left out
}

// moreLabel says how many were left out: "and 12 more".
func (t Terms) moreLabel() string { return "and " + number(t.More) + " more" }

// NewCard makes the card of one hit.
func NewCard(h search.ExperimentHit) Card {
	title := strings.TrimSpace(h.Title)
	if title == "" {
		title = "Title " + NotReported
	}
	c := Card{
		Code: h.AccessionCode, URL: ExperimentURL(h.AccessionCode), Title: plainSegments(title),
		Organisms:    newTerms(h.Organisms, longName),
		Technologies: newTerms(h.Technologies, longName),
		Platforms:    newTerms(h.Platforms, shortName),
		Excerpt:      plainSegments(excerpt(search.PlainText(h.Description), search.MaxExcerpt)),
		Date:         shortDate(h.Published), ISODate: isoDate(h.Published),
		Institution: plainSegments(h.Institution), Source: h.Source,
		Matching: h.Matching, Samples: h.Samples, Bar: share(h.Matching, h.Samples),
	}
	var missing []string
	for _, part := range []struct {
		name  string
		terms Terms
	}{{"organism", c.Organisms}, {"technology", c.Technologies}, {"platform", c.Platforms}} {
		if len(part.terms.Labels) == 0 {
			missing = append(missing, part.name)
		}
	}
	if len(missing) > 0 {
		c.Missing = strings.Join(missing, ", ") + " " + NotReported
	}
	if h.Why != nil {
		c.explain(h.Why)
	}
	return c
}

// explain marks the words of the text in what the card shows.
func (c *Card) explain(w *search.Why) {
	if w.Title != nil {
		c.Title = w.Title
	}
	if w.Institution != nil {
		c.Institution = w.Institution
	}
	if w.Excerpt != nil {
		c.Excerpt, c.ExcerptOf = w.Excerpt, excerptWords[w.ExcerptOf]
	}
	c.Why = newWhy(w)
}

// matchingWords stand below the number of matching samples: "of 48 samples match".
func (c Card) matchingWords() string {
	switch c.Samples {
	case 0:
		return "samples in the catalogue"
	case 1:
		return "of 1 sample matches"
	}
	return "of " + samples(c.Samples) + " match"
}

func newTerms(terms []search.Term, name func(search.Term) string) Terms {
	var t Terms
	for _, term := range terms {
		if len(t.Labels) == cardTerms {
			t.More++
			continue
		}
		t.Labels = append(t.Labels, name(term))
	}
	if t.More == 1 { // "and 1 more" is no shorter
		t.Labels, t.More = append(t.Labels, name(terms[cardTerms])), 0
	}
	return t
}

func longName(t search.Term) string { return valueLabel("", t.Value, t.Label) }

// shortName takes a platform's accession code where its name is long.
func shortName(t search.Term) string {
	if t.Label == "" || utf8.RuneCountInString(t.Value) < utf8.RuneCountInString(t.Label) {
		return t.Value
	}
	return t.Label
}

// pinnedBy says which code of the text named an experiment, and as what; empty where none did.
func pinnedBy(q search.Query, accession string) string {
	for _, r := range q.Codes {
		if !slices.Contains(r.Experiments, accession) {
			continue
		}
		switch {
		case r.Code.Text == accession:
			return "Exact accession code"
		case r.Own:
			return "Also " + r.Code.Text
		case len(r.Samples) > 0:
			return "Has the sample " + r.Code.Text
		}
		return "Publication " + r.Code.Text
	}
	return ""
}
