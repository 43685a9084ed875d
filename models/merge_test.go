package models_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/facetome/facetome/models"
)

func day(year int, month time.Month, d int) *time.Time {
	t := time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
	return &t
}

func of(format string, body models.ExperimentBody) models.ExperimentRecord {
	return models.ExperimentRecord{Source: &models.Source{Name: "a file", Format: format}, Body: body}
}

func ofSample(format string, body models.SampleBody) models.SampleRecord {
	return models.SampleRecord{Source: &models.Source{Name: "a file", Format: format}, Body: body}
}

func TestMergeExperiment(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		records []models.ExperimentRecord
		want    models.ExperimentBody
	}{
		{name: "nothing"},
		{
			"each field is the first word on it, and blank erases nothing",
			[]models.ExperimentRecord{
				of("refinebio", models.ExperimentBody{AccessionCode: "GSE1", Title: "a copy", Description: "only here", SubmitterInstitution: "Copied"}),
				of("geo-soft", models.ExperimentBody{AccessionCode: "GSE1", Title: "the archive's", SubmitterInstitution: "MIT"}),
				of("ndjson", models.ExperimentBody{AccessionCode: "GSE1", Title: "curated"}),
			},
			models.ExperimentBody{AccessionCode: "GSE1", Title: "curated", Description: "only here", SubmitterInstitution: "MIT"},
		},
		{
			"of one format, more fields come first",
			[]models.ExperimentRecord{
				of("geo-soft", models.ExperimentBody{AccessionCode: "GSE1", Title: "a title that is much, much longer than the other one"}),
				of("geo-soft", models.ExperimentBody{AccessionCode: "GSE1", Title: "short", SourceDatabase: "GEO"}),
			},
			models.ExperimentBody{AccessionCode: "GSE1", Title: "short", SourceDatabase: "GEO"},
		},
		{
			"then the longer text, then bytes",
			[]models.ExperimentRecord{
				of("other", models.ExperimentBody{AccessionCode: "GSE1", Title: "abd"}),
				of("another", models.ExperimentBody{AccessionCode: "GSE1", Title: "ab"}),
				of("other", models.ExperimentBody{AccessionCode: "GSE1", Title: "abc"}),
			},
			models.ExperimentBody{AccessionCode: "GSE1", Title: "abc"},
		},
		{
			"codes, samples and publications are united; dates are extremes; flags are any",
			[]models.ExperimentRecord{
				of("ndjson", models.ExperimentBody{
					AccessionCode: "SRP7", Alternates: []string{"PRJNA9"}, Samples: []string{"GSM2", "GSM1"},
					FirstPublished: day(2015, 1, 1), LastModified: day(2016, 1, 1),
					Publications: []models.PublicationBody{{DOI: "10.1/X", Authors: []string{"A"}}, {Title: "Another Paper"}},
				}),
				of("geo-soft", models.ExperimentBody{
					AccessionCode: "GSE5", Alternates: []string{"SRP7"}, Samples: []string{"GSM3", "GSM2"}, HasPublication: true, Synthetic: true,
					FirstPublished: day(2014, 1, 1), LastModified: day(2019, 1, 1),
					Publications: []models.PublicationBody{{PubMedID: "12", DOI: "10.1/x", Title: "Paper", Authors: []string{"B"}}, {Title: "another  paper"}},
				}),
			},
			models.ExperimentBody{
				AccessionCode: "GSE5", Alternates: []string{"PRJNA9", "SRP7"}, Samples: []string{"GSM1", "GSM2", "GSM3"},
				FirstPublished: day(2014, 1, 1), LastModified: day(2019, 1, 1), HasPublication: true, Synthetic: true,
				Publications: []models.PublicationBody{{PubMedID: "12", DOI: "10.1/X", Title: "Paper", Authors: []string{"A"}}, {Title: "Another Paper"}},
			},
		},
		{
			"who names a publication has one; the same title with another PubMed id is another paper",
			[]models.ExperimentRecord{of("ndjson", models.ExperimentBody{
				AccessionCode: "x", Publications: []models.PublicationBody{{PubMedID: "2", Title: "Erratum"}, {PubMedID: "1", Title: "Erratum"}},
			})},
			models.ExperimentBody{AccessionCode: "x", HasPublication: true,
				Publications: []models.PublicationBody{{PubMedID: "1", Title: "Erratum"}, {PubMedID: "2", Title: "Erratum"}}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, models.MergeExperiment(test.records)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestMergeSample(t *testing.T) {
	t.Parallel()
	tissue := func(v string) models.FieldValue {
		return models.FieldValue{Field: models.FieldTissue, Value: v, RawKey: "tissue", RawValue: v}
	}
	plain := func(field, v string) models.FieldValue { return models.FieldValue{Field: field, Value: v} }
	for _, test := range []struct {
		name    string
		records []models.SampleRecord
		want    models.SampleBody
	}{
		{name: "nothing"},
		{
			"a field's values are the set of the first record that reports it",
			[]models.SampleRecord{
				ofSample("refinebio", models.SampleBody{AccessionCode: "GSM1", Values: []models.FieldValue{tissue("hepatic"), plain("sex", "male")}}),
				ofSample("geo-soft", models.SampleBody{AccessionCode: "GSM1", Values: []models.FieldValue{tissue("liver"), tissue("kidney"), tissue("Liver")}}),
			},
			models.SampleBody{AccessionCode: "GSM1", Values: []models.FieldValue{plain("sex", "male"), plain("tissue", "Liver"), plain("tissue", "kidney")}},
		},
		{
			"of the same value twice, the one that says more",
			[]models.SampleRecord{ofSample("ndjson", models.SampleBody{AccessionCode: "GSM1", Values: []models.FieldValue{
				{Field: "organism", Value: "Mus musculus"}, {Field: "organism", Value: "Mus musculus", TaxonomyID: 10090},
				{Field: "platform", Value: "GPL1", Name: "long name"}, {Field: "platform", Value: "GPL1"},
			}})},
			models.SampleBody{AccessionCode: "GSM1", Values: []models.FieldValue{
				{Field: "organism", Value: "Mus musculus", TaxonomyID: 10090}, {Field: "platform", Value: "GPL1", Name: "long name"}}},
		},
		{
			"the GEO sample, else the archive's own, else the run",
			[]models.SampleRecord{ofSample("ndjson", models.SampleBody{AccessionCode: "SRR1", Alternates: []string{"SRX2", "SRS4", "SAMN5", "zzz"},
				Experiments: []string{"GSE2", "GSE1"}, Attributes: []models.Attribute{{Key: "k", Value: "v"}}})},
			models.SampleBody{AccessionCode: "SAMN5", Alternates: []string{"SRR1", "SRS4", "SRX2", "zzz"}, Experiments: []string{"GSE1", "GSE2"}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, models.MergeSample(test.records)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestMergeIsAFunctionOfTheSet holds both merges to it: order, doubles, ids and names of sources change nothing.
func TestMergeIsAFunctionOfTheSet(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		world := drawWorld(t)
		var experiments []models.ExperimentRecord
		var samples []models.SampleRecord
		for i, r := range world.records {
			source := &models.Source{ID: uint(i), Name: r.source, Format: r.format}
			if r.experiment != nil {
				experiments = append(experiments, models.ExperimentRecord{Source: source, Body: *r.experiment})
			}
			if r.sample != nil {
				samples = append(samples, models.SampleRecord{Source: source, Body: *r.sample})
			}
		}
		again := func(n int) []int {
			order := rapid.Permutation(slices.Collect(upTo(n))).Draw(t, "order")
			return append(order, rapid.SliceOfN(rapid.IntRange(0, max(n, 1)-1), 0, n).Draw(t, "doubles")...)
		}
		var shuffled []models.ExperimentRecord
		for _, i := range again(len(experiments)) {
			r := experiments[i]
			r.ID, r.Source = uint(i)+7, &models.Source{Name: fmt.Sprint("other", i), Format: r.Source.Format}
			shuffled = append(shuffled, r)
		}
		if diff := cmp.Diff(models.MergeExperiment(experiments), models.MergeExperiment(shuffled)); diff != "" {
			t.Errorf("experiments\n%s", diff)
		}
		var shuffledSamples []models.SampleRecord
		for _, i := range again(len(samples)) {
			r := samples[i]
			r.ID, r.Source = uint(i)+7, &models.Source{Name: fmt.Sprint("other", i), Format: r.Source.Format}
			shuffledSamples = append(shuffledSamples, r)
		}
		if diff := cmp.Diff(models.MergeSample(samples), models.MergeSample(shuffledSamples)); diff != "" {
			t.Errorf("samples\n%s", diff)
		}
	})
}

func upTo(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}
