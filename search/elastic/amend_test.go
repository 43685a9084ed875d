package elastic

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/facetome/facetome/search"
)

// amend makes some documents be the whole of an engine's catalogue, where those of some accession codes differ from what it serves.
func amend(t *testing.T, e *Engine, documents []*search.Document, changed ...string) *builder {
	t.Helper()
	g, err := e.Amend(t.Context(), basisOf(2, documents...), changed)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range documents {
		if slices.Contains(changed, d.Hit.AccessionCode) {
			addAll(t, g, d)
		}
	}
	return g.(*builder)
}

func commit(t *testing.T, e *Engine, g search.Generation) {
	t.Helper()
	if err := g.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// edits are catalogues one after another: what becomes of recorded, and which experiments each step changes.
func edits() []edit {
	liver := map[string]string{"organism": "Homo sapiens", "tissue": "liver", "sex": "female"}
	long := map[string]string{"cell_line": strings.Repeat("a long name of a line ", 300)}
	all := recorded()
	return []edit{
		{"another title", []*search.Document{all[0], documentOf("GSE2", "Cirrhosis", "SRA", 2014, all[1].Samples...)}, []string{"GSE2"}},
		{"a series of samples of others", []*search.Document{
			documentOf("GSE1", "Liver", "GEO", 2012, sampleOf(1, "GSM1", liver, "GSE1", "GSE2"), sampleOf(2, "GSM2", nil, "GSE1", "GSE3"), sampleOf(3, "GSM3", long, "GSE1")),
			documentOf("GSE2", "Cirrhosis", "SRA", 2014, sampleOf(1, "GSM1", liver, "GSE1", "GSE2"), sampleOf(4, "GSM4", nil, "GSE2", "GSE3")),
			documentOf("GSE3", "Series", "geo", 2016, sampleOf(2, "GSM2", nil, "GSE1", "GSE3"), sampleOf(4, "GSM4", nil, "GSE2", "GSE3")),
		}, []string{"GSE1", "GSE2", "GSE3"}},
		{"one of three is gone", []*search.Document{
			documentOf("GSE2", "Cirrhosis", "SRA", 2014, sampleOf(1, "GSM1", liver, "GSE2"), sampleOf(4, "GSM4", nil, "GSE2", "GSE3")),
			documentOf("GSE3", "Series", "geo", 2016, sampleOf(2, "GSM2", nil, "GSE3"), sampleOf(4, "GSM4", nil, "GSE2", "GSE3")),
		}, []string{"GSE1", "GSE2", "GSE3", "GSE9"}},
		{"nothing differs", nil, nil},
		{"one more", []*search.Document{
			documentOf("GSE1", "Many", "", 2010, manySamples(2500)...),
			documentOf("GSE2", "Cirrhosis", "SRA", 2014, sampleOf(1, "GSM1", liver, "GSE2"), sampleOf(4, "GSM4", nil, "GSE2", "GSE3")),
			documentOf("GSE3", "Series", "geo", 2016, sampleOf(2, "GSM2", nil, "GSE3"), sampleOf(4, "GSM4", nil, "GSE2", "GSE3")),
		}, []string{"GSE1"}},
		{"fewer samples", []*search.Document{
			documentOf("GSE1", "Few", "", 2010, manySamples(3)...),
			documentOf("GSE2", "Cirrhosis", "SRA", 2014, sampleOf(1, "GSM1", liver, "GSE2"), sampleOf(4, "GSM4", nil, "GSE2", "GSE3")),
			documentOf("GSE3", "Series", "geo", 2016, sampleOf(2, "GSM2", nil, "GSE3"), sampleOf(4, "GSM4", nil, "GSE2", "GSE3")),
		}, []string{"GSE1"}},
		{"nothing is left", nil, []string{"GSE1", "GSE2", "GSE3"}},
	}
}

type edit struct {
	name      string
	documents []*search.Document // all; none where nothing changed are those before
	changed   []string
}

func manySamples(n int) []search.SampleDocument {
	var many []search.SampleDocument
	for i := range n {
		many = append(many, sampleOf(uint(100+i), fmt.Sprintf("GSM%06d", i), map[string]string{"cell_line": fmt.Sprintf("Line %d", i)}, "GSE1"))
	}
	return many
}

// TestAmend: an amended generation holds what one that is built anew holds, document by document, and gives the same answers.
func TestAmend(t *testing.T) {
	t.Parallel()
	amended, anew := testEngine(t, 1), testEngine(t, 1)
	commit(t, amended, begin(t, amended, recorded()...))
	documents := recorded()
	for _, step := range edits() {
		if len(step.changed) > 0 {
			documents = step.documents
		}
		commit(t, amended, amend(t, amended, documents, step.changed...))
		commit(t, anew, begin(t, anew, documents...))
		for _, kind := range indexKinds {
			if diff := cmp.Diff(contents(t, anew, kind), contents(t, amended, kind)); diff != "" {
				t.Errorf("%s: the index of %s differs (-built anew +amended):\n%s", step.name, kind, diff)
			}
		}
		for _, raw := range []string{"", "cell_line=Line+1", "q=liver", "q=cirrhosis+OR+title:ser*&source=GEO", "view=samples&organism!=*", "q=series&sex=female", "year=2014&year!=2012"} {
			if diff := cmp.Diff(answerTo(t, anew, raw), answerTo(t, amended, raw), cmpopts.IgnoreFields(search.Result{}, "Generation", "CatalogueVersion"),
				cmpopts.IgnoreFields(search.Facet{}, "Field"), cmpopts.IgnoreUnexported(search.TextProblem{})); diff != "" {
				t.Errorf("%s: the answer to %q differs (-built anew +amended):\n%s", step.name, raw, diff)
			}
		}
		wantHeld(t, amended, documents)
		info, err := amended.Info(t.Context())
		if err != nil || info.CatalogueVersion != 2 || info.Committed.IsZero() {
			t.Errorf("%s: the index is %+v (%v)", step.name, info, err)
		}
	}
}

// contents are the documents of an index that serves, by id: what is kept of each to be read.
func contents(t *testing.T, e *Engine, kind string) map[string]string {
	t.Helper()
	g, err := e.generation(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var found struct {
		Hits struct {
			Hits []struct {
				ID     string          `json:"_id"`
				Source json.RawMessage `json:"_source"`
			} `json:"hits"`
		} `json:"hits"`
	}
	path := "/" + e.indexOf(g.state.Number, kind) + "/_search?size=10000"
	if err := e.client.call(t.Context(), http.MethodGet, path, nil, &found); err != nil {
		t.Fatal(err)
	}
	documents := map[string]string{}
	for _, h := range found.Hits.Hits {
		documents[h.ID] = string(h.Source)
	}
	return documents
}

func answerTo(t *testing.T, e *Engine, raw string) *search.Result {
	t.Helper()
	v, err := url.ParseQuery(raw)
	if err != nil {
		t.Fatal(err)
	}
	q, _ := search.Parse(v)
	result, err := e.Search(t.Context(), q)
	if err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return result
}

// wantHeld: the engine says that it holds these documents.
func wantHeld(t *testing.T, e *Engine, documents []*search.Document) {
	t.Helper()
	want := map[string]search.Held{}
	for _, d := range documents {
		sum, err := d.Checksum()
		if err != nil {
			t.Fatal(err)
		}
		want[d.Hit.AccessionCode] = search.Held{AccessionCode: d.Hit.AccessionCode, Samples: len(d.Samples), Checksum: sum}
	}
	if diff := cmp.Diff(want, heldBy(t, e)); diff != "" {
		t.Errorf("held is (-want +got):\n%s", diff)
	}
}

func heldBy(t *testing.T, e *Engine) map[string]search.Held {
	t.Helper()
	got, last := map[string]search.Held{}, ""
	for held, err := range e.Held(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if held.AccessionCode <= last {
			t.Errorf("%s comes after %s", held.AccessionCode, last)
		}
		last = held.AccessionCode
		got[last] = held
	}
	return got
}

// TestAmendRefuses: what cannot be amended, and additions that were not announced.
func TestAmendRefuses(t *testing.T) {
	t.Parallel()
	e := testEngine(t, 1)
	if _, err := e.Amend(t.Context(), search.Basis{}, []string{"GSE1"}); !errors.Is(err, search.ErrNoIndex) {
		t.Errorf("without an index: %v, want ErrNoIndex", err)
	}
	all := recorded()
	first := begin(t, e, all...)
	if _, err := e.Amend(t.Context(), search.Basis{}, []string{"GSE1"}); !errors.Is(err, search.ErrBusy) {
		t.Errorf("while one is built: %v, want ErrBusy", err)
	}
	commit(t, e, first)
	g := amend(t, e, all)
	if err := g.Add(t.Context(), all[0]); err == nil || !strings.Contains(err.Error(), "GSE1") {
		t.Errorf("an experiment that was not said to have changed is added: %v", err)
	}
	if err := g.Abort(); err != nil {
		t.Fatal(err)
	}
	g = amend(t, e, all[:1], "GSE1", "GSE2") // GSE2 shares a sample with it, and is not added
	if _, err := g.Counts(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := g.Add(t.Context(), all[1]); err == nil {
		t.Error("an experiment is added to a generation that was counted")
	}
	if err := g.Abort(); err != nil {
		t.Fatal(err)
	}
	if got := generations(t, e, first.state.Number); !slices.Equal(got, []int{first.state.Number}) {
		t.Errorf("the generations %d are left, want %d alone", got, first.state.Number)
	}
	wantHeld(t, e, all)
	if err := e.drop(t.Context(), first.state.Number); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Amend(t.Context(), search.Basis{}, []string{"GSE1"}); !errors.Is(err, search.ErrNoIndex) {
		t.Errorf("of an index that was lost: %v, want ErrNoIndex", err)
	}
}
