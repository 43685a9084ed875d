package models

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Rows that one INSERT writes. Statements of this many are prepared once; SQLite has no round trips to save, PostgreSQL has. With at most
// 12 columns, both stay below the parameters that a statement can have (32,766 and 65,535).
const (
	sqliteRows   = 100
	postgresRows = 500
)

// newSession begins to work in a transaction.
func newSession(ctx context.Context, tx *sql.Tx, postgres bool) *session {
	return &session{ctx: ctx, tx: tx, postgres: postgres, inserts: map[string]*sql.Stmt{}}
}

// session is one transaction, and what SQLite and PostgreSQL write differently in it. Queries are written with "?".
// Hot paths use it in place of GORM, whose reflection costs several times what the database does.
type session struct {
	ctx      context.Context
	tx       *sql.Tx
	postgres bool
	inserts  map[string]*sql.Stmt // prepared ones
}

// exec runs a statement.
func (s *session) exec(query string, args ...any) error {
	if _, err := s.tx.ExecContext(s.ctx, s.rebind(query), args...); err != nil {
		return s.wrap(query, err)
	}
	return nil
}

// query calls scan for each row.
func (s *session) query(query string, scan func(*sql.Rows) error, args ...any) error {
	rows, err := s.tx.QueryContext(s.ctx, s.rebind(query), args...)
	if err != nil {
		return s.wrap(query, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return s.wrap(query, err)
		}
	}
	if err := rows.Err(); err != nil {
		return s.wrap(query, err)
	}
	return nil
}

// wrap says which statement failed; a cancelled import is that and nothing else.
func (s *session) wrap(query string, err error) error {
	if cause := s.ctx.Err(); cause != nil {
		return cause
	}
	query = strings.Join(strings.Fields(query), " ")
	return fmt.Errorf("catalogue: %s: %w", cut(query, 80), err)
}

// rebind writes PostgreSQL's parameters.
func (s *session) rebind(query string) string {
	if !s.postgres {
		return query
	}
	var b strings.Builder
	for n := 1; ; n++ {
		before, after, found := strings.Cut(query, "?")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		fmt.Fprintf(&b, "$%d", n)
		query = after
	}
}

// ids is the list that an IN asks for, of ids: one parameter, however many there are, so that a statement is prepared once.
func (s *session) ids() string {
	if s.postgres {
		return "(SELECT unnest(?::bigint[]))"
	}
	return "(SELECT value FROM json_each(?))"
}

// texts is ids for texts.
func (s *session) texts() string {
	if s.postgres {
		return "(SELECT unnest(?::text[]))"
	}
	return "(SELECT value FROM json_each(?))"
}

// list is the parameter of ids or texts.
func list[T uint | string](s *session, values []T) (any, error) {
	if s.postgres {
		if ids, ok := any(values).([]uint); ok {
			signed := make([]int64, len(ids))
			for i, id := range ids {
				signed[i] = int64(id)
			}
			return signed, nil
		}
		return values, nil
	}
	text, err := json.Marshal(values)
	return string(text), err
}

// bulk is rows to insert, their values one after another.
type bulk struct {
	into   string // "samples (id, accession_code)"
	width  int    // columns
	suffix string // "ON CONFLICT …", may be empty
	values []any
}

// add takes one row.
func (b *bulk) add(values ...any) { b.values = append(b.values, values...) }

// insert writes rows, many in one statement.
func (s *session) insert(b *bulk) error {
	full := sqliteRows
	if s.postgres {
		full = postgresRows
	}
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
	return s.exec(b.statement(len(b.values)/b.width), values...)
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
	return "INSERT INTO " + b.into + " VALUES " + strings.Repeat(tuple, n)[2:] + " " + b.suffix
}

// execIDs runs a statement that has one list of ids; none is nothing to do.
func (s *session) execIDs(query string, ids []uint) error {
	if len(ids) == 0 {
		return nil
	}
	arg, err := list(s, ids)
	if err != nil {
		return err
	}
	return s.exec(query, arg)
}
