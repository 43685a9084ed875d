package upkeep

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
)

// Server is who asked for what Keep does by itself.
const Server = "server"

// Engine is what a server searches with.
type Engine interface {
	Info(context.Context) (search.Info, error)
	// Refresh takes up a generation that was committed since, by whatever process. It fails with search.ErrNoIndex where the one that serves was lost.
	Refresh(context.Context) (changed bool, err error)
}

// Watch says how Keep keeps.
type Watch struct {
	Engine Engine
	// Busy says whether somebody changes the catalogue who will bring the index up to date after that: then it is left to them.
	Busy       func(context.Context) (bool, error)
	CheckEvery time.Duration // how often the index is compared with the catalogue; 0 is never
	Repair     bool          // what differs then
	Logger     *slog.Logger
}

const (
	// lookEvery is how soon a server takes up what others did; looking costs a small file and one small query.
	lookEvery = time.Second
	// retryFirst and retryLast are how long a server waits before it tries again to bring an index up to date where that failed: twice as long each time, since it may be much work.
	retryFirst = 5 * time.Second
	retryLast  = 5 * time.Minute
	// checkLook is how often a server looks whether a check is due.
	checkLook = time.Minute
)

// Keep keeps a server's engine up with the catalogue, whoever changes it, until ctx is done. Searches go on all the while.
func (k *Keeper) Keep(ctx context.Context, w Watch) {
	refresher := &keeping{Keeper: k, Watch: w, trouble: trouble{logger: w.Logger, what: "cannot take up new indices; trying on"}}
	updater := &keeping{Keeper: k, Watch: w, trouble: trouble{logger: w.Logger, what: "cannot bring the index up to date; trying on"}}
	checker := &keeping{Keeper: k, Watch: w, trouble: trouble{logger: w.Logger, what: "cannot compare the index with the catalogue; trying on"}}
	var loops sync.WaitGroup
	loops.Go(func() { refresher.every(ctx, lookEvery, refresher.refresh) })
	loops.Go(func() { updater.every(ctx, lookEvery, updater.update) })
	if w.CheckEvery > 0 {
		begun := time.Now()
		loops.Go(func() {
			checker.every(ctx, min(checkLook, w.CheckEvery), func(ctx context.Context) error { return checker.check(ctx, begun) })
		})
	}
	loops.Wait()
}

// keeping is one of the things that Keep does again and again.
type keeping struct {
	*Keeper
	Watch
	trouble
}

// every does something until ctx is done; after a failure that cost work, later and later.
func (k *keeping) every(ctx context.Context, pause time.Duration, do func(context.Context) error) {
	retry := retryFirst
	for {
		wait := pause
		err := do(ctx)
		if ctx.Err() != nil {
			return
		}
		k.report(k.Reason, err)
		if worked := (*workError)(nil); errors.As(err, &worked) {
			wait, retry = retry, min(2*retry, retryLast)
		} else if err == nil {
			retry = retryFirst
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// workError is of a run that failed, in place of a look that did.
type workError struct{ error }

func (e *workError) Unwrap() error { return e.error }

// refresh takes up a new index. One that cannot be read leaves the old one serving.
func (k *keeping) refresh(ctx context.Context) error {
	changed, err := k.Engine.Refresh(ctx)
	if err != nil || !changed {
		return err
	}
	info, err := k.Engine.Info(ctx)
	if err != nil {
		return err
	}
	k.Logger.Info("new index", "generation", info.Generation, "catalogue version", info.CatalogueVersion,
		"experiments", info.Total.Experiments, "samples", info.Total.Samples)
	return nil
}

// update brings the index up to date where whoever changed the catalogue is gone without having done so.
func (k *keeping) update(ctx context.Context) error {
	lag, err := k.Lag(ctx)
	if err != nil || lag.None() {
		return err
	}
	if busy, err := k.Busy(ctx); err != nil || busy {
		return err
	}
	if lag, err = k.Lag(ctx); err != nil || lag.None() { // who was busy a moment ago may have done it
		return err
	}
	kind := lag.cure()
	k.Logger.Info("the index is missing or older than the catalogue: "+kind.String(), "experiments", lag.State.Experiments,
		"catalogue version", lag.State.Version, "index version", lag.Info.CatalogueVersion)
	if _, done, err := k.run(ctx, kind); err != nil || !done {
		return err
	}
	return k.refresh(ctx)
}

// run does a run. done is false where another one is under way: that may do just what is needed, and it is seen afterwards whether it did.
func (k *keeping) run(ctx context.Context, kind control.Kind) (run control.Run, done bool, err error) {
	run, err = k.Run(ctx, kind, Server, nil)
	switch {
	case errors.Is(err, control.ErrBusy):
		return run, false, nil
	case err != nil:
		return run, false, &workError{err}
	}
	return run, true, nil
}

// check compares the index with the catalogue when that is due, whichever process did it last. A rebuild is as good as a check.
func (k *keeping) check(ctx context.Context, begun time.Time) error {
	last, err := k.lastCompared(ctx, control.Rebuild, control.Repair)
	switch {
	case err == nil:
		begun = *last.Finished
	case !errors.Is(err, control.ErrNotFound):
		return err
	}
	if time.Since(begun) < k.CheckEvery {
		return nil
	}
	kind := control.Check
	if k.Repair {
		kind = control.Repair
	}
	run, done, err := k.run(ctx, kind)
	if err != nil || !done {
		return err
	}
	drift, err := DriftOf(run)
	if err != nil || drift == nil {
		return err
	}
	if drift.Found() {
		k.Logger.Warn("the index differs from the catalogue", "found", drift.String(), "repaired", k.Repair)
	} else {
		k.Logger.Info("the index was compared with the catalogue", "found", drift.String())
	}
	return nil
}

// trouble logs an error once, not at every look.
type trouble struct {
	logger *slog.Logger
	what   string
	last   string
}

func (t *trouble) report(reason func(error) string, err error) {
	text := ""
	if err != nil {
		text = reason(err)
	}
	if text != t.last && text != "" {
		t.logger.Error(t.what, "error", text)
	}
	t.last = text
}
