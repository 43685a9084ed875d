package suggest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/suggest"
)

// catalogue answers the empty query.
func catalogue() *search.Result {
	r := &search.Result{}
	add := func(field string, buckets ...search.Bucket) {
		r.Facets = append(r.Facets, search.Facet{Field: search.FieldByName(field), Buckets: buckets})
	}
	value := func(value string, samples int) search.Bucket {
		return search.Bucket{Value: value, Label: value, Samples: samples, Experiments: samples / 10}
	}
	platform := value("GPL570", 800)
	platform.Label = "[HG-U133_Plus_2] Affymetrix Human Genome U133 Plus 2.0 Array"
	add("organism", value("Homo sapiens", 1000), value("Mus musculus", 500), value("Escherichia coli", 40),
		value("Escherichia coli str. K-12 substr. MG1655", 80), value("Saccharomyces cerevisiae", 30), value("Drosophila melanogaster", 20),
		search.Bucket{NotReported: true, Label: "not reported", Samples: 7})
	add("tissue", value("liver", 100), value("fetal liver", 300), value("whole blood", 90), value("corpus cavernosum", 1))
	add("disease", value("Sjögren's syndrome", 5), value("liver cirrhosis", 9), value("hepatitis C", 2))
	add("platform", platform)
	return r
}

func found(list []suggest.Found) []string {
	var words []string
	for _, f := range list {
		kind := "institution"
		if f.Field != nil {
			kind = f.Field.Name
		}
		words = append(words, strings.Trim(fmt.Sprintf("%s|%s=%s|%s", f.Rest, kind, f.Value.Value, f.As), "|"))
	}
	return words
}

func TestFind(t *testing.T) {
	t.Parallel()
	x := suggest.New(catalogue(), []string{"Broad Institute", "Liverpool University", "BROAD  institute"})
	for text, want := range map[string][]string{
		"human":            {"organism=Homo sapiens|human", "platform=GPL570"},
		"HUM":              {"organism=Homo sapiens|human", "platform=GPL570"},
		"mouse":            {"organism=Mus musculus|mouse"},
		"fly":              {"organism=Drosophila melanogaster|fly"},
		"yeast":            {"organism=Saccharomyces cerevisiae|yeast"},
		"bakers":           {"organism=Saccharomyces cerevisiae|baker's yeast"},
		"e. coli":          {"organism=Escherichia coli|E. coli", "organism=Escherichia coli str. K-12 substr. MG1655|E. coli str. K-12 substr. MG1655"},
		"coli":             {"organism=Escherichia coli str. K-12 substr. MG1655", "organism=Escherichia coli"},
		"liver":            {"tissue=liver", "disease=liver cirrhosis", "institution=Liverpool University", "tissue=fetal liver"},
		"sjogren":          {"disease=Sjögren's syndrome"},
		"SJÖGRENS":         {"disease=Sjögren's syndrome"},
		"hep c":            {"disease=hepatitis C"},
		"gpl5":             {"platform=GPL570"},
		"u133":             {"platform=GPL570"},
		"broad":            {"institution=Broad Institute"},
		"fibrosis mouse":   {"fibrosis|organism=Mus musculus|mouse"},
		"male whole bl":    {"male|tissue=whole blood"},
		"cancer OR mouse":  nil,
		"cancer -mouse":    nil,
		"-mouse":           nil,
		`"mouse`:           nil,
		"tissue:liver":     nil,
		"cancer in":        nil, // too short to begin anything behind other words
		"h":                nil,
		"":                 nil,
		"...":              nil,
		"not reported":     nil,
		"ver":              nil, // within a word
		"zzz":              nil,
		"liver in a mouse": {"liver in a|organism=Mus musculus|mouse"},
	} {
		if diff := cmp.Diff(want, found(x.Find(text, 10))); diff != "" {
			t.Errorf("%q: -want +got\n%s", text, diff)
		}
	}
	if got := found(x.Find("liver", 2)); len(got) != 2 {
		t.Errorf("at most 2 are %q", got)
	}
	if got := x.Find("human", 1)[0]; got.Samples != 1000 || got.Experiments != 100 || got.Label != "Homo sapiens" {
		t.Errorf("human is %+v", got)
	}
}

// TestEveryCommonName reaches each row of the table.
func TestEveryCommonName(t *testing.T) {
	t.Parallel()
	organisms := search.Facet{Field: search.FieldByName("organism")}
	rows := suggest.NamesTable(t)
	for _, row := range rows {
		organisms.Buckets = append(organisms.Buckets, search.Bucket{Value: row[1], Label: row[1]})
	}
	x := suggest.New(&search.Result{Facets: []search.Facet{organisms}}, nil)
	for _, row := range rows {
		got := x.Find(strings.ToUpper(row[0]), 1)
		if len(got) != 1 || got[0].Value.Value != row[1] {
			t.Errorf("%s finds %v, want %s", row[0], found(got), row[1])
		}
	}
	if len(rows) < 100 {
		t.Errorf("the table has %d rows", len(rows))
	}
}
