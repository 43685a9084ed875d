package search

import (
	"strings"

	"github.com/facetome/facetome/models"
)

// Scope says what a field belongs to.
type Scope int

// The two scopes. A sample passes the conditions of all sample fields or of none; an experiment those of all experiment fields.
const (
	OfSample Scope = iota
	OfExperiment
)

// Field is one facet.
type Field struct {
	Name  string // in URLs and JSON, and as a sample's models.Value.Field
	Label string // "Cell line"
	Many  string // "cell lines"
	Scope Scope

	// Values returns an experiment field's values; nil for sample fields, whose values are the sample's own, and for ranges.
	Values func(*models.Experiment) []string
	// Number returns an experiment field's number, where the field is a range; ok is false where it is not reported.
	Number func(*models.Experiment) (n int, ok bool)
	// Bins are a range's fixed bins, in order; nil is a bin for each number.
	Bins []Range
}

// IsRange says whether the field's conditions are ranges of whole numbers.
func (f *Field) IsRange() bool { return f.Number != nil }

// Noun is the field's name within a sentence: "cell line".
func (f *Field) Noun() string { return strings.ToLower(f.Label) }

// Fields is THE table of facets, in the order of the page. URLs, the index, both engines, JSON, pages and tests read it:
// adding a facet is one line.
var Fields = []*Field{
	{Name: models.FieldOrganism, Label: "Organism", Many: "organisms"},
	{Name: models.FieldTechnology, Label: "Technology", Many: "technologies"},
	{Name: models.FieldTissue, Label: "Tissue", Many: "tissues"},
	{Name: models.FieldDisease, Label: "Disease", Many: "diseases"},
	{Name: models.FieldSex, Label: "Sex", Many: "sexes"},
	{Name: models.FieldCellLine, Label: "Cell line", Many: "cell lines"},
	{Name: models.FieldStage, Label: "Stage", Many: "stages"},
	{Name: models.FieldPlatform, Label: "Platform", Many: "platforms"},
	{Name: models.FieldProcessed, Label: "Processed", Many: "states"},
	{Name: "source", Label: "Source", Many: "sources", Scope: OfExperiment, Values: source},
	{Name: "publication", Label: "Publication", Many: "states", Scope: OfExperiment, Values: publication},
	{Name: "year", Label: "Year", Many: "years", Scope: OfExperiment, Number: year},
	{Name: "samples", Label: "Samples", Many: "sizes", Scope: OfExperiment, Number: sampleCount, Bins: sampleBins},
}

// FacetNames lists the names of Fields, in their order. An index of other facets is out of date.
func FacetNames() []string {
	var names []string
	for _, f := range Fields {
		names = append(names, f.Name)
	}
	return names
}

// FieldByName finds a field; nil where there is none.
func FieldByName(name string) *Field {
	for _, f := range Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// SampleFields returns the sample fields in the table's order. Engines number them so.
func SampleFields() []*Field { return fieldsOf(OfSample) }

// ExperimentFields returns the experiment fields in the table's order.
func ExperimentFields() []*Field { return fieldsOf(OfExperiment) }

func fieldsOf(s Scope) []*Field {
	var fields []*Field
	for _, f := range Fields {
		if f.Scope == s {
			fields = append(fields, f)
		}
	}
	return fields
}

func source(e *models.Experiment) []string {
	if e.SourceDatabase == "" {
		return nil
	}
	return []string{e.SourceDatabase}
}

func publication(e *models.Experiment) []string {
	if e.HasPublication {
		return []string{"yes"}
	}
	return []string{"no"}
}

// year is that of the first publication, in UTC.
func year(e *models.Experiment) (int, bool) {
	if e.FirstPublished == nil {
		return 0, false
	}
	return e.FirstPublished.UTC().Year(), true
}

// sampleCount is how many samples the catalogue holds of the experiment, whatever is filtered.
func sampleCount(e *models.Experiment) (int, bool) { return len(e.Samples), true }

// sampleBins part experiments by size; the steps are about the same on a logarithmic scale.
var sampleBins = []Range{
	Between(0, 0), Between(1, 4), Between(5, 9), Between(10, 19), Between(20, 49), Between(50, 99),
	Between(100, 199), Between(200, 499), Between(500, 999), From(1000),
}
