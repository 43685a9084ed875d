package models

import (
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// IsUnavailable tells errors of a database that does not answer, from those of what it was asked: PostgreSQL is down, starts, stops, has no connection
// left, or stopped a statement that took too long. Another moment may be better.
func IsUnavailable(err error) bool {
	var refused *pgconn.ConnectError
	var said *pgconn.PgError
	var network *net.OpError
	switch {
	case err == nil:
		return false
	case errors.As(err, &said):
		return unavailableState(said.Code)
	case errors.As(err, &refused), errors.As(err, &network):
		return true
	}
	return errors.Is(err, driver.ErrBadConn) || pgconn.SafeToRetry(err) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) // a connection that ended before its answer
}

// unavailableState tells PostgreSQL's error codes that say nothing about the statement.
func unavailableState(code string) bool {
	for _, class := range []string{
		"08",    // connection
		"53",    // resources: connections, memory, disk
		"57P",   // shut down, crashed, still starting
		"57014", // statement_timeout
		"58",    // the system below
		"28",    // no access: a password that was changed
		"25006", // read-only
	} {
		if strings.HasPrefix(code, class) {
			return true
		}
	}
	return false
}
