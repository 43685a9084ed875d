package elastic

import (
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/facetome/facetome/search"
)

// recorded is the catalogue whose answers are kept: GSE1 and GSE2 share a sample.
func recorded() []*search.Document {
	value := func(label string) []search.Value {
		return []search.Value{{Key: termOfLabel(label), Term: search.Term{Value: label, Label: label}}}
	}
	sample := func(id uint, code string, values map[string]string, experiments ...string) search.SampleDocument {
		s := search.SampleDocument{ID: id, AccessionCode: code, Title: "title of " + code, Experiments: experiments}
		for _, f := range search.SampleFields() {
			var list []search.Value
			if values[f.Name] != "" {
				list = value(values[f.Name])
			}
			s.Values = append(s.Values, list)
		}
		return s
	}
	experiment := func(code, title, source string, year int, samples ...search.SampleDocument) *search.Document {
		published := time.Date(year, 5, 1, 0, 0, 0, 0, time.UTC)
		d := &search.Document{Hit: search.ExperimentHit{AccessionCode: code, Title: title, Source: source, Published: &published, Samples: len(samples)},
			Values:  map[string][]search.Value{"source": value(source), "publication": value("no")},
			Numbers: map[string]int{"year": year, "samples": len(samples)}, Samples: samples, Text: make([][]string, len(search.TextFields))}
		d.Text[search.TextTitle], d.Text[search.TextAccession] = []string{title}, []string{code}
		return d
	}
	shared := sample(1, "GSM1", map[string]string{"organism": "Homo sapiens", "tissue": "liver", "sex": "female"}, "GSE1", "GSE2")
	return []*search.Document{
		experiment("GSE1", "Liver of the neurons, the fibrosis of mice", "GEO", 2012, shared,
			sample(2, "GSM2", map[string]string{"organism": "Homo sapiens", "sex": "male"}, "GSE1"),
			sample(3, "GSM3", map[string]string{"organism": "Mus musculus", "tissue": "liver"}, "GSE1")),
		experiment("GSE2", "Fibrosis", "SRA", 2014, shared, sample(4, "GSM4", nil, "GSE2")),
	}
}

// TestRecordedAnswers: the answers that TestResponses reads are those of a server; with -update they are kept anew.
func TestRecordedAnswers(t *testing.T) {
	t.Parallel()
	e := testEngine(t, 1)
	g, err := e.Begin(t.Context(), search.Basis{CatalogueVersion: 7})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range recorded() {
		if err := g.Add(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	if err := g.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	current, err := e.generation(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range goldenQueries {
		r := requestFor(t, raw)
		on := *small()
		on.experiments, on.shared, on.stored = current.experiments, current.shared, current.stored
		live := newRequest(&on, r.query, r.text, r.node, testTimeout)
		body, err := live.body()
		if err != nil {
			t.Fatal(err)
		}
		var answers struct {
			Responses []map[string]any `json:"responses"`
		}
		if err := e.client.call(t.Context(), http.MethodPost, "/_msearch", body, &answers); err != nil {
			t.Fatal(err)
		}
		for _, a := range answers.Responses {
			delete(a, "took")
			forget(a["hits"])
		}
		golden(t, filepath.Join("testdata", "answers", name+".json"), answers)
	}
}

// forget leaves out of hits what is of one run: the index, and scores, which are of no matter to the last digit.
func forget(hits any) {
	of, _ := hits.(map[string]any)
	delete(of, "max_score")
	list, _ := of["hits"].([]any)
	for _, h := range list {
		hit := h.(map[string]any)
		delete(hit, "_index")
		delete(hit, "_score")
		if sort, ok := hit["sort"].([]any); ok && hit["matched_queries"] != nil {
			sort[0] = 1
		}
	}
}
