package models

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// lockSeconds is how long a process waits for another that migrates the same PostgreSQL catalogue.
const lockSeconds = 300

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
	if _, err = provider.Up(ctx); err == nil {
		return nil
	}
	// Another process may have been faster.
	if current, _, again := provider.GetVersions(ctx); again == nil && current == known {
		return nil
	}
	return fmt.Errorf("bring the tables up to date: %w", err)
}

func (s *Store) provider(ctx context.Context) (*goose.Provider, error) {
	dialect, folder, options := goose.DialectSQLite3, "migrations/sqlite", []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if s.postgres() {
		// One lock for each schema: catalogues beside one another do not wait.
		var id int64
		if err := s.writer.QueryRowContext(ctx, "SELECT hashtextextended('facetome ' || current_schema(), 0)").Scan(&id); err != nil {
			return nil, err
		}
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockID(id), lock.WithLockTimeout(1, lockSeconds))
		if err != nil {
			return nil, err
		}
		dialect, folder, options = goose.DialectPostgres, "migrations/postgres", append(options, goose.WithSessionLocker(locker))
	}
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, s.writer, files, options...)
}
