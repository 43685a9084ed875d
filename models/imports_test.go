package models_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

func TestImports(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		begin := func(named string, alone bool) uint {
			id, err := store.BeginImport(t.Context(), named, alone)
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		killed, beside := begin("killed", true), begin("beside", false)
		from(t, store, "a", models.SampleBody{AccessionCode: "GSM1"})
		done := models.ImportRun{
			ID: beside, State: models.ImportDone, Files: 3, LeftOut: 1, Problems: 2, Experiments: 4, Samples: 5,
			Records: models.Outcomes{New: 6, Changed: 7, Same: 8, Merged: 9}, Formats: map[string]int{"": 1, "ndjson": 2},
		}
		if err := store.EndImport(t.Context(), done); err != nil {
			t.Fatal(err)
		}
		states := func() (list []models.ImportRun) {
			runs, err := store.Imports(t.Context(), 10)
			if err != nil {
				t.Fatal(err)
			}
			for i := range runs {
				if since := time.Since(runs[i].Started); since < 0 || since > time.Hour || (runs[i].Finished != nil) != (runs[i].State == models.ImportDone) {
					t.Errorf("%s began at %v and ended at %v", runs[i].Named, runs[i].Started, runs[i].Finished)
				}
				runs[i].Started, runs[i].Finished = time.Time{}, nil
			}
			return runs
		}
		done.Named, done.CatalogueVersion = "beside", 1
		first := models.ImportRun{ID: killed, State: models.ImportRunning, Named: "killed", Formats: map[string]int{}}
		if diff := cmp.Diff([]models.ImportRun{done, first}, states()); diff != "" {
			t.Error(diff)
		}
		next := begin("next", true)
		first.State = models.ImportUnfinished
		want := []models.ImportRun{{ID: next, State: models.ImportRunning, Named: "next", Formats: map[string]int{}}, done, first}
		if diff := cmp.Diff(want, states()); diff != "" {
			t.Error(diff)
		}
		if runs, err := store.Imports(t.Context(), 1); err != nil || len(runs) != 1 || runs[0].Named != "next" {
			t.Errorf("the last: %+v, %v", runs, err)
		}
	})
}
