package models

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
)

// PostgreSQL's binary COPY (https://www.postgresql.org/docs/current/sql-copy.html): rows are encoded as they are added, so that no value is
// held by itself, and sent as they are.

const (
	copyHead = "PGCOPY\n\xff\r\n\x00" + "\x00\x00\x00\x00" + "\x00\x00\x00\x00" // no flags, nothing more in the header
	copyTail = "\xff\xff"
	copyNull = -1
)

// copyEpoch is what PostgreSQL counts microseconds from.
var copyEpoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// copyRow begins a row.
func copyRow(b []byte, columns int) []byte {
	if len(b) == 0 {
		b = append(b, copyHead...)
	}
	return binary.BigEndian.AppendUint16(b, uint16(columns))
}

// copyLength begins a value.
func copyLength(b []byte, length int) []byte {
	return binary.BigEndian.AppendUint32(b, uint32(int32(length)))
}

// copyNumber is for columns of type BIGINT, and of TIMESTAMPTZ in microseconds since copyEpoch.
func copyNumber(b []byte, v int64) []byte {
	return binary.BigEndian.AppendUint64(copyLength(b, 8), uint64(v))
}

func copyText(b []byte, v string) []byte { return append(copyLength(b, len(v)), v...) }

func copyFlag(b []byte, v bool) []byte {
	b = append(copyLength(b, 1), 0)
	if v {
		b[len(b)-1] = 1
	}
	return b
}

// copyValue is for a value of any of these types, or null.
func copyValue(b []byte, value any) []byte {
	switch v := value.(type) {
	case nil:
		return copyLength(b, copyNull)
	case int64:
		return copyNumber(b, v)
	case int:
		return copyNumber(b, int64(v))
	case string:
		return copyText(b, v)
	case bool:
		return copyFlag(b, v)
	case time.Time:
		return copyNumber(b, v.UnixMicro()-copyEpoch.UnixMicro())
	}
	panic(fmt.Sprintf("models: a value of type %T cannot be copied", value))
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
	err := s.conn.Raw(func(driver any) error {
		conn, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("a connection of type %T; expected pgx's", driver)
		}
		b.copied = append(b.copied, copyTail...)
		_, err := conn.Conn().PgConn().CopyFrom(s.ctx, bytes.NewReader(b.copied), "COPY "+b.into+" FROM STDIN (FORMAT binary)")
		return err
	})
	select {
	case b.spare <- b.copied[:0]:
	default:
	}
	if err != nil {
		return s.wrap("COPY "+b.into, err)
	}
	return nil
}
