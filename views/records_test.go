package views

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestExperimentPage(t *testing.T) {
	t.Parallel()
	published := time.Date(2014, 5, 1, 0, 0, 0, 0, time.UTC)
	p := NewExperimentPage(ExperimentData{
		Experiment: &models.Experiment{
			AccessionCode: "GSE1", Title: "T", Description: "a\n\nb", FirstPublished: &published, SourceURL: "javascript:alert(1)",
			Publications: []models.Publication{{PubMedID: "12", DOI: "10.1/x y", Title: "P", Authors: []string{"1", "2", "3", "4", "5", "6", "7"}}},
		},
		Values: []models.ValueCount{
			{Field: "organism", Key: "homo sapiens", Label: "Homo sapiens", Samples: 60}, {Field: "organism", Key: "mus musculus", Label: "Mus musculus", Samples: 10},
			{Field: "technology", Key: "rna-seq", Label: "RNA-seq", Samples: 70},
			{Field: "platform", Key: "gpl570", Label: "GPL570", Name: "A very long name of a platform", Samples: 70},
		},
		Samples: []models.Sample{{AccessionCode: "GSM1"}}, Total: 70, Page: 2,
		Shared: []models.Shared{{AccessionCode: "GSE2", Title: "S", Samples: 42, Of: 42}},
		Back:   "/search?q=liver",
	})
	var facts []string
	for _, f := range p.Facts {
		line := f.Label + ":" + f.Big
		for _, v := range f.Values {
			line += " " + v.Label
		}
		facts = append(facts, line)
	}
	want := []string{
		"Samples:70", "Organism: Homo sapiens (60) Mus musculus (10)", "Technology: RNA-seq", "Platform: GPL570", "Published: 1 May 2014", "Publication: PubMed 12",
	}
	if diff := cmp.Diff(want, facts); diff != "" {
		t.Error(diff)
	}
	if p.Archive == nil || p.Archive.Label != "Open in GEO" {
		t.Errorf("the archive is told from the code where the record's link is none: %+v", p.Archive)
	}
	if p.Position != "51–70 of 70" || p.Pages.Previous != "/experiments/GSE1" || p.Pages.Next != "" {
		t.Errorf("page 2 of 70 samples: %q, previous %q, next %q", p.Position, p.Pages.Previous, p.Pages.Next)
	}
	if diff := cmp.Diff([]string{"a", "b"}, p.Description); diff != "" {
		t.Error(diff)
	}
	wantPaper := []PublicationView{{
		Title: "P", Authors: "1, 2, 3, 4, 5, 6, et al.",
		Links: []Link{{"PubMed 12", "https://pubmed.ncbi.nlm.nih.gov/12/"}, {"doi:10.1/x y", "https://doi.org/10.1/x%20y"}},
	}}
	if diff := cmp.Diff(wantPaper, p.Publications); diff != "" {
		t.Error(diff)
	}
	if p.Shared[0].Words != "42 of its 42 samples" || p.Back.URL != "/search?q=liver" {
		t.Errorf("shared %q, back %q", p.Shared[0].Words, p.Back.URL)
	}
}

func TestSampleProvenance(t *testing.T) {
	t.Parallel()
	sex := &models.Value{Field: "sex", Key: "female", Label: "female"}
	p := NewSamplePage(&models.Sample{
		AccessionCode: "GSM1", Values: []*models.Value{sex},
		Experiments: []models.Experiment{{AccessionCode: "GSE1", Title: "Liver"}, {AccessionCode: "GSE2"}},
		Records: []models.SampleRecord{
			{Source: &models.Source{Name: "a.soft"}, Body: models.SampleBody{
				AccessionCode: "GSM1", Attributes: []models.Attribute{{Key: "Gender", Value: "F"}},
				Values: []models.FieldValue{{Field: "sex", Value: "female", RawKey: "Gender", RawValue: "F"}},
			}},
			{Source: &models.Source{Name: "b.json"}, Body: models.SampleBody{Values: []models.FieldValue{
				{Field: "sex", Value: "Female"}, {Field: "tissue", Value: "liver"},
			}}},
		},
	}, "")
	want := []SampleValue{{
		Field: "Sex", Value: Link{"female", "/search?sex=female"}, From: []Provenance{{"Gender: F", "a.soft"}, {"", "b.json"}},
	}}
	if diff := cmp.Diff(want, p.Values); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Link{{"GSE1: Liver", "/experiments/GSE1"}, {"GSE2", "/experiments/GSE2"}}, p.Experiments); diff != "" {
		t.Error(diff)
	}
	if len(p.Submitted) != 1 || len(p.NotReported) != len(recordFields())-1 {
		t.Errorf("%d blocks as submitted, not reported %v", len(p.Submitted), p.NotReported)
	}
}
