package models

import (
	"context"
	"errors"
	"strings"
)

// SetBatch makes an import write its records in smaller batches.
func SetBatch(w *Writer, n int) { w.batch = n }

// OpenAt opens a catalogue with the tables of an earlier version.
func OpenAt(ctx context.Context, dsn string, version int64) (*Store, error) {
	open := openSQLite
	if strings.HasPrefix(dsn, "postgres") {
		open = openPostgres
	}
	store, err := open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	tables, err := catalogueTables()
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	provider, err := provider(ctx, store.writer, store.postgres(), tables)
	if err == nil {
		_, err = provider.UpTo(ctx, version)
	}
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}
