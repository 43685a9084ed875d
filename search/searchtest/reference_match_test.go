package searchtest

import (
	"slices"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// asking is a query that is put to a generation.
type asking struct {
	*generation
	fault    fault
	query    search.Query
	node     search.TextNode // what is asked of the text, after the fall back to any word
	outcome  search.TextOutcome
	warnings []search.Warning
}

func newAsking(g *generation, q search.Query) *asking {
	a := &asking{generation: g, fault: g.of.fault, query: q}
	a.readText()
	return a
}

// match returns the matching samples of an experiment, and whether the experiment matches; the conditions of one field, which
// may be "", are lifted.
func (a *asking) match(d *search.Document, lifted string) (matching []search.SampleDocument, matches bool) {
	if a.fault == facetsCollapse {
		lifted = ""
	}
	textIsLost := a.fault == textLostInFacets && lifted != ""
	if !textIsLost && !a.hasText(d) {
		return nil, false
	}
	for _, f := range search.ExperimentFields() {
		if !a.passes(a.condition(f, lifted), valuesOf(d, f)) {
			return nil, false
		}
	}
	filtered := false // whether a sample field is
	for _, f := range search.SampleFields() {
		filtered = filtered || !a.condition(f, lifted).Empty()
	}
	for _, s := range d.Samples {
		if a.samplePasses(s, lifted) {
			matching = append(matching, s)
		}
	}
	matches = len(matching) > 0 || !filtered

	switch a.fault {
	case exclusiveSamplesOnly:
		inNoOther := func(s search.SampleDocument) bool { return len(s.Experiments) == 1 }
		matches = len(d.Samples) == 0 && !filtered || slices.ContainsFunc(matching, inNoOther)
	case conjunctionAcrossSamples:
		matches = !filtered || a.everyFieldHasASample(d, lifted)
	case exclusionDropsExperiments:
		if slices.ContainsFunc(d.Samples, a.hasExcluded) {
			return nil, false
		}
	case emptyAlwaysMatches:
		matches = matches || len(d.Samples) == 0
	case emptyNeverMatches:
		matches = len(matching) > 0
	}
	return matching, matches
}

// condition is what the query asks of a field, unless that is lifted.
func (a *asking) condition(f *search.Field, lifted string) search.Condition {
	c := a.query.Condition(f.Name)
	switch {
	case f.Name != lifted:
		return c
	case a.fault == liftsIncludedOnly:
		return search.Condition{Field: f.Name, Exclude: c.Exclude}
	}
	return search.Condition{Field: f.Name}
}

func (a *asking) samplePasses(s search.SampleDocument, lifted string) bool {
	for i, f := range search.SampleFields() {
		if !a.passes(a.condition(f, lifted), terms(s.Values[i])) {
			return false
		}
	}
	return true
}

// value is one of a field's: a term with its key, or a number.
type value struct {
	search.Value
	number  int
	isRange bool
}

func terms(list []search.Value) []value {
	var values []value
	for _, v := range list {
		values = append(values, value{Value: v})
	}
	return values
}

// valuesOf are an experiment's values of an experiment field.
func valuesOf(d *search.Document, f *search.Field) []value {
	if !f.IsRange() {
		return terms(d.Values[f.Name])
	}
	if n, reported := d.Numbers[f.Name]; reported {
		return []value{{number: n, isRange: true}}
	}
	return nil
}

// passes is rule 1: one of the values, or their absence, is included if anything is, and none is excluded.
func (a *asking) passes(c search.Condition, values []value) bool {
	if a.fault == nullLost && len(values) == 0 && len(c.Exclude) > 0 {
		return false
	}
	if a.fault == firstValueOnly && len(values) > 1 {
		values = values[:1]
	}
	included := !c.Includes() || c.NotReported && len(values) == 0 || c.Reported && len(values) > 0
	if a.fault == starIncludesNotReported && c.Reported {
		included = true
	}
	for _, v := range values {
		if a.isOneOf(v, c.Exclude) {
			return false
		}
		included = included || a.isOneOf(v, c.Include)
	}
	return included
}

// isOneOf says whether a value is one of those that a query names, or lies in one of its ranges.
func (a *asking) isOneOf(v value, named []string) bool {
	return slices.ContainsFunc(named, func(name string) bool {
		switch {
		case v.isRange:
			r, ok := search.ParseRange(name)
			if a.fault == rangesExcludeTheirEnd && r.Max > r.Min {
				r.Max--
			}
			return ok && r.Contains(v.number)
		case a.fault == caseSensitive:
			return v.Term.Value == name
		}
		return v.Key == models.Fold(name)
	})
}

// everyFieldHasASample is the fault of taking "female and liver" from two samples.
func (a *asking) everyFieldHasASample(d *search.Document, lifted string) bool {
	for i, f := range search.SampleFields() {
		passes := func(s search.SampleDocument) bool { return a.passes(a.condition(f, lifted), terms(s.Values[i])) }
		if !slices.ContainsFunc(d.Samples, passes) {
			return false
		}
	}
	return true
}

// hasExcluded says whether a sample has an excluded value.
func (a *asking) hasExcluded(s search.SampleDocument) bool {
	for i, f := range search.SampleFields() {
		for _, v := range terms(s.Values[i]) {
			if a.isOneOf(v, a.query.Condition(f.Name).Exclude) {
				return true
			}
		}
	}
	return false
}
