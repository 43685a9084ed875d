package models

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

const (
	lockSeconds = 300                  // how long a process waits for another that changes the tables of the same catalogue
	lockPoll    = 5 * time.Millisecond // how often it looks whether a SQLite file is free
)

//go:embed migrations
var migrations embed.FS

// migrate brings the tables up to date, and refuses those of a newer program.
func (s *Store) migrate(ctx context.Context) error {
	provider, err := s.provider(ctx)
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	current, known, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the version of the tables: %w", err)
	}
	if current > known {
		return fmt.Errorf("its tables have version %d and this program knows %d: a newer Facetome made them; use that, or another database",
			current, known)
	}
	if current == known {
		return nil
	}
	if _, err = provider.Up(ctx); err != nil {
		return fmt.Errorf("bring the tables up to date: %w", err)
	}
	return nil
}

func (s *Store) provider(ctx context.Context) (*goose.Provider, error) {
	dialect, folder := goose.DialectSQLite3, "migrations/sqlite"
	if s.postgres() {
		dialect, folder = goose.DialectPostgres, "migrations/postgres"
	}
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if s.postgres() {
		locker, err := s.migrationLock(ctx)
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(dialect, s.writer, files, options...)
}

// migrationLock is held by whoever changes the tables of a PostgreSQL catalogue: others that open it meanwhile wait, then find nothing left
// to do. One lock for each schema: catalogues beside one another do not wait. (SQLite's is held from before the file is made: lockOpening.)
func (s *Store) migrationLock(ctx context.Context) (lock.SessionLocker, error) {
	var id int64
	if err := s.writer.QueryRowContext(ctx, "SELECT hashtextextended('facetome ' || current_schema(), 0)").Scan(&id); err != nil {
		return nil, err
	}
	return lock.NewPostgresSessionLocker(lock.WithLockID(id), lock.WithLockTimeout(1, lockSeconds))
}
