package upkeep_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/upkeep"
)

// TestUpkeep builds an index, and brings it up to date without building it anew.
func TestUpkeep(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		lag, err := b.Lag(t.Context())
		if err != nil || !lag.Missing {
			t.Errorf("without an index: %+v, %v", lag, err)
		}
		b.put(t, some(20)...)
		run := b.run(t, control.Rebuild)
		if run.Experiments != 20 || run.Samples != 21 || run.Changed != 20 || run.Generation != "fake-1" || run.CatalogueVersion == 0 {
			t.Errorf("the rebuild is %+v", run)
		}
		b.isCurrent(t)

		b.put(t, "SUPER: GSM1000 GSM1010 NEW1", "GSE1005 another title: GSM1005 GSM1006")
		if lag, err := b.Lag(t.Context()); err != nil || lag.None() || lag.Missing {
			t.Errorf("after an import: %+v, %v", lag, err)
		}
		run = b.run(t, control.Changes)
		if run.Experiments != 21 || run.Samples != 22 || run.Changed < 2 || run.Changed > 10 || run.Generation != "fake-2" {
			t.Errorf("the changes are %+v", run)
		}
		if _, amended, _ := b.index.stats(); amended != 1 {
			t.Errorf("%d generations began as the one before", amended)
		}
		b.isCurrent(t)

		if run = b.run(t, control.Changes); run.Changed != 0 || run.Generation != "fake-2" {
			t.Errorf("with nothing to do: %+v", run)
		}
		if run, done, err := b.Update(t.Context(), "test", upkeep.Watcher{}); done || err != nil {
			t.Errorf("with nothing to do: %+v, %v", run, err)
		}
	})
}

// TestVersionAlone: a version of the catalogue that changed no document is taken up, too.
func TestVersionAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(3)...)
		b.run(t, control.Rebuild)
		if err := b.store.DB().Exec("UPDATE catalogue_state SET version = version + 1").Error; err != nil {
			t.Fatal(err)
		}
		if run := b.run(t, control.Changes); run.Changed != 0 || run.Generation != "fake-2" {
			t.Errorf("the run is %+v", run)
		}
		b.isCurrent(t)
	})
}

// TestFaults: whatever fails at whichever step, the old generation serves on, the run is remembered with its reason, and the next one ends well.
func TestFaults(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(5)...)
		b.run(t, control.Rebuild)
		before, err := b.index.Serving(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i, step := range []string{"begin", "amend", "add", "counts", "commit"} {
			b.put(t, fmt.Sprintf("NEW%d: GSM1000", i))
			kind := control.Changes
			if step == "begin" {
				kind = control.Rebuild
			}
			b.index.setFault(func(at string) error {
				if at == step {
					return fmt.Errorf("write %s:\nno space left on device", step)
				}
				return nil
			})
			run, err := b.Run(t.Context(), kind, "test", nil)
			if err == nil || run.State != control.Failed || !strings.Contains(run.Reason, step+": no space left on device") {
				t.Errorf("%s: %+v, %v", step, run, err)
			}
			b.index.setFault(nil)
			after, err := b.index.Serving(t.Context())
			if err != nil || after != before {
				t.Errorf("after a fault at %s %+v serves, before %+v (%v)", step, after, before, err)
			}
			if _, _, unfinished := b.index.stats(); unfinished {
				t.Errorf("after a fault at %s a generation is left unfinished", step)
			}
		}
		b.run(t, control.Changes)
		b.isCurrent(t)
	})
}

// TestWrongCounts: a generation whose counts are not the database's never serves.
func TestWrongCounts(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(5)...)
		b.run(t, control.Rebuild)
		b.index.tamper(func(documents map[string]*search.Document) { delete(documents, "GSE1003") })
		b.put(t, "NEW: GSM1000")
		run, err := b.Run(t.Context(), control.Changes, "test", nil)
		if err == nil || run.State != control.Failed || !strings.Contains(run.Reason, "the database 6 with 6") {
			t.Errorf("%+v, %v", run, err)
		}
		b.run(t, control.Repair)
		b.isCurrent(t)
	})
}

// TestUnfit: where an index cannot be brought up to date it is built anew, by the same run.
func TestUnfit(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(5)...)
		b.run(t, control.Changes) // there is none
		b.isCurrent(t)
		b.put(t, "NEW: GSM1000")
		b.index.mu.Lock()
		b.index.serves.info.CatalogueVersion = 1000 // of another catalogue
		b.index.mu.Unlock()
		b.run(t, control.Changes)
		b.isCurrent(t)
		if begun, amended, _ := b.index.stats(); begun != 2 || amended != 0 {
			t.Errorf("%d generations were begun, %d of them as the one before", begun, amended)
		}
	})
}

// TestRebuildCatchesUp: what changes while an index is built anew is in it at the end.
func TestRebuildCatchesUp(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(10)...)
		imports := 0
		b.index.setFault(func(step string) error {
			if step == "commit" && imports < 2 {
				imports++
				b.put(t, fmt.Sprintf("NEW%d: GSM1000", imports))
			}
			return nil
		})
		run := b.run(t, control.Rebuild)
		b.index.setFault(nil)
		if run.Experiments != 12 || imports != 2 || run.Generation != "fake-3" {
			t.Errorf("after %d imports the rebuild is %+v", imports, run)
		}
		b.isCurrent(t)
	})
}
