package study

import (
	"maps"
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// columns reads which columns to show: those of the URL in the order of the study, nil where they are those by default.
func (p *parser) columns() []string {
	asked := map[string]bool{}
	for _, name := range p.list(paramCol) {
		if name == AllColumns {
			return []string{AllColumns}
		}
		c := p.column(name)
		if c == nil {
			p.warn(paramCol, name, "The samples have no column %q%s.", search.Shorten(name), search.DidYouMean(name, p.names()))
			continue
		}
		asked[c.Name] = true
	}
	var names []string
	for _, c := range p.study.Columns {
		if asked[c.Name] && c.Kind != OfCode && c.Kind != OfTitle {
			names = append(names, c.Name)
		}
	}
	if sorted := slices.Sorted(slices.Values(p.study.Default())); slices.Equal(slices.Sorted(slices.Values(names)), sorted) {
		return nil
	}
	return names
}

// open reads which samples to show in full.
func (p *parser) open() []string {
	var codes []string
	for _, code := range p.list(paramOpen) {
		if p.study.sample(code) < 0 {
			p.warn(paramOpen, code, "The experiment has no sample %q.", search.Shorten(code))
			continue
		}
		if !slices.Contains(codes, code) && len(codes) < maxOpen {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

// fixedLabel is the name of a column that any study may have; empty for others.
func fixedLabel(name string) string {
	switch {
	case slices.Contains(Fields(), name):
		return Label(name)
	case name == ColumnTitle:
		return "a title"
	case name == ColumnAlternate:
		return "other codes"
	case name == ColumnExperiment:
		return "other experiments"
	}
	return ""
}

// sample finds a sample by its accession code; -1 where there is none.
func (s *Study) sample(code string) int {
	i, found := slices.BinarySearchFunc(s.Samples, code, func(sample models.StudySample, code string) int { return strings.Compare(sample.AccessionCode, code) })
	if !found {
		return -1
	}
	return i
}

// unknown names every parameter that no part of Parse reads.
func (p *parser) unknown() {
	known := map[string]bool{paramSort: true, paramCol: true, paramOpen: true, paramPage: true, paramSize: true, paramFrom: true}
	names := slices.Collect(maps.Keys(known))
	for _, c := range p.study.Columns {
		known[c.Name], known[c.Name+excludeMark], known[paramIn+c.Name] = true, true, true
		names = append(names, c.Name)
	}
	slices.Sort(names)
	for _, param := range slices.Sorted(maps.Keys(p.values)) {
		if known[param] || len(p.list(param)) == 0 {
			continue
		}
		name := strings.TrimPrefix(strings.TrimSuffix(param, excludeMark), paramIn)
		if label := fixedLabel(name); label != "" {
			p.warn(param, p.list(param)[0], "No sample of this experiment reports %s; the filter was left out.", label)
			continue
		}
		p.warn(models.Tidy(search.Shorten(param)), p.list(param)[0], "There is no parameter %q of this table%s; it was left out.", search.Shorten(param), search.DidYouMean(param, names))
	}
}
