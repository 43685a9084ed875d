package views

import (
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
)

// Conflicts says of which fields the sources of a record disagree; without any it is nil.
type Conflicts struct {
	Summary string // "Sources disagree on 2 fields: title, sex"
	Fields  []ConflictField
}

// ConflictField is one field, and what is said of it.
type ConflictField struct {
	Field  string
	Italic bool
	Said   []SaidRow // the first is what the catalogue takes
}

// SaidRow is what some sources say.
type SaidRow struct {
	Words string
	Taken bool
	By    []Provenance // the first of them
	More  int          // how many others say it
}

// What a disagreement shows: the words that differ matter, not all of them.
const (
	conflictWords   = 160 // characters of a text
	conflictContext = 40  // characters of it before the first that differs
	conflictSources = 3   // sources of the same words
)

// newConflicts makes the view of conflicts of a record with corrections.
func newConflicts(found []models.Conflict, corrections []models.Correction) *Conflicts {
	if len(found) == 0 {
		return nil
	}
	var c Conflicts
	var labels []string
	for _, f := range found {
		label := conflictLabel(f.Field)
		labels = append(labels, label)
		field := ConflictField{Field: label, Italic: f.Field == models.FieldOrganism}
		from := difference(f)
		corrected := correctionOf(corrections, f.Field) != nil // then none of these words is shown
		for i, s := range f.Said {
			row := SaidRow{Words: part(strings.Join(s.Words, ", "), from), Taken: i == 0 && !corrected}
			if f.Field == models.FieldTechnology || f.Field == models.FieldProcessed || f.Field == models.FieldPlatform {
				row.Words = part(strings.Join(valueLabels(f.Field, s.Words), ", "), from)
			}
			for _, by := range s.By {
				if p := sayingOf(by); !slices.Contains(row.By, p) {
					row.By = append(row.By, p)
				}
			}
			row.More = max(0, len(row.By)-conflictSources)
			row.By = row.By[:len(row.By)-row.More]
			field.Said = append(field.Said, row)
		}
		c.Fields = append(c.Fields, field)
	}
	c.Summary = "Sources disagree on " + count(len(labels), "field", "fields") + ": " + lowerList(labels)
	return &c
}

func valueLabels(field string, words []string) []string {
	var labels []string
	for _, w := range words {
		labels = append(labels, valueLabel(field, w, w))
	}
	return labels
}

// sayingOf is the source of a saying, with the submitter's key and value; of a text, with the code under which the source has it.
func sayingOf(by models.Saying) Provenance {
	var p Provenance
	if by.Source != nil {
		p.Source = by.Source.Name
	}
	var raw []string
	for _, v := range by.Values {
		if words := rawWords(v); words != "" && !slices.Contains(raw, words) {
			raw = append(raw, words)
		}
	}
	p.Raw = excerpt(strings.Join(raw, "; "), conflictWords)
	if len(by.Values) == 0 {
		p.Raw = by.Code
	}
	return p
}

// conflictLabel is the name of a field of conflicts.
func conflictLabel(field string) string {
	switch field {
	case models.FieldTitle:
		return "Title"
	case models.FieldDescription:
		return "Description"
	case models.FieldProtocol:
		return "Protocol"
	case models.FieldInstitution:
		return "Institution"
	case models.FieldSource:
		return "Source"
	case models.FieldPublished:
		return "Published"
	}
	return fieldLabel(field)
}

// difference is at which character the long texts of a conflict begin to differ, less some before it to read on from; 0 for short ones.
func difference(c models.Conflict) int {
	long := false
	first := []rune(oneLine(c.Said[0].Words[0]))
	same := len(first)
	for _, s := range c.Said {
		text := []rune(oneLine(s.Words[0]))
		long = long || len(text) > conflictWords
		same = min(same, len(text))
		for i := range same {
			if text[i] != first[i] {
				same = i
				break
			}
		}
	}
	if !long || same <= conflictContext {
		return 0
	}
	return same - conflictContext
}

// part is what of a text stands from a character on, as far as there is room.
func part(text string, from int) string {
	text = oneLine(text)
	if from == 0 {
		return excerpt(text, conflictWords)
	}
	runes := []rune(text)
	for from < len(runes) && runes[from-1] != ' ' { // from a whole word on
		from++
	}
	return "… " + excerpt(string(runes[min(from, len(runes)):]), conflictWords)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
