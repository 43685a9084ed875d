package against

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// sample is one of experiment documents as an engine gets it.
func sample(id uint, organism, processed string, experiments ...string) search.SampleDocument {
	d := search.SampleDocument{ID: id, AccessionCode: string(rune('a' + id)), Experiments: experiments}
	for _, f := range search.SampleFields() {
		var values []search.Value
		switch f.Name {
		case models.FieldOrganism:
			values = []search.Value{{Key: models.Fold(organism), Term: search.Term{Value: organism, Label: organism}}}
		case models.FieldProcessed:
			values = []search.Value{{Key: processed, Term: search.Term{Value: processed, Label: processed}}}
		}
		d.Values = append(d.Values, values)
	}
	return d
}

// documents are a mixed study, and one that repeats a sample of it. A sample that cannot be downloaded is in neither.
func documents() []Document {
	yes := map[string][]search.Value{publicationField: {{Key: "yes", Term: search.Term{Value: "yes", Label: "yes"}}}}
	return []Document{
		NewDocument(&search.Document{Hit: search.ExperimentHit{AccessionCode: "E1", Title: "mixed"}, Values: yes, Numbers: map[string]int{"samples": 4},
			Samples: []search.SampleDocument{sample(0, "Homo sapiens", "yes", "E1"), sample(1, "Mus musculus", "yes", "E1", "E2"),
				sample(2, "Mus musculus", "yes", "E1"), sample(3, "Homo sapiens", "no", "E1")}}),
		NewDocument(&search.Document{Hit: search.ExperimentHit{AccessionCode: "E2"}, Values: yes, Numbers: map[string]int{"samples": 1},
			Samples: []search.SampleDocument{sample(1, "Mus musculus", "yes", "E1", "E2")}}),
	}
}

func TestDocument(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal(documents()[0].source())
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"accession_code":"E1","description":"","downloadable_samples":["a","b","c"],"organism":["homo sapiens","mus musculus"],` +
		`"processed":["yes","no"],"publication":["yes"],"samples":4,"title":"mixed"}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

// TestRight: a sample counts where it belongs itself, and once; the seed meant all samples of the experiments with a value.
func TestRight(t *testing.T) {
	t.Parallel()
	right := newCounter()
	for _, d := range documents() {
		right.add(d)
	}
	human, mouse := models.Fold("Homo sapiens"), models.Fold("Mus musculus")
	counts := Counts{Facets: map[string]map[string]search.Total{
		models.FieldOrganism: {human: {Samples: 3}, mouse: {Samples: 2}}, publicationField: {"yes": {Samples: 3}},
	}}
	want := []FieldNumbers{
		{Side: "seed", Field: models.FieldTechnology},
		{Side: "seed", Field: models.FieldOrganism, Values: 2, Exact: 1, Meant: 1, Worst: []Off{{Value: human, Says: 3, Right: 1, Meant: 3}}},
		{Side: "seed", Field: models.FieldPlatform},
		{Side: "seed", Field: publicationField, Values: 1, Exact: 1, Meant: 1},
	}
	if diff := cmp.Diff(want, right.judge("seed", counts), cmp.Comparer(func(a, b []Off) bool { return cmp.Equal(append([]Off{}, a...), append([]Off{}, b...)) })); diff != "" {
		t.Error(diff)
	}
}

func TestRequest(t *testing.T) {
	t.Parallel()
	seed := Seed{Fields: []string{models.FieldOrganism, "samples"}}
	got, err := json.Marshal(seed.request(Query{Conditions: []Condition{{models.FieldOrganism, "Homo sapiens"}}})["aggs"])
	if err != nil {
		t.Fatal(err)
	}
	var facets map[string]struct {
		Terms struct{ Size int }
		Range struct {
			Ranges []struct {
				Key      string
				From, To *int
			}
		}
		Aggs struct {
			Samples struct {
				Cardinality struct {
					Field     string
					Threshold int `json:"precision_threshold"`
				}
			}
		}
	}
	if err := json.Unmarshal(got, &facets); err != nil {
		t.Fatal(err)
	}
	for name, facet := range facets {
		if c := facet.Aggs.Samples.Cardinality; c.Field != "downloadable_samples" || c.Threshold != 40000 {
			t.Errorf("%s counts %+v", name, c)
		}
	}
	if facets[models.FieldOrganism].Terms.Size != bucketSize {
		t.Errorf("organisms: %s", got)
	}
	ranges := facets["samples"].Range.Ranges
	if len(ranges) != 10 || *ranges[1].From != 1 || *ranges[1].To != 5 || ranges[9].To != nil {
		t.Errorf("sizes: %s", got)
	}
}

// TestDifferences: sides that are to be exact are held to one another, in what both have.
func TestDifferences(t *testing.T) {
	t.Parallel()
	sides := []Named{{Name: "a", Exact: true}, {Name: "seed"}, {Name: "b", Exact: true}}
	counts := func(total, liver int) Counts {
		return Counts{Total: search.Total{Samples: total}, Facets: map[string]map[string]search.Total{"tissue": {"liver": {Samples: liver}}}}
	}
	q := Query{Name: "everything"}
	if got := differences(sides, q, map[string]Counts{"a": counts(3, 2), "seed": counts(9, 9), "b": counts(3, 2)}); got != nil {
		t.Errorf("the same differs: %v", got)
	}
	want := []string{"everything: a finds {0 3}, b {0 4}", "everything: a and b differ in tissue"}
	if diff := cmp.Diff(want, differences(sides, q, map[string]Counts{"a": counts(3, 2), "b": counts(4, 1)})); diff != "" {
		t.Error(diff)
	}
}
