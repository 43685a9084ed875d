package handlers

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
)

// codes lists the samples of the table.
func codes(d *goquery.Document) []string {
	var list []string
	for _, link := range d.Find("#samples tbody th .code").EachIter() {
		list = append(list, text(link))
	}
	return list
}

// dose is the hostile column of the fake study, as addresses have it.
var dose = url.QueryEscape("raw.dose, " + hostile)

func TestExperimentTable(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for _, test := range []struct {
		query, position, first string
		rows                   int
	}{
		{"", "1–50 of 70", "GSM1", 50},
		{"page=2", "51–70 of 70", "GSM149", 20},
		{"size=20&sort=-accession", "1–20 of 70", "GSM168", 20},
		{"sort=-title", "1–50 of 70", "GSM168", 50}, // "liver 69": numbers in texts count
		{"sex=female", "1–35 of 35 that pass, of 70", "GSM1", 35},
		{"sex%21=%2A", "1–35 of 35 that pass, of 70", "GSM100", 35},
		{dose + "=2+mg&sex=female", "1–12 of 12 that pass, of 70", "GSM101", 12},
		{"experiment=GSE3&sort=-title", "1–42 of 42 that pass, of 70", "GSM140", 42},
		{"alternate=SRR1", "1–1 of 1 that pass, of 70", "GSM1", 1},
		{"in.title=liver+6", "1–11 of 11 that pass, of 70", "GSM105", 11},
		{"in.title=nothing+has+this", "none of 70", "", 0},
		{dose + "=1..2", "1–46 of 46 that pass, of 70", "GSM100", 46},
	} {
		d := s.page(t, strings.TrimSuffix("/experiments/GSE2?"+test.query, "?"), http.StatusOK)
		got := codes(d)
		if position := text(d.Find("#samples-heading .soft")); position != test.position || len(got) != test.rows || test.first != "" && got[0] != test.first {
			t.Errorf("%s shows %q, %d rows, the first %v", test.query, position, len(got), got[:min(1, len(got))])
		}
		if d.Find("script:not([src]), main img").Length() > 0 {
			t.Errorf("%s: a submitter's text became markup", test.query)
		}
		for _, id := range d.Find("[id]").EachIter() {
			if strings.ContainsAny(id.AttrOr("id", ""), " \"'<") {
				t.Errorf("%s: the id %q holds blanks or quotes", test.query, id.AttrOr("id", ""))
			}
		}
	}
	if s.store.studied != 1 {
		t.Errorf("the samples were read %d times for one version of the catalogue", s.store.studied)
	}
	s.store.state.Version++
	s.page(t, "/experiments/GSE2", http.StatusOK)
	if s.store.studied != 2 {
		t.Errorf("the samples were read %d times for two versions", s.store.studied)
	}
}

// TestExperimentAddress: one table has one address, and what can not be used is said.
func TestExperimentAddress(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for query, want := range map[string]string{
		"sort=accession&page=1&size=50&sex=": "", "sex=%21%2A": "?sex%21=%2A", "SEX=female&sort=sex": "warned", "sex=FEMALE": "?sex=female", "sort=SEX": "?sort=sex",
		"col=sex&col=organism&col=experiment&col=" + dose: "", "col=sex&col=SEX": "?col=sex", "sex=female&sex=female": "?sex=female", "sex=*&sex%21=*": "",
		"from=" + url.QueryEscape("size=20&q=liver&evil=x"): "?from=" + url.QueryEscape("q=liver"), "from=http%3A%2F%2Fevil.org": "",
		"sex=male": "warned", "tissue=liver": "warned", "sx=female": "warned", "page=0": "warned", "page=9": "last", "sort=age": "warned", "open=GSM7": "warned", "%zz": "warned",
	} {
		w := s.get("/experiments/GSE2?" + query)
		d, err := goquery.NewDocumentFromReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		notice := text(d.Find("#samples > .notice"))
		switch want {
		case "warned", "last":
			if w.Code != http.StatusOK || notice == "" || len(codes(d)) == 0 {
				t.Errorf("%s answers %d, says %q, and shows %d samples", query, w.Code, notice, len(codes(d)))
			}
		default:
			if w.Code != http.StatusFound || w.Header().Get("Location") != "/experiments/GSE2"+want {
				t.Errorf("%s answers %d and leads to %s, want %s", query, w.Code, w.Header().Get("Location"), want)
			}
		}
	}
	// Links on the page carry the search that led to it; its own address need not.
	d := s.page(t, "/experiments/GSE2", http.StatusOK, "Referer", "http://example.com/search?q=liver")
	if got := d.Find(`.pages a[rel=next]`).AttrOr("href", ""); got != "/experiments/GSE2?from=q%3Dliver&page=2#samples" {
		t.Errorf("the next page is at %s", got)
	}
	d = s.page(t, "/experiments/GSE2?from=q%3Dliver&page=2", http.StatusOK)
	if back := d.Find(".back a"); text(back) != "‹ Results for “liver”" || back.AttrOr("href", "") != "/search?q=liver" {
		t.Errorf("back is %q at %s", text(back), back.AttrOr("href", ""))
	}
	d = s.page(t, "/samples/GSM1", http.StatusOK, "Referer", "http://example.com/experiments/GSE2?from=q%3Dliver&page=2")
	if back := d.Find(".back a").Last(); text(back) != "‹ GSE2" || back.AttrOr("href", "") != "/experiments/GSE2?from=q%3Dliver&page=2" || d.Find(".back a").Length() != 2 {
		t.Errorf("back from a sample is %q at %s", text(back), back.AttrOr("href", ""))
	}
}

