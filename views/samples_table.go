package views

import (
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// SampleTable is a page of samples with their values, a column for each field that any of them reports.
type SampleTable struct {
	Columns     []Column
	Rows        []SampleRow
	NotReported []string // labels of the fields without a column
	Caption     string
}

// Column is a sample field.
type Column struct {
	Field, Label string
	Italic       bool
}

// SampleRow is one sample.
type SampleRow struct {
	Code, URL string
	Title     string
	Cells     [][]Link // by column; none is not reported
}

// tableRow is what a row is made of.
type tableRow struct {
	code, title string
	values      func(field string) []search.Term
}

func newTable(rows []tableRow, fields []string) *SampleTable {
	t := &SampleTable{}
	for _, field := range fields {
		label, reported := fieldLabel(field), false
		for _, r := range rows {
			reported = reported || len(r.values(field)) > 0
		}
		if !reported {
			t.NotReported = append(t.NotReported, label)
			continue
		}
		t.Columns = append(t.Columns, Column{Field: field, Label: label, Italic: field == models.FieldOrganism})
	}
	for _, r := range rows {
		row := SampleRow{Code: r.code, URL: SampleURL(r.code), Title: r.title}
		for _, c := range t.Columns {
			row.Cells = append(row.Cells, valueLinks(c.Field, r.values(c.Field)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// valueLinks leads from values to their searches; a field that is no facet has none.
func valueLinks(field string, terms []search.Term) []Link {
	links := make([]Link, 0, len(terms))
	for _, term := range terms {
		label := valueLabel(field, term.Value, term.Label)
		if field == models.FieldPlatform {
			label = shortName(term)
		}
		link := Link{Label: label}
		if search.FieldByName(field) != nil {
			link.URL = ValueURL(field, term.Value)
		}
		links = append(links, link)
	}
	return links
}

// recordLabel is what people read of a value: a platform's name rather than its code.
func recordLabel(v *models.Value) string {
	if v.Platform != nil && v.Platform.Name != "" {
		return v.Platform.Name
	}
	return v.Label
}

func sampleFieldNames() []string {
	fields := search.SampleFields()
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}
