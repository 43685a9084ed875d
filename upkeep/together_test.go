package upkeep_test

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/upkeep"
)

// TestTogether: of several that are to build at once one does, and the others end with its outcome.
func TestTogether(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(10)...)
		others := []*bench{b, b.another(t), b.another(t)}
		var waiting atomic.Int32
		b.index.setFault(func(step string) error {
			if step == "commit" { // until the others follow
				for end := time.Now().Add(patience); waiting.Load() < 2 && time.Now().Before(end); {
					time.Sleep(time.Millisecond)
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
