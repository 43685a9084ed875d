package search

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/facetome/facetome/models"
)

// ErrRebuild says that an index cannot be brought up to date, or that this would take longer than to build it anew.
var ErrRebuild = errors.New("the search index must be built anew")

// An index is built anew where this many experiments changed, and as large a part of the catalogue: an amended generation copies what it keeps, and writes each changed
// experiment as a new one does.
const (
	rebuildFrom = 1000
	rebuildPart = 2 // one in so many
)

// Apply brings the generation that serves, which info describes, up to date with the catalogue: a new one begins as a copy of it, without what changed since, and that is added as it is now. also are accession
// codes of experiments that are treated as changed, in any order. Where nothing is to be done, nothing is. On any error the old generation goes on serving; ErrRebuild says that
// Reindex is to be called.
func Apply(ctx context.Context, store *models.Store, indexer Indexer, info Info, also []string, progress Progress) (built Built, err error) {
	err = store.Snapshot(ctx, func(snapshot *models.Snapshot) error {
		built, err = apply(ctx, snapshot, indexer, info, also, progress)
		return err
	})
	if err != nil {
		return Built{}, fmt.Errorf("bringing the index up to date: %w", err)
	}
	return built, nil
}

func apply(ctx context.Context, snapshot *models.Snapshot, indexer Indexer, info Info, also []string, progress Progress) (Built, error) {
	if info.CatalogueVersion == snapshot.State.Version && len(also) == 0 {
		return Built{CatalogueVersion: info.CatalogueVersion, Total: info.Total}, nil
	}
	changed, err := changedSince(ctx, snapshot, info.CatalogueVersion)
	if err != nil {
		return Built{}, err
	}
	changed = append(changed, also...)
	slices.Sort(changed)
	changed = slices.Compact(changed)
	if len(changed) >= rebuildFrom && len(changed) > snapshot.State.Experiments/rebuildPart {
		return Built{}, fmt.Errorf("%w: %d experiments changed in a catalogue of %d", ErrRebuild, len(changed), snapshot.State.Experiments)
	}
	basis, err := newBasis(ctx, snapshot, progress)
	if err != nil {
		return Built{}, err
	}
	generation, err := indexer.Amend(ctx, basis, changed)
	if errors.Is(err, ErrNoIndex) {
		return Built{}, errors.Join(ErrRebuild, err)
	}
	if err != nil {
		return Built{}, err
	}
	f := filling{snapshot, generation, progress, len(changed)}
	return f.fill(ctx, func(ctx context.Context, add func(*models.Experiment) error) error {
		return snapshot.EachOf(ctx, changed, add)
	})
}

// changedSince lists the experiments that changed since an index was built.
func changedSince(ctx context.Context, snapshot *models.Snapshot, version int64) ([]string, error) {
	if version > snapshot.State.Version {
		return nil, fmt.Errorf("%w: it is of version %d of a catalogue that now has %d, as if another had taken its place", ErrRebuild, version, snapshot.State.Version)
	}
	if version == snapshot.State.Version {
		return nil, nil
	}
	changed, known, err := snapshot.ChangedSince(ctx, version)
	if err != nil {
		return nil, err
	}
	if !known {
		return nil, fmt.Errorf("%w: nobody remembers what changed since version %d of the catalogue", ErrRebuild, version)
	}
	return changed, nil
}
