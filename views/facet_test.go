package views

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/search"
)

// buckets makes the values of a facet: each has ten samples fewer than the one before, and one experiment for ten samples.
func buckets(labels ...string) []search.Bucket {
	var list []search.Bucket
	for i, label := range labels {
		n := 10 * (len(labels) - i)
		b := search.Bucket{Value: label, Label: label, Samples: n, Experiments: n / 10}
		if label == NotReported {
			b.Value, b.NotReported = "", true
		}
		list = append(list, b)
	}
	return list
}

// someTotal is more than any value has: every facet could narrow it.
var someTotal = search.Total{Experiments: 1000, Samples: 10000}

func TestFacetShowsAFew(t *testing.T) {
	t.Parallel()
	tissue := search.FieldByName("tissue")
	facet := search.Facet{Field: tissue, Buckets: buckets("a", "b", NotReported, "c", "d", "e", "f", "g", "h", "ii", "jj")}
	for raw, want := range map[string]struct {
		rows        []string
		more, fewer string
		find        bool
	}{
		"":                      {rows: []string{"a", "b", "c", "d", "e", "f", "g", "h", NotReported}, more: "Show all 10", find: true},
		"all=tissue":            {rows: []string{"a", "b", "c", "d", "e", "f", "g", "h", "ii", "jj", NotReported}, fewer: "Show fewer", find: true},
		"in.tissue=I":           {rows: []string{"ii", NotReported}, find: true},
		"in.tissue=zz":          {rows: []string{NotReported}, find: true},
		"all=tissue&in.tissue=": {rows: []string{"a", "b", "c", "d", "e", "f", "g", "h", "ii", "jj", NotReported}, fewer: "Show fewer", find: true},
	} {
		view := NewFacet(parse(t, raw), someTotal, &facet)
		var rows []string
		for _, row := range view.Rows {
			rows = append(rows, row.Label)
		}
		if diff := cmp.Diff(want.rows, rows); diff != "" {
			t.Errorf("%q shows -want +got\n%s", raw, diff)
		}
		if got := label(view.More); got != want.more {
			t.Errorf("%q offers %q, want %q", raw, got, want.more)
		}
		if got := label(view.Fewer); got != want.fewer {
			t.Errorf("%q offers %q, want %q", raw, got, want.fewer)
		}
		if (view.Find != nil) != want.find {
			t.Errorf("%q has a box to find values: %v", raw, view.Find != nil)
		}
	}
	if few := NewFacet(parse(t, ""), someTotal, &search.Facet{Field: tissue, Buckets: buckets("a", "b")}); few.Find != nil || few.More != nil {
		t.Errorf("two values need neither a box to find them nor a link to all: %+v", few)
	}
}

// manyBuckets are the values v1, v2, …
func manyBuckets(n int) []search.Bucket {
	var labels []string
	for i := range n {
		labels = append(labels, fmt.Sprintf("v%d", i+1))
	}
	return buckets(labels...)
}

// All of many values take the place of the results; all of some stand where they are.
func TestFacetPanel(t *testing.T) {
	t.Parallel()
	tissue := search.FieldByName("tissue")
	for n, want := range map[int]string{panelFrom - 1: "", panelFrom: "All 25 tissues"} {
		facet := search.Facet{Field: tissue, Buckets: manyBuckets(n)}
		if few := NewFacet(parse(t, ""), someTotal, &facet); few.Panel != "" || few.ToPanel != (want != "") {
			t.Errorf("of %d values a few are shown as %q, and all will be in a panel: %v", n, few.Panel, few.ToPanel)
		}
		view := NewFacet(parse(t, "all=tissue"), someTotal, &facet)
		if view.Panel != want || len(view.Rows) != n || view.Fewer == nil {
			t.Errorf("all %d values: panel %q with %d rows", n, view.Panel, len(view.Rows))
		}
		p := NewSearchPage(parse(t, "all=tissue&all=sex"), &search.Result{Total: someTotal, Facets: []search.Facet{facet}}, nil)
		if (len(p.Panels) == 1) != (want != "") || want != "" && p.Results.URL != "/search?all=sex" {
			t.Errorf("%d values: %d panels, out of them leads %s", n, len(p.Panels), p.Results.URL)
		}
	}
}

