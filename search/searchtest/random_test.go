package searchtest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/analysis"
)

// TestVocabulary holds the words to what the oracle assumes of them.
func TestVocabulary(t *testing.T) {
	t.Parallel()
	analyzer := analysis.New()
	for _, word := range Vocabulary {
		terms := analyzer.Terms(word)
		if len(terms) != 1 || terms[0].Text != word {
			t.Errorf("the analysis of %q is %v", word, terms)
		}
	}
}

// TestRandomCatalogue requires that a random catalogue has every difficulty that it is for.
func TestRandomCatalogue(t *testing.T) {
	t.Parallel()
	c := RandomCatalogue(1)
	if diff := cmp.Diff(c, RandomCatalogue(1)); diff != "" {
		t.Errorf("the same seed gives another catalogue:\n%s", diff)
	}
	in := map[string][]models.ExperimentBody{}
	has := map[string]int{}
	note := func(difficulty string, when bool) {
		if when {
			has[difficulty]++
		} else {
			has[difficulty] += 0
		}
	}
	for _, e := range c.Experiments {
		for _, s := range e.Samples {
			in[s] = append(in[s], e)
		}
		note("experiment without samples", len(e.Samples) == 0)
		note("experiment without a date", e.FirstPublished == nil)
		note("experiment without a source", e.SourceDatabase == "")
	}
	for _, s := range c.Samples {
		of := in[s.AccessionCode]
		note("sample in no experiment", len(of) == 0)
		note("sample in two experiments", len(of) == 2)
		note("sample in more experiments", len(of) > 2)
		note("sample of several sources", slices.ContainsFunc(of, func(e models.ExperimentBody) bool { return e.SourceDatabase != of[0].SourceDatabase }))
		note("sample of several years", slices.ContainsFunc(of, func(e models.ExperimentBody) bool {
			return e.FirstPublished != nil && of[0].FirstPublished != nil && e.FirstPublished.Year() != of[0].FirstPublished.Year()
		}))
		fields := map[string]int{}
		for _, v := range s.Values {
			fields[v.Field]++
			note("spelling "+v.Value, v.Value == "LIVER" || v.Value == "gpl570")
		}
		for field := range domain {
			note("sample without "+field, fields[field] == 0)
			note("sample with several values of "+field, fields[field] > 1)
		}
	}
	for difficulty, n := range has {
		if n == 0 && difficulty[:8] != "spelling" {
			t.Errorf("no %s", difficulty)
		}
	}
	for _, variant := range []string{"LIVER", "gpl570"} {
		if has["spelling "+variant] == 0 {
			t.Errorf("no sample has the spelling %s", variant)
		}
	}
}

// TestQueries requires that random queries are of every kind, and that each is the canonical one of its URL.
func TestQueries(t *testing.T) {
	t.Parallel()
	store := modelstest.SQLite(t)
	if err := RandomCatalogue(1).Import(t.Context(), store); err != nil {
		t.Fatal(err)
	}
	maker, again := queries(t, store), queries(t, store)
	has := map[string]bool{}
	for range 400 {
		q := maker.Next()
		if diff := cmp.Diff(q, again.Next()); diff != "" {
			t.Fatalf("the same seed gives another query:\n%s", diff)
		}
		if parsed, warnings := search.Parse(q.Values()); len(warnings) > 0 || cmp.Diff(q, parsed) != "" {
			t.Errorf("%s is not canonical: %v %s", q.Values().Encode(), warnings, cmp.Diff(q, parsed))
		}
		has["sort "+string(q.Sort)] = true
		has["view "+string(q.View)] = true
		has["text"] = has["text"] || q.Text != ""
		has["deep page"] = has["deep page"] || q.Page > 3
		has["nothing asked"] = has["nothing asked"] || len(q.Conditions) == 0
		has["many fields"] = has["many fields"] || len(q.Conditions) > 3
		for _, c := range q.Conditions {
			has[c.Field+" included"] = has[c.Field+" included"] || len(c.Include) > 0
			has[c.Field+" excluded"] = has[c.Field+" excluded"] || len(c.Exclude) > 0
			has[c.Field+" reported"] = has[c.Field+" reported"] || c.Reported
			has[c.Field+" not reported"] = has[c.Field+" not reported"] || c.NotReported
		}
	}
	want := []string{"text", "deep page", "nothing asked", "many fields"}
	for _, s := range search.Sorts {
		want = append(want, "sort "+string(s))
	}
	for _, v := range search.Views {
		want = append(want, "view "+string(v))
	}
	for _, f := range search.Fields {
		want = append(want, f.Name+" included", f.Name+" excluded", f.Name+" reported", f.Name+" not reported")
	}
	for _, kind := range want {
		if !has[kind] {
			t.Errorf("no query of the kind: %s", kind)
		}
	}
}

func queries(t *testing.T, store *models.Store) *Queries {
	t.Helper()
	q, err := NewQueries(t.Context(), store, 1, Vocabulary...)
	if err != nil {
		t.Fatal(err)
	}
	return q
}
