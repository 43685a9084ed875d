package views

import (
	"slices"
	"strings"
	"time"

	"github.com/facetome/facetome/models"
)

// CorrectionView is a field as an administrator says that it is.
type CorrectionView struct {
	Field    string // its label
	Italic   bool
	Words    string // what holds; NotReported for nothing
	Imported string // what the files say
	By       string
	At       time.Time
	Day      string
}

// newCorrections makes the view of the corrections that hold of a record.
func newCorrections(list []models.Correction) []CorrectionView {
	var views []CorrectionView
	for i := range list {
		c := &list[i]
		views = append(views, CorrectionView{
			Field: conflictLabel(c.Field), Italic: c.Field == models.FieldOrganism, Words: correctedWords(c.Field, c.Values), Imported: correctedWords(c.Field, c.Imported),
			By: c.By, At: c.At, Day: longDate(&c.At),
		})
	}
	return views
}

// correctedWords are the values of a field in words.
func correctedWords(field string, values []string) string {
	if len(values) == 0 {
		return NotReported
	}
	if field == models.FieldTechnology || field == models.FieldProcessed || field == models.FieldPlatform {
		values = valueLabels(field, values)
	}
	return excerpt(strings.Join(values, ", "), 2*conflictWords)
}

// correctionOf is the correction of a field; nil for none.
func correctionOf(list []models.Correction, field string) *models.Correction {
	if i := slices.IndexFunc(list, func(c models.Correction) bool { return c.Field == field }); i >= 0 {
		return &list[i]
	}
	return nil
}

// byCorrection is where a corrected value was read from.
func byCorrection(c *models.Correction) []Provenance {
	p := Provenance{Raw: "corrected; imported was " + correctedWords(c.Field, c.Imported), Source: "correction by " + c.By + ", " + longDate(&c.At)}
	return []Provenance{p}
}
