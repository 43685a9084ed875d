package models

import (
	"context"
	"database/sql"
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

// Tables are tables that are brought up to date together.
type Tables struct {
	Migrations fs.FS  // goose's files, in a folder for each of "sqlite" and "postgres"
	Versions   string // the table in which goose notes which of them were run
}

// catalogueTables are the catalogue's own.
func catalogueTables() (Tables, error) {
	files, err := fs.Sub(migrations, "migrations")
	return Tables{Migrations: files, Versions: goose.DefaultTablename}, err
}

// migrate brings tables up to date, and refuses those of a newer program.
func migrate(ctx context.Context, db *sql.DB, postgres bool, tables Tables) error {
	provider, err := provider(ctx, db, postgres, tables)
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

func provider(ctx context.Context, db *sql.DB, postgres bool, tables Tables) (*goose.Provider, error) {
	dialect, folder := goose.DialectSQLite3, "sqlite"
	if postgres {
		dialect, folder = goose.DialectPostgres, "postgres"
	}
	files, err := fs.Sub(tables.Migrations, folder)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithTableName(tables.Versions)}
	if postgres {
		locker, err := migrationLock(ctx, db)
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(dialect, db, files, options...)
}

// migrationLock is held by whoever changes tables of a PostgreSQL schema: others that open them meanwhile wait, then find nothing left
// to do. One lock for each schema: catalogues beside one another do not wait. (SQLite's is held from before the file is made: lockOpening.)
func migrationLock(ctx context.Context, db *sql.DB) (lock.SessionLocker, error) {
	var id int64
	if err := db.QueryRowContext(ctx, "SELECT hashtextextended('facetome ' || current_schema(), 0)").Scan(&id); err != nil {
		return nil, err
	}
	return lock.NewPostgresSessionLocker(lock.WithLockID(id), lock.WithLockTimeout(1, lockSeconds))
}
