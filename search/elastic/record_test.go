package elastic

import (
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// recorded is the catalogue whose answers are kept: GSE1 and GSE2 share a sample.
func recorded() []*search.Document {
	shared := sampleOf(1, "GSM1", map[string]string{"organism": "Homo sapiens", "tissue": "liver", "sex": "female"}, "GSE1", "GSE2")
	return []*search.Document{
		documentOf("GSE1", "Liver of the neurons, the fibrosis of mice", "GEO", 2012, shared,
			sampleOf(2, "GSM2", map[string]string{"organism": "Homo sapiens", "sex": "male"}, "GSE1"),
			sampleOf(3, "GSM3", map[string]string{"organism": "Mus musculus", "tissue": "liver"}, "GSE1")),
		documentOf("GSE2", "Fibrosis", "SRA", 2014, shared, sampleOf(4, "GSM4", nil, "GSE2")),
	}
}

func valueOf(label string) []search.Value {
	return []search.Value{{Key: models.Fold(label), Term: search.Term{Value: label, Label: label}}}
}

func sampleOf(id uint, code string, values map[string]string, experiments ...string) search.SampleDocument {
	s := search.SampleDocument{ID: id, AccessionCode: code, Title: "title of " + code, Experiments: experiments}
	for _, f := range search.SampleFields() {
		var list []search.Value
		if values[f.Name] != "" {
			list = valueOf(values[f.Name])
		}
		s.Values = append(s.Values, list)
	}
	return s
}

func documentOf(code, title, source string, year int, samples ...search.SampleDocument) *search.Document {
	published := time.Date(year, 5, 1, 0, 0, 0, 0, time.UTC)
	d := &search.Document{Hit: search.ExperimentHit{AccessionCode: code, Title: title, Source: source, Published: &published, Samples: len(samples)},
		Values:  map[string][]search.Value{"source": valueOf(source), "publication": valueOf("no")},
		Numbers: map[string]int{"year": year, "samples": len(samples)}, Samples: samples, Text: make([][]string, len(search.TextFields))}
	d.Text[search.TextTitle], d.Text[search.TextAccession] = []string{title}, []string{code}
	return d
}

// basisOf is what a catalogue of some documents gives beside them.
func basisOf(version int64, documents ...*search.Document) search.Basis {
	spelled, fields, counted := search.Spellings{}, search.SampleFields(), map[uint]bool{}
	for _, d := range documents {
		for field, values := range d.Values {
			for _, v := range values {
				spelled.Add(field, v, 1)
			}
		}
		for i := range d.Samples {
			s := &d.Samples[i]
			for n, values := range s.Values {
				for _, v := range values {
					if !counted[s.ID] {
						spelled.Add(fields[n].Name, v, 1)
					}
				}
			}
			counted[s.ID] = true
		}
	}
	return search.Basis{CatalogueVersion: version, Labels: spelled.Labels()}
}

// begin starts a generation of some documents, and adds them.
func begin(tb testing.TB, e *Engine, documents ...*search.Document) *builder {
	tb.Helper()
	g, err := e.Begin(tb.Context(), basisOf(1, documents...))
	if err != nil {
		tb.Fatal(err)
	}
	addAll(tb, g, documents...)
	return g.(*builder)
}

func addAll(tb testing.TB, g search.Generation, documents ...*search.Document) {
	tb.Helper()
	for _, d := range documents {
		if err := g.Add(tb.Context(), d); err != nil {
			tb.Fatal(err)
		}
	}
}

// TestRecordedAnswers: the answers that TestResponses reads are those of a server; with -update they are kept anew.
func TestRecordedAnswers(t *testing.T) {
	t.Parallel()
	e := testEngine(t, 1)
	if err := begin(t, e, recorded()...).Commit(t.Context()); err != nil {
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
