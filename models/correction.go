package models

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Correction is a field of an experiment or a sample as an administrator says that it is. It holds whatever is imported, before and after, until
// it is undone or replaced by another. Records stay as they were imported, and so do exports.
type Correction struct {
	ID            uint `gorm:"primaryKey"`
	Kind          Corrected
	AccessionCode string    // its own when it was corrected; it is that of whatever this code means later
	Field         string    // one of Corrected.Fields
	Values        []string  `gorm:"column:said;serializer:json"` // empty is not reported
	By            string    `gorm:"column:corrected_by"`
	At            time.Time `gorm:"column:corrected_at"` // UTC, whole seconds

	UndoneBy   string
	UndoneAt   *time.Time // nil is not undone
	ReplacedBy uint       // the id of the correction that came after it; 0 is none

	// Imported is what the records say of the field; where the correction is read with its experiment or sample.
	Imported []string `gorm:"-"`
}

// Holds says whether the correction was neither undone nor replaced.
func (c *Correction) Holds() bool { return c.UndoneAt == nil && c.ReplacedBy == 0 }

// Corrected is what is corrected.
type Corrected string

// The two kinds.
const (
	CorrectedExperiment Corrected = "experiment"
	CorrectedSample     Corrected = "sample"
)

// ErrInvalid says that a change was asked for that cannot be made; the message says how it can.
var ErrInvalid = errors.New("this cannot be changed so")

// Limits of what is typed by hand.
const (
	maxEdited = 20_000 // bytes of a text
	maxValues = 50     // of a field of a sample
)

// Fields lists the fields that can be corrected, in the order in which they are read.
func (k Corrected) Fields() []string {
	switch k {
	case CorrectedExperiment:
		return []string{FieldTitle, FieldDescription, FieldInstitution, FieldSource, FieldPublished}
	case CorrectedSample:
		return []string{FieldTitle, FieldOrganism, FieldTechnology, FieldTissue, FieldDisease, FieldSex, FieldCellLine, FieldStage, FieldPlatform,
			FieldProcessed}
	}
	return nil
}

// Many says whether a field can have several values.
func (k Corrected) Many(field string) bool {
	return k == CorrectedSample && field != FieldTitle && field != FieldProcessed
}

// clean checks a correction, and spells it as it is kept.
func (c *Correction) clean() error {
	fields := c.Kind.Fields()
	if fields == nil {
		return fmt.Errorf("%w: %q is neither %q nor %q", ErrInvalid, c.Kind, CorrectedExperiment, CorrectedSample)
	}
	if !slices.Contains(fields, c.Field) {
		return fmt.Errorf("%w: the field %q of %ss cannot be corrected; those that can are %s", ErrInvalid, c.Field, c.Kind, strings.Join(fields, ", "))
	}
	var err error
	if c.By, err = cleanName(c.By); err != nil {
		return err
	}
	values := []string{}
	for _, value := range c.Values {
		if value, err = c.cleanValue(value); err != nil {
			return err
		}
		if value != "" && !slices.ContainsFunc(values, func(v string) bool { return Fold(v) == Fold(value) }) {
			values = append(values, value)
		}
	}
	switch {
	case len(values) > 1 && !c.Kind.Many(c.Field):
		return fmt.Errorf("%w: the field %q has one value, and %d were given", ErrInvalid, c.Field, len(values))
	case len(values) > maxValues:
		return fmt.Errorf("%w: %d values; a field can have %d", ErrInvalid, len(values), maxValues)
	}
	c.Values = values
	return nil
}

// cleanValue spells a value as it is kept.
func (c *Correction) cleanValue(value string) (string, error) {
	most := maxLabel
	switch c.Field {
	case FieldDescription:
		value, most = cleanText(value), maxEdited
	case FieldTitle:
		value, most = cleanLine(value), maxEdited
	default:
		value = cleanLine(value)
	}
	switch {
	case len(value) > most:
		return "", fmt.Errorf("%w: %q… has %d bytes; at most %d are kept", ErrInvalid, cut(value, 40), len(value), most)
	case value == "":
		return "", nil
	case c.Field == FieldPublished:
		day, err := time.Parse(time.DateOnly, value)
		if err != nil || cleanTime(&day) == nil {
			return "", fmt.Errorf("%w: %q is not a day; write it like 2014-05-01", ErrInvalid, value)
		}
	case c.Field == FieldProcessed:
		return oneOf(value, "yes", "no")
	case c.Field == FieldTechnology:
		return oneOf(value, technologies...)
	}
	return value, nil
}

// technologies are the values of FieldTechnology.
var technologies = []string{"microarray", "RNA-seq", "scRNA-seq", "other"}

// oneOf spells a value as one of those that there are.
func oneOf(value string, known ...string) (string, error) {
	i := slices.IndexFunc(known, func(k string) bool { return Fold(k) == Fold(value) })
	if i < 0 {
		return "", fmt.Errorf("%w: %q is none of %s", ErrInvalid, value, strings.Join(known, ", "))
	}
	return known[i], nil
}

// cleanName spells the name of who makes a change.
func cleanName(by string) (string, error) {
	by = cut(cleanLine(by), maxLabel)
	if by == "" {
		return "", fmt.Errorf("%w: nobody is named who changes it", ErrInvalid)
	}
	return by, nil
}

// correctExperiment puts a correction over what the records say.
func (c *Correction) correctExperiment(b *ExperimentBody) {
	value := ""
	if len(c.Values) > 0 {
		value = c.Values[0]
	}
	switch c.Field {
	case FieldTitle:
		b.Title = value
	case FieldDescription:
		b.Description = value
	case FieldInstitution:
		b.SubmitterInstitution = value
	case FieldSource:
		b.SourceDatabase = value
	case FieldPublished:
		b.FirstPublished = nil
		if day, err := time.Parse(time.DateOnly, value); err == nil { // it was checked, and empty is none
			b.FirstPublished = &day
		}
	}
}

// correctSample is correctExperiment for samples. The list of values is shared with others.
func (c *Correction) correctSample(b *SampleBody) {
	if c.Field == FieldTitle {
		b.Title = strings.Join(c.Values, "")
		return
	}
	b.Values = slices.DeleteFunc(slices.Clone(b.Values), func(v FieldValue) bool { return v.Field == c.Field })
	for _, value := range c.Values {
		b.Values = append(b.Values, FieldValue{Field: c.Field, Value: value})
	}
	slices.SortFunc(b.Values, compareValues)
}

// importedExperiment lists what a body says of a field, as a correction of it would.
func importedExperiment(b *ExperimentBody, field string) []string { return wordsOf(b.Says(field)) }

// importedSample is importedExperiment for samples.
func importedSample(b *SampleBody, field string) []string {
	if field == FieldTitle {
		return wordsOf(b.Title)
	}
	values := []string{}
	for _, v := range b.Values {
		if v.Field == field {
			values = append(values, v.Value)
		}
	}
	return values
}

func wordsOf(value string) []string {
	if value == "" {
		return []string{}
	}
	return []string{value}
}

// sayImported fills in what records say of the fields that are corrected.
func sayImported[B any](corrections []Correction, merge func() B, imported func(*B, string) []string) {
	if len(corrections) == 0 {
		return
	}
	merged := merge()
	for i := range corrections {
		corrections[i].Imported = imported(&merged, corrections[i].Field)
	}
}
