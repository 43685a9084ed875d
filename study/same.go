package study

import (
	"slices"

	"github.com/facetome/facetome/models"
)

// saysTheSame finds the column of which an attribute is another copy: the field that was read from it, or one with the same texts.
func saysTheSame(c *Column, kept []*Variable) *Variable {
	if c.Kind != OfAttribute {
		return nil
	}
	for _, v := range kept {
		if v.Name == c.readInto || sameTexts(v.Column, c) {
			return v
		}
	}
	return nil
}

// alike tells whether two attributes part the samples alike: an id and its name. Measurements of the same patients are no names of one another.
func alike(a, b *Column) bool {
	return a.Numbers == nil && b.Numbers == nil && a.Kind == OfAttribute && b.Kind == OfAttribute && len(a.Cells) >= alikeFrom && len(a.Cells) < a.Reported() && technical(a.Label) == technical(b.Label) &&
		sameGroups(a, b)
}

// sameTexts tells whether every sample has the same values in both columns.
func sameTexts(a, b *Column) bool {
	if len(a.Cells) != len(b.Cells) || len(a.Cells) > 0 && !sameCell(&a.Cells[0], &b.Cells[0]) { // most differ in the first already
		return false
	}
	return sameGroups(a, b) && equalCells(a, b)
}

func equalCells(a, b *Column) bool {
	for i := range a.of {
		if a.of[i] != unreported && !sameCell(&a.Cells[a.of[i]], &b.Cells[b.of[i]]) {
			return false
		}
	}
	return true
}

func sameCell(a, b *Cell) bool {
	return slices.EqualFunc(a.Values, b.Values, func(a, b Value) bool { return a.Key == b.Key })
}

// closed are the fields that lose nothing of the attributes they were read from: "F" and "Female" are no two things.
var closed = map[string]bool{models.FieldOrganism: true, models.FieldTechnology: true, models.FieldPlatform: true, models.FieldSex: true}

// sameGroups tells whether two columns part the samples alike, whatever they call the parts.
func sameGroups(a, b *Column) bool {
	if len(a.Cells) != len(b.Cells) {
		return false
	}
	to := make([]int32, len(a.Cells))
	for i := range to {
		to[i] = unreported
	}
	for i, cell := range a.of {
		switch other := b.of[i]; {
		case (cell == unreported) != (other == unreported):
			return false
		case cell == unreported:
		case to[cell] == unreported:
			to[cell] = other
		case to[cell] != other:
			return false
		}
	}
	return true // as many cells, each into one: none of a's cells share one of b's, for b has no cell without samples
}
