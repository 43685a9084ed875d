package handlers

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/search"
)

func TestSearchJSON(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	w := s.get("/search.json?organism=Homo+sapiens&tisue=x")
	var got struct {
		Total      search.Total
		Facets     map[string][]map[string]any
		Hits       []map[string]any
		Query      map[string][]string
		Warnings   []search.Warning
		Generation string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string][]string{"organism": {"Homo sapiens"}}, got.Query); diff != "" {
		t.Error(diff)
	}
	if got.Total != (search.Total{Experiments: 812, Samples: 18342}) || got.Generation != "g1" || len(got.Warnings) != 1 || len(got.Hits) != 2 {
		t.Errorf("%+v", got)
	}
	if len(got.Facets) != len(search.Fields) {
		t.Errorf("%d facets, want %d", len(got.Facets), len(search.Fields))
	}
	want := map[string]any{"value": nil, "label": "not reported", "experiments": 11.0, "samples": 132.0, "selected": ""}
	if diff := cmp.Diff(want, got.Facets["organism"][2]); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(w.Body.String(), `"sex":null`) {
		t.Error("a facet without values is null, want an empty list")
	}
	if w := s.get("/search.json?view=samples"); !strings.Contains(w.Body.String(), `"experiment":"GSE2"`) {
		t.Errorf("samples: %s", w.Body)
	}
	s.engine.err = errors.New("broken")
	w = s.get("/search.json")
	if w.Code != 500 || w.Header().Get("Content-Type") != "application/problem+json" || !json.Valid(w.Body.Bytes()) {
		t.Errorf("an error is %d, %q: %s", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
}

func TestSearchCSV(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	w := s.get("/search.csv?q=Acute+liver/..%22failure")
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="facetome-acute-liver-failure-experiments-g1.csv"` {
		t.Errorf("file %q", got)
	}
	if len(rows) != 3 || rows[1][0] != "SRP012682" || rows[1][2] != hostile || rows[1][12] != "one\ttwo\nthree" || rows[1][10] != "2012-05-04T00:00:00Z" {
		t.Errorf("rows %q", rows)
	}
	if got := rows[2][2]; got != "'=1+1" {
		t.Errorf("a formula is %q", got)
	}
}

func TestSearchTSV(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	lines := strings.Split(strings.TrimSuffix(s.get("/search.tsv").Body.String(), "\n"), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines: %q", len(lines), lines)
	}
	for _, line := range lines {
		if got, want := strings.Count(line, "\t"), strings.Count(lines[0], "\t"); got != want {
			t.Errorf("%d tabs in %q, want %d", got, line, want)
		}
	}
	if cells := strings.Split(lines[1], "\t"); cells[12] != "one two three" {
		t.Errorf("description %q", cells[12])
	}
	if cells := strings.Split(lines[2], "\t"); cells[2] != "=1+1" {
		t.Errorf("title %q", cells[2])
	}
	samples := strings.Split(s.get("/search.tsv?view=samples").Body.String(), "\n")
	if !strings.Contains(samples[0], "organism\ttechnology") || !strings.Contains(samples[1], "female; male") {
		t.Errorf("samples %q", samples)
	}
}

func TestDownloadFails(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	s.engine.err = search.ErrNoIndex
	if w := s.get("/search.csv"); w.Code != http.StatusServiceUnavailable || w.Header().Get("Content-Disposition") != "" {
		t.Errorf("without an index a download answers %d as %q", w.Code, w.Header().Get("Content-Disposition"))
	}
	s.engine.err, s.engine.breaks = nil, true
	server := httptest.NewServer(s)
	defer server.Close()
	response, err := http.Get(server.URL + "/search.csv") // with gzip, as browsers ask
	if err != nil {
		return // the connection broke before the first byte: that is seen, too
	}
	defer func() { _ = response.Body.Close() }()
	if body, err := io.ReadAll(bufio.NewReader(response.Body)); err == nil {
		t.Errorf("a download that broke off looks whole: %q", body)
	}
}
