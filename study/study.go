// Package study reads an experiment as its samples describe it: what was compared (compare.go), and a table of the samples that is
// filtered, sorted and paged (query.go, select.go).
//
// All samples of an experiment are held as columns: of each column its distinct cells, in order, and for each sample the number of
// its cell. A group of samples is a cell, so that sizes of groups add up to the number of samples; sorting compares small numbers and a
// filter is decided once a cell. Ten thousand samples take some megabytes.
package study

import (
	"context"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// Study is an experiment's samples as columns. It is never changed once it is made.
type Study struct {
	Version int64                // of the catalogue
	Samples []models.StudySample // by accession code
	Shared  []models.Shared      // experiments that share some of them
	Columns []*Column            // accession, title, sample fields, experiments, other codes, then attributes: those of most samples first

	Described  int        // samples of which a source says anything but their code and title
	Comparison Comparison // of all samples

	byName map[string]*Column
}

// Kind says what a column holds.
type Kind int

// The kinds of columns.
const (
	OfCode       Kind = iota // accession codes
	OfTitle                  // titles
	OfAlternate              // other accession codes of the same sample: runs, BioSamples
	OfField                  // harmonised values of a sample field
	OfExperiment             // other experiments that the samples belong to
	OfAttribute              // what submitters wrote under a key
)

// Column is one thing that samples say.
type Column struct {
	Name    string // in URLs: "tissue", "raw.genotype"
	Label   string // "Tissue"; of an attribute the submitter's key in its commonest spelling, which may be blank
	Kind    Kind
	Cells   []Cell // distinct, in order: by number where all are numbers, else as people sort
	Numbers *Numbers

	of       []int32 // by sample the index of its cell; unreported where it has none
	readInto string  // the field that says all that this attribute does; may be empty
}

// unreported stands for no cell.
const unreported = -1

// Cell is the value of one or more samples, or several values that they have together.
type Cell struct {
	Values  []Value // by key
	Samples int
}

// Value is one value.
type Value struct {
	Key   string // models.Fold of it: what is compared
	Label string // as harmonised, or as submitted in the commonest spelling; of a platform its accession code
	Name  string // of a platform; may be empty
}

// Store is what is read from; *models.Store is one.
type Store interface {
	Study(ctx context.Context, experimentID uint, record func(sample int, r *models.StudyRecord)) (models.Study, error)
}

// Read reads an experiment's samples.
func Read(ctx context.Context, store Store, experimentID uint) (*Study, error) {
	b := builder{columns: map[string]*columnBuilder{}}
	read, err := store.Study(ctx, experimentID, b.record)
	if err != nil {
		return nil, err
	}
	return b.study(read), nil
}

// Column finds a column by its name; nil where there is none.
func (s *Study) Column(name string) *Column { return s.byName[name] }

// Cell returns a sample's cell; nil where it reports none.
func (c *Column) Cell(sample int) *Cell {
	if i := c.of[sample]; i != unreported {
		return &c.Cells[i]
	}
	return nil
}

// Reported is how many samples have a value.
func (c *Column) Reported() int {
	n := 0
	for i := range c.Cells {
		n += c.Cells[i].Samples
	}
	return n
}

// Size is about how many bytes the study takes: what a cache counts.
func (s *Study) Size() int {
	size := 0
	for i := range s.Samples {
		size += 200 + len(s.Samples[i].Title)
	}
	for _, c := range s.Columns {
		size += 4*len(c.of) + 120*len(c.Cells)
		for i := range c.Cells {
			for _, v := range c.Cells[i].Values {
				size += len(v.Key) + len(v.Label)
			}
		}
	}
	return size
}

// Fields are the sample fields of tables: those of the facets, and those that are none.
func Fields() []string {
	var names []string
	for _, f := range search.SampleFields() {
		names = append(names, f.Name)
	}
	return append(names, models.FieldAge, models.FieldTreatment)
}

// Label is the name of a sample field as people read it.
func Label(field string) string {
	switch field {
	case models.FieldAge:
		return "Age"
	case models.FieldTreatment:
		return "Treatment"
	}
	if f := search.FieldByName(field); f != nil {
		return f.Label
	}
	return field
}

// Samples is how many samples there are, with a value or without.
func (c *Column) Samples() int { return len(c.of) }
