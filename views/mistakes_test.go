package views

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/search"
)

func TestMistakes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Mistakes{
		"liver tisue:<b> OR": {
			Text:  []Piece{{"liver ", false}, {"tisue:", true}, {"<b> ", false}, {"OR", true}, {"", false}},
			Meant: Link{"liver tissue:<b>", "/search?q=liver+tissue%3A%3Cb%3E"},
		},
		"-":  {Text: []Piece{{"", false}, {"-", true}, {"", false}}},
		`"β`: {Text: []Piece{{"", false}, {`"`, true}, {"β", false}}, Meant: Link{`"β"`, "/search?q=%22%CE%B2%22"}},
	} {
		q := search.Query{Text: text}
		got := newMistakes(q, search.ParseText(text).Warnings(text))
		if got == nil {
			t.Errorf("%q has no mistakes", text)
			continue
		}
		want.Messages = got.Messages
		if diff := cmp.Diff(want, *got); diff != "" || len(got.Messages) == 0 {
			t.Errorf("%q: %s", text, diff)
		}
	}
	if m := newMistakes(search.Query{Text: "liver"}, []search.Warning{{Param: "year", Message: "no"}}); m != nil {
		t.Errorf("a text without mistakes has %+v", m)
	}
}

// TestNoticesAreSaid: what became of the text is on the page and spoken.
func TestNoticesAreSaid(t *testing.T) {
	t.Parallel()
	q := search.Query{Text: "liver xyzzy", Page: 1, Size: 20}
	r := &search.Result{Warnings: search.TextOutcome{AnyWord: true}.Warnings(q.Text)}
	p := NewSearchPage(q, r, search.ParseText("liver OR").Warnings("liver OR"))
	if len(p.Notices) != 1 || !strings.Contains(p.Notices[0], "any of them") || !strings.Contains(p.Status, p.Notices[0]) {
		t.Errorf("notices %q, status %q", p.Notices, p.Status)
	}
	if p.Mistakes == nil || !strings.Contains(p.Status, p.Mistakes.Messages[0]) {
		t.Errorf("mistakes %+v, status %q", p.Mistakes, p.Status)
	}
}

// TestHelpKnowsAllFields: what may stand before a colon is documented.
func TestHelpKnowsAllFields(t *testing.T) {
	t.Parallel()
	said := map[string]string{}
	for _, f := range NewHelpPage(nil, "g1").Fields {
		said[f.Name] = f.Says
	}
	for _, f := range search.TextFields {
		if said[f.Name] == "" {
			t.Errorf("%s is not documented", f.Name)
		}
	}
	if !strings.Contains(said["source"], "source") || !strings.Contains(said["year"], "range") || !strings.Contains(said["tissue"], "samples") {
		t.Errorf("source: %q, year: %q, tissue: %q", said["source"], said["year"], said["tissue"])
	}
}

// TestHelpSections: examples are made of what the catalogue holds, and each is written without a mistake.
func TestHelpSections(t *testing.T) {
	t.Parallel()
	tissue := search.Facet{Field: search.FieldByName("tissue"), Buckets: buckets("liver", "whole blood", NotReported)}
	year := search.Facet{Field: search.FieldByName("year"), Buckets: []search.Bucket{{Value: "2012..2012", Experiments: 3}, {NotReported: true, Experiments: 9}}}
	r := &search.Result{
		Facets:      []search.Facet{tissue, year},
		Experiments: []search.ExperimentHit{{AccessionCode: "GSE1", Title: "Expression profiling of \"odd\" (kidney) regeneration"}},
	}
	for _, s := range HelpSections(r) {
		if len(s.Examples) == 0 {
			t.Errorf("%s has no example", s.Title)
		}
		for _, e := range s.Examples {
			if problems := search.ParseText(e.Query.Text).Problems; len(problems) > 0 {
				t.Errorf("%s: %q has mistakes: %+v", s.Title, e.Query.Text, problems)
			}
		}
	}
	for _, s := range HelpSections(&search.Result{}) { // nothing to be made of
		for _, e := range s.Examples {
			if e.Query.Text == "" {
				t.Errorf("%s has an empty example", s.Title)
			}
		}
	}
}
