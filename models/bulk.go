package models

import (
	"database/sql"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Rows that one INSERT writes. Statements of this many are prepared once; SQLite has no round trips to save, PostgreSQL has. With at most
// 12 columns, both stay below the parameters that a statement can have (32,766 and 65,535).
const (
	sqliteRows   = 100
	postgresRows = 500
)

// copyRows is from how many rows on PostgreSQL's COPY, which asks for the columns' types first, is the faster way.
const copyRows = 20

// bulk is rows to insert, their values one after another.
type bulk struct {
	into   string // "samples (id, accession_code)"
	width  int    // columns
	suffix string // "ON CONFLICT …", may be empty
	values []any

	// A statement of SQLite that can be taken back keeps a copy of every page before it changes it. Imports take back whole transactions
	// only, so that the rows of a failed statement may stand in one until then.
	fail bool
}

// add takes one row.
func (b *bulk) add(values ...any) { b.values = append(b.values, values...) }

// writeRows writes rows, many in one statement.
func (s *session) writeRows(b *bulk) error {
	full := sqliteRows
	if s.postgres {
		full = postgresRows
	}
	if s.conn != nil && b.suffix == "" && len(b.values) >= copyRows*b.width {
		return s.copyIn(b)
	}
	b.fail = !s.postgres && b.suffix == ""
	for len(b.values) >= full*b.width {
		if err := s.insertFull(b, full); err != nil {
			return err
		}
		b.values = b.values[full*b.width:]
	}
	if len(b.values) == 0 {
		return nil
	}
	values := b.values
	if s.postgres { // not kept by pgx as a prepared statement: there is one for every number of rows
		values = append([]any{pgx.QueryExecModeExec}, values...)
	}
	return s.execNow(b.statement(len(b.values)/b.width), values...)
}

// insertFull writes the first rows with a prepared statement.
func (s *session) insertFull(b *bulk, full int) error {
	statement := s.inserts[b.into+b.suffix]
	if statement == nil {
		var err error
		if statement, err = s.tx.PrepareContext(s.ctx, s.rebind(b.statement(full))); err != nil {
			return s.wrap(b.into, err)
		}
		s.inserts[b.into+b.suffix] = statement // the end of the transaction closes it
	}
	if _, err := statement.ExecContext(s.ctx, b.values[:full*b.width]...); err != nil {
		return s.wrap("INSERT INTO "+b.into, err)
	}
	return nil
}

// statement inserts n rows.
func (b *bulk) statement(n int) string {
	tuple := ", (" + strings.Repeat(", ?", b.width)[2:] + ")"
	verb := "INSERT"
	if b.fail {
		verb = "INSERT OR FAIL"
	}
	return verb + " INTO " + b.into + " VALUES " + strings.Repeat(tuple, n)[2:] + " " + b.suffix
}

// upsert is rows of entities, some of which the table may have already.
type upsert struct{ added, changed bulk }

// newUpsert takes what bulk has; suffix says what becomes of a row that is there.
func newUpsert(into string, width int, suffix string) *upsert {
	return &upsert{bulk{into: into, width: width}, bulk{into: into, width: width, suffix: suffix}}
}

// of is where the row of an entity goes.
func (u *upsert) of(fresh bool) *bulk {
	if fresh {
		return &u.added
	}
	return &u.changed
}

// upsert writes the rows.
func (s *session) upsert(u *upsert) error {
	if err := s.insert(&u.changed); err != nil {
		return err
	}
	return s.insert(&u.added)
}

// withCopy lets a session of PostgreSQL write rows by COPY; conn is that of its transaction.
func (s *session) withCopy(conn *sql.Conn) *session {
	if s.postgres {
		s.conn = conn
	}
	return s
}

// copyIn writes rows by COPY.
func (s *session) copyIn(b *bulk) error {
	table, list, _ := strings.Cut(strings.TrimSuffix(b.into, ")"), " (")
	columns := strings.Split(list, ",")
	for i := range columns {
		columns[i] = strings.TrimSpace(columns[i])
	}
	rows := pgx.CopyFromSlice(len(b.values)/b.width, func(i int) ([]any, error) { return b.values[i*b.width : (i+1)*b.width], nil })
	err := s.conn.Raw(func(driver any) error {
		conn, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("a connection of type %T; expected pgx's", driver)
		}
		_, err := conn.Conn().CopyFrom(s.ctx, pgx.Identifier{table}, columns, rows)
		return err
	})
	if err != nil {
		return s.wrap("COPY "+b.into, err)
	}
	return nil
}
