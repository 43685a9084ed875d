package models

import (
	"context"
	"errors"
	"fmt"
)

// busyKey names the lock of those who change a PostgreSQL catalogue and will index it when they are done; each schema has its own.
const busyKey = "hashtextextended('facetome busy ' || current_schema(), 0)"

// WhileBusy runs work, and tells others of the same PostgreSQL catalogue meanwhile, on whatever machine, that whoever runs it will index what it
// changes. Several may at once; alone says that no other did at the beginning. The server forgets it when the connection ends.
func (s *Store) WhileBusy(ctx context.Context, work func(alone bool) error) (err error) {
	busy, err := s.IsBusy(ctx)
	if err != nil {
		return err
	}
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return fmt.Errorf("tell others of the work: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock_shared("+busyKey+")"); err != nil {
		return fmt.Errorf("tell others of the work: %w", err)
	}
	defer func() {
		if _, unlockErr := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock_shared("+busyKey+")"); unlockErr != nil {
			err = errors.Join(err, fmt.Errorf("tell others that the work is done: %w", unlockErr))
		}
	}()
	return work(!busy)
}

// IsBusy says whether anybody is within WhileBusy. The lock that it tries ends with the statement.
func (s *Store) IsBusy(ctx context.Context) (bool, error) {
	var free bool
	if err := s.writer.QueryRowContext(ctx, "SELECT pg_try_advisory_xact_lock("+busyKey+")").Scan(&free); err != nil {
		return false, fmt.Errorf("ask whether others change the catalogue: %w", err)
	}
	return !free, nil
}
