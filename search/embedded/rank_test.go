package embedded_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/searchtest"
)

// TestRank holds the order of hits to its rule, sentence by sentence. The experiments of each are given from the best to the worst; their accession
// codes run the other way, so that no tie passes for an order.
func TestRank(t *testing.T) {
	t.Parallel()
	type e = models.ExperimentBody
	long := strings.Repeat(" word", 60)
	for rule, test := range map[string]struct {
		text  string
		order []e
	}{
		"a word in the title beats the same word in the description": {"liver", []e{
			{Title: "liver"}, {Description: "liver"}}},
		"however often the description has it, and in all its forms": {"cell differentiation", []e{
			{Title: "differentiation of a cell"},
			{Description: strings.Repeat("cells differentiate, cell differentiates, differentiated ", 50)}}},
		"and however long the title is": {"liver", []e{
			{Title: "liver" + long}, {Description: strings.Repeat("liver ", 50)}}},
		"a title beats an institution, and that a description": {"liver", []e{
			{Title: "liver"}, {SubmitterInstitution: "liver"}, {Description: "liver"}}},
		"authors beat a publication's title": {"root", []e{
			{Publications: []models.PublicationBody{{Title: "map", Authors: []string{"Root"}}}},
			{Publications: []models.PublicationBody{{Title: "root", Authors: []string{"Map"}}}}}},
		"a short title beats a long one": {"liver", []e{
			{Title: "liver"}, {Title: "liver and other organs of the body"}}},
		"more often is better": {"liver", []e{
			{Description: "liver liver of one and two"}, {Description: "liver kidney of one and two"}}},
		"a rare word weighs more than a frequent one": {"common OR rare", []e{
			{Title: "rare"}, {Title: "common"}, {Title: "common word"}, {Title: "common word more"}}},
		"a phrase beats the same words apart": {"stem cell", []e{
			{Description: "a stem cell here"}, {Description: "a cell of the stem"}}},
		"even if they stand there more often, and alone": {"stem cell", []e{
			{Description: "a stem cell here" + long}, {Description: strings.Repeat("stem of cell ", 20)}}},
		"words in order beat words in another": {"gene map", []e{
			{Title: "gene map"}, {Title: "map gene"}}},
		"a whole phrase beats a part of it, and that none": {"bone marrow stroma", []e{
			{Title: "of bone marrow stroma"}, {Title: "stroma of bone marrow"}, {Title: "marrow bone and stroma"}}},
		"stop words take their place in it": {"model of evolution", []e{
			{Title: "model of evolution"}, {Title: "evolution model"}}},
		"a phrase in the title beats one in the description": {`"gene map"`, []e{
			{Title: "gene map", Description: "of one"}, {Title: "of one", Description: "gene map"}}},
		"neighbours within a group": {"title:(gene map) -title:(root of bone) (gene map)", []e{
			{Title: "gene map"}, {Title: "map gene"}}},
		"neighbours within a field that is asked for": {"title:gene title:map", []e{
			{Title: "gene map"}, {Title: "map gene"}}},
	} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			var want []string
			c := searchtest.Catalogue{}
			for i, body := range test.order {
				body.AccessionCode = fmt.Sprintf("GSE%d", 99-i)
				want = append(want, body.AccessionCode)
				c.Experiments = append(c.Experiments, body)
			}
			if diff := cmp.Diff(want, hits(t, c, test.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestTies: experiments that fit the text equally well are ordered by how many of their samples match, then by accession code.
func TestTies(t *testing.T) {
	t.Parallel()
	c := searchtest.Catalogue{Experiments: []models.ExperimentBody{
		{AccessionCode: "GSE3", Title: "liver", Samples: []string{"GSM1"}},
		{AccessionCode: "GSE2", Title: "liver", Samples: []string{"GSM2"}},
		{AccessionCode: "GSE4", Title: "liver", Samples: []string{"GSM3", "GSM4"}},
		{AccessionCode: "GSE1", Title: "liver"},
	}}
	for i := range 4 {
		c.Samples = append(c.Samples, models.SampleBody{AccessionCode: fmt.Sprintf("GSM%d", i+1)})
	}
	if diff := cmp.Diff([]string{"GSE4", "GSE2", "GSE3", "GSE1"}, hits(t, c, "liver")); diff != "" {
		t.Error(diff)
	}
}

// TestManySamplesDoNotDrownTitles: the attributes of a big experiment mention everything; an experiment about the thing comes first.
func TestManySamplesDoNotDrownTitles(t *testing.T) {
	t.Parallel()
	big := models.ExperimentBody{AccessionCode: "GSE1", Title: "atlas of everything"}
	c := searchtest.Catalogue{}
	for i := range 200 {
		s := models.SampleBody{AccessionCode: fmt.Sprintf("GSM%d", i), Title: fmt.Sprintf("liver of donor %d", i)}
		big.Samples = append(big.Samples, s.AccessionCode)
		c.Samples = append(c.Samples, s)
	}
	c.Experiments = []models.ExperimentBody{big, {AccessionCode: "GSE2", Title: "liver"}, {AccessionCode: "GSE3", Title: "kidney"}}
	if diff := cmp.Diff([]string{"GSE2", "GSE1"}, hits(t, c, "liver")); diff != "" {
		t.Error(diff)
	}
}

// hits lists what a text finds in a catalogue, by relevance.
func hits(t *testing.T, c searchtest.Catalogue, text string) []string {
	t.Helper()
	r, err := engineOf(t, c).Search(t.Context(), search.Query{Text: text, Sort: search.SortRelevance, View: search.ViewExperiments, Page: 1, Size: 100})
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, hit := range r.Experiments {
		codes = append(codes, hit.AccessionCode)
	}
	return codes
}

// engineOf indexes a catalogue.
func engineOf(t *testing.T, c searchtest.Catalogue) search.Engine {
	t.Helper()
	store := modelstest.SQLite(t)
	if err := c.Import(t.Context(), store); err != nil {
		t.Fatal(err)
	}
	b := backend(t)
	if _, err := search.Reindex(t.Context(), store, b.Indexer, nil); err != nil {
		t.Fatal(err)
	}
	if err := b.Refresh(); err != nil {
		t.Fatal(err)
	}
	return b.Engine
}
