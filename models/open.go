package models

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Open connects to a catalogue and brings its tables up to date. dsn is "postgres://…" or the path of a SQLite file, which is made
// where there is none, with its folder. Errors never hold a password.
func Open(ctx context.Context, dsn string) (store *Store, err error) {
	switch scheme, _, found := strings.Cut(dsn, "://"); {
	case dsn == "":
		return nil, errors.New("open the catalogue: no database is named; give the path of a SQLite file or postgres://…")
	case isPostgres(dsn):
		store, err = openPostgres(ctx, dsn)
	case found:
		return nil, fmt.Errorf("open the catalogue: %s:// is not known; give the path of a SQLite file or postgres://…", scheme)
	default:
		opening, busy := lockOpening(ctx, dsn)
		if busy != nil {
			return nil, fmt.Errorf("open the catalogue: %w", busy)
		}
		defer func() { err = errors.Join(err, opening.Unlock()) }()
		store, err = openSQLite(ctx, dsn)
	}
	if err != nil {
		return nil, fmt.Errorf("open the catalogue: %w", err)
	}
	tables, err := catalogueTables()
	if err == nil {
		err = migrate(ctx, store.writer, store.postgres(), tables)
	}
	if err == nil {
		err = store.settle(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the catalogue: %w", err), store.Close())
	}
	return store, nil
}

func isPostgres(dsn string) bool {
	scheme, _, found := strings.Cut(dsn, "://")
	return found && (scheme == "postgres" || scheme == "postgresql")
}

// gormConfig keeps GORM silent: errors are returned, and statements would put catalogue texts into logs. Reads need no transaction
// of their own.
func gormConfig() *gorm.Config {
	return &gorm.Config{Logger: logger.Discard, SkipDefaultTransaction: true}
}
