package models_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// TestCatalogueIsAFunctionOfItsRecords imports random records in a random order, parted into random imports, some of them first in another
// version that the last one replaces, some by another process, some taken back at first. The catalogue must be what the definition says of the
// records that are left, whatever imports remember of one another.
func TestCatalogueIsAFunctionOfItsRecords(t *testing.T) {
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		where := dsn()
		store, other := modelstest.Open(t, where), modelstest.Open(t, where)
		rapid.Check(t, func(rt *rapid.T) {
			empty(t, store)
			world := drawWorld(rt)
			var todo []said
			replaced := map[string]bool{}
			for _, r := range world.records {
				if rapid.IntRange(0, 2).Draw(rt, "replaces") == 0 {
					replaced[r.key()] = true
					todo = append(todo, r.earlier(rt))
				}
				todo = append(todo, r)
			}
			order := rapid.Permutation(todo).Draw(rt, "order")
			var last []said // after the versions that they replace
			for _, r := range world.records {
				if replaced[r.key()] {
					last = append(last, r)
				}
			}
			for _, records := range append(parts(rt, order), last) {
				by := rapid.SampledFrom([]*models.Store{store, store, store, other}).Draw(rt, "by")
				if rapid.IntRange(0, 3).Draw(rt, "taken back") == 0 {
					takeBack(t, by, records)
				}
				importAll(t, by, records)
			}
			if diff := cmp.Diff(expected(world), dump(t, store)); diff != "" {
				rt.Fatalf("-expected +catalogue\n%s", diff)
			}

			before, err := store.State(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			changes := importAll(t, store, rapid.Permutation(world.records).Draw(rt, "again"))
			after, err := store.State(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			changes.ExperimentsSame, changes.SamplesSame = 0, 0
			if diff := cmp.Diff(models.Changes{}, changes) + cmp.Diff(before, after); diff != "" {
				rt.Fatalf("the same records again changed something\n%s", diff)
			}
		})
	})
}

// parts draws a partition of records into imports.
func parts(t *rapid.T, records []said) [][]said {
	var imports [][]said
	for len(records) > 0 {
		n := rapid.IntRange(1, len(records)).Draw(t, "records of an import")
		imports = append(imports, records[:n])
		records = records[n:]
	}
	return imports
}

// takeBack imports records, and then does not.
func takeBack(t testing.TB, store *models.Store, records []said) {
	t.Helper()
	regret := errors.New("regret")
	_, err := store.Import(context.Background(), func(w *models.Writer) error { return errors.Join(writeAll(w, records), regret) })
	if err == nil || err.Error() != regret.Error() {
		t.Fatalf("an import that is taken back ends with %v", err)
	}
}

// writeAll writes records in several batches.
func writeAll(w *models.Writer, records []said) error {
	models.SetBatch(w, 1+len(records)/3)
	for _, r := range records {
		if err := r.write(w); err != nil {
			return err
		}
	}
	return nil
}

func importAll(t testing.TB, store *models.Store, records []said) models.Changes {
	t.Helper()
	changes, err := store.Import(context.Background(), func(w *models.Writer) error {
		return writeAll(w, records)
	})
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// empty removes everything from a catalogue.
func empty(t testing.TB, store *models.Store) {
	t.Helper()
	tables := []string{"experiment_publications", "experiment_samples", "experiment_accessions", "experiment_records", "experiments", "publications",
		"sample_series", "sample_accessions", "sample_records", "samples", "field_values", "organisms",
		"platform_records", "platforms", "hidden_accessions", "hidden_records", "hidden_experiments", "corrections", "sources"}
	if !slices.ContainsFunc(tables, func(table string) bool {
		var n int64
		if err := store.DB().Table(table).Count(&n).Error; err != nil {
			t.Fatal(err)
		}
		return n > 0
	}) {
		return
	}
	for _, table := range tables {
		if err := store.DB().Exec("DELETE FROM " + table).Error; err != nil {
			t.Fatal(err)
		}
	}
	if err := store.DB().Exec("UPDATE catalogue_state SET version = version + 1, experiments = 0, samples = 0").Error; err != nil {
		t.Fatal(err)
	}
}
