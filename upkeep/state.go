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
	last, err := k.Control.Last(ctx, k.checkTarget(), control.Check, control.Repair)
	if err != nil && !errors.Is(err, control.ErrNotFound) {
		return control.Run{}, err
	}
	repaired, repairErr := k.Control.Last(ctx, k.Target, control.Repair) // one that found something moved there
	if repairErr == nil && (err != nil || repaired.Finished.After(*last.Finished)) {
		return repaired, nil //nolint:nilerr // there is no check before it
	}
	if repairErr != nil && !errors.Is(repairErr, control.ErrNotFound) {
		return control.Run{}, repairErr
	}
	return last, err
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
