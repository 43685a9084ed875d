package views

import (
	"slices"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// HitTable is a page of matching samples, in the columns of the query.
type HitTable struct {
	Columns []Column
	Rows    []HitRow
	Choices []Choice // of columns
}

// Column is a field, or what else the table shows of a sample.
type Column struct {
	Field, Label string
	Italic       bool
}

// HitRow is one sample.
type HitRow struct {
	Code, URL string
	Cells     []HitCell
}

// HitCell is a value of each kind of column; a cell without anything is not reported.
type HitCell struct {
	Text  string // of the title
	Links []Link
	Codes bool // links are of experiments
	More  int  // experiments left out
}

// fittingColumns is how many columns beside the accession code fit on a screen; a table of more is scrolled sideways.
const fittingColumns = 7

// rowExperiments is how many of a sample's experiments a row names.
const rowExperiments = 3

// NewHitTable makes the table of the samples view.
func NewHitTable(q search.Query, hits []search.SampleHit) *HitTable {
	t := &HitTable{}
	shown := q.ShownColumns()
	for _, name := range search.Columns() {
		isShown := slices.Contains(shown, name)
		t.Choices = append(t.Choices, Choice{Name: name, Label: columnLabel(name), Shown: isShown})
		if isShown {
			t.Columns = append(t.Columns, Column{Field: name, Label: columnLabel(name), Italic: name == models.FieldOrganism})
		}
	}
	for _, h := range hits {
		row := HitRow{Code: h.AccessionCode, URL: SampleURL(h.AccessionCode)}
		for _, c := range t.Columns {
			row.Cells = append(row.Cells, newHitCell(c.Field, h))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func newHitCell(column string, h search.SampleHit) HitCell {
	switch column {
	case search.ColumnTitle:
		return HitCell{Text: h.Title}
	case search.ColumnExperiments:
		cell := HitCell{Codes: true}
		for i, code := range firstOf(h.Under, h.Experiments) {
			if i == rowExperiments {
				cell.More = len(h.Experiments) - i
				break
			}
			cell.Links = append(cell.Links, Link{code, ExperimentURL(code)})
		}
		return cell
	}
	return HitCell{Links: valueLinks(column, h.Values[column])}
}

func columnLabel(name string) string {
	switch name {
	case search.ColumnTitle:
		return "Title"
	case search.ColumnExperiments:
		return "Experiments"
	}
	return fieldLabel(name)
}

// firstOf puts one code before the others.
func firstOf(first string, codes []string) []string {
	list := []string{first}
	for _, code := range codes {
		if code != first {
			list = append(list, code)
		}
	}
	return list
}
