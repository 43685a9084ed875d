package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlitecodes "modernc.org/sqlite/lib"
)

// Import runs fn in one transaction: either everything that fn writes is in the catalogue afterwards, or nothing is.
// One import writes at a time; others wait, also those of other processes, until ctx is done.
func (s *Store) Import(ctx context.Context, fn func(*Writer) error) (Changes, error) {
	tx, err := s.begin(ctx)
	if err != nil {
		return Changes{}, fmt.Errorf("begin an import: %w", err)
	}
	defer tx.end() //nolint:errcheck // after Commit there is nothing to roll back, before it an error was met already
	return s.carryOut(ctx, tx, fn)
}

// carryOut runs fn in the transaction of an import, and commits it if all goes well.
func (s *Store) carryOut(ctx context.Context, tx *transaction, fn func(*Writer) error) (Changes, error) {
	changes, memory, err := runImport(tx.session(ctx), s.memory.Swap(nil), fn)
	if err != nil {
		s.memory.Store(memory)
		return Changes{}, err
	}
	if err := tx.Commit(); err != nil {
		return Changes{}, fmt.Errorf("end an import: %w", err)
	}
	s.memory.Store(memory)
	return changes, nil
}

// runImport runs fn, and writes what is to be written after it; the transaction stays open. before is the memory of the import before, and after
// that for the next one: once the transaction is committed, or, with an error, taken back.
func runImport(session *session, before *memory, fn func(*Writer) error) (changes Changes, after *memory, err error) {
	w, err := newWriter(session, before)
	if err != nil {
		return Changes{}, nil, fmt.Errorf("begin an import: %w", err)
	}
	session.spares = w.memory.spares
	stop := session.writeAhead()
	defer stop() //nolint:errcheck // where fn does not return
	changes, err = w.run(fn)
	if failed := stop(); failed != nil && err == nil {
		changes, err = Changes{}, w.final(failed)
	}
	if err != nil {
		return Changes{}, w.undone(), err
	}
	w.err = errors.New("the import is over")
	return changes, w.next(w.versionAfter()), nil
}

// run runs fn and finishes.
func (w *Writer) run(fn func(*Writer) error) (Changes, error) {
	if err := fn(w); err != nil {
		return Changes{}, err
	}
	if w.err != nil { // fn let it pass
		return Changes{}, w.err
	}
	changes, err := w.finish()
	if err != nil {
		return Changes{}, fmt.Errorf("import: %w", err)
	}
	return changes, w.final(w.settle())
}

// transaction is that of an import, on a connection of its own.
type transaction struct {
	*sql.Tx
	conn     *sql.Conn
	postgres bool
}

// session begins to work in it.
func (t *transaction) session(ctx context.Context) *session {
	return newSession(ctx, t.Tx, t.postgres).withCopy(t.conn)
}

// end takes back what was not committed, and gives the connection back.
func (t *transaction) end() error {
	err := t.Rollback()
	if errors.Is(err, sql.ErrTxDone) {
		err = nil
	}
	return errors.Join(err, t.conn.Close())
}

// begin starts the transaction of an import, when no other import is in one.
func (s *Store) begin(ctx context.Context) (*transaction, error) {
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return nil, err
	}
	tx, err := s.lock(ctx, conn)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &transaction{tx, conn, s.postgres()}, nil
}

// lock starts a transaction when no other import is in one: PostgreSQL locks the one row of catalogue_state, SQLite the file.
func (s *Store) lock(ctx context.Context, conn *sql.Conn) (*sql.Tx, error) {
	if !s.postgres() {
		for {
			tx, err := conn.BeginTx(ctx, nil)
			if busy := (*sqlite.Error)(nil); err == nil || ctx.Err() != nil || !errors.As(err, &busy) || busy.Code()&0xff != sqlitecodes.SQLITE_BUSY {
				return tx, err
			}
		}
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	for _, statement := range []string{
		"SELECT version FROM catalogue_state FOR UPDATE",
		// An import asks by keys and ids alone, of tables that may have been empty when they were last looked at.
		"SET LOCAL plan_cache_mode = force_custom_plan",
		"SET LOCAL enable_seqscan = off",
		"SET LOCAL enable_hashjoin = off",
		"SET LOCAL enable_mergejoin = off",
		"SET LOCAL jit = off", // which takes such a plan for a costly one
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return nil, errors.Join(err, tx.Rollback())
		}
	}
	return tx, nil
}

func (s *Store) postgres() bool { return s.db.Name() == "postgres" }
