package models

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
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
	inserts  map[string]*sql.Stmt   // prepared ones
	conn     *sql.Conn              // of the transaction, for COPY; nil is to go without
	spares   map[string]chan []byte // room for rows of a table, to be used again
	ahead    *ahead                 // what is still to be written; nil is to write at once
}

// exec runs a statement.
func (s *session) exec(query string, args ...any) error {
	if err := s.settle(); err != nil {
		return err
	}
	return s.execNow(query, args...)
}

// execNow is exec, whatever is still to be written.
func (s *session) execNow(query string, args ...any) error {
	if _, err := s.tx.ExecContext(s.ctx, s.rebind(query), args...); err != nil {
		return s.wrap(query, err)
	}
	return nil
}

// query calls scan for each row.
func (s *session) query(query string, scan func(*sql.Rows) error, args ...any) error {
	if err := s.settle(); err != nil {
		return err
	}
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

// pairs are rows of id and n. The parameter is a list of lists of these two, in JSON.
func (s *session) pairs() string {
	if s.postgres {
		return "(SELECT CAST(p ->> 0 AS BIGINT) AS id, CAST(p ->> 1 AS BIGINT) AS n FROM jsonb_array_elements(?::jsonb) p)"
	}
	return "(SELECT value ->> 0 AS id, value ->> 1 AS n FROM json_each(?))"
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
