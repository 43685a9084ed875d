package models_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// TestTrial: imports see those before them, a failed one leaves nothing behind, and the catalogue stays as it was.
func TestTrial(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		for range 2 { // on an empty catalogue, and on one that has something
			before, state := dump(t, store), stateOf(t, store)
			failed := errors.New("damaged")
			var changes []models.Changes
			err := store.Trial(t.Context(), func(trial *models.Trial) error {
				for i, bodies := range [][]any{
					{models.SampleBody{AccessionCode: "GSM91"}, models.ExperimentBody{AccessionCode: "GSE91", Samples: []string{"GSM91"}}},
					{models.SampleBody{AccessionCode: "GSM92"}},
					{models.SampleBody{AccessionCode: "GSM91", Title: "corrected"}, models.SampleBody{AccessionCode: "GSM92"}},
				} {
					c, err := trial.Import(t.Context(), func(w *models.Writer) error {
						if err := say(w, "a", bodies...); err != nil || i != 1 {
							return err
						}
						return failed
					})
					if (i == 1) != errors.Is(err, failed) || i != 1 && err != nil {
						t.Errorf("import %d: %v", i, err)
					}
					changes = append(changes, c)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			want := []models.Changes{{ExperimentsAdded: 1, SamplesAdded: 1}, {}, {SamplesAdded: 1, SamplesChanged: 1}}
			if diff := cmp.Diff(want, changes); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(before, dump(t, store)); diff != "" || stateOf(t, store) != state {
				t.Errorf("the trial changed the catalogue to %+v: %s", stateOf(t, store), diff)
			}
			from(t, store, "b", models.SampleBody{AccessionCode: "GSM1"}, models.ExperimentBody{AccessionCode: "GSE1", Samples: []string{"GSM1"}})
		}
		ctx, cancel := context.WithCancel(t.Context())
		err := store.Trial(ctx, func(trial *models.Trial) error {
			cancel()
			_, err := trial.Import(ctx, func(*models.Writer) error { return nil })
			return err
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("a cancelled trial: %v", err)
		}
	})
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		outcomes := func(source string, bodies ...any) (experiments, samples models.Outcomes) {
			var writer *models.Writer
			write(t, store, func(w *models.Writer) error { writer = w; return say(w, source, bodies...) })
			return writer.Outcomes(source)
		}
		check := func(what string, want [2]models.Outcomes, experiments, samples models.Outcomes) {
			t.Helper()
			if diff := cmp.Diff(want, [2]models.Outcomes{experiments, samples}); diff != "" {
				t.Errorf("%s: %s", what, diff)
			}
		}
		first := []any{
			models.SampleBody{AccessionCode: "GSM1"}, models.SampleBody{AccessionCode: "GSM2"},
			models.ExperimentBody{AccessionCode: "GSE1", Samples: []string{"GSM1", "GSM2", "GSM3"}},
		}
		e, s := outcomes("a", first...)
		check("the first", [2]models.Outcomes{{New: 1}, {New: 2}}, e, s)
		e, s = outcomes("a", first...)
		check("the same", [2]models.Outcomes{{Same: 1}, {Same: 2}}, e, s)
		e, s = outcomes("b", models.SampleBody{AccessionCode: "GSM1", Title: "x"}, models.SampleBody{AccessionCode: "GSM3"},
			models.SampleBody{AccessionCode: "SRR4"}, models.SampleBody{AccessionCode: "SRR5", Alternates: []string{"SRR4"}})
		check("one of another file, one that was only listed, and two of one new", [2]models.Outcomes{{}, {New: 2, Merged: 2}}, e, s)
		e, s = outcomes("a", models.SampleBody{AccessionCode: "GSM2", Title: "corrected"}, models.SampleBody{AccessionCode: "GSM2", Title: "corrected"})
		check("corrected, twice", [2]models.Outcomes{{}, {Changed: 1, Same: 1}}, e, s)
		if e, s := outcomes("c"); e.Total()+s.Total() != 0 {
			t.Errorf("nothing: %+v %+v", e, s)
		}
	})
}
