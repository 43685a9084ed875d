package embedded_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/searchtest"
)

// TestWhy: each hit of a text says where its words stand; what the index keeps of samples is named with its value.
func TestWhy(t *testing.T) {
	t.Parallel()
	c := searchtest.Catalogue{
		Samples: []models.SampleBody{
			{AccessionCode: "GSM1", Values: []models.FieldValue{{Field: "tissue", Value: "fetal liver"}, {Field: "treatment", Value: "zebra drug"}}},
			{AccessionCode: "GSM2", Values: []models.FieldValue{{Field: "tissue", Value: "lung"}}, Title: "graft"},
		},
		Experiments: []models.ExperimentBody{{
			AccessionCode: "GSE1", Title: "Livers of mice", Description: "A brain map, and maps of the brain.", SubmitterInstitution: "Liver Institute",
			HasPublication: true, Publications: []models.PublicationBody{{Title: "Heart", Authors: []string{"A Smith"}}}, Samples: []string{"GSM1", "GSM2"},
		}},
	}
	engine := engineOf(t, c)
	mark := func(s string) search.Segment { return search.Segment{Text: s, Marked: true} }
	plain := func(s string) search.Segment { return search.Segment{Text: s} }
	for text, want := range map[string]*search.Why{
		"": nil,
		"liver": {
			Fields: []string{"title", "attributes", "institution", "tissue"},
			Title:  []search.Segment{mark("Livers"), plain(" of mice")}, Institution: []search.Segment{mark("Liver"), plain(" Institute")},
			Values: []search.MatchedValue{{Field: "tissue", Label: []search.Segment{plain("fetal "), mark("liver")}}},
		},
		`"brain map"`: {
			Fields: []string{"description"}, ExcerptOf: "description",
			Excerpt: []search.Segment{plain("A "), mark("brain map"), plain(", and maps of the brain.")},
		},
		"smith": {Fields: []string{"authors"}, ExcerptOf: "authors", Excerpt: []search.Segment{plain("A "), mark("Smith")}},
		"heart": {Fields: []string{"publication"}, ExcerptOf: "publication", Excerpt: []search.Segment{mark("Heart")}},
		"zebra": {Fields: []string{"attributes", "treatment"}},
		"graft": {Fields: []string{"attributes"}},
		"gse1":  {Fields: []string{"accession"}},
		"tissue:lung -title:lung": {
			Fields: []string{"tissue"}, Values: []search.MatchedValue{{Field: "tissue", Label: []search.Segment{mark("lung")}}},
		},
		"-lung OR samples:1..": nil,
	} {
		r, err := engine.Search(t.Context(), search.Query{Text: text, Sort: search.SortRelevance, View: search.ViewExperiments, Page: 1, Size: 10})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Experiments) != 1 {
			t.Errorf("%q finds %d experiments", text, len(r.Experiments))
			continue
		}
		if diff := cmp.Diff(want, r.Experiments[0].Why); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}
