package search

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestNewDocument(t *testing.T) {
	t.Parallel()
	published := time.Date(2009, 1, 29, 0, 0, 0, 0, time.UTC)
	human := &models.Value{Field: "organism", Key: "homo sapiens", Label: "Homo sapiens"}
	mouse := &models.Value{Field: "organism", Key: "mus musculus", Label: "Mus musculus"}
	chip := &models.Value{Field: "platform", Key: "gpl96", Label: "GPL96", Platform: &models.Platform{Name: "HG-U133A"}}
	age := &models.Value{Field: "age", Key: "34 years", Label: "34 years"} // no facet, but text
	e := &models.Experiment{
		AccessionCode: "GSE1", Title: "T", Description: "D", SourceDatabase: "GEO", FirstPublished: &published,
		Accessions:     []models.ExperimentAccession{{AccessionCode: "GSE1"}, {AccessionCode: "E-GEOD-1"}},
		Publications:   []models.Publication{{Title: "P", Authors: []string{"A. One", "B. Two"}}},
		HasPublication: true,
		Samples: []models.Sample{
			{ID: 7, AccessionCode: "GSM1", Title: "mixed", Values: []*models.Value{mouse, human, chip},
				Experiments: []models.Experiment{{AccessionCode: "GSE2"}, {AccessionCode: "GSE1"}}},
			{ID: 8, AccessionCode: "GSM2", Values: []*models.Value{mouse, age},
				Experiments: []models.Experiment{{AccessionCode: "GSE1"}},
				Records:     []models.SampleRecord{{Body: models.SampleBody{Attributes: []models.Attribute{{Key: "dose", Value: "5 mg"}}}}}},
		},
	}
	d := NewDocument(e)
	if diff := cmp.Diff([]Term{{"Mus musculus", "Mus musculus"}, {"Homo sapiens", "Homo sapiens"}}, d.Hit.Organisms); diff != "" {
		t.Errorf("organisms, commonest first: %s", diff)
	}
	if diff := cmp.Diff([]Term{{"GPL96", "HG-U133A"}}, d.Hit.Platforms); diff != "" {
		t.Errorf("platforms: %s", diff)
	}
	if diff := cmp.Diff(map[string]int{"year": 2009, "samples": 2}, d.Numbers); diff != "" {
		t.Errorf("numbers: %s", diff)
	}
	if d.Values["source"][0].Key != "geo" || d.Values["publication"][0].Value != "yes" {
		t.Errorf("values of the experiment: %v", d.Values)
	}
	if diff := cmp.Diff([]string{"GSE1", "GSE2"}, d.Samples[0].Experiments); diff != "" {
		t.Errorf("experiments of a sample, in byte order: %s", diff)
	}
	for n, f := range SampleFields() {
		if want := map[string]int{"organism": 2, "platform": 1}[f.Name]; len(d.Samples[0].Values[n]) != want {
			t.Errorf("the first sample has %d values of %s, want %d", len(d.Samples[0].Values[n]), f.Name, want)
		}
	}
	want := map[string][]string{
		"title": {"T"}, "authors": {"A. One", "B. Two"}, "publication": {"P"}, "description": {"D"}, "accession": {"GSE1", "E-GEOD-1"},
		"attributes": {"mixed", "Mus musculus", "Homo sapiens", "GPL96", "HG-U133A", "34 years", "5 mg"},
		"organism":   {"Mus musculus", "Homo sapiens"}, "platform": {"GPL96", "HG-U133A"}, "age": {"34 years"}, "source": {"GEO"},
	}
	text := map[string][]string{}
	for field, values := range d.Text {
		if len(values) > 0 {
			text[TextField(field).Name()] = values
		}
	}
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("text: %s", diff)
	}
}

func TestFieldsAreConsistent(t *testing.T) {
	t.Parallel()
	for _, f := range Fields {
		if FieldByName(f.Name) != f {
			t.Errorf("two fields are called %s", f.Name)
		}
		if f.Label == "" || f.Many == "" {
			t.Errorf("%s lacks words for the page", f.Name)
		}
		if hasValues := f.Values != nil || f.Number != nil; hasValues != (f.Scope == OfExperiment) {
			t.Errorf("%s: experiment fields, and only they, say where their values come from", f.Name)
		}
		last := -1
		for _, bin := range f.Bins {
			if bin.Min != last+1 || bin.Max < bin.Min {
				t.Errorf("%s: bin %s leaves a gap or overlaps", f.Name, bin)
			}
			last = bin.Max
		}
	}
}

func TestSpelled(t *testing.T) {
	t.Parallel()
	q, _ := mustParse(t, "organism=HOMO+sapiens&organism=unicorn&platform!=gpl96&year=2001..")
	r := &Result{Facets: []Facet{
		{Field: FieldByName("organism"), Buckets: []Bucket{{Value: "Homo sapiens", Selected: Included}, {Value: "unicorn", Selected: Included}}},
		{Field: FieldByName("platform"), Buckets: []Bucket{{Value: "GPL96", Label: "HG-U133A", Selected: Excluded}}},
		{Field: FieldByName("year"), Buckets: []Bucket{{Value: "2001..2001", Selected: Included}}},
	}}
	want := "organism=Homo+sapiens&organism=unicorn&platform%21=GPL96&year=2001.."
	if got := q.Spelled(r).Values().Encode(); got != want {
		t.Errorf("Spelled: %s, want %s", got, want)
	}
	if q.Conditions[0].Include[0] != "HOMO sapiens" {
		t.Error("the query itself was changed")
	}
}
