package main

import (
	"context"
	"errors"
	"io"
	"math"
	"path/filepath"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/embedded"
	"github.com/gofrs/flock"
)

type reindexCmd struct {
	catalogueFlags
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
	return c.whileBusy(p.ctx, func(bool) error { return c.reindex(p.ctx, store, p.stdout, p.stderr) })
}

// reindex builds the index and tells how far it is on stderr and what it has on stdout. It waits for others that build it.
func (f *catalogueFlags) reindex(ctx context.Context, store *models.Store, stdout, stderr io.Writer) error {
	const lookAgain = time.Second
	defer sparing(indexGC, math.MaxInt64)()
	for waiting := false; ; waiting = true {
		bar := newProgress(stderr, "Indexing", false)
		total, err := search.Reindex(ctx, store, embedded.NewIndexer(f.indexDir()), func(done, total int) {
			bar.set(int64(done), int64(total), "", "")
		})
		bar.end()
		if err == nil {
			say(stdout, "Indexed %s with %s.", count(total.Experiments, "experiment"), count(total.Samples, "unique sample"))
			return nil
		}
		if !errors.Is(err, embedded.ErrBusy) {
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
func (f *catalogueFlags) upToDate(ctx context.Context, store *models.Store) (bool, error) {
	state, err := store.State(ctx)
	if err != nil {
		return false, err
	}
	engine, err := embedded.Open(f.indexDir())
	if err != nil {
		return false, nil // an index that cannot be read is to be built again, whatever is wrong with it
	}
	defer func() { _ = engine.Close() }() // it was only read
	info, err := engine.Info(ctx)
	if errors.Is(err, search.ErrNoIndex) {
		return false, nil
	}
	return err == nil && info.CatalogueVersion == state.Version, err
}

// busyFile is locked by those that change the catalogue and will index it when they are done, so that a server which finds its
// index out of date can tell whether anybody else sees to it. The lock ends with its process, however that ends.
const busyFile = "BUSY"

func (f *catalogueFlags) busyLock() *flock.Flock {
	return flock.New(filepath.Join(f.Data, busyFile), flock.SetPermissions(0o644))
}

// whileBusy runs work, and tells servers meanwhile that this process is going to index what it changes. Several processes may; alone says
// that no other did at the beginning.
func (f *catalogueFlags) whileBusy(ctx context.Context, work func(alone bool) error) (err error) {
	busy, err := f.isBusy()
	if err != nil {
		return err
	}
	lock := f.busyLock()
	if _, err := lock.TryRLockContext(ctx, 10*time.Millisecond); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	return work(!busy)
}

// importing is isBusy for pages: where it is not known, an import may well run.
func (f *catalogueFlags) importing() bool {
	busy, err := f.isBusy()
	return busy || err != nil
}

// isBusy says whether another process is going to index the catalogue.
func (f *catalogueFlags) isBusy() (bool, error) {
	lock := f.busyLock()
	free, err := lock.TryLock()
	if err != nil || !free {
		return true, err
	}
	return false, lock.Unlock()
}
