package models

import (
	"strings"

	"github.com/jackc/pgx/v5"
)

// Rows that one INSERT writes. Statements of this many are prepared once; SQLite has no round trips to save, PostgreSQL has. With at most
// 12 columns, both stay below the parameters that a statement can have (32,766 and 65,535).
const (
	sqliteRows   = 100
	postgresRows = 500
)

// bulk is rows to insert, their values one after another.
type bulk struct {
	into   string // "samples (id, accession_code)"
	width  int    // columns
	suffix string // "ON CONFLICT …", may be empty
	values []any
	copies bool        // by COPY: there are no values
	copied []byte      // the rows, as COPY takes them
	spare  chan []byte // takes the room of copied when that is written
	sent   bool        // to be written: it is not the import's any more

	// A statement of SQLite that can be taken back keeps a copy of every page before it changes it. Imports take back whole transactions
	// only, so that the rows of a failed statement may stand in one until then.
	fail bool
}

// bulk begins with rows for columns of a table that are not there yet, or goes on with those that are held.
func (s *session) bulk(into string, width int) *bulk {
	b := &bulk{into: into, width: width, copies: s.conn != nil}
	if b.copies && s.ahead != nil {
		if held := s.ahead.holding(into); held != nil {
			return held
		}
		s.ahead.held = append(s.ahead.held, b)
	}
	if b.copies {
		if s.spares[into] == nil {
			s.spares[into] = make(chan []byte, 1)
		}
		b.spare = s.spares[into]
		select {
		case b.copied = <-b.spare:
		default:
		}
	}
	return b
}

// add takes one row.
func (b *bulk) add(values ...any) {
	if !b.copies {
		b.values = append(b.values, values...)
		return
	}
	b.row()
	for _, value := range values {
		b.copied = copyValue(b.copied, value)
	}
}

// row begins a row whose values follow, one by one: what add does, for rows of which there are millions.
func (b *bulk) row() *bulk {
	if b.sent {
		panic("models: rows that are added to " + b.into + " after they were sent")
	}
	if b.copies {
		b.copied = copyRow(b.copied, b.width)
	}
	return b
}

// id adds the next value of the row.
func (b *bulk) id(v uint) *bulk {
	if b.copies {
		b.copied = copyNumber(b.copied, int64(v))
	} else {
		b.values = append(b.values, int64(v))
	}
	return b
}

// text adds the next value of the row.
func (b *bulk) text(v string) *bulk {
	if b.copies {
		b.copied = copyText(b.copied, v)
	} else {
		b.values = append(b.values, v)
	}
	return b
}

// flag adds the next value of the row.
func (b *bulk) flag(v bool) *bulk {
	if b.copies {
		b.copied = copyFlag(b.copied, v)
	} else {
		b.values = append(b.values, v)
	}
	return b
}

// empty tells whether there are no rows.
func (b *bulk) empty() bool { return len(b.values)+len(b.copied) == 0 }

// writeRows writes rows, many in one statement.
func (s *session) writeRows(b *bulk) error {
	full := sqliteRows
	if s.postgres {
		full = postgresRows
	}
	switch {
	case b.empty():
		return nil
	case b.copies:
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
type upsert struct{ added, changed *bulk }

// newUpsert takes what bulk has; suffix says what becomes of a row that is there.
func (s *session) newUpsert(into string, width int, suffix string) *upsert {
	return &upsert{s.bulk(into, width), &bulk{into: into, width: width, suffix: suffix}}
}

// of is where the row of an entity goes.
func (u *upsert) of(fresh bool) *bulk {
	if fresh {
		return u.added
	}
	return u.changed
}

// upsert writes the rows.
func (s *session) upsert(u *upsert) error {
	if err := s.insert(u.changed); err != nil {
		return err
	}
	return s.insert(u.added)
}
