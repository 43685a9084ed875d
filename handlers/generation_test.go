package handlers

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// TestPagesNameTheirGeneration: whoever reads a number can tell what it was counted on, and whoever turns pages is told of a change.
func TestPagesNameTheirGeneration(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for path, want := range map[string]string{
		"/":                 "Counted on index g1",
		"/search":           "Counted on index g1",
		"/catalogue":        "Counted on index g1",
		"/help":             "Counted on index g1",
		"/organisms":        "Counted on index g1",
		"/experiments/GSE2": "Read from version 1 of the catalogue",
	} {
		if got := text(s.page(t, path, http.StatusOK).Find(".counted")); got != want {
			t.Errorf("%s says %q, want %q", path, got, want)
		}
	}
	const changed = "The catalogue changed while you were turning pages"
	for path, moved := range map[string]bool{
		"/search?page=2": false, "/search?generation=g1&page=2": false, "/search?generation=g0&page=2": true,
	} {
		d := s.page(t, path, http.StatusOK)
		if got := strings.Contains(text(d.Find(".notice")), changed); got != moved {
			t.Errorf("%s says that the catalogue changed: %t, want %t", path, got, moved)
		}
		if got := d.Find(`.pages a[rel=next]`).AttrOr("href", ""); !strings.Contains(got, "generation=g1") {
			t.Errorf("%s leads on to %q, which does not say what it follows", path, got)
		}
		if got := d.Find("link[rel=canonical]").AttrOr("href", ""); strings.Contains(got, "generation") {
			t.Errorf("the address of %s is %q", path, got)
		}
		var data struct {
			Generation string
			Warnings   []struct{ Param string }
		}
		if err := json.Unmarshal(s.get(strings.Replace(path, "/search", "/search.json", 1)).Body.Bytes(), &data); err != nil {
			t.Fatal(err)
		}
		if data.Generation != "g1" || (len(data.Warnings) > 0) != moved {
			t.Errorf("%s as data: %+v", path, data)
		}
	}
	for _, path := range []string{"/search.json", "/search.csv", "/search.tsv?view=samples"} {
		if got := s.get(path).Header().Get(generationHeader); got != "g1" {
			t.Errorf("%s was counted on %q", path, got)
		}
	}
	for _, path := range []string{"/experiments/GSE2/samples.json", "/experiments/GSE2/samples.tsv", "/experiments/GSE2/samples.csv"} {
		if got := s.get(path).Header().Get(versionHeader); got != "1" {
			t.Errorf("%s was read from version %q", path, got)
		}
	}
}
