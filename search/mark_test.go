package search

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// written shows segments with [marks].
func written(list []Segment) string {
	var b strings.Builder
	for _, s := range list {
		if s.Marked {
			b.WriteString("[" + s.Text + "]")
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func marker(query string) *Marker { return NewMarker(Positive(ParseText(query).Node)) }

func TestMarks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ query, text, want string }{
		{"liver", "The liver of a mouse", "The [liver] of a mouse"},
		{"LIVER", "Liver, livers; deliver", "[Liver], [livers]; deliver"},
		{"differentiation", "cells differentiate and differentiated", "cells [differentiate] and [differentiated]"},
		{"leukaemia naïve", "naive and naïve leukaemia", "[naive] and [naïve leukaemia]"},
		{"crohn", "Crohn's disease", "[Crohn's] disease"},
		{"liver kidney", "kidney, liver", "[kidney], [liver]"},
		{`"stem cell"`, "Stem cells: a cell, a stem cell", "[Stem cells]: a cell, a [stem cell]"},
		{`"model of evolution"`, "a model for evolution, a model evolution", "a [model for evolution], a model evolution"},
		{"t-cell", "T-cells and T cells, not a cell", "[T-cells] and [T cells], not a cell"},
		{"neuro*", "neurons, neurology, a neural", "[neurons], [neurology], a neural"},
		{"liver -kidney", "liver and kidney", "[liver] and kidney"},
		{"liver OR kidney", "liver and kidney", "[liver] and [kidney]"},
		{"(heart OR kidney) year:2010..", "kidney", "[kidney]"},
		{"title:liver", "liver", "[liver]"},
		{"author:liver", "liver", ""},
		{`"stem cell" cell`, "a stem cell and a cell", "a [stem cell] and a [cell]"},
		{"br", "one<br>two <BR/> br", "one two [br]"},
		{"liver", "<b>li</b>ver <i>liver</i> <liver>", "li ver [liver] <[liver]>"},
		{"amp", "salt &amp; liver", ""},
		{"p", "p<a and a>p", "[p]<a and a>[p]"},
		{"liver", "one\n two\tliver\u00a0three", "one two [liver] three"},
		{"liver", "", ""},
		{"the of", "the liver", ""},
		{"肝臓", "肝臓の研究", "[肝臓]の研究"},
		{"liver", "\xff liver \x00", "\xff [liver] \x00"},
	} {
		if got := written(marker(test.query).Whole(TextTitle, test.text)); got != test.want {
			t.Errorf("%q marks %q, want %q", test.query, got, test.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	words := func(word string, n int) string { return strings.TrimSpace(strings.Repeat(word+" ", n)) }
	for name, test := range map[string]struct {
		query, text string
		limit       int
		want        string
		covered     int
	}{
		"a short text is whole":             {"liver", "one liver.", 40, "one [liver].", 1},
		"a text without the words has none": {"liver", words("x", 99), 40, "", 0},
		"left out before and behind": {"liver", words("before", 30) + " liver " + words("behind", 30), 60,
			"… before [liver] behind behind behind behind behind behind …", 1},
		"the beginning":  {"liver", "liver " + words("behind", 30), 30, "[liver] behind behind …", 1},
		"the end":        {"liver", words("before", 4) + " liver.", 30, "… before before [liver].", 1},
		"most words win": {"liver kidney", "liver " + words("x", 60) + " liver kidney " + words("y", 60), 40, "", 2},
		"then most marks": {"liver", "liver " + words("x", 90) + " livers liver " + words("y", 90), 40,
			"… x x x [livers liver] y y y y y y y y …", 1},
		"then the first": {"liver", words("a", 60) + " liver " + words("b", 60) + " liver " + words("c", 60), 24, "… a [liver] b b b b b …", 1},
		"an endless word beside it": {"liver", strings.Repeat("x", 400) + " liver " + strings.Repeat("y", 400), 60,
			"… [liver] …", 1},
		"an endless word itself": {strings.Repeat("x", 100), strings.Repeat("x", 100) + " " + strings.Repeat("y", 100), 40,
			"[" + strings.Repeat("x", 34) + "] …", 1},
	} {
		got, covered := marker(test.query).Excerpt(TextDescription, test.text, test.limit)
		if (test.want != "" || test.covered == 0) && written(got) != test.want || covered != test.covered {
			t.Errorf("%s: %q with %d words, want %q with %d", name, written(got), covered, test.want, test.covered)
		}
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	tissue, _ := TextFieldByName("tissue")
	got := marker("liver smith fibrosis").Explain(Explained{
		Title: "Liver cells", Description: "fibrosis", Institution: "Smith Institute", Authors: []string{"A Jones", "B Smith"},
		Publications: []string{"Fibrosis of the liver"}, Fields: []TextField{TextTitle, TextAuthors, TextPublication, TextInstitution, TextDescription, tissue},
		Values: []FieldLabel{{tissue, "blood"}, {tissue, "liver"}},
	})
	want := &Why{
		Fields:      []string{"title", "authors", "publication", "institution", "description", "tissue"},
		Title:       []Segment{{"Liver", true}, {" cells", false}},
		Institution: []Segment{{"Smith", true}, {" Institute", false}},
		Excerpt:     []Segment{{"Fibrosis", true}, {" of the ", false}, {"liver", true}},
		ExcerptOf:   "publication",
		Values:      []MatchedValue{{"tissue", []Segment{{"liver", true}}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPlainText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                           "",
		"one<br>two<BR />three":      "one two three",
		`<a href="x">link</a> &amp;`: "link &",
		"p<0.05 and q>3, a<b":        "p<0.05 and q>3, a<b",
		" a \n b\u2028c ":            "a b c",
		"&lt;script&gt;":             "<script>",
	} {
		if got := PlainText(text); got != want {
			t.Errorf("PlainText(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzExcerpt(f *testing.F) {
	f.Add("liver \"stem cell\" neuro*", strings.Repeat("the stem cells of a liver, neurons ", 20), 80)
	f.Add("p", "p<a \xff\u200b ﬁ İ ß é 肝臓 <br> &lt;"+strings.Repeat("é", 500), 9)
	f.Fuzz(func(t *testing.T, query, text string, limit int) {
		if limit < 10 || limit > 1000 {
			return
		}
		m := marker(query)
		got, covered := m.Excerpt(TextDescription, text, limit)
		if (len(got) == 0) != (covered == 0) {
			t.Fatalf("%d words in %v", covered, got)
		}
		plain := PlainText(text)
		var shown strings.Builder
		for i, s := range got {
			if s.Text == "" || i > 0 && s.Marked == got[i-1].Marked && !s.Marked {
				t.Errorf("segments %v", got)
			}
			if s.Marked && !strings.Contains(plain, s.Text) {
				t.Errorf("%q is marked, and not of the text", s.Text)
			}
			shown.WriteString(s.Text)
		}
		if n := utf8.RuneCountInString(shown.String()); n > limit {
			t.Errorf("%d characters, at most %d: %q", n, limit, shown.String())
		}
		part := strings.TrimSuffix(strings.TrimPrefix(shown.String(), "… "), " …")
		if !strings.Contains(plain, strings.TrimSpace(part)) {
			t.Errorf("%q is no part of the text", part)
		}
		if whole := m.Whole(TextDescription, text); whole != nil {
			var all strings.Builder
			for _, s := range whole {
				all.WriteString(s.Text)
			}
			if all.String() != plain {
				t.Errorf("the whole text is %q, want %q", all.String(), plain)
			}
		}
	})
}
