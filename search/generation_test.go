package search

import (
	"net/url"
	"strings"
	"testing"
)

// TestGenerationOfThePageBefore: only later pages of a list say what the one before was counted on.
func TestGenerationOfThePageBefore(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"generation=gen-000012&page=2&q=liver": "generation=gen-000012&page=2&q=liver",
		"generation=gen-000012&q=liver":        "q=liver", // a first page follows none
		"generation=&page=2":                   "page=2",
	} {
		values, err := url.ParseQuery(text)
		if err != nil {
			t.Fatal(err)
		}
		q, warnings := Parse(values)
		if got := q.Values().Encode(); got != want || len(warnings) > 0 {
			t.Errorf("%s is %s, want %s (%v)", text, got, want, warnings)
		}
	}
}

func TestMoved(t *testing.T) {
	t.Parallel()
	r := &Result{Generation: "gen-000013"}
	for before, moved := range map[string]bool{"": false, "gen-000013": false, "gen-000012": true} {
		w, ok := r.Moved(Query{Generation: before})
		if ok != moved {
			t.Errorf("from %q to gen-000013: moved %t, want %t", before, ok, moved)
		}
		if ok && (!strings.Contains(w.Message, "gen-000012") || !strings.Contains(w.Message, "gen-000013") || w.Param != paramGeneration) {
			t.Errorf("the warning is %+v", w)
		}
	}
}
