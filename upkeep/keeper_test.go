package upkeep_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/upkeep"
)

// patience is how long a test waits for what must happen: far longer than it takes.
const patience = 2 * time.Minute

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited %v in vain until %s", patience, what)
		}
	}
}

// bench is a catalogue, an index of it, and what keeps that up.
type bench struct {
	*upkeep.Keeper
	dsn   string
	store *models.Store
	runs  *control.Control
	index *fakeIndex
}

// onBoth runs a test with both databases, each on an empty catalogue.
func onBoth(t *testing.T, test func(t *testing.T, b *bench)) {
	t.Helper()
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		t.Parallel()
		test(t, newBench(t, dsn(), &fakeIndex{}))
	})
}

func newBench(t *testing.T, dsn string, index *fakeIndex) *bench {
	t.Helper()
	b := &bench{dsn: dsn, store: modelstest.Open(t, dsn), index: index}
	var err error
	if b.runs, err = control.Open(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	b.Keeper = upkeep.New(upkeep.Config{Store: b.store, Control: b.runs, Index: index, Target: "index"})
	t.Cleanup(func() {
		b.Close()
		if err := b.runs.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// another is what another process has: the same catalogue and index, other connections.
func (b *bench) another(t *testing.T) *bench {
	t.Helper()
	return newBench(t, b.dsn, b.index)
}

// put writes experiments: "GSE1: GSM1 GSM2" with these samples, "GSE1 title: …" with a title.
func (b *bench) put(t *testing.T, experiments ...string) {
	t.Helper()
	_, err := b.store.Import(context.Background(), func(w *models.Writer) error {
		if err := w.Source("test", "test", "test"); err != nil {
			return err
		}
		for _, e := range experiments {
			head, samples, _ := strings.Cut(e, ":")
			code, title, _ := strings.Cut(head, " ")
			body := models.ExperimentBody{AccessionCode: code, Title: title, Samples: strings.Fields(samples)}
			for _, s := range body.Samples {
				if err := w.Sample(models.SampleBody{AccessionCode: s, Title: s, Values: []models.FieldValue{{Field: models.FieldTissue, Value: "liver"}}}); err != nil {
					return err
				}
			}
			if err := w.Experiment(body); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// some are n experiments with two samples each, one of which the next has, too.
func some(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("GSE%d: GSM%d GSM%d", 1000+i, 1000+i, 1001+i)
	}
	return list
}

// run does a run that must end well.
func (b *bench) run(t *testing.T, kind control.Kind) control.Run {
	t.Helper()
	run, err := b.Run(t.Context(), kind, "test", nil)
	if err != nil {
		t.Fatal(err)
	}
	if run.State != control.Done || run.Reason != "" {
		t.Errorf("a run that ended well is %+v", run)
	}
	return run
}

// check compares index and catalogue by a run.
func (b *bench) check(t *testing.T) *search.Drift {
	t.Helper()
	drift, err := upkeep.DriftOf(b.run(t, control.Check))
	if err != nil || drift == nil {
		t.Fatalf("a check found %v, %v", drift, err)
	}
	return drift
}

// isCurrent fails the test unless the index holds the catalogue as it is, and nothing of a failed build is left.
func (b *bench) isCurrent(t *testing.T) {
	t.Helper()
	if lag, err := b.Lag(t.Context()); err != nil || !lag.None() {
		t.Errorf("the index is behind: %+v, %v", lag, err)
	}
	if drift := b.check(t); drift.Found() || drift.Pending > 0 {
		t.Errorf("the index is not as the catalogue: %+v", drift)
	}
	if _, _, unfinished := b.index.stats(); unfinished {
		t.Error("an unfinished generation is left")
	}
}

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

// TestTogether: of several that are to build at once one does, and the others end with its outcome.
func TestTogether(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(10)...)
		others := []*bench{b, b.another(t), b.another(t)}
		var waiting atomic.Int32
		b.index.setFault(func(step string) error {
			if step == "commit" { // until the others follow
				for end := time.Now().Add(patience); waiting.Load() < 2 && time.Now().Before(end); time.Sleep(time.Millisecond) {
				}
			}
			return nil
		})
		runs := make([]control.Run, len(others))
		var group errgroup.Group
		for i, o := range others {
			group.Go(func() (err error) {
				runs[i], err = o.Do(t.Context(), control.Rebuild, "test", upkeep.Watcher{Follows: func(control.Run) { waiting.Add(1) }})
				return err
			})
		}
		if err := group.Wait(); err != nil {
			t.Fatal(err)
		}
		for _, run := range runs {
			if run.ID != runs[0].ID || run.State != control.Done || run.Experiments != 10 {
				t.Errorf("one of them ends with %+v, another with %+v", run, runs[0])
			}
		}
		if begun, _, _ := b.index.stats(); begun != 1 {
			t.Errorf("%d generations were built", begun)
		}
	})
}

// TestFollowed: who follows a run that fails ends with its reason; who follows one that died, or one that does something else, does the work itself.
func TestFollowed(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(3)...)
		other := b.another(t)
		for _, test := range []struct {
			name string
			kind control.Kind
			err  error
			own  bool // whether the work is done then
		}{
			{"fails", control.Rebuild, errors.New("no space left"), false},
			{"ends well", control.Rebuild, nil, false},
			{"does something else", control.Changes, nil, true},
		} {
			lease, err := b.runs.Take(t.Context(), control.RunStart{Kind: test.kind, Target: "index", AskedBy: "another"})
			if err != nil {
				t.Fatal(err)
			}
			follows := make(chan control.Run, 1)
			var group errgroup.Group
			var run control.Run
			group.Go(func() (err error) {
				run, err = other.Do(t.Context(), control.Rebuild, "test", upkeep.Watcher{Follows: func(run control.Run) { follows <- run }})
				return err
			})
			if followed := <-follows; followed.ID != lease.ID() || followed.AskedBy != "another" {
				t.Errorf("%s: follows %+v", test.name, followed)
			}
			reason := ""
			if test.err != nil {
				reason = test.err.Error()
			}
			if err := lease.End(control.Result{}, reason, test.err); err != nil {
				t.Fatal(err)
			}
			err = group.Wait()
			if own := run.ID != lease.ID(); own != test.own {
				t.Errorf("%s: the outcome is %+v", test.name, run)
			}
			if (err != nil) != (test.err != nil) || err != nil && !strings.Contains(err.Error(), reason) {
				t.Errorf("%s: the error is %v", test.name, err)
			}
		}
	})
}

// TestCancel: a run that is asked to stop stops in the middle of its work; the old generation serves on.
func TestCancel(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(3)...)
		b.run(t, control.Rebuild)
		other := b.another(t)
		working, once := make(chan struct{}), false
		b.index.setFault(func(step string) error {
			if step == "add" && !once {
				once = true
				close(working)
				for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(time.Millisecond) {
					if run, err := other.runs.Current(t.Context(), "index"); err == nil && run.CancelAskedBy != "" {
						time.Sleep(1500 * time.Millisecond) // the run sees it when it renews its lease
						return nil
					}
				}
			}
			return nil
		})
		id, err := b.Start(t.Context(), control.Rebuild, "test")
		if err != nil {
			t.Fatal(err)
		}
		<-working
		if _, err := other.Start(t.Context(), control.Rebuild, "test"); !errors.Is(err, control.ErrBusy) {
			t.Errorf("a second one begins, or: %v", err)
		}
		if err := other.runs.AskToCancel(t.Context(), id, "administrator ann"); err != nil {
			t.Fatal(err)
		}
		run, err := other.runs.Follow(t.Context(), id, nil)
		if err != nil || run.State != control.Cancelled || !strings.Contains(run.Reason, "administrator ann") {
			t.Errorf("the run is %+v, %v", run, err)
		}
		b.index.setFault(nil)
		if info, err := b.index.Serving(t.Context()); err != nil || info.Generation != "fake-1" {
			t.Errorf("%+v serves, %v", info, err)
		}
		b.isCurrent(t)
	})
}

