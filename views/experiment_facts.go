package views

import (
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// Fact is a labelled detail of the strip below the title; without a value it is not reported.
type Fact struct {
	Label  string
	Values []Link
	Big    string // a number in the ink of samples
	Italic bool
	More   int
}

// factValues is how many values a fact names before "and n more".
const factValues = 4

func experimentFacts(d ExperimentData) []Fact {
	e := d.Experiment
	published := Fact{Label: "Published"}
	if e.FirstPublished != nil {
		published.Values = []Link{{Label: longDate(e.FirstPublished)}}
	}
	publication := Fact{Label: "Publication"}
	for _, p := range e.Publications {
		publication.Values = append(publication.Values, publicationLink(p))
	}
	if len(publication.Values) == 0 && e.HasPublication {
		publication.Values = []Link{{Label: "yes, not named"}}
	}
	facts := []Fact{
		{Label: "Samples", Big: number(d.Total)},
		countedFact("Organism", models.FieldOrganism, d),
		countedFact("Technology", models.FieldTechnology, d),
		countedFact("Platform", models.FieldPlatform, d),
		published,
		publication,
	}
	if e.SubmitterInstitution != "" {
		facts = append(facts, Fact{Label: "Institution", Values: []Link{{Label: e.SubmitterInstitution}}})
	}
	if e.SourceDatabase != "" {
		facts = append(facts, Fact{Label: "Source", Values: []Link{{e.SourceDatabase, ValueURL("source", e.SourceDatabase)}}})
	}
	return facts
}

// countedFact lists a field's values with their numbers, where there is more than one value.
func countedFact(label, field string, d ExperimentData) Fact {
	fact := Fact{Label: label, Italic: field == models.FieldOrganism}
	counts := valuesOf(d.Values, field)
	for i, v := range counts {
		if i == factValues {
			fact.More = len(counts) - i
			break
		}
		shown := valueLabel(field, v.Label, v.Label)
		if field == models.FieldPlatform {
			shown = shortName(search.Term{Value: v.Label, Label: v.Name})
		}
		if len(counts) > 1 || v.Samples != d.Total {
			shown += " (" + number(v.Samples) + ")"
		}
		fact.Values = append(fact.Values, Link{shown, ValueURL(field, v.Label)})
	}
	return fact
}

func valuesOf(values []models.ValueCount, field string) []models.ValueCount {
	var list []models.ValueCount
	for _, v := range values {
		if v.Field == field {
			list = append(list, v)
		}
	}
	return list
}
