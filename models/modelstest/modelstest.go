// Package modelstest gives tests real, empty catalogues: SQLite files, and schemas of a PostgreSQL server.
//
// The server is named by the environment variable FACETOME_TEST_POSTGRES, a postgres:// DSN whose user may create schemas. Where it is
// unset, tests on PostgreSQL are skipped and say so; with FACETOME_TEST_REQUIRE=1 (as in CI) they fail instead.
package modelstest

import (
	"testing"

	"github.com/facetome/facetome/models"
)

// Stores runs test twice, as subtests "sqlite" and "postgres". Each call of open makes a new, empty catalogue; all are closed and
// dropped when the subtest ends.
func Stores(t *testing.T, test func(t *testing.T, open func() *models.Store)) {
	t.Helper()
	DSNs(t, func(t *testing.T, dsn func() string) {
		t.Helper()
		test(t, func() *models.Store {
			t.Helper()
			return open(t, dsn())
		})
	})
}

// DSNs runs test like Stores, for tests that open catalogues themselves: each call of dsn names a new one, which has no tables yet.
func DSNs(t *testing.T, test func(t *testing.T, dsn func() string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		test(t, func() string { return sqliteDSN(t) })
	})
	t.Run("postgres", func(t *testing.T) {
		server := postgresServer(t)
		test(t, func() string { return server.newSchema(t) })
	})
}

// Benchmarks runs a benchmark on both databases, each time with the address of a new, empty catalogue.
func Benchmarks(b *testing.B, run func(b *testing.B, dsn string)) {
	b.Helper()
	b.Run("sqlite", func(b *testing.B) {
		for b.Loop() {
			run(b, sqliteDSN(b))
		}
	})
	b.Run("postgres", func(b *testing.B) {
		server := postgresServer(b)
		for b.Loop() {
			run(b, server.newSchema(b))
		}
	})
}

// Open opens a catalogue until the test ends.
func Open(t testing.TB, dsn string) *models.Store {
	t.Helper()
	return open(t, dsn)
}

// SQLite makes a new, empty catalogue in a SQLite file. It is closed when the test ends.
func SQLite(t testing.TB) *models.Store {
	t.Helper()
	return open(t, sqliteDSN(t))
}
