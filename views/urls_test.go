package views

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/search"
)

func TestLinksAreCanonical(t *testing.T) {
	t.Parallel()
	q := parse(t, "q=liver&page=4&organism=Mus+musculus&organism=Homo+sapiens&disease!=melanoma&view=samples&all=organism&in.tissue=b")
	for name, link := range map[string]string{
		"include":   SearchURL(withCondition(q, "sex", func(c *search.Condition) { c.Include = put(c.Include, "female") })),
		"exclude":   SearchURL(withCondition(q, "organism", func(c *search.Condition) { exclude(c, search.Bucket{Value: "homo SAPIENS"}) })),
		"drop":      SearchURL(withCondition(q, "disease", func(c *search.Condition) { c.Exclude = drop(c.Exclude, "Melanoma") })),
		"cleared":   SearchURL(cleared(q)),
		"page":      SearchURL(withPage(q, 7)),
		"all":       SearchURL(withAll(q, "sex", true)),
		"fewer":     SearchURL(withAll(q, "organism", false)),
		"value":     ValueURL("tissue", "*"),
		"view":      SearchURL(inView(q, search.ViewExperiments)),
		"not found": SearchURL(withoutIn(q, "tissue")),
	} {
		u, err := url.Parse(link)
		if err != nil {
			t.Fatal(err)
		}
		if again := SearchURL(parse(t, u.RawQuery)); again != link {
			t.Errorf("%s: %s is not canonical, %s is", name, link, again)
		}
	}
	want := "/search?all=organism&disease%21=melanoma&in.tissue=b&organism=Mus+musculus&organism%21=Homo+sapiens&q=liver&view=samples"
	if got := SearchURL(withCondition(q, "organism", func(c *search.Condition) { exclude(c, search.Bucket{Value: "Homo sapiens"}) })); got != want {
		t.Errorf("excluding an included value leads to\n%s, want\n%s", got, want)
	}
}

func TestChangesLeaveTheQueryAlone(t *testing.T) {
	t.Parallel()
	q := parse(t, "organism=a&organism=b&organism=c&all=sex&in.tissue=x&page=3")
	before := q.Clone()
	withCondition(q, "organism", func(c *search.Condition) { exclude(c, search.Bucket{Value: "a"}) })
	cleared(q)
	withAll(q, "sex", false)
	withAll(q, "organism", true)
	withoutIn(q, "tissue")
	if diff := cmp.Diff(before, q); diff != "" {
		t.Error(diff)
	}
}

func TestExternal(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ link, want string }{
		{"https://example.org/a?b=c", "https://example.org/a?b=c"},
		{" http://example.org ", "http://example.org"},
		{"javascript:alert(1)", ""},
		{"//example.org/x", ""},
		{"/local", ""},
		{"ftp://example.org/", ""},
		{"", ""},
		{"%zz", ""},
	} {
		if got := External(test.link); got != test.want {
			t.Errorf("External(%q) = %q, want %q", test.link, got, test.want)
		}
	}
}

func TestArchivePage(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"GSE1133": "Open in GEO", "GSM1": "Open in GEO", "E-MTAB-2836": "Open in ArrayExpress", "SRP012682": "Open in ENA",
		"PRJNA115203": "Open in ENA", "SAMEA1": "Open in BioSamples", "liver": "", "GSE": "", "": "", "GSE1133 liver": "",
	} {
		if got, ok := archivePage(code); got.Label != want || ok != (want != "") {
			t.Errorf("archivePage(%q) = %v, %v, want %q", code, got, ok, want)
		}
	}
}
