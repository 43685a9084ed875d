package models

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
)

// Snapshot is the catalogue at one moment, whatever is imported meanwhile.
type Snapshot struct {
	State    State
	db       *gorm.DB // in a transaction that only reads
	tx       *sql.Tx
	postgres bool
	linked   *int // what Linked counted
}

// Snapshot runs fn on the catalogue as it is now.
func (s *Store) Snapshot(ctx context.Context, fn func(*Snapshot) error) error {
	return s.reading(ctx, func(db *gorm.DB, tx *sql.Tx) error {
		if s.postgres() {
			for _, statement := range []string{unlimited, countsInMemory} {
				if _, err := tx.ExecContext(ctx, statement); err != nil {
					return fmt.Errorf("read the catalogue: %w", err)
				}
			}
		}
		state, err := state(db)
		if err != nil {
			return err
		}
		return fn(&Snapshot{State: state, db: db, tx: tx, postgres: s.postgres()})
	})
}

// reading runs fn in a transaction that reads the catalogue as of one moment.
func (s *Store) reading(ctx context.Context, fn func(*gorm.DB, *sql.Tx) error) error {
	pool, err := s.db.DB()
	if err != nil {
		return fmt.Errorf("read the catalogue: %w", err)
	}
	options := &sql.TxOptions{ReadOnly: true} // SQLite's are snapshots in any case
	if s.postgres() {
		options.Isolation = sql.LevelRepeatableRead
	}
	tx, err := pool.BeginTx(ctx, options)
	for range postgresIdle { // connections that ended while they were idle are known only now
		if err == nil || ctx.Err() != nil || !pgconn.SafeToRetry(err) {
			break
		}
		tx, err = pool.BeginTx(ctx, options)
	}
	if err != nil {
		return fmt.Errorf("read the catalogue: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // there is nothing to commit
	db := s.db.WithContext(ctx)
	db.Statement.ConnPool = tx
	return fn(db, tx)
}

// Linked counts the distinct samples that belong to an experiment: what a search over everything finds.
func (s *Snapshot) Linked(ctx context.Context) (int, error) {
	if s.linked != nil {
		return *s.linked, nil
	}
	var n int
	if err := s.tx.QueryRowContext(ctx, "SELECT COUNT(DISTINCT sample_id) FROM experiment_samples").Scan(&n); err != nil {
		return 0, fmt.Errorf("count the samples of experiments: %w", err)
	}
	s.linked = &n
	return n, nil
}
