package models_test

import (
	"context"
	"testing"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// changedSince lists what changed since a version, which the catalogue must know.
func changedSince(t testing.TB, store *models.Store, version int64) (codes []string) {
	t.Helper()
	err := store.Snapshot(context.Background(), func(s *models.Snapshot) error {
		changed, known, err := s.ChangedSince(context.Background(), version)
		if !known {
			t.Errorf("version %d of %d is not known", version, s.State.Version)
		}
		codes = changed
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return codes
}

// TestChangedSince changes a catalogue step by step; each step concerns just the experiments that are named.
func TestChangedSince(t *testing.T) {
	t.Parallel()
	type (
		e = models.ExperimentBody
		s = models.SampleBody
		p = models.PublicationBody
	)
	platform := func(name string) []models.FieldValue {
		return []models.FieldValue{{Field: models.FieldPlatform, Value: "GPL1", Name: name}}
	}
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		for _, step := range []struct {
			what    string
			source  string
			said    []any
			changed []string
		}{
			{"new experiments", "a", []any{s{AccessionCode: "GSM1", Title: "one"}, s{AccessionCode: "GSM2", Values: platform("Array")},
				e{AccessionCode: "GSE1", Samples: []string{"GSM1"}}, e{AccessionCode: "GSE2", Samples: []string{"GSM2"}}, e{AccessionCode: "GSE3"}},
				[]string{"GSE1", "GSE2", "GSE3"}},
			{"the same", "a", []any{s{AccessionCode: "GSM1", Title: "one"}, e{AccessionCode: "GSE3"}}, nil},
			{"another sample", "a", []any{s{AccessionCode: "GSM1", Title: "the first"}}, []string{"GSE1"}},
			{"a series of both", "a", []any{e{AccessionCode: "GSE4", Samples: []string{"GSM1", "GSM2"}}}, []string{"GSE1", "GSE2", "GSE4"}},
			{"its own title", "a", []any{e{AccessionCode: "GSE4", Title: "Super", Samples: []string{"GSM1", "GSM2"}}}, []string{"GSE4"}},
			{"a series of one", "a", []any{e{AccessionCode: "GSE4", Samples: []string{"GSM2"}}}, []string{"GSE1", "GSE4"}},
			{"a new sample that names its series", "a", []any{s{AccessionCode: "GSM3", Experiments: []string{"GSE3"}}}, []string{"GSE3"}},
			{"a sample that names another", "a", []any{s{AccessionCode: "GSM3", Experiments: []string{"GSE1"}}}, []string{"GSE1", "GSE3"}},
			{"a sample that nobody names any more", "a", []any{s{AccessionCode: "GSM3"}}, []string{"GSE1"}},
			{"a run of no experiment", "b", []any{s{AccessionCode: "SRR1", Title: "run"}}, nil},
			{"a run that is listed", "a", []any{e{AccessionCode: "GSE3", Samples: []string{"SRR1"}}}, []string{"GSE3"}},
			{"a run that is a sample", "c", []any{s{AccessionCode: "GSM1", Alternates: []string{"SRR1"}}}, []string{"GSE1", "GSE3"}},
			{"a run that is none", "c", []any{s{AccessionCode: "GSM1"}}, []string{"GSE1", "GSE3"}},
			{"an experiment with a project", "b", []any{e{AccessionCode: "SRP9", Samples: []string{"GSM2"}}}, []string{"GSE2", "GSE4", "SRP9"}},
			{"the project of a series", "c", []any{e{AccessionCode: "GSE9", Alternates: []string{"SRP9"}}}, []string{"GSE2", "GSE4", "GSE9", "SRP9"}},
			{"a project alone", "b", []any{e{AccessionCode: "SRP8"}}, []string{"SRP8"}},
			{"of a series without samples", "c", []any{e{AccessionCode: "GSE8", Alternates: []string{"SRP8"}}}, []string{"GSE8", "SRP8"}},
			{"a paper", "a", []any{e{AccessionCode: "GSE5", Publications: []p{{PubMedID: "1", Title: "Paper"}}},
				e{AccessionCode: "GSE6", Publications: []p{{PubMedID: "1"}}}}, []string{"GSE5", "GSE6"}},
			{"its authors", "a", []any{e{AccessionCode: "GSE5", Publications: []p{{PubMedID: "1", Title: "Paper", Authors: []string{"Ada"}}}}},
				[]string{"GSE5", "GSE6"}},
			{"no paper", "a", []any{e{AccessionCode: "GSE5"}}, []string{"GSE5", "GSE6"}},
			{"a platform's name", "b", []any{models.Platform{AccessionCode: "GPL1", Name: "The makers' name"}}, []string{"GSE2", "GSE4", "GSE9"}},
			{"a shorter name", "c", []any{models.Platform{AccessionCode: "GPL1", Name: "Short"}}, nil},
		} {
			before := stateOf(t, store).Version
			from(t, store, step.source, step.said...)
			same(t, step.what, step.changed, changedSince(t, store, before))
		}
	})
}

// TestChangesOfAnOlderCatalogue is of one that was made before changes were remembered.
func TestChangesOfAnOlderCatalogue(t *testing.T) {
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		address := dsn()
		old, err := models.OpenAt(context.Background(), address, 8)
		if err != nil {
			t.Fatal(err)
		}
		if err := old.DB().Exec("UPDATE catalogue_state SET version = 7, identity = 1").Error; err != nil {
			t.Fatal(err)
		}
		if err := old.Close(); err != nil {
			t.Fatal(err)
		}
		store := modelstest.Open(t, address)
		from(t, store, "a", models.ExperimentBody{AccessionCode: "GSE1"})
		same(t, "since it is remembered", []string{"GSE1"}, changedSince(t, store, 7))
		err = store.Snapshot(context.Background(), func(s *models.Snapshot) error {
			for _, version := range []int64{0, 6, 9} {
				if codes, known, err := s.ChangedSince(context.Background(), version); known || codes != nil || err != nil {
					t.Errorf("since %d: %v %t %v", version, codes, known, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
