package upkeep

import (
	"context"
	"errors"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
)

// LastCheck is the last run that compared the index with the catalogue and ended well; control.ErrNotFound where there was none.
func (k *Keeper) LastCheck(ctx context.Context) (control.Run, error) {
	return k.lastCompared(ctx, control.Repair) // one that finds something moves to the index
}

// lastCompared is the last run that ended well of those that compared the index with the catalogue, and of some kinds that wrote it; control.ErrNotFound where there was none.
func (k *Keeper) lastCompared(ctx context.Context, onIndex ...control.Kind) (last control.Run, err error) {
	for _, done := range []struct {
		target string
		kinds  []control.Kind
	}{{k.checkTarget(), []control.Kind{control.Check, control.Repair}}, {k.Target, onIndex}} {
		run, err := k.Control.Last(ctx, done.target, done.kinds...)
		if errors.Is(err, control.ErrNotFound) {
			continue
		}
		if err != nil {
			return control.Run{}, err
		}
		if last.Finished == nil || run.Finished.After(*last.Finished) {
			last = run
		}
	}
	if last.Finished == nil {
		return last, control.ErrNotFound
	}
	return last, nil
}

// Waiting counts the experiments that changed, came or went since an index was built. known is false where nobody remembers as far back.
func (k *Keeper) Waiting(ctx context.Context, info search.Info) (experiments int, known bool, err error) {
	err = k.Store.Snapshot(ctx, func(snapshot *models.Snapshot) error {
		codes, remembered, err := snapshot.ChangedSince(ctx, info.CatalogueVersion)
		experiments, known = len(codes), remembered
		return err
	})
	return experiments, known, err
}
