package search

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func mustParse(t *testing.T, raw string) (Query, []Warning) {
	t.Helper()
	v, err := url.ParseQuery(raw)
	if err != nil {
		t.Fatal(err)
	}
	return Parse(v)
}

func TestParse(t *testing.T) {
	t.Parallel()
	plain := func(change func(*Query)) Query {
		q := Query{Sort: SortMostSamples, View: ViewExperiments, Page: 1, Size: DefaultSize}
		change(&q)
		return q
	}
	conditions := func(c ...Condition) Query { return plain(func(q *Query) { q.Conditions = c }) }
	for raw, want := range map[string]Query{
		"": plain(func(*Query) {}),
		"q=++&organism=&page=1&size=20&view=experiments&sort=most-samples": plain(func(*Query) {}),
		"q=+acute++leukemia+": plain(func(q *Query) { q.Text, q.Sort = "acute leukemia", SortRelevance }),
		"q=x&sort=Newest":     plain(func(q *Query) { q.Text, q.Sort = "x", SortNewest }),
		"sort=relevance":      plain(func(*Query) {}),
		"organism=Mus+musculus&organism=Homo+sapiens&organism=homo+SAPIENS": conditions(
			Condition{Field: "organism", Include: []string{"Homo sapiens", "Mus musculus"}}),
		"disease!=melanoma&tissue=*&sex%21=*": conditions(
			Condition{Field: "tissue", Reported: true},
			Condition{Field: "disease", Exclude: []string{"melanoma"}},
			Condition{Field: "sex", NotReported: true}),
		`disease=\*&disease!=\\*`: conditions(Condition{Field: "disease", Include: []string{"*"}, Exclude: []string{`\*`}}),
		"year=2012..2018&samples=+20..": conditions(
			Condition{Field: "year", Include: []string{"2012..2018"}},
			Condition{Field: "samples", Include: []string{"20.."}}),
		"year=2012": conditions(Condition{Field: "year", Include: []string{"2012..2012"}}),
		"all=sex&all=organism&in.tissue=bl&view=samples&page=3&size=50": plain(func(q *Query) {
			q.All, q.In, q.View, q.Page, q.Size = []string{"organism", "sex"}, []In{{"tissue", "bl"}}, ViewSamples, 3, 50
		}),
		"fold=sex&fold=organism&unfold=year&unfold=sex": plain(func(q *Query) {
			q.Fold, q.Unfold = []string{"organism", "sex"}, []string{"year"}
		}),
		"fold=sex&unfold=sex":                     plain(func(q *Query) { q.Fold = []string{"sex"} }),
		"column=stage&column=title&column=stage+": plain(func(q *Query) { q.Columns = []string{"title", "stage"} }),
		"column=experiments&column=sex&column=disease&column=tissue&column=technology&column=organism&column=title": plain(func(*Query) {}),
	} {
		got, warnings := mustParse(t, raw)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Parse(%q): -want +got\n%s", raw, diff)
		}
		if len(warnings) > 0 {
			t.Errorf("Parse(%q) warns: %v", raw, warnings)
		}
	}
}

func TestParseNamesWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string][]string{
		"organsim=human":   {`There is no filter "organsim" (did you mean "organism"?); it was left out.`},
		"colour=red":       {`There is no filter "colour"; it was left out.`},
		"year=soon":        {`year is a range of whole numbers such as 5..100, 20.. or ..50; "soon" was left out.`},
		"year!=2018..2012": {`"2018..2012" was left out`},
		"year=..":          {`".." was left out`},
		"page=0&size=1000": {`page is a number from 1`, `size is a number from 1 to 100; "1000" was left out`},
		"sort=best":        {`sort is one of relevance, most-samples, fewest-samples, newest, oldest; "best" was left out`},
		"view=a&view=b":    {"view was given more than once", "view is one of experiments, samples"},
		"fold=x&unfold=y&column=accession": {
			`There is no facet "x".`, `There is no facet "y".`, `There is no column "accession".`,
		},
		"all=tisue": {`There is no facet "tisue" (did you mean "tissue"?)`},
		"organism=\xff" + strings.Repeat("x", MaxValue): {"longer than 1000 bytes"},
		"q=" + strings.Repeat("liver+", MaxText):        {"only its beginning was searched", "more than 100 words"},
	} {
		_, warnings := mustParse(t, raw)
		var got []string
		for _, w := range warnings {
			got = append(got, w.Message)
		}
		all := strings.Join(got, "\n")
		for _, message := range want {
			if !strings.Contains(all, message) {
				t.Errorf("Parse(%.40q) warns %q, want %q", raw, got, message)
			}
		}
		if len(got) != len(want) {
			t.Errorf("Parse(%.40q) has %d warnings, want %d: %q", raw, len(got), len(want), got)
		}
	}
}

func TestParseBoundsValues(t *testing.T) {
	t.Parallel()
	v := url.Values{}
	for i := range MaxValues + 10 {
		v.Add("tissue", "t"+strings.Repeat("x", i))
	}
	q, warnings := Parse(v)
	if got := len(q.Condition("tissue").Include); got != MaxValues || len(warnings) != 1 {
		t.Errorf("%d values and %d warnings, want %d and 1", got, len(warnings), MaxValues)
	}
}

// FuzzParse holds that Parse never panics, and that a query's URL gives the query again, without a warning.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"q=acute+leukemia&organism=Homo+sapiens&disease%21=melanoma&tissue=*&sex%21=*&year=2012..2018&samples=20..&sort=newest&page=2&size=50&view=samples",
		`disease=\*&disease=\\*&disease!=*`, "all=sex&in.sex=m", "fold=sex&unfold=sex&unfold=year&column=title&column=age", "q=%ff%00&organism=%c3%28", "year=..&year=5..1&year=00012..13",
		"organism=%E2%84%AA&organism=k", "organism=a%CC%8A&organism=%C3%A5", "tissue=%C4%B0", "q=a%C2%A0b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		v, err := url.ParseQuery(raw)
		if err != nil {
			return
		}
		q, _ := Parse(v)
		again, warnings := Parse(q.Values())
		if diff := cmp.Diff(q, again); diff != "" {
			t.Errorf("Parse(%q), and its URL %q parsed: -first +again\n%s", raw, q.Values().Encode(), diff)
		}
		if len(warnings) > 0 {
			t.Errorf("the canonical URL of %q warns: %v", raw, warnings)
		}
	})
}
