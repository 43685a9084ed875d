package models

import (
	"slices"
	"strings"
)

// Sample is one biological sample as assayed. All that facets ask of it stands in Values; what its submitters wrote stands
// in its Records.
type Sample struct {
	ID            uint `gorm:"primaryKey"`
	AccessionCode string
	Title         string

	Accessions  []SampleAccession
	Values      []*Value     `gorm:"many2many:sample_values"`
	Experiments []Experiment `gorm:"many2many:experiment_samples"`
	Records     []SampleRecord
	Corrections []Correction `gorm:"-"` // that hold, by field; where Store.Sample read it
}

// Alternates returns every accession code of the sample but its own, in byte order.
func (s *Sample) Alternates() []string { return alternates(s.AccessionCode, s.Accessions) }

// ValuesOf returns the sample's values of one field, in byte order of their labels; none is "not reported".
func (s *Sample) ValuesOf(field string) []*Value {
	var values []*Value
	for _, v := range s.Values {
		if v.Field == field {
			values = append(values, v)
		}
	}
	slices.SortFunc(values, func(a, b *Value) int { return strings.Compare(a.Label, b.Label) })
	return values
}

// SampleAccession is one accession code under which a sample is known, its own included.
type SampleAccession struct {
	AccessionCode string `gorm:"primaryKey"`
	SampleID      uint   `gorm:"primaryKey"`
	Shared        bool   // other samples name it too, as the BioSample of two GEO samples; Each leaves it out
}

func (a SampleAccession) code() string { return a.AccessionCode }

// alternates lists the codes that are not the record's own.
func alternates[A interface{ code() string }](own string, accessions []A) []string {
	var codes []string
	for _, a := range accessions {
		if a.code() != own {
			codes = append(codes, a.code())
		}
	}
	slices.Sort(codes)
	return codes
}

// Value is one spelling of one value of one sample field. Spellings that agree in Key are the same value to every facet;
// the commonest of them is shown.
type Value struct {
	ID         uint   `gorm:"primaryKey"`
	Field      string // a name of the Field… constants
	Key        string // Fold(Label): what is compared
	Label      string // as harmonised, trimmed
	OrganismID *uint  // set where Field is FieldOrganism
	Organism   *Organism
	PlatformID *uint // set where Field is FieldPlatform
	Platform   *Platform
}

// TableName keeps the table from being called "values", a word of SQL.
func (Value) TableName() string { return "field_values" }

// Organism is a species (or a broader taxon, where that is all that was reported).
type Organism struct {
	ID         uint   `gorm:"primaryKey"`
	Key        string // Fold(Name), unique
	Name       string // "Homo sapiens"
	TaxonomyID int    // NCBI Taxonomy; 0 is not reported
}

// Platform is an array or an instrument.
type Platform struct {
	ID            uint   `gorm:"primaryKey"`
	Key           string // Fold(AccessionCode), unique
	AccessionCode string // "GPL570", "IlluminaHiSeq2500"
	Name          string // "[HG-U133_Plus_2] Affymetrix Human Genome U133 Plus 2.0 Array"; may be empty
}

// Names of sample fields that importers fill. Which of them are facets is said in search/fields.go.
const (
	FieldOrganism   = "organism"
	FieldTechnology = "technology"
	FieldPlatform   = "platform"
	FieldTissue     = "tissue"
	FieldDisease    = "disease"
	FieldSex        = "sex"
	FieldAge        = "age"
	FieldCellLine   = "cell_line"
	FieldStage      = "stage"
	FieldTreatment  = "treatment"
	FieldProcessed  = "processed" // "yes" or "no"
)
