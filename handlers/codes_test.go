package handlers

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestSearchSaysWhatCodesFound(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for _, test := range []struct {
		q, says string
		links   []string
	}{
		{"gse2", "GSE2 is an experiment: open GSE2", []string{"/experiments/GSE2"}},
		{"e-geod-2", "E-GEOD-2 is GSE2", []string{"/experiments/GSE2"}},
		{"GSM1", "GSM1 is a sample of 2 experiments: open GSM1, GSE2, SRP012682", []string{"/samples/GSM1", "/experiments/GSE2", "/experiments/SRP012682"}},
		{"SRR1", "SRR1 is a code of 1 sample in 2 experiments: GSM1, GSE2, SRP012682", []string{"/samples/GSM1", "/experiments/GSE2", "/experiments/SRP012682"}},
		{"liver GPL570", "GPL570 is a platform (" + hostile + "): filter by it. The word was searched.", []string{"/search?platform=GPL570&q=liver"}},
		{"GSE99", "GSE99 is no code of the catalogue. The word was searched.", nil},
		{"GDS99", "GDS99 is a data set of GEO, which are not in the catalogue: search for the series (GSE) that it was made from. The word was searched.", nil},
		{"12345", "", nil}, // a number like any other
		{`"GSE2"`, "", nil},
	} {
		found := s.page(t, "/search?"+url.Values{"q": {test.q}}.Encode(), http.StatusOK).Find(".found li")
		if got := text(found); got != test.says {
			t.Errorf("%s: the page says %q, want %q", test.q, got, test.says)
		}
		links := found.Find("a").Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
		if diff := cmp.Diff(test.links, links, cmp.Transformer("nil", func(l []string) []string { return append([]string{}, l...) })); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.q, diff)
		}
	}
	if got := s.engine.asked.Codes; got != nil {
		t.Errorf("a text without codes asks the engine for %v", got)
	}
}

func TestCodesAsData(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	var got struct{ Found []found }
	if err := json.Unmarshal(s.get("/search.json?q=gsm1+GPL570+GSE99").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	platform := "GPL570"
	want := []found{
		{Code: "GSM1", Kind: models.CodeSample, Experiments: []string{"GSE2", "SRP012682"}, Samples: []string{"GSM1"}},
		{Code: "GPL570", Kind: models.CodePlatform, Experiments: []string{}, Samples: []string{}, Platform: &platform},
		{Code: "GSE99", Kind: models.CodeExperiment, Experiments: []string{}, Samples: []string{}},
	}
	if diff := cmp.Diff(want, got.Found); diff != "" {
		t.Error(diff)
	}
	if len(s.engine.asked.Codes) != 3 {
		t.Errorf("the engine is asked for the codes %v", s.engine.asked.Codes)
	}
	s.store.err = http.ErrBodyNotAllowed
	for _, path := range []string{"/search?q=gsm1", "/search.json?q=gsm1", "/search.csv?q=gsm1"} {
		if w := s.get(path); w.Code != http.StatusInternalServerError {
			t.Errorf("%s answers %d where the codes cannot be looked up", path, w.Code)
		}
	}
}
