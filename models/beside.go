package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

const (
	besideConnections = 4 // short statements, of one row each
	besideCache       = "-1000"
)

// OpenBeside opens tables that are kept beside a catalogue, and brings them up to date: they can be written while an import holds the catalogue. dsn is
// that of Open. With PostgreSQL they are in the same database, over a few connections of their own; with SQLite they are in a file of their own in the
// catalogue's folder, which only its owner can read. What was committed there survives a power failure, too.
func OpenBeside(ctx context.Context, dsn, file string, tables Tables) (db *gorm.DB, err error) {
	onPostgres := isPostgres(dsn)
	var pool *sql.DB
	if onPostgres {
		pool, db, err = besidePostgres(ctx, dsn)
	} else {
		path := filepath.Join(filepath.Dir(dsn), file)
		opening, busy := lockOpening(ctx, path)
		if busy != nil {
			return nil, fmt.Errorf("open %s: %w", file, busy)
		}
		defer func() { err = errors.Join(err, opening.Unlock()) }()
		pool, db, err = besideSQLite(ctx, path)
	}
	if err != nil {
		return nil, fmt.Errorf("open the tables beside the catalogue: %w", err)
	}
	if err := migrate(ctx, pool, onPostgres, tables); err != nil {
		return nil, errors.Join(fmt.Errorf("open the tables beside the catalogue: %w", err), pool.Close())
	}
	return db, nil
}

func besidePostgres(ctx context.Context, dsn string) (*sql.DB, *gorm.DB, error) {
	config, err := postgresConfig(dsn)
	if err != nil {
		return nil, nil, err
	}
	pool := postgresPool(config, besideConnections)
	if err := pool.PingContext(ctx); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("connect to PostgreSQL: %w", err), pool.Close())
	}
	db, err := gorm.Open(postgres.New(postgres.Config{Conn: pool}), gormConfig())
	if err != nil {
		return nil, nil, errors.Join(err, pool.Close())
	}
	return pool, db, nil
}

func besideSQLite(ctx context.Context, path string) (*sql.DB, *gorm.DB, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, nil, fmt.Errorf("find %s: %w", path, err)
	}
	// The files that SQLite makes beside this one get its permissions.
	file, err := os.OpenFile(absolute, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, nil, err
	}
	if err := file.Close(); err != nil {
		return nil, nil, err
	}
	pool, err := sql.Open("sqlite", sqliteDSN(absolute, besideCache, "foreign_keys(ON)", "synchronous(FULL)"))
	if err != nil {
		return nil, nil, err
	}
	pool.SetMaxOpenConns(besideConnections)
	if err := pool.PingContext(ctx); err != nil {
		return nil, nil, errors.Join(explainSQLite(path, err), pool.Close())
	}
	db, err := gorm.Open(sqlite.New(sqlite.Config{Conn: pool}), gormConfig())
	if err != nil {
		return nil, nil, errors.Join(explainSQLite(path, err), pool.Close())
	}
	return pool, db, nil
}
