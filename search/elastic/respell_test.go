package elastic

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/facetome/facetome/search"
)

// TestDidYouMean asks 400 experiments about liver, of which a few are mistyped or about something rare, on three shards.
func TestDidYouMean(t *testing.T) {
	t.Parallel()
	e := testEngine(t, 3)
	var documents []*search.Document
	for i := range 400 {
		title := fmt.Sprintf("liver transcriptome of patient%d tp53", i)
		switch {
		case i < 2:
			title = "livre and " + title
		case i < 4:
			title = "olivier sampled the kidney, " + title
		case i == 4:
			title = "transcriptone"
		}
		d := &search.Document{Hit: search.ExperimentHit{AccessionCode: fmt.Sprintf("GSE%04d", i), Title: title}, Text: make([][]string, len(search.TextFields))}
		d.Text[search.TextTitle] = []string{title}
		documents = append(documents, d)
	}
	if err := begin(t, e, documents...).Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Lievr trancsriptome":        "liver transcriptome",
		"title:lievr":                "title:liver",
		"livre":                      "liver", // two have it, 396 the other
		"olivier":                    "",      // rare, but no single letter away from anything common
		"transcriptone":              "transcriptome",
		"livers":                     "", // another form of it
		"-lievr":                     "", // nothing is left out: that is what was asked
		"tp54":                       "", // not letters alone
		"lievr*":                     "",
		"patient":                    "",
		"trancsriptome OR liverwort": "transcriptome OR liverwort",
	} {
		q, _ := search.Parse(url.Values{"q": {text}})
		r, err := e.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Text.Respell(text); got != want {
			t.Errorf("%s: did you mean %q, want %q", text, got, want)
		}
		for _, respelled := range r.Text.Respelled {
			q, _ := search.Parse(url.Values{"q": {respelled.Instead}})
			meant, err := e.Search(t.Context(), q)
			if err != nil || meant.Total.Experiments != respelled.Experiments {
				t.Errorf("%s: %d experiments are said to have %q, %d have (%v)", text, respelled.Experiments, respelled.Instead, meant.Total.Experiments, err)
			}
		}
	}
}
