package bench

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestMix(t *testing.T) {
	t.Parallel()
	queries := mix()
	if len(queries) < 40 {
		t.Errorf("the mix has %d queries, want 40 or more", len(queries))
	}
	for i, q := range queries {
		if slices.Contains(queries[:i], q) {
			t.Errorf("%q is there twice", q.Query)
		}
		if rest := placeholder.ReplaceAllString(q.Query, ""); strings.ContainsAny(rest, "{}") {
			t.Errorf("%q has a placeholder that is none", q.Query)
		}
	}
	want := "broad narrow text phrase filters-1 filters-2 filters-3 filters-4 filters-5 exclusion ranges samples deep"
	if got := strings.Join(Kinds(), " "); got != want {
		t.Errorf("kinds %s, want %s", got, want)
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	w := words{"tissue": {"bone marrow", "liver"}, "phrase": {"acute leukemia"}}
	for from, want := range map[string]string{
		"":                                    "",
		"tissue={tissue.2}":                   "tissue=liver",
		`q="{phrase.1}"&tissue!={tissue.1}`:   `q="acute+leukemia"&tissue!=bone+marrow`,
		"q={tissue.1}+{tissue.2}&year=2010..": "q=bone+marrow+liver&year=2010..",
	} {
		if got, err := w.fill(query{Query: from}); err != nil || got.Query != want {
			t.Errorf("fill(%q) = %q, %v, want %q", from, got.Query, err, want)
		}
	}
	for _, from := range []string{"tissue={tissue.3}", "sex={sex.1}", "tissue={tissue.0}"} {
		if got, err := w.fill(query{Query: from}); err == nil {
			t.Errorf("fill(%q) = %q, want an error", from, got.Query)
		}
	}
}

func TestPhraseOf(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Loss of the transcription factor in mice": "transcription factor",
		"p53 in T-cells": "",
		"Liver":          "",
	} {
		if got, _ := phraseOf(title); got != want {
			t.Errorf("phraseOf(%q) = %q, want %q", title, got, want)
		}
	}
}

func TestPercentile(t *testing.T) {
	t.Parallel()
	var took []time.Duration
	for n := range 200 {
		took = append(took, time.Duration(n+1)*time.Millisecond)
	}
	for p, want := range map[int]float64{50: 100, 95: 190, 99: 198, 100: 200} {
		if got := percentile(took, p); got != want {
			t.Errorf("p%d of 1 to 200 ms is %v, want %v", p, got, want)
		}
	}
	if got := percentile(took[:1], 50); got != 1 {
		t.Errorf("p50 of one time is %v", got)
	}
}

// site is a server that counts what it is asked for.
type site struct {
	mu    sync.Mutex
	asked map[string]int
	fails string // answers 500 to addresses that contain it
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked[r.URL.RequestURI()]++
	s.mu.Unlock()
	switch {
	case s.fails != "" && strings.Contains(r.URL.RequestURI(), s.fails):
		http.Error(w, "broken", http.StatusInternalServerError)
	case r.URL.Path == "/search.json":
		_, _ = w.Write([]byte(`{"total":{"experiments":3,"samples":9},"hits":[{"title":"Acute leukemia"}],
			"facets":{"tissue":[{"value":"liver"},{"value":null},{"value":"brain"}],"sex":[{"value":"female"}]}}`))
	case r.URL.RawQuery == "tissue=liver":
		http.Redirect(w, r, "/search?tissue=Liver", http.StatusMovedPermanently)
	default:
		_, _ = w.Write([]byte(strings.Repeat("x", 1000)))
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	s := &site{asked: map[string]int{}}
	server := httptest.NewServer(s)
	defer server.Close()
	report, err := Run(t.Context(), server.URL, Options{Rounds: 3, Clients: 2, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if report.Catalogue != (Catalogue{Experiments: 3, Samples: 9}) {
		t.Errorf("catalogue %+v", report.Catalogue)
	}
	if len(report.Queries)+len(report.LeftOut) != len(mix()) || len(report.LeftOut) == 0 {
		t.Errorf("%d queries asked and %d left out of %d", len(report.Queries), len(report.LeftOut), len(mix()))
	}
	for _, q := range report.Queries {
		if q.Requests != 3 || q.P50 <= 0 || q.Max < q.P50 || q.Bytes != 1000 {
			t.Errorf("%s: %+v", q.URL, q.Times)
		}
		// Once for its address, and once each round.
		if got := s.asked[q.URL]; got != 4 {
			t.Errorf("%s was asked for %d times, want 4", q.URL, got)
		}
	}
	if s.asked["/search?tissue=liver"] != 1 {
		t.Error("an address that redirects is asked for once, to see where it leads")
	}
	if report.All.Requests != 3*len(report.Queries) || report.PerSecond <= 0 {
		t.Errorf("all: %+v, %v a second", report.All, report.PerSecond)
	}
	var text strings.Builder
	if err := report.WriteTable(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"p95 ms", "broad", "Slowest", "Left out: organism={organism.20}"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the table does not say %q:\n%s", want, text.String())
		}
	}
	if _, err := json.Marshal(report); err != nil {
		t.Error(err)
	}
}

func TestRunFails(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(&site{asked: map[string]int{}, fails: "sort=newest"})
	defer server.Close()
	if _, err := Run(t.Context(), server.URL, Options{Rounds: 1, Clients: 1}); err == nil || !strings.Contains(err.Error(), "500") {
		t.Errorf("a page that fails gives %v", err)
	}
	if _, err := Run(t.Context(), server.URL, Options{Rounds: 1, Clients: 1, Kind: "narrow"}); err == nil {
		t.Error("nothing to measure is no error")
	}
	server.Close()
	if _, err := Run(t.Context(), server.URL, Options{Rounds: 1, Clients: 1}); err == nil {
		t.Error("a server that does not answer is no error")
	}
}
