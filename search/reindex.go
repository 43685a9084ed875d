package search

import (
	"context"
	"errors"
	"fmt"

	"github.com/facetome/facetome/models"
)

// Reindex builds a new generation of the whole catalogue and makes it serve. progress, which may be nil, is told experiments done and
// in all. On any error, also of counts that differ from the database's, the old generation goes on serving.
func Reindex(ctx context.Context, store *models.Store, indexer Indexer, progress func(done, total int)) (total Total, err error) {
	err = store.Snapshot(ctx, func(snapshot *models.Snapshot) error {
		total, err = build(ctx, snapshot, indexer, progress)
		return err
	})
	if err != nil {
		return Total{}, fmt.Errorf("reindexing: %w", err)
	}
	return total, nil
}

func build(ctx context.Context, snapshot *models.Snapshot, indexer Indexer, progress func(done, total int)) (total Total, err error) {
	labels, err := ReadLabels(ctx, snapshot)
	if err != nil {
		return Total{}, err
	}
	generation, err := indexer.Begin(ctx, Basis{CatalogueVersion: snapshot.State.Version, Labels: labels})
	if err != nil {
		return Total{}, err
	}
	defer func() { err = errors.Join(err, generation.Abort()) }()
	done := 0
	err = snapshot.Each(ctx, func(e *models.Experiment) error {
		if err := generation.Add(ctx, NewDocument(e)); err != nil {
			return err
		}
		done++
		if progress != nil {
			progress(done, snapshot.State.Experiments)
		}
		return nil
	})
	if err != nil {
		return Total{}, err
	}
	linked, err := snapshot.Linked(ctx)
	if err != nil {
		return Total{}, err
	}
	if total, err = generation.Counts(ctx); err != nil {
		return Total{}, err
	}
	if expected := (Total{Experiments: snapshot.State.Experiments, Samples: linked}); total != expected {
		return Total{}, fmt.Errorf("the index holds %d experiments with %d samples, the database %d with %d; the old index stays",
			total.Experiments, total.Samples, expected.Experiments, expected.Samples)
	}
	return total, generation.Commit(ctx)
}
