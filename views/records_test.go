package views

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/study"
)

func TestExperimentPage(t *testing.T) {
	t.Parallel()
	published := time.Date(2014, 5, 1, 0, 0, 0, 0, time.UTC)
	studied := readStudy(t, models.Study{Samples: []models.StudySample{
		{AccessionCode: "GSM1", Values: values("organism Homo sapiens", "technology RNA-seq")},
		{AccessionCode: "GSM2", Values: values("organism Homo sapiens", "technology RNA-seq"), Experiments: []string{"GSE2"}},
		{AccessionCode: "GSM3", Values: values("organism Mus musculus", "technology RNA-seq")},
	}, Shared: []models.Shared{{AccessionCode: "GSE2", Title: "S", Samples: 1, Of: 42}}})
	query, _ := studied.Parse(url.Values{"size": {"2"}, "page": {"2"}, "from": {"q=liver"}})
	p := NewExperimentPage(ExperimentData{
		Experiment: &models.Experiment{
			AccessionCode: "GSE1", Title: "T", Description: "a\n\nb", FirstPublished: &published, SourceURL: "javascript:alert(1)",
			Publications: []models.Publication{{PubMedID: "12", DOI: "10.1/x y", Title: "P", Authors: []string{"1", "2", "3", "4", "5", "6", "7"}}},
		},
		Study: studied, Table: StudyTableData{Code: "GSE1", Study: studied, Query: query, Selected: studied.Select(query)},
		Back: []Link{BackLink("q=liver")},
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
		"Samples:3", "Organism: Homo sapiens (2) Mus musculus (1)", "Technology: RNA-seq", "Platform:", "Published: 1 May 2014", "Publication: PubMed 12",
	}
	if diff := cmp.Diff(want, facts); diff != "" {
		t.Error(diff)
	}
	if p.Archive == nil || p.Archive.Label != "Open in GEO" {
		t.Errorf("the archive is told from the code where the record's link is none: %+v", p.Archive)
	}
	if p.Table.Position != "3–3 of 3" || p.Table.Pages.Previous != "/experiments/GSE1?from=q%3Dliver&size=2#samples" || p.Table.Pages.Next != "" {
		t.Errorf("page 2 of 3 samples: %q, previous %q, next %q", p.Table.Position, p.Table.Pages.Previous, p.Table.Pages.Next)
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
	if s := p.Shared[0]; s.Samples != "1" || s.Words != "of its 42, of these 3" || len(s.Strip) != 1 || s.Strip[0] != (Rect{"33.33%", "0.0%", "33.33%", "100.0%"}) {
		t.Errorf("shared %+v", s)
	}
	if diff := cmp.Diff([]Link{{"Results for “liver”", "/search?q=liver"}}, p.Back); diff != "" {
		t.Error(diff)
	}
}

// fixedStore answers with one study.
type fixedStore struct {
	study   models.Study
	records []models.StudyRecord // by sample
}

func (f fixedStore) Study(_ context.Context, _ uint, record func(int, *models.StudyRecord)) (models.Study, error) {
	for i := range f.records {
		record(i, &f.records[i])
	}
	return f.study, nil
}

func readStudy(t *testing.T, s models.Study, records ...models.StudyRecord) *study.Study {
	t.Helper()
	studied, err := study.Read(t.Context(), fixedStore{s, records}, 1)
	if err != nil {
		t.Fatal(err)
	}
	return studied
}

// values reads "field value".
func values(pairs ...string) []*models.Value {
	var list []*models.Value
	for _, pair := range pairs {
		field, label, _ := strings.Cut(pair, " ")
		list = append(list, &models.Value{Field: field, Key: models.Fold(label), Label: label})
	}
	return list
}

func TestSampleProvenance(t *testing.T) {
	t.Parallel()
	sex := &models.Value{Field: "sex", Key: "female", Label: "female"}
	p := NewSamplePage(SampleData{Sample: &models.Sample{
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
	}})
	want := []SampleValue{{
		Field: "Sex", Value: Link{"female", "/search?sex=female"}, From: []Provenance{{"Gender: F", "a.soft"}, {"", "b.json"}},
	}}
	if diff := cmp.Diff(want, p.Values); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]SampleExperiment{{Code: Link{"GSE1", "/experiments/GSE1"}, Title: "Liver"}, {Code: Link{"GSE2", "/experiments/GSE2"}}}, p.Experiments); diff != "" {
		t.Error(diff)
	}
	if len(p.Submitted) != 1 || len(p.NotReported) != len(study.Fields())-1 {
		t.Errorf("%d blocks as submitted, not reported %v", len(p.Submitted), p.NotReported)
	}
}
