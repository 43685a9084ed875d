package models

import "time"

// A record is what one source (a file, or a block of one) says of one experiment or sample. Records are kept as they were
// read; the catalogue's experiments and samples are computed from them by Merge, so that the order of imports changes
// nothing, a corrected file replaces its own words only, and every value can name its source.

// Source is a file that records were read from.
type Source struct {
	ID     uint   `gorm:"primaryKey"`
	Key    string // which file it is, whatever it is called; unique; never a path
	Name   string // what people see: the file and its folder; never an absolute path
	Format string // the name of the format it was read as: "geo-soft", "refinebio", "ndjson"
}

// ExperimentRecord is what one source says of one experiment. Fields without a word stay zero.
type ExperimentRecord struct {
	ID           uint `gorm:"primaryKey"`
	ExperimentID uint
	SourceID     uint
	Source       *Source
	Body         ExperimentBody `gorm:"serializer:json"`
}

// ExperimentBody is the content of an ExperimentRecord; importers make it.
type ExperimentBody struct {
	AccessionCode        string            `json:"accession_code"`
	Alternates           []string          `json:"alternates,omitempty"`
	Title                string            `json:"title,omitempty"`
	Description          string            `json:"description,omitempty"`
	Protocol             string            `json:"protocol,omitempty"`
	SourceDatabase       string            `json:"source_database,omitempty"`
	SourceURL            string            `json:"source_url,omitempty"`
	SubmitterInstitution string            `json:"submitter_institution,omitempty"`
	HasPublication       bool              `json:"has_publication,omitempty"`
	Publications         []PublicationBody `json:"publications,omitempty"`
	FirstPublished       *time.Time        `json:"first_published,omitempty"`
	LastModified         *time.Time        `json:"last_modified,omitempty"`
	Synthetic            bool              `json:"synthetic,omitempty"`
	Samples              []string          `json:"samples,omitempty"` // accession codes of any kind
}

// Says is what the body says of a field, as a text: one of a correction or of a conflict. A time is its day in UTC; empty is nothing.
func (b *ExperimentBody) Says(field string) string {
	switch field {
	case FieldTitle:
		return b.Title
	case FieldDescription:
		return b.Description
	case FieldProtocol:
		return b.Protocol
	case FieldInstitution:
		return b.SubmitterInstitution
	case FieldSource:
		return b.SourceDatabase
	case FieldPublished:
		if b.FirstPublished != nil {
			return b.FirstPublished.UTC().Format(time.DateOnly)
		}
	}
	return ""
}

// PublicationBody is a paper as a record names it.
type PublicationBody struct {
	PubMedID string   `json:"pubmed_id,omitempty"`
	DOI      string   `json:"doi,omitempty"`
	Title    string   `json:"title,omitempty"`
	Authors  []string `json:"authors,omitempty"`
}

// SampleRecord is what one source says of one sample.
type SampleRecord struct {
	ID       uint `gorm:"primaryKey"`
	SampleID uint
	SourceID uint
	Source   *Source
	Body     SampleBody `gorm:"serializer:json"`
}

// SampleBody is the content of a SampleRecord; importers make it.
type SampleBody struct {
	AccessionCode string       `json:"accession_code"`
	Alternates    []string     `json:"alternates,omitempty"`
	Title         string       `json:"title,omitempty"`
	Values        []FieldValue `json:"values,omitempty"`      // harmonised
	Attributes    []Attribute  `json:"attributes,omitempty"`  // as submitted, in the file's order, keys may repeat
	Experiments   []string     `json:"experiments,omitempty"` // series that the sample itself names, known or not
}

// FieldValue is a harmonised value and where it comes from.
type FieldValue struct {
	Field      string `json:"field"`                 // a Field… constant
	Value      string `json:"value"`                 // "female"
	Name       string `json:"name,omitempty"`        // of a platform: its name; Value is its accession code
	TaxonomyID int    `json:"taxonomy_id,omitempty"` // of an organism; 0 is not reported
	RawKey     string `json:"raw_key,omitempty"`     // the submitter's key, "Gender"
	RawValue   string `json:"raw_value,omitempty"`   // the submitter's value, "F"; empty where it is Value itself
}

// Attribute is a key and a value as submitted.
type Attribute struct {
	Key   string `json:"key"` // may be empty: some archives allow values without a key
	Value string `json:"value"`
}
