package models_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

func TestExperimentValues(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		ctx, store := t.Context(), open()
		sample := func(code string, values ...models.FieldValue) models.SampleBody {
			return models.SampleBody{AccessionCode: code, Values: values}
		}
		gpl := models.FieldValue{Field: models.FieldPlatform, Value: "GPL570", Name: "HG-U133 Plus 2"}
		tissue := func(value string) models.FieldValue {
			return models.FieldValue{Field: models.FieldTissue, Value: value}
		}
		_, err := store.Import(ctx, func(w *models.Writer) error {
			if err := w.Source("a", "a", "ndjson"); err != nil {
				return err
			}
			for _, body := range []models.SampleBody{
				sample("GSM1", gpl, tissue("Liver"), tissue("blood")), sample("GSM2", gpl, tissue("liver")), sample("GSM3"),
				sample("GSM9", tissue("brain")),
			} {
				if err := w.Sample(body); err != nil {
					return err
				}
			}
			if err := w.Experiment(models.ExperimentBody{AccessionCode: "GSE1", Samples: []string{"GSM1", "GSM2", "GSM3"}}); err != nil {
				return err
			}
			return w.Experiment(models.ExperimentBody{AccessionCode: "GSE2", Samples: []string{"GSM1", "GSM9"}})
		})
		if err != nil {
			t.Fatal(err)
		}
		e, err := store.Experiment(ctx, "GSE1")
		if err != nil {
			t.Fatal(err)
		}
		got, err := store.ExperimentValues(ctx, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		want := []models.ValueCount{
			{Field: "platform", Key: "gpl570", Label: "GPL570", Name: "HG-U133 Plus 2", Samples: 2},
			{Field: "tissue", Key: "liver", Label: "Liver", Samples: 2},
			{Field: "tissue", Key: "blood", Label: "blood", Samples: 1},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
