package views

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/search"
)

func TestMarked(t *testing.T) {
	t.Parallel()
	var html strings.Builder
	list := []search.Segment{{Text: "<b>a</b> & "}, {Text: `"x" <i>`, Marked: true}, {Text: "</mark>"}}
	if err := marked(list).Render(context.Background(), &html); err != nil {
		t.Fatal(err)
	}
	want := "&lt;b&gt;a&lt;/b&gt; &amp; <mark>&#34;x&#34; &lt;i&gt;</mark>&lt;/mark&gt;"
	if html.String() != want {
		t.Errorf("got %s, want %s", html.String(), want)
	}
}

func TestCardSaysWhy(t *testing.T) {
	t.Parallel()
	mark := []search.Segment{{Text: "liver", Marked: true}}
	hit := search.ExperimentHit{Title: "title", Description: "description", Institution: "institution"}

	hit.Why = &search.Why{Fields: []string{"accession", "treatment", "attributes"}}
	c := NewCard(hit)
	if diff := cmp.Diff(Why{Places: []string{"accession code", "treatment"}}, c.Why); diff != "" {
		t.Error(diff)
	}
	if c.Title[0].Text != "title" || c.Excerpt[0].Text != "description" || c.Institution[0].Text != "institution" {
		t.Errorf("where nothing is marked, the card is as ever: %+v", c)
	}

	hit.Why = &search.Why{
		Fields: []string{"title", "attributes", "publication", "tissue", "cell_line"}, Title: mark, Institution: mark, Excerpt: mark, ExcerptOf: "authors",
		Values: []search.MatchedValue{{Field: "cell_line", Label: mark}},
	}
	c = NewCard(hit)
	want := Why{Places: []string{"title", "publication title", "tissue"}, Values: []WhyValue{{"cell line", mark}}}
	if diff := cmp.Diff(want, c.Why); diff != "" {
		t.Error(diff)
	}
	if c.ExcerptOf != "Author: " || !c.Title[0].Marked || !c.Excerpt[0].Marked || !c.Institution[0].Marked {
		t.Errorf("marks are shown: %+v", c)
	}

	hit.Why = &search.Why{Fields: []string{"attributes"}}
	if diff := cmp.Diff(Why{Places: []string{"sample attributes"}}, NewCard(hit).Why); diff != "" {
		t.Error(diff)
	}
}

// A card shows the marked words of all that it explains, and no source of a template.
func TestCardShowsMarks(t *testing.T) {
	t.Parallel()
	marked := []search.Segment{{Text: "acute "}, {Text: "leukemia", Marked: true}}
	c := NewCard(search.ExperimentHit{AccessionCode: "GSE1", Samples: 1, Why: &search.Why{
		Fields: []string{"title"}, Title: marked, Institution: marked, Excerpt: marked, ExcerptOf: "publication",
		Values: []search.MatchedValue{{Field: "disease", Label: marked}},
	}})
	var html strings.Builder
	if err := card(c).Render(t.Context(), &html); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(html.String(), "acute <mark>leukemia</mark>"); n != 4 || strings.Contains(html.String(), "@") {
		t.Errorf("%d marks of 4 in %s", n, html.String())
	}
}
