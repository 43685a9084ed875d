package views

import (
	"strings"

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
	Note   string
}

// factValues is how many values a fact names before "and n more".
const factValues = 4

func experimentFacts(d ExperimentData) []Fact {
	e := d.Experiment
	published := Fact{Label: "Published"}
	if e.FirstPublished != nil {
		published.Values = []Link{{longDate(e.FirstPublished), ValueURL(fieldYear, search.Between(e.FirstPublished.UTC().Year(), e.FirstPublished.UTC().Year()).String())}}
	}
	publication := Fact{Label: "Publication"}
	for _, p := range e.Publications {
		publication.Values = append(publication.Values, publicationLink(p))
	}
	if len(publication.Values) == 0 && e.HasPublication {
		publication.Values = []Link{{Label: "yes, not named"}}
	}
	facts := []Fact{
		{Label: "Samples", Big: number(len(d.Study.Samples)), Note: "unique"},
		countedFact("Organism", models.FieldOrganism, d),
		countedFact("Technology", models.FieldTechnology, d),
		countedFact("Platform", models.FieldPlatform, d),
		published,
		publication,
	}
	if e.SubmitterInstitution != "" {
		facts = append(facts, Fact{Label: "Institution", Values: []Link{{excerpt(e.SubmitterInstitution, 90), institutionURL(e.SubmitterInstitution)}}})
	}
	if e.SourceDatabase != "" {
		facts = append(facts, Fact{Label: "Source", Values: []Link{{e.SourceDatabase, ValueURL("source", e.SourceDatabase)}}})
	}
	return facts
}

// institutionURL is the search for an institution's experiments.
func institutionURL(name string) string {
	name = strings.Join(strings.Fields(strings.ReplaceAll(name, `"`, " ")), " ")
	return SearchURL(search.Query{Text: `institution:"` + name + `"`})
}

// countedFact lists a field's values with their numbers, where there is more than one value.
func countedFact(label, field string, d ExperimentData) Fact {
	fact := Fact{Label: label, Italic: field == models.FieldOrganism}
	c := d.Study.Column(field)
	if c == nil {
		return fact
	}
	counts := c.Groups()
	for i, g := range counts {
		if i == factValues {
			fact.More = len(counts) - i
			break
		}
		link := columnValue(c, g.Value)
		if field != models.FieldTechnology { // organisms and platforms have pages of their own, which lead on to their searches
			link.URL = TermURL(field, g.Label)
		}
		if len(counts) > 1 || g.Samples != len(d.Study.Samples) {
			link.Label += " (" + number(g.Samples) + ")"
		}
		fact.Values = append(fact.Values, link)
	}
	return fact
}