func TestExperimentInPlace(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	w := s.get("/experiments/GSE2?sex=FEMALE&page=1", "HX-Request", "true")
	d, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if w.Code != http.StatusOK || w.Header().Get("HX-Push-Url") != "/experiments/GSE2?sex=female" || d.Find("header, h1").Length() > 0 || d.Find("#samples").Length() != 1 {
		t.Errorf("htmx gets %d, the address %q, and %d headings", w.Code, w.Header().Get("HX-Push-Url"), d.Find("h1").Length())
	}
	if got := text(d.Find("#samples-status")); got != "35 samples of 70 pass the filters. Showing 1–35 of 35, sorted by accession code." {
		t.Errorf("screen readers hear %q", got)
	}
	if !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "HX-Request") {
		t.Error("caches may mix the page and the table")
	}
	d = s.page(t, "/experiments/GSE2?open=GSM1", http.StatusOK)
	if got := text(d.Find(".row-open")); !strings.Contains(got, "Gender: "+hostile) || !strings.Contains(got, "a.soft") || !strings.Contains(got, "Sources disagree") {
		t.Errorf("a sample in full is %q", got)
	}
	if toggle := d.Find("#toggle-GSM1"); toggle.AttrOr("aria-expanded", "") != "true" || toggle.AttrOr("href", "") != "/experiments/GSE2#row-GSM1" {
		t.Errorf("it is closed at %q", toggle.AttrOr("href", ""))
	}
}

func TestExperimentDownloads(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	w := s.get("/experiments/GSE2/samples.tsv?sex=female&" + dose + "=0+mg&page=3&sort=-accession")
	lines := strings.Split(strings.TrimSuffix(w.Body.String(), "\n"), "\n")
	if len(lines) != 13 || !strings.HasPrefix(lines[0], "accession_code\talternate_accession_codes\ttitle\t") || !strings.HasPrefix(lines[1], "GSM165\t\tliver 66\t") {
		t.Errorf("TSV: %d lines, %q", len(lines), lines[:2])
	}
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="facetome-GSE2-samples.tsv"` {
		t.Errorf("file %q", got)
	}
	rows, err := csv.NewReader(s.get("/experiments/gse2/samples.csv?col=*").Body).ReadAll()
	if err != nil || len(rows) != 71 {
		t.Fatalf("CSV: %d rows, %v", len(rows), err)
	}
	if i := slices.Index(rows[0], "raw.note"); i < 0 || rows[1][i] != hostile || rows[1][1] != "SRR1" {
		t.Errorf("CSV: %q, %q", rows[0], rows[1])
	}
	var data struct {
		Experiment     string
		Total, Passing int
		Columns        []struct{ Name, Label string }
		Warnings       []struct{ Param string }
		Samples        []struct {
			Code   string `json:"accession_code"`
			Values map[string][]string
		}
	}
	if err := json.Unmarshal(s.get("/experiments/GSE2/samples.json?col=sex&sx=1&size=20").Body.Bytes(), &data); err != nil {
		t.Fatal(err)
	}
	if data.Experiment != "GSE2" || data.Total != 70 || data.Passing != 70 || len(data.Samples) != 70 || len(data.Warnings) != 1 {
		t.Errorf("JSON of %s: %d, %d, %d samples, warnings %v", data.Experiment, data.Total, data.Passing, len(data.Samples), data.Warnings)
	}
	if diff := cmp.Diff([]map[string][]string{{"sex": {"female"}}, {"sex": {}}}, []map[string][]string{data.Samples[0].Values, data.Samples[1].Values}); diff != "" {
		t.Error(diff)
	}
	for path, want := range map[string]int{"/experiments/GSE99/samples.tsv": 404, "/experiments/PRJNA9/samples.json": 404, "/samples/GSE2/samples.tsv": 404} {
		if w := s.get(path); w.Code != want {
			t.Errorf("%s answers %d, want %d", path, w.Code, want)
		}
	}
}
