package search_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/agnivade/levenshtein"

	"github.com/facetome/facetome/search"
)

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b       string
		most, want int
	}{
		{"liver", "liver", 2, 0}, {"lievr", "liver", 2, 1}, {"livr", "liver", 2, 1}, {"livver", "liver", 2, 1}, {"lifer", "liver", 2, 1},
		{"ilvre", "liver", 2, 2}, {"kidney", "liver", 2, 3}, {"a", "abcd", 2, 3}, {"", "", 1, 0}, {"ab", "", 2, 2}, {"sjögren", "sjogren", 1, 1},
	} {
		if got := search.Distance(test.a, test.b, test.most); got != test.want {
			t.Errorf("%q and %q differ in %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

// TestDistanceIsBounded compares with Levenshtein's distance, which counts letters that changed places twice.
func TestDistanceIsBounded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-c]{0,7}`)
		a, b, most := word.Draw(t, "a"), word.Draw(t, "b"), rapid.IntRange(0, 9).Draw(t, "most")
		got, plain := search.Distance(a, b, most), levenshtein.ComputeDistance(a, b)
		if got != search.Distance(b, a, most) {
			t.Error("it has a direction")
		}
		if got > most+1 || got > plain || got <= most && 2*got < plain || (got == 0) != (a == b) {
			t.Errorf("%d, Levenshtein's %d", got, plain)
		}
	})
}

func TestRespell(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, want string }{
		{"lievr", "liver"}, {"Lievr of mouse", "liver of mouse"}, {`title:"lievr" cancer`, `title:"liver" cancer`}, {"(lievr OR brain) -lievr", "(liver OR brain) -lievr"},
	} {
		var o search.TextOutcome
		for _, w := range search.Positive(search.ParseText(test.text).Node) {
			if len(w.Terms) == 1 && w.Terms[0].Text == "lievr" {
				o.Respelled = append(o.Respelled, search.Respelled{Words: w, Instead: "liver"})
			}
		}
		if got := o.Respell(test.text); got != test.want {
			t.Errorf("%s is respelled %q, want %q", test.text, got, test.want)
		}
	}
	if got := (search.TextOutcome{}).Respell("liver"); got != "" {
		t.Errorf("without another word there is %q", got)
	}
	for word, want := range map[string]int{"": 0, "rat": 0, "tp53": 0, "GSE1": 0, "β-actin": 0, "lung": 1, "liver": 1, "kidney": 2} {
		if got := search.Typos(word); got != want {
			t.Errorf("%q may differ in %d letters, want %d", word, got, want)
		}
	}
}
