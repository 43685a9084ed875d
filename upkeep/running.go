package upkeep

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
)

// What a run is at, beside what package search tells.
const (
	stepWaiting = "Waiting for another process that builds the index"
	stepTurn    = "Waiting until the index may be written"
)

const (
	// catchUp is how often a rebuild looks whether the catalogue changed meanwhile. While an import goes on it always did; the import applies the rest at its end.
	catchUp = 5
	// repairMost is how many experiments are repaired one by one; an index of which more differ is built anew.
	repairMost = 10_000
)

// running is a run that works.
type running struct {
	*Keeper
	lease    *control.Lease
	ctx      context.Context // the lease's
	progress search.Progress
	result   control.Result
}

func (r *running) do(kind control.Kind) error {
	switch kind {
	case control.Rebuild:
		return r.rebuild()
	case control.Changes:
		return r.changes(nil)
	case control.Check:
		_, err := r.check(nil)
		return err
	case control.Repair:
		return r.repair()
	}
	return fmt.Errorf("%q is no work on an index", string(kind))
}

// rebuild builds anew, and then catches up.
func (r *running) rebuild() error {
	built, err := r.whenFree(func() (search.Built, error) {
		return search.Reindex(r.ctx, r.Store, r.Index, r.progress)
	})
	if err != nil {
		return err
	}
	if err := r.serves(built); err != nil {
		return err
	}
	for range catchUp {
		lag, err := r.Lag(r.ctx)
		if err != nil || lag.None() || lag.Missing {
			return err
		}
		if err := r.apply(lag.Info, nil); errors.Is(err, search.ErrRebuild) {
			return nil // it is what the catalogue was at the beginning; the next run builds it anew
		} else if err != nil {
			return err
		}
	}
	return nil
}

// changes applies what changed, with some experiments in any case, and builds anew where that cannot be.
func (r *running) changes(also []string) error {
	info, err := r.Index.Serving(r.ctx)
	if err == nil {
		err = r.apply(info, also)
	}
	if errors.Is(err, search.ErrRebuild) || errors.Is(err, search.ErrNoIndex) {
		return r.rebuild()
	}
	return err
}

// apply brings the index up to date, with some experiments in any case.
func (r *running) apply(info search.Info, also []string) error {
	built, err := r.whenFree(func() (search.Built, error) {
		return search.Apply(r.ctx, r.Store, r.Index, info, also, r.progress)
	})
	if err != nil {
		return err
	}
	return r.serves(built)
}

// whenFree builds once nobody else does.
func (r *running) whenFree(build func() (search.Built, error)) (search.Built, error) {
	for {
		built, err := build()
		if !errors.Is(err, search.ErrBusy) {
			return built, err
		}
		if err := r.wait(stepWaiting); err != nil {
			return search.Built{}, err
		}
	}
}

// wait waits a moment, with a word about what for.
func (r *running) wait(step string) error {
	r.progress(step, 0, 0)
	select {
	case <-r.ctx.Done():
		return r.ctx.Err()
	case <-time.After(retryEvery):
		return nil
	}
}

// serves notes which generation serves now.
func (r *running) serves(built search.Built) error {
	info, err := r.Index.Serving(r.ctx)
	if err != nil {
		return err
	}
	r.result.Generation, r.result.CatalogueVersion = info.Generation, built.CatalogueVersion
	r.result.Experiments, r.result.Samples = built.Total.Experiments, built.Total.Samples
	r.result.Changed += built.Changed
	return nil
}

// check compares index and catalogue, and notes what it found.
func (r *running) check(differing func(code string)) (*search.Drift, error) {
	drift, err := search.Check(r.ctx, r.Store, r.Index, r.Index.Serving, differing, r.progress)
	if err != nil {
		return nil, err
	}
	found, err := json.Marshal(drift)
	if err != nil {
		return nil, err
	}
	r.result = control.Result{
		Generation: drift.Generation, CatalogueVersion: drift.IndexVersion, Experiments: drift.Index.Experiments, Samples: drift.Index.Samples, Drift: string(found),
	}
	return drift, nil
}

// repair compares, and writes anew what differs.
func (r *running) repair() error {
	var codes []string
	drift, err := r.check(func(code string) {
		if len(codes) < repairMost {
			codes = append(codes, code)
		}
	})
	unfit := errors.Is(err, search.ErrRebuild) || errors.Is(err, search.ErrNoIndex)
	if err != nil && !unfit || err == nil && !drift.Found() {
		return err
	}
	if err := r.moveToIndex(); err != nil {
		return err
	}
	if unfit || len(codes) == 0 || len(codes) == repairMost {
		return r.rebuild()
	}
	return r.changes(codes)
}

// moveToIndex takes over the lease of those who write the index, once it is free.
func (r *running) moveToIndex() error {
	for {
		err := r.lease.Move(r.ctx, r.Target)
		if !errors.Is(err, control.ErrBusy) {
			return err
		}
		if err := r.wait(stepTurn); err != nil {
			return err
		}
	}
}

// DriftOf reads what a check found, or a repair before it; nil where a run was neither.
func DriftOf(run control.Run) (*search.Drift, error) {
	if run.Drift == "" {
		return nil, nil
	}
	drift := new(search.Drift)
	if err := json.Unmarshal([]byte(run.Drift), drift); err != nil {
		return nil, fmt.Errorf("read what run %d found: %w", run.ID, err)
	}
	return drift, nil
}
