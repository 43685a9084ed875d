package models_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// TestEachValue counts the samples that carry values, those of no experiment not among them.
func TestEachValue(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		apart := []models.FieldValue{{Field: models.FieldTissue, Value: "kidney"}, {Field: models.FieldTissue, Value: "skin"}}
		from(t, store, "apart", models.SampleBody{AccessionCode: "GSM8", Values: apart}, models.SampleBody{AccessionCode: "GSM9"})
		var got []string
		err := store.Snapshot(context.Background(), func(s *models.Snapshot) error {
			return s.EachValue(context.Background(), func(v *models.Value, samples int) error {
				line := fmt.Sprint(v.Field, "=", v.Label, " ", samples)
				if v.Platform != nil {
					line += " " + v.Platform.Name
				}
				if v.Organism != nil {
					line += fmt.Sprint(" ", v.Organism.TaxonomyID)
				}
				got = append(got, line)
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(got)
		same(t, "values", []string{"organism=Homo sapiens 2 9606", "platform=GPL570 1 Affymetrix Array", "tissue=kidney 1", "tissue=liver 1"}, got)
	})
}

// TestEachHead reads of experiments what Each reads of them.
func TestEachHead(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		all, heads := map[string]models.Experiment{}, map[string]models.Experiment{}
		err := store.Snapshot(context.Background(), func(s *models.Snapshot) error {
			if err := s.Each(context.Background(), func(e *models.Experiment) error {
				all[e.AccessionCode] = models.Experiment{ID: e.ID, AccessionCode: e.AccessionCode, SourceDatabase: e.SourceDatabase,
					HasPublication: e.HasPublication, FirstPublished: e.FirstPublished, LastModified: e.LastModified, Synthetic: e.Synthetic}
				return nil
			}); err != nil {
				return err
			}
			return s.EachHead(context.Background(), func(e *models.Experiment) error { heads[e.AccessionCode] = *e; return nil })
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(all, heads); diff != "" || len(heads) != 4 {
			t.Errorf("-Each +EachHead\n%s", diff)
		}
	})
}
