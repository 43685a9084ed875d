package models_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

func hide(t testing.TB, store *models.Store, code string) {
	t.Helper()
	if err := store.Hide(context.Background(), code, "Ada", "withdrawn"); err != nil {
		t.Fatal(err)
	}
}

func unhide(t testing.TB, store *models.Store, code string) {
	t.Helper()
	if err := store.Unhide(context.Background(), code, "Ada"); err != nil {
		t.Fatal(err)
	}
}

// TestHide hides an experiment, imports it again while it is hidden, in the same words, in others, and with more of it, and shows it again.
func TestHide(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		before, dumped, state := snapshotLines(t, store), dump(t, store), stateOf(t, store)

		hide(t, store, "e-geod-1")
		same(t, "changed", []string{"GSE1", "GSE2", "GSE3"}, changedSince(t, store, state.Version))
		same(t, "state", models.State{Version: 2, Experiments: 3, Samples: 3}, stateOf(t, store))
		hidden := snapshotLines(t, store)
		same(t, "hidden", []string{
			"GSE2[] Super 0 false",
			" GSM1[SRR1] first organism=Homo sapiens/9606 platform=GPL570/Affymetrix Array tissue=kidney tissue=liver in GSE2 says GSM1[] says GSM1[{organism human}]",
		}, hidden[:2])
		for _, code := range []string{"GSE1", "gse1", "E-GEOD-1"} {
			_, err := store.Experiment(context.Background(), code)
			if !errors.Is(err, models.ErrHidden) || !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s: %v", code, err)
			}
			if err := store.Hide(context.Background(), code, "Ada", ""); !errors.Is(err, models.ErrHidden) {
				t.Errorf("%s is hidden again: %v", code, err)
			}
			if _, err := store.Correct(context.Background(), models.Correction{Kind: models.CorrectedExperiment, AccessionCode: code, Field: "title", By: "Ada"}); !errors.Is(err, models.ErrHidden) {
				t.Errorf("%s is corrected: %v", code, err)
			}
		}
		list, err := store.Hidden(context.Background())
		if err != nil || len(list) != 1 || list[0].AccessionCode != "GSE1" || list[0].Title != "Series" || list[0].By != "Ada" ||
			list[0].Reason != "withdrawn" || time.Since(list[0].At) > time.Hour {
			t.Errorf("%+v, %v", list, err)
		}

		readable(t, store)
		same(t, "after the same import", hidden, snapshotLines(t, store))
		same(t, "version", int64(2), stateOf(t, store).Version)
		write(t, store, func(w *models.Writer) error {
			err := say(w, "b.jsonl", models.ExperimentBody{AccessionCode: "GSE1", Alternates: []string{"SRP1"}, Protocol: "Mixed"},
				models.ExperimentBody{AccessionCode: "PRJNA1", Alternates: []string{"SRP1"}}, // a part of it, by way of a code that came with the record before
				models.SampleBody{AccessionCode: "GSM2", Experiments: []string{"SRP1"}})
			models.SetBatch(w, 1)
			return err
		})
		same(t, "after another import", strings.ReplaceAll(strings.Join(hidden, "\n"), "says GSM2[]", "says GSM2[] says GSM2[]"), strings.Join(snapshotLines(t, store), "\n"))
		if _, err := store.Experiment(context.Background(), "PRJNA1"); !errors.Is(err, models.ErrHidden) {
			t.Errorf("a part of it: %v", err)
		}

		unhide(t, store, "SRP1")
		e, err := store.Experiment(context.Background(), "PRJNA1")
		if err != nil {
			t.Fatal(err)
		}
		if e.AccessionCode != "GSE1" || len(e.Records) != 3 || e.Title != "Series" || len(e.Publications) != 1 {
			t.Errorf("%+v", e)
		}
		if err := store.Unhide(context.Background(), "GSE1", "Ada"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("what is not hidden is shown again: %v", err)
		}
		for _, name := range []string{"hidden_experiments", "hidden_records", "hidden_accessions"} {
			same(t, name, []string{"0"}, rows(t, store, "SELECT count(*) FROM "+name))
		}

		store = open()
		readable(t, store)
		hide(t, store, "GSE1")
		hide(t, store, "GSE2") // GSM3 was in this alone, and nobody describes it
		unhide(t, store, "GSE1")
		unhide(t, store, "GSE2")
		same(t, "all tables", dumped, dump(t, store))
		same(t, "all that is read", before, snapshotLines(t, store))
	})
}

