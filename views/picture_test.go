package views

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/search"
)

func TestPicture(t *testing.T) {
	t.Parallel()
	facet := &search.Facet{Field: search.FieldByName("tissue"), Buckets: []search.Bucket{
		{Value: "liver", Label: "Liver", Samples: 200, Experiments: 4}, {Value: "blood", Label: "blood", Samples: 100, Experiments: 8},
		{Value: "skin", Label: "skin", Samples: 1, Experiments: 1}, {Value: "bone", Label: "bone"},
		{NotReported: true, Samples: 9000, Experiments: 70},
	}}
	base := ValueQuery("organism", "Homo sapiens")
	p := newPicture(base, facet, 2, "/all")
	want := []PictureRow{
		{Label: "Liver", URL: "/search?organism=Homo+sapiens&tissue=liver", Samples: 200, Experiments: 4, SamplesBar: "100.0%", ExperimentsBar: "50.0%"},
		{Label: "blood", URL: "/search?organism=Homo+sapiens&tissue=blood", Samples: 100, Experiments: 8, SamplesBar: "50.0%", ExperimentsBar: "100.0%"},
		{Label: NotReported, URL: "/search?organism=Homo+sapiens&tissue%21=%2A", NotReported: true, Samples: 9000, Experiments: 70, SamplesBar: "0", ExperimentsBar: "0"},
	}
	if diff := cmp.Diff(want, p.Rows); diff != "" {
		t.Error(diff)
	}
	if p.All == nil || *p.All != (Link{"All 4 tissues", "/all"}) {
		t.Errorf("all values are at %v", p.All)
	}
	if p := newPicture(base, facet, 3, "/all"); len(p.Rows) != 5 || p.All != nil {
		t.Errorf("of four values, three and \"all\" take as much room as all: %d rows", len(p.Rows))
	}
}

func TestYearsAreDrawn(t *testing.T) {
	t.Parallel()
	facet := &search.Facet{Field: search.FieldByName("year"), Buckets: []search.Bucket{
		{Value: "2010..2010", Samples: 640, Experiments: 1}, {Value: "2012..2012", Samples: 10, Experiments: 35}, {NotReported: true, Experiments: 2},
	}}
	y := newYears(search.Query{}, facet)
	var got []string
	for _, b := range y.Bars {
		got = append(got, strings.Join([]string{b.Words, b.UpY, b.Up, b.Down, b.URL}, " | "))
	}
	want := []string{
		"2010: 640 unique samples in 1 experiment | 0.0% | 64.0% | 1.0% | /search?year=2010..2010",
		"2011: 0 unique samples in 0 experiments | 64.0% | 0.0% | 0.0% | /search?year=2011..2011",
		"2012: 10 unique samples in 35 experiments | 63.0% | 1.0% | 35.0% | /search?year=2012..2012",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if y.NotReported == nil || y.NotReported.URL != "/search?year%21=%2A" {
		t.Errorf("not reported: %+v", y.NotReported)
	}
	if newYears(search.Query{}, &search.Facet{Field: facet.Field}) != nil {
		t.Error("years are drawn where none is reported")
	}
}

// TestFindValue: a value's own spelling comes first, then any case, then other names.
func TestFindValue(t *testing.T) {
	t.Parallel()
	facet := &search.Facet{Field: search.FieldByName("platform"), Buckets: []search.Bucket{
		{NotReported: true}, {Value: "A b"}, {Value: "a_b"}, {Value: "C/d"},
	}}
	called := func(value, text string) bool { return value == "C/d" && text == "the letters" }
	for slug, want := range map[string]string{
		"A_b": "A b", "a_b": "a_b", "A b": "A b", "A_B": "A b", "c/D": "C/d", "the_letters": "C/d", "": "", "x": "",
	} {
		if got, ok := FindValue(facet, slug, called); got.Value != want || ok != (want != "") {
			t.Errorf("%q means %q (%v), want %q", slug, got.Value, ok, want)
		}
	}
	if got := PlatformURL("C/d e"); got != "/platforms/C%2Fd_e" {
		t.Errorf("a slash is written %s", got)
	}
}

func TestDuration(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "less than 1 s", 42 * time.Second: "42 s", 3*time.Minute + 5*time.Second: "3 min 5 s", 2*time.Hour + 10*time.Minute + 50*time.Second: "2 h 10 min",
		59*time.Minute + 59*time.Second + 700*time.Millisecond: "1 h 0 min",
	} {
		if got := duration(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
