package upkeep

import (
	"context"
	"errors"
	"fmt"

	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
)

// Watcher is told how work goes on; each part may be nil.
type Watcher struct {
	Progress search.Progress   // of the run that works, whoever's it is
	Follows  func(control.Run) // a run of another that was found under way, and is waited for
}

// Do does a run like Run, unless another works on the index. That it follows: where it is of the same kind, its outcome is the outcome, and nothing is done twice; else, and where it died,
// the run is done after it. (Changes are always applied after it: nobody knows whether it saw all of them.)
func (k *Keeper) Do(ctx context.Context, kind control.Kind, askedBy string, w Watcher) (control.Run, error) {
	for {
		run, err := k.Run(ctx, kind, askedBy, w.Progress)
		busy := (*control.BusyError)(nil)
		if !errors.As(err, &busy) {
			return run, err
		}
		other, err := k.follow(ctx, busy.Run, w)
		if err != nil {
			return control.Run{}, err
		}
		if other.Kind != kind || kind == control.Changes || other.Died() {
			continue
		}
		if other.State != control.Done {
			return other, fmt.Errorf("%s by %s: %s", other.Kind, other.Worker, other.Reason)
		}
		return other, nil
	}
}

func (k *Keeper) follow(ctx context.Context, run control.Run, w Watcher) (control.Run, error) {
	if w.Follows != nil {
		w.Follows(run)
	}
	return k.Control.Follow(ctx, run.ID, func(now control.Run) {
		if w.Progress != nil {
			w.Progress(now.Step, int(now.Done), int(now.Total))
		}
	})
}

// Update brings the index up to date with the catalogue as it is now, by Changes or, where there is no index, by Rebuild, its own or another's. done is false where nothing was to be done.
func (k *Keeper) Update(ctx context.Context, askedBy string, w Watcher) (run control.Run, done bool, err error) {
	lag, err := k.Lag(ctx)
	for version := lag.State.Version; err == nil && lag.behind(version); done = true {
		if run, err = k.Do(ctx, lag.cure(), askedBy, w); err == nil {
			lag, err = k.Lag(ctx)
		}
	}
	return run, done, err
}
