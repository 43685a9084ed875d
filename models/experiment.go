package models

import "time"

// Experiment is one study or series of the catalogue: what all its records together say of it (see Merge), under one
// accession code and any number of alternates.
type Experiment struct {
	ID            uint `gorm:"primaryKey"`
	AccessionCode string
	Title         string
	Description   string // summary and overall design as published; paragraphs are parted by newlines
	Protocol      string // how the samples were treated, as published; may be empty

	SourceDatabase string // the archive as it is commonly spelled: GEO, SRA, ArrayExpress; empty is not reported
	SourceURL      string // the archive's own page of the experiment; may be empty

	SubmitterInstitution string
	HasPublication       bool
	FirstPublished       *time.Time // UTC; nil is not reported
	LastModified         *time.Time // UTC; nil is not reported
	Synthetic            bool       // made by the generator, not by scientists

	Accessions   []ExperimentAccession
	Publications []Publication `gorm:"many2many:experiment_publications"`
	Samples      []Sample      `gorm:"many2many:experiment_samples"`
	Records      []ExperimentRecord
	Corrections  []Correction `gorm:"-"` // that hold, by field; where Store.Experiment read it
}

// Alternates returns every accession code of the experiment but its own, in byte order.
func (e *Experiment) Alternates() []string { return alternates(e.AccessionCode, e.Accessions) }

// ExperimentAccession is SampleAccession for experiments.
type ExperimentAccession struct {
	AccessionCode string `gorm:"primaryKey"`
	ExperimentID  uint   `gorm:"primaryKey"`
	Shared        bool
}

func (a ExperimentAccession) code() string { return a.AccessionCode }

// Publication is a paper that an experiment names.
type Publication struct {
	ID       uint   `gorm:"primaryKey"`
	Key      string // identity: "pmid:123", else "doi:10.1/x" in lower case, else "title:" and the folded title; unique
	PubMedID string `gorm:"column:pubmed_id"`
	DOI      string `gorm:"column:doi"`
	Title    string
	Authors  []string `gorm:"serializer:json"`
}
