package against

import (
	"slices"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// Document is an experiment as the seed indexed it. Values are written as models.Fold does, so that spellings that Facetome takes for one are one here.
type Document struct {
	Code, Title, Description string
	Values                   map[string][]string // by field: of any of its samples, or its own
	Numbers                  map[string]int      // of ranges
	Downloadable             []Sample
}

// Sample is one that can be downloaded.
type Sample struct {
	ID     uint
	Code   string
	Shared bool                // by several experiments
	Values map[string][]string // of the seed's fields
}

// NewDocument makes an experiment's document.
func NewDocument(d *search.Document) Document {
	doc := Document{Code: d.Hit.AccessionCode, Title: d.Hit.Title, Description: d.Hit.Description, Values: map[string][]string{}, Numbers: d.Numbers}
	seen := map[Condition]bool{}
	add := func(field, value string) {
		if !seen[Condition{field, value}] {
			seen[Condition{field, value}] = true
			doc.Values[field] = append(doc.Values[field], value)
		}
	}
	for field, values := range d.Values {
		for _, v := range values {
			add(field, v.Key)
		}
	}
	for _, s := range d.Samples {
		sample := Sample{ID: s.ID, Code: s.AccessionCode, Shared: len(s.Experiments) > 1, Values: map[string][]string{}}
		downloadable := false
		for i, f := range search.SampleFields() {
			for _, v := range s.Values[i] {
				add(f.Name, v.Key)
				downloadable = downloadable || f.Name == models.FieldProcessed && v.Key == "yes"
				if slices.Contains(SeedFields, f.Name) {
					sample.Values[f.Name] = append(sample.Values[f.Name], v.Key)
				}
			}
		}
		if downloadable {
			doc.Downloadable = append(doc.Downloadable, sample)
		}
	}
	return doc
}

// source is the document as it is sent.
func (d Document) source() object {
	codes := make([]string, len(d.Downloadable))
	for i, s := range d.Downloadable {
		codes[i] = s.Code
	}
	o := object{"accession_code": d.Code, "title": d.Title, "description": d.Description, "downloadable_samples": codes}
	for field, values := range d.Values {
		o[field] = values
	}
	for field, n := range d.Numbers {
		o[field] = n
	}
	return o
}
