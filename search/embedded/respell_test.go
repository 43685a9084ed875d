package embedded

import (
	"fmt"
	"testing"

	"github.com/facetome/facetome/search"
)

// TestDidYouMean asks 800 experiments about liver, of which a few are mistyped or about something rare.
func TestDidYouMean(t *testing.T) {
	t.Parallel()
	docs := documents(800)
	for i, d := range docs {
		title := fmt.Sprintf("liver transcriptome of patient%d tp53", i)
		switch {
		case i < 2:
			title = "livre and " + title
		case i < 4:
			title = "olivier sampled the kidney, " + title
		case i == 4:
			title = "transcriptone"
		}
		d.Text[search.TextTitle] = []string{title}
	}
	dir := t.TempDir()
	commit(t, dir, 1, docs)
	engine, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"lievr":                      "liver",
		"Lievr trancsriptome":        "liver transcriptome",
		"title:lievr":                "title:liver",
		`"lievr" kidney`:             `"liver" kidney`,
		"livre":                      "liver", // two have it, 796 the other
		"olivier":                    "",      // rare, but no single letter away from anything common
		"transcriptone":              "transcriptome",
		"liver":                      "",
		"livers":                     "", // another form of it
		"-lievr":                     "", // nothing is left out: that is what was asked
		"lie":                        "", // too short
		"tp54":                       "", // not letters alone
		"GSE9999":                    "",
		"lievr*":                     "",
		"qwertyuiop":                 "",
		"patient":                    "",
		`"liver of trancsriptome"`:   "", // a phrase as a whole is not there
		"trancsriptome OR liverwort": "transcriptome OR liverwort",
	} {
		q := search.Query{Text: text, Page: 1, Size: 1, Sort: search.SortRelevance, View: search.ViewExperiments}
		r, err := engine.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Text.Respell(text); got != want {
			t.Errorf("%s: did you mean %q, want %q", text, got, want)
		}
		for _, respelled := range r.Text.Respelled {
			meant, err := engine.Search(t.Context(), search.Query{Text: respelled.Instead, Page: 1, Size: 1, Sort: search.SortRelevance})
			if err != nil || meant.Total.Experiments != respelled.Experiments {
				t.Errorf("%s: %d experiments are said to have %q, %d have (%v)", text, respelled.Experiments, respelled.Instead, meant.Total.Experiments, err)
			}
		}
	}
}
