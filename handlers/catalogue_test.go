package handlers

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

func TestCatalogue(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	d := s.page(t, "/catalogue", http.StatusOK)
	if got := text(d.Find(".facts")); !strings.Contains(got, "Experiments812") || !strings.Contains(got, "Samples in several experiments42") ||
		!strings.Contains(got, "Samples in no experiment8") {
		t.Errorf("facts %q", got)
	}
	rows := map[string]string{}
	d.Find("table").First().Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
		rows[text(row.Find("th"))] = text(row.Find("td"))
	})
	if got := rows["Age"]; got != "9,171 50%40079,171 samples" {
		t.Errorf("the coverage of age is %q", got)
	}
	if len(rows) != 12 || rows["Samples"] != "" || rows["Publication"] != "" {
		t.Errorf("coverage of %d fields: %v", len(rows), rows)
	}
	if got := d.Find(`td a[href="/search?organism%21=%2A"]`); text(got) != "132 samples without Organism" {
		t.Errorf("samples without organism: %q", text(got))
	}
	if got := text(d.Find("table").Last()); !strings.Contains(got, "939 files: 812 experiments, 18,342 samples") || !strings.Contains(got, "in 1 h 0 min") ||
		!strings.Contains(got, "2 files, 3 problems") || !strings.Contains(got, "morenot finished it was cut short, or runs on another computernot known") {
		t.Errorf("imports %q", got)
	}
	if got := text(d.Find(".notice")); !strings.Contains(got, "The index is behind") { // the fake one is of version 0
		t.Errorf("notice %q", got)
	}
	s.page(t, "/catalogue", http.StatusOK)
	if s.store.counted != 1 {
		t.Errorf("the database counted %d times for one version", s.store.counted)
	}
	s.store.state.Version++
	if s.page(t, "/catalogue", http.StatusOK); s.store.counted != 1 {
		t.Error("the database counts with each version of a minute")
	}
}

func TestSources(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for path, want := range map[string]int{"/catalogue/sources": 100, "/catalogue/sources?page=2": 50, "/catalogue/sources?format=geo-soft&page=2": 50} {
		d := s.page(t, path, http.StatusOK)
		if got := d.Find("tbody tr").Length(); got != want || text(d.Find("tbody th").First()) != hostile {
			t.Errorf("%s lists %d files", path, got)
		}
		d.Find(".pages a").Each(func(_ int, a *goquery.Selection) {
			if format := strings.Contains(path, "format"); strings.Contains(a.AttrOr("href", ""), "format=geo-soft") != format {
				t.Errorf("%s leads to %s", path, a.AttrOr("href", ""))
			}
		})
	}
	for path, want := range map[string]int{
		"/catalogue/sources?page=3": http.StatusNotFound, "/catalogue/sources?format=none": http.StatusNotFound, "/catalogue/sources?page=x": http.StatusBadRequest,
	} {
		s.page(t, path, want)
	}
}

// TestConflictsAreShown: what sources say otherwise stands on both pages, closed, as text.
func TestConflictsAreShown(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for path, want := range map[string][]string{
		"/experiments/GSE2": {"Sources disagree on 1 field: title", hostile, "geo/GSE2_family.soft.gzGSE2", hostile + "2", "copy.jsonE-GEOD-2"},
		"/samples/GSM1":     {"Sources disagree on 1 field: sex", "female is shown", "a.soft", "Gender: " + hostile, "male", "b.json"},
	} {
		d := s.page(t, path, http.StatusOK).Find("details.conflicts")
		got := text(d)
		if _, open := d.Attr("open"); open || d.Length() != 1 {
			t.Errorf("%s has %d blocks, open %v", path, d.Length(), open)
		}
		for _, words := range want {
			if !strings.Contains(strings.ReplaceAll(got, " ", ""), strings.ReplaceAll(words, " ", "")) {
				t.Errorf("%s does not say %q: %s", path, words, got)
			}
		}
		if d.Find("script, img").Length() > 0 {
			t.Errorf("%s: a submitter's text became markup", path)
		}
	}
}
