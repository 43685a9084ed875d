package elastic

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/search"
)

// With -update, what is made now becomes what is expected: read the difference before it is committed.
var update = flag.Bool("update", false, "write the expected requests and results anew")

// small is a generation as it is known to an engine.
func small() *generation {
	g := &generation{experiments: "facetome-gen-000003-experiments", shared: "facetome-gen-000003-shared", stored: "facetome-gen-000003-stored",
		values: values{}}
	g.state = state{Number: 3, Total: search.Total{Experiments: 2, Samples: 4}, Values: map[string]int{}, Ranges: map[string][]int{"year": {2012, 2014}, "samples": {2, 3}}}
	for field, terms := range map[string][]string{
		"organism": {"Homo sapiens", "Mus musculus"}, "tissue": {"liver"}, "sex": {"female", "male"}, "source": {"GEO", "SRA"}, "publication": {"yes", "no"},
	} {
		g.values[field] = map[string]search.Term{}
		for _, v := range terms {
			g.values[field][termOfLabel(v)] = search.Term{Value: v, Label: v}
		}
		g.state.Values[field] = len(terms)
	}
	return g
}

func termOfLabel(label string) string { return termsOf([]string{label})[0] }

func requestFor(t *testing.T, raw string) *request {
	t.Helper()
	v, err := url.ParseQuery(raw)
	if err != nil {
		t.Fatal(err)
	}
	q, warnings := search.Parse(v)
	if len(warnings) > 0 {
		t.Fatal(warnings)
	}
	text := q.ReadText()
	return newRequest(small(), q, text, text.Node, 10*time.Second)
}

var goldenQueries = map[string]string{
	"everything": "",
	"filters":    "organism=Homo+sapiens&sex!=*&tissue=*&tissue!=liver&source=GEO&year=2012..2013&year!=2013&sort=newest&page=2",
	"text":       `q=liver+"the+fibrosis+of+mice"+title:neuro*+-tissue:kidney+year:2012..&organism=Homo+sapiens`,
	"samples":    "view=samples&sex=female&sort=fewest-samples",
}

// TestRequests: what is sent for a query.
func TestRequests(t *testing.T) {
	t.Parallel()
	for name, raw := range goldenQueries {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := requestFor(t, raw)
			var body list
			for _, s := range r.searches {
				body = append(body, object{"index": s.index, "body": s.body})
			}
			golden(t, filepath.Join("testdata", "requests", name+".json"), body)
			lines, err := r.body()
			if err != nil {
				t.Fatal(err)
			}
			if got, want := bytes.Count(lines, []byte("\n")), 2*len(r.searches); got != want {
				t.Errorf("the body has %d lines, want %d", got, want)
			}
		})
	}
}

// TestResponses: what is read from what a cluster answered.
func TestResponses(t *testing.T) {
	t.Parallel()
	for name, raw := range goldenQueries {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(filepath.Join("testdata", "answers", name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			var answers struct{ Responses []answer }
			if err := json.Unmarshal(data, &answers); err != nil {
				t.Fatal(err)
			}
			read, err := requestFor(t, raw).read(answers.Responses)
			if err != nil {
				t.Fatal(err)
			}
			result, err := read.result()
			if err != nil {
				t.Fatal(err)
			}
			for i := range result.Facets {
				result.Facets[i].Field = &search.Field{Name: result.Facets[i].Field.Name, Label: "", Many: ""}
			}
			golden(t, filepath.Join("testdata", "results", name+".json"), shown(result))
		})
	}
}

// shown is a result without what the table of fields says.
func shown(r *search.Result) object {
	facets := object{}
	for _, f := range r.Facets {
		facets[f.Field.Name] = f.Buckets
	}
	return object{"generation": r.Generation, "total": r.Total, "facets": facets, "experiments": r.Experiments, "warnings": r.Warnings}
}

func golden(t *testing.T, path string, value any) {
	t.Helper()
	got, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}

// TestIncompleteAnswers: an answer that is not of everything is an error, never a number.
func TestIncompleteAnswers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer string
		want   error
	}{
		"a shard failed":       {`{"_shards":{"total":3,"successful":2,"failed":1}}`, search.ErrUnavailable},
		"a shard was left out": {`{"_shards":{"total":3,"successful":2,"failed":0}}`, search.ErrUnavailable},
		"out of time":          {`{"timed_out":true,"_shards":{"total":3,"successful":3}}`, search.ErrUnavailable},
		"no shard":             {`{"status":503,"error":{"type":"search_phase_execution_exception"}}`, search.ErrUnavailable},
		"too busy":             {`{"status":429,"error":{"type":"circuit_breaking_exception"}}`, search.ErrUnavailable},
		"no index":             {`{"status":404,"error":{"type":"index_not_found_exception"}}`, errNotFound},
	} {
		var a answer
		if err := json.Unmarshal([]byte(test.answer), &a); err != nil {
			t.Fatal(err)
		}
		if err := a.complete(); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
	r := requestFor(t, "")
	answers := make([]answer, len(r.searches))
	answers[1].Aggregations = aggregations{"f:organism": json.RawMessage(`{"sum_other_doc_count":1,"buckets":[]}`)}
	if _, err := r.read(answers); err == nil {
		t.Error("counts of a cut list are taken for all")
	}
}
