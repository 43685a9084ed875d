package search

import (
	"context"
	"errors"
	"fmt"

	"github.com/facetome/facetome/models"
)

// Progress is told how far work on an index is: what it is at, for people, and of that how many experiments are done and how many there are, 0 where that is not known.
type Progress func(step string, done, total int)

// What work on an index is at.
const (
	stepLabels  = "Reading the values"
	stepIndex   = "Indexing"
	stepCount   = "Counting"
	stepSwitch  = "Switching to the new index"
	stepCompare = "Comparing"
)

// told tells, if anybody is to be told.
func (p Progress) told(step string, done, total int) {
	if p != nil {
		p(step, done, total)
	}
}

// Built is a generation that began to serve.
type Built struct {
	CatalogueVersion int64
	Total            Total
	Changed          int // experiments that were added for it, or left out that were there before
}

// Reindex builds a new generation of the whole catalogue and makes it serve. progress may be nil. On any error, also of counts that differ from the database's, the
// old generation goes on serving.
func Reindex(ctx context.Context, store *models.Store, indexer Indexer, progress Progress) (built Built, err error) {
	err = store.Snapshot(ctx, func(snapshot *models.Snapshot) error {
		basis, err := newBasis(ctx, snapshot, progress)
		if err != nil {
			return err
		}
		generation, err := indexer.Begin(ctx, basis)
		if err != nil {
			return err
		}
		f := filling{snapshot, generation, progress, snapshot.State.Experiments}
		built, err = f.fill(ctx, snapshot.Each)
		return err
	})
	if err != nil {
		return Built{}, fmt.Errorf("reindexing: %w", err)
	}
	return built, nil
}

func newBasis(ctx context.Context, snapshot *models.Snapshot, progress Progress) (Basis, error) {
	progress.told(stepLabels, 0, 0)
	labels, err := ReadLabels(ctx, snapshot)
	return Basis{CatalogueVersion: snapshot.State.Version, Labels: labels}, err
}

// filling is a generation that is begun, and what goes into it.
type filling struct {
	snapshot   *models.Snapshot
	generation Generation
	progress   Progress
	changed    int // experiments that are written or left out
}

// fill adds the experiments that each gives, compares the counts of the whole generation with the database's, and makes it serve.
func (f *filling) fill(ctx context.Context, each func(context.Context, func(*models.Experiment) error) error) (built Built, err error) {
	defer func() { err = errors.Join(err, f.generation.Abort()) }()
	done := 0
	err = each(ctx, func(e *models.Experiment) error {
		if err := f.generation.Add(ctx, NewDocument(e)); err != nil {
			return err
		}
		done++
		f.progress.told(stepIndex, done, f.changed)
		return nil
	})
	if err != nil {
		return Built{}, err
	}
	f.progress.told(stepCount, 0, 0)
	expected, err := totalOf(ctx, f.snapshot)
	if err != nil {
		return Built{}, err
	}
	total, err := f.generation.Counts(ctx)
	if err != nil {
		return Built{}, err
	}
	if total != expected {
		return Built{}, fmt.Errorf("the index holds %d experiments with %d samples, the database %d with %d; the old index stays",
			total.Experiments, total.Samples, expected.Experiments, expected.Samples)
	}
	f.progress.told(stepSwitch, 0, 0)
	if err := f.generation.Commit(ctx); err != nil {
		return Built{}, err
	}
	return Built{CatalogueVersion: f.snapshot.State.Version, Total: total, Changed: f.changed}, nil
}

// totalOf counts what a search over everything finds, according to the database.
func totalOf(ctx context.Context, snapshot *models.Snapshot) (Total, error) {
	linked, err := snapshot.Linked(ctx)
	return Total{Experiments: snapshot.State.Experiments, Samples: linked}, err
}
