package views

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

func TestPagination(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		page, pages int
		want        []int // 0 is a gap
	}{
		{1, 0, nil},
		{1, 1, nil},
		{1, 2, []int{1, 2}},
		{1, 9, []int{1, 2, 3, 0, 9}},
		{4, 9, []int{1, 2, 3, 4, 5, 6, 0, 9}},
		{5, 9, []int{1, 0, 3, 4, 5, 6, 7, 0, 9}},
		{9, 9, []int{1, 0, 7, 8, 9}},
		{4, 5, []int{1, 2, 3, 4, 5}},
		{1000, 41, []int{1, 0, 40, 41}},
	} {
		p := NewPagination(test.page, test.pages, number)
		var got []int
		for _, link := range p.Pages {
			got = append(got, link.Number)
			if link.Current != (link.Number == test.page) {
				t.Errorf("page %d of %d: %d is current: %v", test.page, test.pages, link.Number, link.Current)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("page %d of %d: %s", test.page, test.pages, diff)
		}
	}
	if p := NewPagination(1, 3, number); p.Previous != "" || p.Next != "2" {
		t.Errorf("page 1 of 3 has previous %q and next %q", p.Previous, p.Next)
	}
	if p := NewPagination(3, 3, number); p.Previous != "2" || p.Next != "" {
		t.Errorf("page 3 of 3 has previous %q and next %q", p.Previous, p.Next)
	}
}

func TestPosition(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][3]int{"1–20 of 812": {1, 20, 812}, "801–812 of 812": {41, 20, 812}, "": {42, 20, 812}, "1–1 of 1": {1, 20, 1}} {
		if got := position(args[0], args[1], args[2]); got != want {
			t.Errorf("position(%v) = %q, want %q", args, got, want)
		}
	}
}

func TestNothing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		raw   string
		total search.Total
		title string
		links []string
	}{
		{"page=9", search.Total{Experiments: 30, Samples: 300}, "There is no page 9.", []string{"/search?page=2", "/search"}},
		{"view=samples", search.Total{Experiments: 2}, "These experiments have no samples in the catalogue.", []string{"/search"}},
		{"q=x&sex=female", search.Total{}, "Nothing matches all of this.", []string{"/search"}},
		{"q=x", search.Total{}, "Nothing matches all of this.", nil},
		{"q=gsm12", search.Total{}, "Nothing matches all of this.", []string{"/samples/GSM12"}},
	} {
		p := NewSearchPage(parse(t, test.raw), &search.Result{Total: test.total}, nil)
		if p.Nothing == nil {
			t.Fatalf("%q: no explanation", test.raw)
		}
		var links []string
		for _, l := range p.Nothing.Links {
			links = append(links, l.URL)
		}
		if diff := cmp.Diff(test.links, links); diff != "" || p.Nothing.Title != test.title {
			t.Errorf("%q: %q: %s", test.raw, p.Nothing.Title, diff)
		}
	}
}

