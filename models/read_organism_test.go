package models_test

import (
	"errors"
	"testing"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

func TestOrganism(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		for _, name := range []string{"Homo sapiens", " homo SAPIENS"} {
			o, err := store.Organism(t.Context(), name)
			if err != nil || o.Name != "Homo sapiens" || o.TaxonomyID != 9606 {
				t.Errorf("%q is %+v, %v", name, o, err)
			}
		}
		if _, err := store.Organism(t.Context(), "human"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("human: %v, want ErrNotFound", err)
		}
	})
}
