package main

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/gofrs/flock"
)

// busyFile is locked, where the catalogue is a SQLite file, by those that change the catalogue and will index it when they are done, so that a server which finds its
// index out of date can tell whether anybody else sees to it. The lock ends with its process, however that ends.
const busyFile = "BUSY"

func (f *catalogueFlags) busyLock() *flock.Flock {
	return flock.New(filepath.Join(f.Data, busyFile), flock.SetPermissions(0o644))
}

// whileBusy runs work, and tells servers meanwhile that this process is going to index what it changes. Several processes may; alone says
// that no other did at the beginning.
func (f *catalogueFlags) whileBusy(ctx context.Context, store *models.Store, work func(alone bool) error) (err error) {
	if f.Database != "" {
		return store.WhileBusy(ctx, work)
	}
	busy, err := f.isFileBusy()
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

// busyTime bounds what a page asks about imports.
const busyTime = 2 * time.Second

// importing is isBusy for pages: where it is not known, an import may well run.
func (f *catalogueFlags) importing(store *models.Store) bool {
	ctx, cancel := context.WithTimeout(context.Background(), busyTime)
	defer cancel()
	busy, err := f.isBusy(ctx, store)
	return busy || err != nil
}

// isBusy says whether another process is going to index the catalogue. PostgreSQL knows that of other machines, too.
func (f *catalogueFlags) isBusy(ctx context.Context, store *models.Store) (bool, error) {
	if f.Database != "" {
		return store.IsBusy(ctx)
	}
	return f.isFileBusy()
}

func (f *catalogueFlags) isFileBusy() (bool, error) {
	lock := f.busyLock()
	free, err := lock.TryLock()
	if err != nil || !free {
		return true, err
	}
	return false, lock.Unlock()
}
