package views

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/search"
)

// What the form sends is the query's own URL: nothing is lost between a page and the next change.
func TestFormCarriesTheQuery(t *testing.T) {
	t.Parallel()
	result := &search.Result{Total: someTotal, Samples: []search.SampleHit{{AccessionCode: "GSM1"}}}
	for _, f := range search.Fields {
		facet := search.Facet{Field: f}
		if f.IsRange() {
			facet.Buckets = []search.Bucket{{Value: "2012..2012", Samples: 3, Experiments: 1}, {Value: "2014..2014", Samples: 1, Experiments: 1}}
			if f.Bins != nil {
				facet.Buckets = []search.Bucket{{Value: "1..4", Samples: 3, Experiments: 1}, {Value: "10..19", Samples: 1, Experiments: 1}}
			}
		} else {
			facet.Buckets = buckets("a", "b", "c", "d", "e", "f", "g", "h", "i", NotReported, `*`)
		}
		if f.Name == "platform" {
			facet.Buckets = manyBuckets(panelFrom)
		}
		result.Facets = append(result.Facets, facet)
	}
	for _, raw := range []string{
		"", "q=liver", "view=samples&size=50&sort=newest",
		"organism=a&organism=nowhere&organism!=h&tissue=*&sex!=*&disease!=zzz",
		`tissue=\*&disease!=\*`,
		"year=2012..2018", "year=2012..2012", "year=2012..2012&year=2014..2014", "year=2010..&year!=2014..2014&year!=*", "year=*",
		"samples=1..4&samples=10..19", "samples=20..&all=samples", "samples=1..4&all=samples", "year=2012..2012&year=2016..2018&all=year",
		"in.tissue=a&tissue=i&all=organism&all=year&in.year=x",
		"publication=no&processed!=yes&source=GEO",
		"fold=tissue&tissue=a&tissue!=*&in.tissue=x&unfold=sex&fold=year&year=2010..2012",
		"all=platform&platform=v7&sort=newest&size=50&q=x&view=samples&column=sex", // in place of the results
		"view=samples&column=stage&column=title", "column=stage",
	} {
		q := parse(t, raw)
		p := NewSearchPage(q, result, nil)
		sent := url.Values{"q": {p.Head.Text}}
		for _, h := range p.ViewHidden {
			sent.Add(h.Name, h.Value)
		}
		tools := p.Tools && len(p.Panels) == 0
		if p.Table != nil && tools {
			for _, c := range p.Table.Choices {
				if c.Shown {
					sent.Add("column", c.Name)
				}
			}
		}
		for _, o := range append(append([]Option{}, p.Sorts...), p.Sizes...) {
			if o.Selected && tools {
				name := "sort"
				if o.Label == o.Value || o.Value == "" && o.Label == "20" {
					name = "size"
				}
				sent.Add(name, o.Value)
			}
		}
		for _, f := range p.Facets {
			for _, h := range f.Hidden {
				sent.Add(h.Name, h.Value)
			}
			for _, row := range f.Rows {
				if row.Checked || row.Excluded {
					sent.Add(row.Box.Name, row.Box.Value)
				}
			}
			if f.Find != nil {
				sent.Add(f.Find.Name, f.Find.Text)
			}
			if h := f.Histogram; h != nil && h.From+h.To != "" {
				sent.Add(f.Name, h.From+".."+h.To)
			}
		}
		if tools == (raw == "all=platform&platform=v7&sort=newest&size=50&q=x&view=samples&column=sex") {
			t.Errorf("%q: tools %v", raw, tools)
		}
		got, warnings := search.Parse(sent)
		if diff := cmp.Diff(q, got); diff != "" || len(warnings) > 0 {
			t.Errorf("%q: the form sends %v (%v): -want +got\n%s", raw, sent, warnings, diff)
		}
	}
}

func TestSortOptions(t *testing.T) {
	t.Parallel()
	values := func(options []Option) (list []string) {
		for _, o := range options {
			if o.Selected {
				o.Value += "!"
			}
			list = append(list, o.Value)
		}
		return list
	}
	// The default order is a blank: text that is typed into the page without text is ordered by relevance.
	if diff := cmp.Diff([]string{"!", "fewest-samples", "newest", "oldest"}, values(sortOptions(parse(t, "")))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"", "most-samples", "fewest-samples", "newest!", "oldest"}, values(sortOptions(parse(t, "q=x&sort=newest")))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"10", "", "33!", "50", "100"}, values(sizeOptions(parse(t, "size=33")))); diff != "" {
		t.Error(diff)
	}
}
