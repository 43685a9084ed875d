package handlers

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

func TestRecords(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for path, want := range map[string]string{
		"/experiments/E-GEOD-2": "/experiments/GSE2", "/experiments/gse2?page=2": "/experiments/GSE2?page=2",
		"/samples/SRR1": "/samples/GSM1", "/samples/gsm1": "/samples/GSM1",
	} {
		if w := s.get(path); w.Code != http.StatusFound || w.Header().Get("Location") != want {
			t.Errorf("%s answers %d and leads to %q, want %q", path, w.Code, w.Header().Get("Location"), want)
		}
	}
	d := s.page(t, "/experiments/GSE2?page=2", http.StatusOK, "Referer", "http://example.com/search?q=liver")
	if got := text(d.Find("#samples h2")); got != "Samples 51–70 of 70" {
		t.Errorf("samples %q", got)
	}
	if got := d.Find(".back a").AttrOr("href", ""); got != "/search?q=liver" {
		t.Errorf("back leads to %q", got)
	}
	for _, elsewhere := range []string{"http://elsewhere.org/search?q=x", "http://example.com/experiments/GSE2", "::"} {
		d := s.page(t, "/samples/GSM1", http.StatusOK, "Referer", elsewhere)
		if got := d.Find(".back a").First().AttrOr("href", ""); got != "/search" {
			t.Errorf("from %s, back leads to %q", elsewhere, got)
		}
	}
}

func TestSyntheticIsSaidOnEveryPage(t *testing.T) {
	t.Parallel()
	for _, synthetic := range []bool{true, false} {
		s := newTestSite(t)
		s.store.state.Synthetic = synthetic
		for path, status := range map[string]int{"/": 200, "/search": 200, "/experiments/GSE2": 200, "/samples/GSM1": 200, "/nowhere": 404} {
			if got := s.page(t, path, status).Find(".banner").Length() == 1; got != synthetic {
				t.Errorf("%s of a synthetic catalogue (%v) has a banner: %v", path, synthetic, got)
			}
		}
	}
}

func TestHome(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	d := s.page(t, "/", http.StatusOK)
	if got := text(d.Find(".home-size")); got != "18,342 unique samples in 812 experiments" {
		t.Errorf("size %q", got)
	}
	d.Find(".examples a").Each(func(_ int, a *goquery.Selection) {
		if w := s.get(a.AttrOr("href", "")); w.Code != http.StatusOK {
			t.Errorf("the example %q answers %d", a.AttrOr("href", ""), w.Code)
		}
	})
	if d.Find(".examples a").Length() < 2 || d.Find("input[name=q]").Length() != 1 {
		t.Errorf("%d examples, %d boxes", d.Find(".examples a").Length(), d.Find("input[name=q]").Length())
	}
}

func TestAssetsAreKeptForEver(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	d := s.page(t, "/", http.StatusOK)
	d.Find("link[rel=icon], link[rel=stylesheet], script[src]").Each(func(_ int, e *goquery.Selection) {
		address := e.AttrOr("href", e.AttrOr("src", ""))
		w := s.get(address)
		if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s answers %d with Cache-Control %q", address, w.Code, w.Header().Get("Cache-Control"))
		}
	})
}

// text is an element's text on one line.
func text(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }
