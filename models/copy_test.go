package models_test

import (
	"testing"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// Values of every type reach the tables as they are, on the way that is each database's own.
func TestBulkValues(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		t.Parallel()
		store := open()
		first, last := time.Date(1, 1, 2, 3, 4, 5, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
		write(t, store, func(w *models.Writer) error {
			if err := w.Source("file:a", "a.ndjson", "ndjson"); err != nil {
				return err
			}
			for _, e := range []models.ExperimentBody{
				{AccessionCode: "GSE1", Title: "tab\tand \\N, \"é\"", FirstPublished: &first, LastModified: &last, Synthetic: true},
				{AccessionCode: "GSE2"},
			} {
				if err := w.Experiment(e); err != nil {
					return err
				}
			}
			return w.Sample(models.SampleBody{AccessionCode: "GSM1", Values: []models.FieldValue{{Field: models.FieldOrganism, Value: "Mus musculus", TaxonomyID: 10090}}})
		})
		var experiments []models.Experiment
		if err := store.DB().Order("accession_code").Find(&experiments).Error; err != nil {
			t.Fatal(err)
		}
		one, two := experiments[0], experiments[1]
		if one.Title != "tab\tand \\N, \"é\"" || !one.Synthetic || one.FirstPublished == nil || !one.FirstPublished.Equal(first) ||
			one.LastModified == nil || !one.LastModified.Equal(last) || one.HasPublication {
			t.Errorf("GSE1 is %+v", one)
		}
		if two.Title != "" || two.Synthetic || two.FirstPublished != nil || two.LastModified != nil {
			t.Errorf("GSE2 is %+v", two)
		}
		var organism models.Organism
		if err := store.DB().Take(&organism).Error; err != nil || organism.TaxonomyID != 10090 {
			t.Errorf("the organism is %+v (%v)", organism, err)
		}
	})
}