// TestHiddenOutcomes counts records that go aside as those that do not.
func TestHiddenOutcomes(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		hide(t, store, "GSE4")
		for _, step := range []struct {
			source, title string
			want          models.Outcomes
		}{
			{"a.jsonl", "Empty", models.Outcomes{Same: 1}}, {"a.jsonl", "Full", models.Outcomes{Changed: 1}}, {"c.jsonl", "Full", models.Outcomes{Merged: 1}},
		} {
			var w *models.Writer
			changes := write(t, store, func(writer *models.Writer) error {
				w = writer
				return say(w, step.source, models.ExperimentBody{AccessionCode: "GSE4", Title: step.title})
			})
			experiments, _ := w.Outcomes(step.source)
			same(t, step.title+" of "+step.source, step.want, experiments)
			same(t, "changes", models.Changes{}, changes)
		}
		same(t, "version", int64(2), stateOf(t, store).Version)
	})
}

// TestHiddenKeepsToItself hides an experiment of which another names a code: that is none of it.
func TestHiddenKeepsToItself(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		from(t, store, "a", models.ExperimentBody{AccessionCode: "GSE1", Alternates: []string{"PRJNA1"}, Title: "hidden"})
		hide(t, store, "GSE1")
		from(t, store, "b", models.ExperimentBody{AccessionCode: "GSE2", Alternates: []string{"PRJNA1"}, Title: "shown"}, models.ExperimentBody{AccessionCode: "SRP9", Title: "project"})
		e, err := store.Experiment(context.Background(), "PRJNA1")
		if err != nil || e.AccessionCode != "GSE2" {
			t.Fatalf("%+v, %v", e, err)
		}
		// What turns out to be of a hidden experiment is hidden with it, whichever came first.
		from(t, store, "c", models.ExperimentBody{AccessionCode: "GSE1", Alternates: []string{"SRP9"}})
		same(t, "shown", []string{"GSE2[PRJNA1] shown 0 false"}, snapshotLines(t, store))
		from(t, store, "c", models.ExperimentBody{AccessionCode: "GSE1"})
		same(t, "parted again", []string{"GSE2[PRJNA1] shown 0 false", "SRP9[] project 0 false"}, snapshotLines(t, store))
		unhide(t, store, "GSE1")
		same(t, "all", 3, len(snapshotLines(t, store)))
	})
}

// TestEditsLeaveRecordsAlone hides and corrects in the midst of imports. The catalogue is then what its records say but for that, and when all of
// it is taken back, it is what they say.
func TestEditsLeaveRecordsAlone(t *testing.T) {
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		rapid.Check(t, func(rt *rapid.T) {
			empty(t, store)
			world := drawWorld(rt)
			var hidden []string
			var corrections []uint
			imports := parts(rt, rapid.Permutation(world.records).Draw(rt, "order"))
			if len(imports) > 3 {
				imports = append(imports[:2], slices.Concat(imports[2:]...))
			}
			for _, records := range imports {
				importAll(t, store, records)
				if rapid.Bool().Draw(rt, "imports go on") {
					continue
				}
				code := pick(rt, "GSE1", "GSE2", "GSE3", "SRP1", "lab", "E-MTAB-1")
				switch err := store.Hide(context.Background(), code, "Ada", ""); {
				case err == nil:
					hidden = append(hidden, code)
				case !errors.Is(err, models.ErrNotFound) && !errors.Is(err, models.ErrShared):
					rt.Fatal(err)
				}
				kind, code := models.CorrectedSample, pick(rt, sampleCodes...)
				if rapid.Bool().Draw(rt, "experiment") {
					kind, code = models.CorrectedExperiment, pick(rt, "GSE1", "GSE2", "SRP1", "E-MTAB-1")
				}
				switch id, err := store.Correct(context.Background(), models.Correction{Kind: kind, AccessionCode: code, Field: models.FieldTitle, Values: []string{"Corrected"}, By: "Ada"}); {
				case err == nil:
					corrections = append(corrections, id)
				case !errors.Is(err, models.ErrNotFound) && !errors.Is(err, models.ErrShared):
					rt.Fatal(err)
				}
			}
			for _, line := range dump(t, store) {
				if slices.ContainsFunc([]string{"wrong count", "code of no", "record of no", "link of nothing", "publication of no", "value that there is not"},
					func(wrong string) bool { return strings.HasPrefix(line, wrong) }) {
					rt.Fatal(line)
				}
			}
			for {
				list, err := store.Hidden(context.Background())
				if err != nil {
					rt.Fatal(err)
				}
				if len(list) == 0 {
					break
				}
				if _, err := store.Experiment(context.Background(), list[0].AccessionCode); err == nil {
					rt.Fatalf("%s is hidden and shown", list[0].AccessionCode)
				}
				if err := store.Unhide(context.Background(), list[0].AccessionCode, "Ada"); err != nil {
					rt.Fatal(err)
				}
			}
			for _, id := range corrections {
				if err := store.UndoCorrection(context.Background(), id, "Ben"); err != nil && !errors.Is(err, models.ErrNotFound) { // it was replaced
					rt.Fatal(err)
				}
			}
			if diff := cmp.Diff(expected(world), dump(t, store)); diff != "" {
				rt.Fatalf("hidden were %v; -expected +catalogue\n%s", hidden, diff)
			}
		})
	})
}
