package views

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/search"
)

// parse reads a URL's query as the handler does.
func parse(t *testing.T, raw string) search.Query {
	t.Helper()
	values, err := url.ParseQuery(raw)
	if err != nil {
		t.Fatal(err)
	}
	q, warnings := search.Parse(values)
	if len(warnings) > 0 {
		t.Fatalf("%q warns: %v", raw, warnings)
	}
	return q
}

func canonical(t *testing.T, link string) string {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	return SearchURL(parse(t, u.RawQuery))
}

func TestChips(t *testing.T) {
	t.Parallel()
	r := &search.Result{Facets: []search.Facet{{
		Field: search.FieldByName("platform"), Buckets: []search.Bucket{{Value: "GPL570", Label: "HG-U133 Plus 2"}},
	}}}
	q := parse(t, "organism=Homo+sapiens&tissue=*&disease!=melanoma&sex!=*&platform=gpl570&publication=no&year=2012..&samples=..9&year!=2014")
	var words []string
	for _, c := range NewChips(q, r) {
		words = append(words, c.Words())
		if back := canonical(t, c.Remove); back != c.Remove {
			t.Errorf("%s: %s is not canonical", c.Words(), c.Remove)
		}
	}
	want := []string{
		"Organism: Homo sapiens", "Tissue: any reported", "Disease: not melanoma", "Sex: not reported", "Platform: HG-U133 Plus 2",
		"Publication: without", "Year: from 2012", "Year: not 2014", "Samples: up to 9",
	}
	if diff := cmp.Diff(want, words); diff != "" {
		t.Error(diff)
	}
}

func TestExampleQueries(t *testing.T) {
	t.Parallel()
	if got := len(ExampleQueries(&search.Result{})); got != 2 {
		t.Errorf("a catalogue without values has %d examples, want the two that need none", got)
	}
	r := &search.Result{Facets: []search.Facet{
		{Field: search.FieldByName("organism"), Buckets: buckets("Homo sapiens")},
		{Field: search.FieldByName("technology"), Buckets: buckets(NotReported, "RNA-seq")},
		{Field: search.FieldByName("disease"), Buckets: buckets("normal", "glioma")},
		{Field: search.FieldByName("tissue"), Buckets: buckets("liver")},
	}}
	var got []string
	for _, e := range ExampleQueries(r) {
		got = append(got, e.URL())
	}
	want := []string{
		"/search?organism=Homo+sapiens&technology=RNA-seq", "/search?tissue=liver", "/search?disease=glioma&sex=female",
		"/search?q=liver&technology=RNA-seq",
		"/search?organism%21=Homo+sapiens", "/search?publication=yes&samples=100..", "/search?sort=newest",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
