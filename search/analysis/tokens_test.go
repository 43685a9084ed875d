package analysis_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/search/analysis"
)

// tokens are what the analyzers of Elasticsearch, with the project's settings, made of a text: search/elastic makes the table and holds it to a server.
type tokens struct {
	Text  string   `json:"text"`
	Words []string `json:"words"` // without the stop words
	Stems []string `json:"stems"`
	At    []int    `json:"at"` // positions of both
}

// TestTokens: words and terms are those of Elasticsearch.
func TestTokens(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/tokens.json")
	if err != nil {
		t.Fatal(err)
	}
	var table []tokens
	if err := json.Unmarshal(data, &table); err != nil {
		t.Fatal(err)
	}
	if len(table) < 100 {
		t.Fatalf("the table has %d texts", len(table))
	}
	a := analysis.New()
	for _, want := range table {
		got := tokens{Text: want.Text}
		for _, w := range a.Words(want.Text) {
			if !w.Stop {
				got.Words, got.Stems, got.At = append(got.Words, w.Text), append(got.Stems, a.Stem(w.Text)), append(got.At, w.Position)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", want.Text, diff)
		}
	}
}
