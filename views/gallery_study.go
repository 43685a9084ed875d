//go:build dev

package views

import (
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/study"
)

// galleryStudy is an experiment of 12 samples: three groups of a treatment, two sexes, ages, a tissue in common, and a part in a SuperSeries.
type galleryStudy struct{}

// Study is the part of the catalogue that study.Read reads.
func (galleryStudy) Study(_ context.Context, _ uint, record func(int, *models.StudyRecord)) (models.Study, error) {
	const size = 12
	var s models.Study
	for i := range size {
		values := []*models.Value{
			{Field: models.FieldOrganism, Key: "homo sapiens", Label: "Homo sapiens"}, {Field: models.FieldTissue, Key: "bone marrow", Label: "bone marrow"},
		}
		if i > 1 {
			sex := []string{"female", "male"}[i%2]
			values = append(values, &models.Value{Field: models.FieldSex, Key: sex, Label: sex})
		}
		sample := models.StudySample{
			ID: uint(i + 1), AccessionCode: "GSM36504" + strconv.Itoa(i), Title: "T-ALL patient " + strconv.Itoa(i+1) + ", diagnosis", Values: values,
			Alternates: []string{"SRR10" + strconv.Itoa(i)},
		}
		if i < 8 {
			sample.Experiments = []string{"GSE14613"}
		}
		s.Samples = append(s.Samples, sample)
		record(i, &models.StudyRecord{Attributes: []models.Attribute{
			{Key: "outcome", Value: []string{"remission", "relapse", "remission", "induction failure"}[i%4]},
			{Key: "age", Value: strconv.Itoa(4+3*i) + " years"}, {Key: "time", Value: "diagnosis"},
		}})
	}
	s.Shared = []models.Shared{{AccessionCode: "GSE14613", Title: "Microarray analyses of induction failure in T-ALL (COG study 8704)", Samples: 8, Of: 8}}
	return s, nil
}

// addStudy adds the components of an experiment's page.
func addStudy(add func(name, box string, shown templ.Component)) {
	s, err := study.Read(context.Background(), galleryStudy{}, 1)
	if err != nil {
		panic(err) // galleryStudy fails nowhere
	}
	table := func(asked string) *StudyTable {
		values, err := url.ParseQuery(asked)
		if err != nil {
			panic(err) // a mistake in this file
		}
		q, warnings := s.Parse(values)
		d := StudyTableData{Code: "GSE14618", Study: s, Query: q, Selected: s.Select(q), Open: map[string]*models.Sample{}}
		for _, w := range warnings {
			d.Notices = append(d.Notices, w.Message)
		}
		return NewStudyTable(d)
	}
	everything, _ := s.Parse(nil)
	add("what was compared", "record", compared(newCompared("GSE14618", s, everything)))
	add("shares samples with", "record", sharedSamples(newSharedViews("GSE14618", s, everything)))
	add("samples of an experiment: usual", "record", studyTable(table("size=10")))
	add("samples of an experiment: filtered", "record", studyTable(table("raw.outcome=relapse&sort=-title&size=10&x=y")))
	add("samples of an experiment: none left", "record", studyTable(table("in.title=nothing")))
}
