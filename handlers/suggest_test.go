package handlers

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/facetome/facetome/models"
)

// options are the labels, and where each leads to.
func options(t *testing.T, s *testSite, path string) (labels, urls []string) {
	t.Helper()
	s.page(t, path, http.StatusOK).Find("[role=option]").Each(func(_ int, o *goquery.Selection) {
		labels = append(labels, text(o.Find(".suggestion-label")))
		urls = append(urls, o.AttrOr("data-url", ""))
	})
	return labels, urls
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for _, test := range []struct{ path, labels, urls string }{
		{"/suggest?q=human", "Homo sapiens, “human”", "/search?organism=Homo+sapiens /search?q=human"},
		{"/suggest?q=liver+human&sex=female&page=3&sort=newest", "Homo sapiens, “liver human”",
			"/search?organism=Homo+sapiens&q=liver&sex=female&sort=newest /search?q=liver+human&sex=female&sort=newest"},
		{"/suggest?q=human&organism%21=homo+sapiens&organism=Mus+musculus", "Homo sapiens, “human”",
			"/search?organism=Homo+sapiens&organism=Mus+musculus /search?organism=Mus+musculus&organism%21=homo+sapiens&q=human"},
		{"/suggest?q=alert", hostile + ", “alert”", ""},
		{"/suggest?q=gse2", "GSE2, “gse2”", "/experiments/GSE2 /search?q=gse2"},
		{"/suggest?q=institute", `Homo "Institute", “institute”`, "/search?q=institution%3A%22Homo+Institute%22 /search?q=institute"},
		{"/suggest?q=nothing", "", ""},
		{"/suggest", "", ""},
		{"/suggest?q=%ff%22", "", ""},
	} {
		labels, urls := options(t, s, test.path)
		if got := strings.Join(labels, ", "); got != test.labels {
			t.Errorf("%s proposes %q, want %q", test.path, got, test.labels)
		}
		if got := strings.Join(urls, " "); test.urls != "" && got != test.urls {
			t.Errorf("%s leads to %q, want %q", test.path, got, test.urls)
		}
		for _, u := range urls {
			if strings.HasPrefix(u, "/search") {
				if w := s.get(u); w.Code != http.StatusOK {
					t.Errorf("%s proposes %s, which answers %d", test.path, u, w.Code)
				}
			}
		}
	}
	human := s.page(t, "/suggest?q=human", http.StatusOK).Find("#suggestion-1")
	if got := text(human); got != "Organism Homo sapiens human 18,000 samples 700 experiments" {
		t.Errorf("the option says %q", got)
	}
}

// TestSuggestIsKept says that browsers may keep an answer until the index or the catalogue changes.
func TestSuggestIsKept(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	tag := s.get("/suggest?q=human").Header().Get("ETag")
	if w := s.get("/suggest?q=human", "If-None-Match", tag); tag == "" || w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("what has the tag %q is answered with %d", tag, w.Code)
	}
	other := newTestSite(t)
	other.store.state = models.State{Version: 2, Experiments: 813, Samples: 18342}
	if w := other.get("/suggest?q=human", "If-None-Match", tag); w.Code != http.StatusOK || w.Header().Get("ETag") == tag {
		t.Errorf("after an import the answer is %d with the tag %q", w.Code, w.Header().Get("ETag"))
	}
}

func TestSuggestFails(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	s.store.err = http.ErrBodyNotAllowed
	s.page(t, "/suggest?q=gse2", http.StatusInternalServerError)
	s.page(t, "/suggest?q=human", http.StatusInternalServerError)
}