func TestRemovals(t *testing.T) {
	t.Parallel()
	q := parse(t, "q=x&sex=female&sex=male&tissue!=liver&tissue!=*&page=3")
	r := &search.Result{}
	list := Removals(q, r)
	var got [][2]string
	for i := range list {
		got = append(got, [2]string{list[i].Without, list[i].URL()})
		list[i].Total, list[i].Counted = search.Total{Experiments: 1 + i, Samples: 10 * i}, true
	}
	want := [][2]string{
		{"the text “x”", "/search?sex=female&sex=male&tissue%21=liver&tissue%21=%2A"},
		{"Tissue: not reported, not liver", "/search?q=x&sex=female&sex=male"},
		{"Sex: female, male", "/search?q=x&tissue%21=liver&tissue%21=%2A"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	hint := func(list []Removal) string {
		p := NewSearchPage(q, r, nil)
		p.OfferRemovals(list)
		if !strings.HasSuffix(p.Status, p.Nothing.Hint) {
			t.Errorf("screen readers hear %q, not %q", p.Status, p.Nothing.Hint)
		}
		return p.Nothing.Hint
	}
	if got := hint(list); got != "It helps most to take away Sex: female, male: then there are 20 samples in 3 experiments." {
		t.Error(got)
	}
	if got := hint(list[:1]); got != "" {
		t.Errorf("of the only filter, whose link says it all, the page says %q", got)
	}
	for i := range list {
		list[i].Total = search.Total{}
	}
	if got := hint(list); got != "Taking away any one of these alone still finds nothing; take away several." {
		t.Error(got)
	}
}

func TestPinned(t *testing.T) {
	t.Parallel()
	code := func(text string) models.Code { return models.Code{Text: text} }
	for _, test := range []struct {
		codes []models.Resolved
		want  string
	}{
		{nil, ""},
		{[]models.Resolved{{Code: code("GSE2"), Own: true, Experiments: []string{"GSE2"}}}, ""},
		{[]models.Resolved{{Code: code("GSE1"), Own: true, Experiments: []string{"GSE1"}}}, "Exact accession code"},
		{[]models.Resolved{{Code: code("SRP1"), Own: true, Experiments: []string{"GSE1"}}}, "Also SRP1"},
		{[]models.Resolved{{Code: code("GSM1"), Samples: []string{"GSM1"}, Experiments: []string{"GSE1"}}}, "Has the sample GSM1"},
		{[]models.Resolved{{Code: code("123"), Experiments: []string{"GSE1"}}}, "Publication 123"},
	} {
		if got := pinnedBy(search.Query{Codes: test.codes}, "GSE1"); got != test.want {
			t.Errorf("%+v: %q, want %q", test.codes, got, test.want)
		}
	}
}

func TestCard(t *testing.T) {
	t.Parallel()
	terms := func(values ...string) (list []search.Term) {
		for _, v := range values {
			list = append(list, search.Term{Value: v, Label: v})
		}
		return list
	}
	published := time.Date(2009, 1, 29, 23, 0, 0, 0, time.UTC)
	got := NewCard(search.ExperimentHit{
		AccessionCode: "GSE 1/2", Title: "  ", Description: "one\ntwo", Published: &published, Samples: 48, Matching: 12,
		Organisms:    terms("a", "b", "c", "d", "e"),
		Technologies: terms("RNA-seq"),
		Platforms:    []search.Term{{Value: "GPL570", Label: "[HG-U133_Plus_2] Affymetrix Human Genome U133 Plus 2.0 Array"}},
	})
	want := Card{
		Code: "GSE 1/2", URL: "/experiments/GSE%201%2F2", Title: plainSegments("Title not reported"), Excerpt: plainSegments("one two"), Date: "29 Jan 2009", ISODate: "2009-01-29",
		Organisms: Terms{[]string{"a", "b", "c"}, 2}, Technologies: Terms{[]string{"RNA-seq"}, 0}, Platforms: Terms{[]string{"GPL570"}, 0},
		Matching: 12, Samples: 48, Bar: "25.0%",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	bare := NewCard(search.ExperimentHit{Technologies: terms("RNA-seq")})
	if bare.Missing != "organism, platform not reported" {
		t.Errorf("without organism and platform a card says %q", bare.Missing)
	}
	if got := newTerms(terms("a", "b", "c", "d"), longName); len(got.Labels) != 4 || got.More != 0 {
		t.Errorf("four values are %+v: one more is named, not counted", got)
	}
	for words, c := range map[string]Card{
		"of 48 samples match": {Samples: 48}, "of 1 sample matches": {Samples: 1}, "samples in the catalogue": {},
	} {
		if got := c.matchingWords(); got != words {
			t.Errorf("%d samples: %q, want %q", c.Samples, got, words)
		}
	}
}

func TestHitTable(t *testing.T) {
	t.Parallel()
	hits := []search.SampleHit{{
		AccessionCode: "GSM1", Title: "one", Values: map[string][]search.Term{"sex": {{Value: "female", Label: "female"}}},
		Experiments: []string{"A", "B", "C", "D"}, Under: "C",
	}}
	table := NewHitTable(parse(t, "view=samples&column=sex&column=stage&column=experiments"), hits)
	if diff := cmp.Diff([]Column{{"sex", "Sex", false}, {"stage", "Stage", false}, {"experiments", "Experiments", false}}, table.Columns); diff != "" {
		t.Error(diff)
	}
	want := HitRow{Code: "GSM1", URL: "/samples/GSM1", Cells: []HitCell{
		{Links: []Link{{"female", "/search?sex=female"}}}, {Links: []Link{}},
		{Codes: true, Links: []Link{{"C", "/experiments/C"}, {"A", "/experiments/A"}, {"B", "/experiments/B"}}, More: 1},
	}}
	if diff := cmp.Diff(want, table.Rows[0]); diff != "" {
		t.Error(diff)
	}
	shown := 0
	for _, c := range table.Choices {
		if c.Shown {
			shown++
		}
	}
	if len(table.Choices) != len(search.Columns()) || shown != 3 {
		t.Errorf("%d columns can be chosen, %d are", len(table.Choices), shown)
	}
	if got := NewHitTable(parse(t, "view=samples"), hits); len(got.Columns) != len(search.DefaultColumns()) || got.Rows[0].Cells[0].Text != "one" {
		t.Errorf("by default there are %+v", got.Columns)
	}
}
