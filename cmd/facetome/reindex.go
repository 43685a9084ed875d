package main

import (
	"context"
	"errors"
	"io"
	"math"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

type reindexCmd struct {
	indexFlags
}

// Help is shown by reindex --help.
func (reindexCmd) Help() string {
	return `Imports index what they changed by themselves: this is for an index that was lost, or for one that a new version of Facetome reads ` +
		`differently. A server that runs goes on with the old index and takes up the new one within seconds.`
}

// Run builds the index, up to date or not.
func (c *reindexCmd) Run(p *program) (err error) {
	store, err := c.open(p.ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return c.whileBusy(p.ctx, store, func(bool) error { return c.reindex(p.ctx, store, p.stdout, p.stderr) })
}

// reindex builds the index and tells how far it is on stderr and what it has on stdout. It waits for others that build it.
func (f *indexFlags) reindex(ctx context.Context, store *models.Store, stdout, stderr io.Writer) error {
	const lookAgain = time.Second
	indexer, err := f.openIndexer()
	if err != nil {
		return err
	}
	defer sparing(indexGC, math.MaxInt64)()
	for waiting := false; ; waiting = true {
		bar := newProgress(stderr, "Indexing", false)
		total, err := search.Reindex(ctx, store, indexer, func(done, total int) {
			bar.set(int64(done), int64(total), "", "")
		})
		bar.end()
		if err == nil {
			say(stdout, "Indexed %s with %s.", count(total.Experiments, "experiment"), count(total.Samples, "unique sample"))
			return nil
		}
		if !errors.Is(err, search.ErrBusy) {
			return err
		}
		if !waiting {
			say(stderr, "Another process builds the index; waiting for it …")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lookAgain):
		}
	}
}

// upToDate says whether the index was built from the catalogue as it is.
func (f *indexFlags) upToDate(ctx context.Context, store *models.Store) (bool, error) {
	state, err := store.State(ctx)
	if err != nil {
		return false, err
	}
	engine, err := f.openIndex()
	if engine == nil {
		return false, err
	}
	defer func() { _ = engine.Close() }() // it was only read
	if err != nil {
		return false, nil // an index that cannot be read is to be built again, whatever is wrong with it
	}
	info, err := engine.Info(ctx)
	if errors.Is(err, search.ErrNoIndex) {
		return false, nil
	}
	return err == nil && info.CatalogueVersion == state.Version, err
}
