package elastic

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/facetome/facetome/search"
)

// The large catalogue: beyond the 65,536 buckets of an answer and the 10,000 nested rows of a document that a cluster has by default.
const (
	largeExperiments = 8
	largeSamples     = 12_600 // of each experiment: each sample is a row of its own
	largeShared      = 50     // of them, those that an experiment shares with the next
)

// TestLargeCatalogue: a facet of 100,000 values and experiments of more than 10,000 rows are counted exactly, on three shards.
func TestLargeCatalogue(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("writes 100,000 rows")
	}
	e := testEngine(t, 3)
	var documents []*search.Document
	for n := range largeExperiments {
		documents = append(documents, largeExperiment(n))
	}
	g := begin(t, e, documents...)
	defer func() {
		if err := g.Abort(); err != nil {
			t.Error(err)
		}
	}()
	const samples = largeExperiments*(largeSamples-largeShared) + largeShared
	counted, err := g.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := (search.Total{Experiments: largeExperiments, Samples: samples}); counted != want {
		t.Fatalf("the generation counts %+v, want %+v", counted, want)
	}
	if err := g.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	q, _ := search.Parse(nil)
	q.Conditions = []search.Condition{{Field: "cell_line", Include: []string{"Line 0"}}, {Field: "sex", Include: []string{"female"}}}
	result, err := e.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if want := (search.Total{Experiments: 1, Samples: 1}); result.Total != want {
		t.Errorf("one cell line is found in %+v, want %+v", result.Total, want)
	}
	all := result.Facet("cell_line").Buckets
	if len(all) != samples || samples < 100_000 {
		t.Fatalf("the facet has %d values, want all %d", len(all), samples)
	}
	shared := 0
	for _, b := range all {
		if b.Samples != 1 || b.Experiments < 1 || b.Experiments > 2 {
			t.Fatalf("a cell line of one sample has %+v", b)
		}
		shared += b.Experiments - 1
	}
	if want := (largeExperiments - 1) * largeShared; shared != want {
		t.Errorf("%d cell lines are in two experiments, want %d", shared, want)
	}
	if b := result.Facet("sex").Buckets[0]; b.Samples != 1 || b.Value != "female" {
		t.Errorf("the sex of one cell line is %+v", b)
	}
	q.Conditions, q.View, q.Page, q.Size = nil, search.ViewSamples, 200, 100
	if result, err = e.Search(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	if result.Total.Samples != samples || len(result.Samples) != 100 {
		t.Errorf("page 200 lists %d of %d samples, want 100 of %d", len(result.Samples), result.Total.Samples, samples)
	}
	if want := fmt.Sprintf("S%06d", 1*(largeSamples-largeShared)+largeShared+19_900-largeSamples); result.Samples[0].AccessionCode != want {
		t.Errorf("page 200 begins with %s, want %s", result.Samples[0].AccessionCode, want)
	}
	q.Page = 1 + maxDepth/q.Size
	if result, err = e.Search(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	if samples <= maxDepth {
		t.Fatalf("the catalogue has %d samples only", samples)
	}
	if len(result.Samples) > 0 || len(result.Warnings) == 0 {
		t.Errorf("a page that is too deep has %d samples and the warnings %v", len(result.Samples), result.Warnings)
	}
}

// largeExperiment is experiment n: its samples are numbered through all experiments, and the first ones are the last ones of the experiment before.
func largeExperiment(n int) *search.Document {
	code := func(n int) string { return fmt.Sprintf("GSE%02d", n) }
	d := &search.Document{Hit: search.ExperimentHit{AccessionCode: code(n), Samples: largeSamples}, Numbers: map[string]int{"samples": largeSamples},
		Text: make([][]string, len(search.TextFields))}
	for i := range largeSamples {
		number := n*(largeSamples-largeShared) + i
		s := search.SampleDocument{ID: uint(number + 1), AccessionCode: fmt.Sprintf("S%06d", number), Experiments: []string{code(n)}}
		switch {
		case i < largeShared && n > 0:
			s.Experiments = []string{code(n - 1), code(n)}
		case i >= largeSamples-largeShared && n < largeExperiments-1:
			s.Experiments = []string{code(n), code(n + 1)}
		}
		for _, f := range search.SampleFields() {
			var values []search.Value
			switch f.Name {
			case "cell_line":
				label := fmt.Sprintf("Line %d", number)
				values = []search.Value{{Key: fmt.Sprintf("line %d", number), Term: search.Term{Value: label, Label: label}}}
			case "sex":
				values = []search.Value{{Key: "female", Term: search.Term{Value: "female", Label: "female"}}}
			}
			s.Values = append(s.Values, values)
		}
		d.Samples = append(d.Samples, s)
	}
	return d
}

// TestLargestText: no text that can be typed is more than a cluster takes.
func TestLargestText(t *testing.T) {
	t.Parallel()
	e := testEngine(t, 1)
	if err := build(t, e).Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	deep := `"fibrosis of mi*"`
	for i := range 25 {
		deep = fmt.Sprintf("w%d OR liver (%s)", i, deep)
	}
	words := ""
	for i := range 120 {
		words += fmt.Sprintf("liver%d* ", i)
	}
	for name, text := range map[string]string{
		"deep": deep, "excluded": strings.ReplaceAll(deep, "(", "-("), "words": words, "phrase": `"` + words + `"`, "alternatives": strings.ReplaceAll(words, " ", " OR "),
	} {
		q, _ := search.Parse(url.Values{"q": {text}})
		if _, err := e.Search(t.Context(), q); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
