package models_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

func TestEachBody(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store, ctx := open(), context.Background()
		const many = 2100 // more than a batch
		_, err := store.Import(ctx, func(w *models.Writer) error {
			steps := []error{w.Source("a", "a", "geo-soft"),
				w.Sample(models.SampleBody{AccessionCode: "SRR1", Alternates: []string{"GSM1"}, Experiments: []string{"GSE2"},
					Attributes: []models.Attribute{{Key: "k", Value: "1"}, {Key: "k", Value: "1"}}}),
				w.Experiment(models.ExperimentBody{AccessionCode: "GSE2", Samples: []string{"lab 2"}}),
				w.Platform(models.Platform{AccessionCode: "GPL2", Name: "B"}), w.Platform(models.Platform{AccessionCode: "GPL1", Name: "A"}),
				w.Source("b", "b", "ndjson"),
				w.Sample(models.SampleBody{AccessionCode: "GSM1", Title: "One", Attributes: []models.Attribute{{Key: "z", Value: "2"}}}),
				w.Experiment(models.ExperimentBody{AccessionCode: "GSE10", Title: "Ten"})}
			for i := range many {
				steps = append(steps, w.Sample(models.SampleBody{AccessionCode: fmt.Sprintf("Z%04d", i)}))
			}
			return errors.Join(steps...)
		})
		if err != nil {
			t.Fatal(err)
		}
		var samples []models.SampleBody
		var experiments []models.ExperimentBody
		var platforms []string
		stop := errors.New("stop")
		if err := store.Snapshot(ctx, func(s *models.Snapshot) error {
			named, err := s.Platforms(ctx)
			for _, p := range named {
				platforms = append(platforms, p.AccessionCode+" "+p.Name)
			}
			return errors.Join(err,
				s.EachSample(ctx, func(b *models.SampleBody) error { samples = append(samples, *b); return nil }),
				s.EachExperiment(ctx, func(b *models.ExperimentBody) error { experiments = append(experiments, *b); return nil }))
		}); err != nil {
			t.Fatal(err)
		}
		if len(samples) != many+2 || samples[1].AccessionCode != "Z0000" || samples[many+1].AccessionCode != "lab 2" {
			t.Fatalf("%d samples", len(samples))
		}
		if diff := cmp.Diff(models.SampleBody{AccessionCode: "GSM1", Alternates: []string{"SRR1"}, Title: "One", Experiments: []string{"GSE2"},
			Attributes: []models.Attribute{{Key: "z", Value: "2"}, {Key: "k", Value: "1"}}}, samples[0]); diff != "" {
			t.Errorf("GSM1 (-want +got)\n%s", diff)
		}
		if diff := cmp.Diff([]models.ExperimentBody{{AccessionCode: "GSE10", Title: "Ten"},
			{AccessionCode: "GSE2", Samples: []string{"GSM1", "lab 2"}}}, experiments); diff != "" {
			t.Errorf("experiments (-want +got)\n%s", diff)
		}
		if diff := cmp.Diff([]string{"GPL1 A", "GPL2 B"}, platforms); diff != "" {
			t.Errorf("platforms (-want +got)\n%s", diff)
		}
		if err := store.Snapshot(ctx, func(s *models.Snapshot) error {
			return s.EachSample(ctx, func(*models.SampleBody) error { return stop })
		}); !errors.Is(err, stop) {
			t.Errorf("error %v; want that of the caller", err)
		}
	})
}