func TestFacetFolds(t *testing.T) {
	t.Parallel()
	sex := search.FieldByName("sex")
	total := search.Total{Experiments: 3, Samples: 30}
	every := search.Bucket{Value: "female", Label: "female", Samples: 30, Experiments: 3}
	some := search.Bucket{Value: "male", Label: "male", Samples: 30, Experiments: 2}
	none := search.Bucket{Value: "male", Label: "male"}
	for _, test := range []struct {
		raw     string
		buckets []search.Bucket
		folded  bool
		summary string
		toggle  string // the address of the other state
	}{
		{"q=x", []search.Bucket{every, some}, false, "", "/search?fold=sex&q=x"},
		{"fold=sex", []search.Bucket{every, some}, true, "2 values", "/search"},
		{"fold=sex&fold=year&sex=male&sex!=*", []search.Bucket{every, some}, true, "2 on", "/search?fold=year&sex=male&sex%21=%2A"},
		{"", []search.Bucket{every, none}, true, "female", "/search?unfold=sex"},
		{"", nil, true, "no values", "/search?unfold=sex"},
		{"unfold=sex", []search.Bucket{every}, false, "", "/search"},
		{"fold=sex", []search.Bucket{every}, true, "female", "/search?unfold=sex"},
		{"sex=female", []search.Bucket{every}, false, "", "/search?fold=sex&sex=female"},
		{"all=sex&in.sex=f", []search.Bucket{every}, false, "", "/search"},
	} {
		view := NewFacet(parse(t, test.raw), total, &search.Facet{Field: sex, Buckets: test.buckets})
		if view.Folded != test.folded || view.Summary != test.summary || view.Toggle != test.toggle {
			t.Errorf("%q: folded %v, %q, then %s; want %+v", test.raw, view.Folded, view.Summary, view.Toggle, test)
		}
		if test.folded != (len(view.Rows) == 0 && view.Empty == "") {
			t.Errorf("%q: %d rows", test.raw, len(view.Rows))
		}
	}
}

func label(l *Link) string {
	if l == nil {
		return ""
	}
	return l.Label
}

func TestFacetRows(t *testing.T) {
	t.Parallel()
	list := buckets("Homo sapiens", "Mus musculus", NotReported)
	list[0].Selected, list[1].Selected = search.Included, search.Excluded
	q := parse(t, "organism=homo+sapiens&organism!=Mus+musculus&organism!=*&sex=female")
	view := NewFacet(q, someTotal, &search.Facet{Field: search.FieldByName("organism"), Buckets: list})
	want := []FacetRow{
		{
			ID: "organism=Homo+sapiens", Box: parameter{"organism", "Homo sapiens"}, Label: "Homo sapiens", Checked: true,
			Samples: 30, Experiments: 3, Bar: "100.0%",
			Toggle:        "/search?organism%21=%2A&organism%21=Homo+sapiens&organism%21=Mus+musculus&sex=female",
			ToggleMeaning: "Exclude Homo sapiens",
		},
		{
			ID: "organism=Mus+musculus", Box: parameter{"organism!", "Mus musculus"}, Label: "Mus musculus", Excluded: true,
			Samples: 20, Experiments: 2, Bar: "66.7%",
			Toggle: "/search?organism=homo+sapiens&organism%21=%2A&sex=female", ToggleMeaning: "Exclude Mus musculus no longer",
		},
		{
			ID: "organism!=%2A", Box: parameter{"organism!", "*"}, Label: NotReported, Checked: true, NotReported: true,
			Samples: 10, Experiments: 1,
			Toggle: "/search?organism=%2A&organism=homo+sapiens&organism%21=Mus+musculus&sex=female", ToggleMeaning: "Exclude not reported",
		},
	}
	for i := range want { // the order of a parameter's values is that of search.Values
		want[i].Toggle = canonical(t, want[i].Toggle)
	}
	if diff := cmp.Diff(want, view.Rows); diff != "" {
		t.Error(diff)
	}
	if len(view.Hidden) > 0 {
		t.Errorf("boxes carry everything, but the form also hides %v", view.Hidden)
	}
}

func TestHistogram(t *testing.T) {
	t.Parallel()
	year := search.FieldByName("year")
	facet := search.Facet{Field: year, Buckets: []search.Bucket{
		{Value: "2012..2012", Samples: 40, Experiments: 4}, {Value: "2015..2015", Experiments: 1}, {NotReported: true, Samples: 2, Experiments: 1},
		{Value: "2011..2013", Samples: 40, Experiments: 4, Selected: search.Included}, // the query's own range is no bin
	}}
	view := NewFacet(parse(t, "year=2011..2013"), someTotal, &facet)
	want := &Histogram{
		Bars: []Bar{
			{Label: "2012: 40 samples in 4 experiments", URL: "/search?year=2012..2012", Y: "0.0%", Height: "100.0%", Chosen: true},
			{Label: "2013: 0 samples in 0 experiments", URL: "/search?year=2013..2013", Y: "100%", Height: "0", Chosen: true},
			{Label: "2014: 0 samples in 0 experiments", URL: "/search?year=2014..2014", Y: "100%", Height: "0"},
			{Label: "2015: 0 samples in 1 experiment", URL: "/search?year=2015..2015", Y: "97.0%", Height: "3.0%"},
		},
		First: "2012", Last: "2015", FromName: "year.from", ToName: "year.to", From: "2011", To: "2013",
		HintFrom: "2012", HintTo: "2015",
	}
	if diff := cmp.Diff(want, view.Histogram); diff != "" {
		t.Error(diff)
	}
	if len(view.Rows) != 1 || !view.Rows[0].NotReported {
		t.Errorf("beside the bars stands only what is not reported, got %+v", view.Rows)
	}
	if rows := NewFacet(parse(t, "all=year"), someTotal, &facet).Rows; len(rows) != 4 {
		t.Errorf("with all=year there are %d rows, want one a bucket", len(rows))
	}
}