// TestClose: runs that were started end with their Keeper, as cancelled.
func TestClose(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(3)...)
		working, released := make(chan struct{}), make(chan struct{})
		b.index.setFault(func(step string) error {
			if step == "begin" {
				close(working)
				<-released
			}
			return nil
		})
		id, err := b.Start(t.Context(), control.Rebuild, "test")
		if err != nil {
			t.Fatal(err)
		}
		<-working
		closed := make(chan struct{})
		go func() {
			b.Close()
			close(closed)
		}()
		time.Sleep(10 * time.Millisecond)
		close(released)
		<-closed
		if run, err := b.runs.Run(t.Context(), id); err != nil || run.State != control.Cancelled {
			t.Errorf("the run is %+v, %v", run, err)
		}
		if _, _, unfinished := b.index.stats(); unfinished {
			t.Error("an unfinished generation is left")
		}
	})
}

// TestBusyIndex: a run waits for whoever holds the index's own lock.
func TestBusyIndex(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(3)...)
		other, err := b.index.Begin(t.Context(), search.Basis{})
		if err != nil {
			t.Fatal(err)
		}
		var steps []string
		run, err := b.Run(t.Context(), control.Rebuild, "test", func(step string, _, _ int) {
			if len(steps) == 0 || steps[len(steps)-1] != step {
				steps = append(steps, step)
			}
			if strings.Contains(step, "another process") {
				_ = other.Abort()
			}
		})
		if err != nil || run.State != control.Done || !slices.ContainsFunc(steps, func(s string) bool { return strings.Contains(s, "another process") }) {
			t.Errorf("%+v, %v; steps %q", run, err, steps)
		}
		b.isCurrent(t)
	})
}
