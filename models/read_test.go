package models_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// readable is a catalogue with something of everything: a superseries that shares two of three samples, and two sources.
func readable(t testing.TB, store *models.Store) {
	t.Helper()
	values := []models.FieldValue{
		{Field: models.FieldOrganism, Value: "Homo sapiens", TaxonomyID: 9606, RawKey: "organism", RawValue: "human"},
		{Field: models.FieldPlatform, Value: "GPL570", Name: "An array"},
		{Field: models.FieldTissue, Value: "liver"}, {Field: models.FieldTissue, Value: "kidney"},
	}
	write(t, store, func(w *models.Writer) error {
		if err := errors.Join(w.Source("b.json", "b.json", "refinebio"), w.Sample(models.SampleBody{AccessionCode: "GSM1", Title: "copied"})); err != nil {
			return err
		}
		return say(w, "a.jsonl", models.Platform{AccessionCode: "gpl570", Name: "Affymetrix Array"},
			models.SampleBody{AccessionCode: "GSM1", Alternates: []string{"SRR1"}, Title: "first", Values: values,
				Attributes: []models.Attribute{{Key: "organism", Value: "human"}}},
			models.SampleBody{AccessionCode: "GSM2", Values: values[:1]},
			models.ExperimentBody{AccessionCode: "GSE1", Alternates: []string{"E-GEOD-1"}, Title: "Series", Description: "One.\nTwo.", Protocol: "P",
				SourceDatabase: "GEO", SourceURL: "https://example.org/GSE1", SubmitterInstitution: "MIT", FirstPublished: day(2011, 2, 3), LastModified: day(2012, 3, 4),
				Samples: []string{"GSM2", "GSM1"}, Publications: []models.PublicationBody{{PubMedID: "1", DOI: "10.1/x", Title: "Paper", Authors: []string{"A B", "C D"}}}},
			models.ExperimentBody{AccessionCode: "GSE2", Title: "Super", Samples: []string{"GSM1", "GSM2", "GSM3"}},
			models.ExperimentBody{AccessionCode: "GSE3", Title: "Part", Samples: []string{"GSM2"}},
			models.ExperimentBody{AccessionCode: "GSE4", Title: "Empty"})
	})
}

// withoutIDs compares entities of the database.
var withoutIDs = cmp.Options{
	cmp.FilterPath(func(p cmp.Path) bool {
		switch p.Last().String() {
		case ".ID", ".ExperimentID", ".SampleID", ".SourceID", ".OrganismID", ".PlatformID":
			return true
		}
		return false
	}, cmp.Ignore()),
	cmpopts.EquateEmpty(),
}

func TestReadExperiment(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		for _, code := range []string{"GSE1", "gse1", " e-geod-1 ", "E-GEOD-1"} {
			e, err := store.Experiment(context.Background(), code)
			if err != nil {
				t.Fatal(err)
			}
			want := models.Experiment{
				AccessionCode: "GSE1", Title: "Series", Description: "One.\nTwo.", Protocol: "P", SourceDatabase: "GEO", SourceURL: "https://example.org/GSE1",
				SubmitterInstitution: "MIT", HasPublication: true, FirstPublished: day(2011, 2, 3), LastModified: day(2012, 3, 4),
				Accessions:   []models.ExperimentAccession{{AccessionCode: "E-GEOD-1"}, {AccessionCode: "GSE1"}},
				Publications: []models.Publication{{Key: "pmid:1", PubMedID: "1", DOI: "10.1/x", Title: "Paper", Authors: []string{"A B", "C D"}}},
			}
			if diff := cmp.Diff(want, *e, withoutIDs, cmpopts.IgnoreFields(models.Experiment{}, "Records")); diff != "" {
				t.Errorf("%s: -want +got\n%s", code, diff)
			}
			if len(e.Records) != 1 || e.Records[0].Source.Name != "a.jsonl" || e.Records[0].Body.Samples[0] != "GSM1" {
				t.Errorf("records %+v", e.Records)
			}
		}
	})
}

func TestReadSample(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		s, err := store.Sample(context.Background(), "srr1")
		if err != nil {
			t.Fatal(err)
		}
		want := models.Sample{
			AccessionCode: "GSM1", Title: "first",
			Accessions: []models.SampleAccession{{AccessionCode: "GSM1"}, {AccessionCode: "SRR1"}},
			Values: []*models.Value{
				{Field: "organism", Key: "homo sapiens", Label: "Homo sapiens", Organism: &models.Organism{Key: "homo sapiens", Name: "Homo sapiens", TaxonomyID: 9606}},
				{Field: "platform", Key: "gpl570", Label: "GPL570", Platform: &models.Platform{Key: "gpl570", AccessionCode: "GPL570", Name: "Affymetrix Array"}},
				{Field: "tissue", Key: "kidney", Label: "kidney"}, {Field: "tissue", Key: "liver", Label: "liver"},
			},
		}
		if diff := cmp.Diff(want, *s, withoutIDs, cmpopts.IgnoreFields(models.Sample{}, "Records", "Experiments")); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
		var experiments, sources []string
		for _, e := range s.Experiments {
			experiments = append(experiments, e.AccessionCode+" "+e.Title)
		}
		for _, r := range s.Records {
			sources = append(sources, r.Source.Name+" "+r.Source.Format)
		}
		same(t, "experiments", []string{"GSE1 Series", "GSE2 Super"}, experiments)
		same(t, "records", []string{"a.jsonl ndjson", "b.json refinebio"}, sources)
		same(t, "raw key", "human", s.Records[0].Body.Values[0].RawValue)
		same(t, "tissues", 2, len(s.ValuesOf("tissue")))
	})
}

func TestNotFound(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		from(t, store, "c", models.SampleBody{AccessionCode: "phs000424.v1", Alternates: []string{"Mixed-Case"}})
		for _, code := range []string{"", "GSE99", "GSM1", "'", "%", "GSE1%"} {
			if _, err := store.Experiment(context.Background(), code); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("experiment %q: %v", code, err)
			}
		}
		for _, code := range []string{"", "GSM99", "GSE1"} {
			if _, err := store.Sample(context.Background(), code); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("sample %q: %v", code, err)
			}
		}
		for _, code := range []string{"PHS000424.V1", "phs000424.v1", "Mixed-Case"} {
			if _, err := store.Sample(context.Background(), code); err != nil {
				t.Error(err)
			}
		}
	})
}
