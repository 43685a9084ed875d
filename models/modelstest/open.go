package modelstest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/facetome/facetome/models"
)

// open opens a catalogue until the test ends.
func open(t testing.TB, dsn string) *models.Store {
	t.Helper()
	store, err := models.Open(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store
}

func sqliteDSN(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "catalogue.db")
}

// server is a PostgreSQL server for tests.
type server struct{ dsn string }

// postgresServer finds the server, or ends the test: skipped, or failed where it is required.
func postgresServer(t testing.TB) server {
	t.Helper()
	dsn := os.Getenv("FACETOME_TEST_POSTGRES")
	switch {
	case dsn != "":
	case os.Getenv("FACETOME_TEST_REQUIRE") == "1":
		t.Fatal("FACETOME_TEST_REQUIRE=1, and FACETOME_TEST_POSTGRES names no PostgreSQL server (postgres://…) to test on")
	default:
		t.Skip("NOT TESTED ON POSTGRESQL: set FACETOME_TEST_POSTGRES to the postgres:// address of a server on which schemas may be made")
	}
	return server{dsn}
}

// newSchema makes a schema, which is dropped when the test ends, and returns an address that puts all tables into it.
func (s server) newSchema(t testing.TB) string {
	t.Helper()
	schema := "test_" + strings.ToLower(rand.Text())
	s.exec(t, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { s.exec(t, "DROP SCHEMA "+schema+" CASCADE") })
	dsn, err := url.Parse(s.dsn)
	if err != nil {
		t.Fatal("FACETOME_TEST_POSTGRES is not an address postgres://…") // the error would show its password
	}
	query := dsn.Query()
	query.Set("search_path", schema)
	dsn.RawQuery = query.Encode()
	return dsn.String()
}

func (s server) exec(t testing.TB, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", s.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// PostgresDSN is the address of a new schema of the PostgreSQL server, without tables, and the schema's name.
func PostgresDSN(t testing.TB) (dsn, schema string) {
	t.Helper()
	dsn = postgresServer(t).newSchema(t)
	address, err := url.Parse(dsn)
	if err != nil {
		t.Fatal("FACETOME_TEST_POSTGRES is not an address postgres://…")
	}
	return dsn, address.Query().Get("search_path")
}
