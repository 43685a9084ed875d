package models_test

import (
	"context"
	"errors"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/models/modelstest"
)

// with is an address with one parameter more.
func with(t *testing.T, dsn, key, value string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set(key, value)
	u.RawQuery = q.Encode()
	return u.String()
}

// TestPostgresCancel: what nobody waits for any more ends on the server.
func TestPostgresCancel(t *testing.T) {
	t.Parallel()
	dsn, schema := modelstest.PostgresDSN(t)
	store := modelstest.Open(t, with(t, dsn, "application_name", schema))
	watching := modelstest.Open(t, dsn)
	running := func() (n int) {
		t.Helper()
		if err := watching.DB().Raw("SELECT count(*) FROM pg_stat_activity WHERE application_name = ? AND query LIKE '%pg_sleep%' AND state = 'active'",
			schema).Scan(&n).Error; err != nil {
			t.Fatal(err)
		}
		return n
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- store.DB().WithContext(ctx).Exec("SELECT pg_sleep(3600)").Error }()
	for running() == 0 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) || models.IsUnavailable(err) {
		t.Errorf("a statement that was cancelled ends with %v", err)
	}
	for running() > 0 { // or the test takes too long
		time.Sleep(time.Millisecond)
	}
	if _, err := store.State(t.Context()); err != nil {
		t.Errorf("after that: %v", err)
	}
}

// TestPostgresTimeLimit: pages have one, which the address may change; snapshots have none.
func TestPostgresTimeLimit(t *testing.T) {
	t.Parallel()
	dsn, _ := modelstest.PostgresDSN(t)
	limit := func(store *models.Store) (limit string) {
		t.Helper()
		if err := store.DB().Raw("SHOW statement_timeout").Scan(&limit).Error; err != nil {
			t.Fatal(err)
		}
		return limit
	}
	if got := limit(modelstest.Open(t, dsn)); got != "30s" {
		t.Errorf("a statement may take %s", got)
	}
	short := modelstest.Open(t, with(t, dsn, "statement_timeout", "20"))
	if got := limit(short); got != "20ms" {
		t.Errorf("a statement may take %s", got)
	}
	if err := short.DB().Exec("SELECT pg_sleep(3600)").Error; !models.IsUnavailable(err) {
		t.Errorf("a statement that takes too long ends with %v", err)
	}
	if err := short.Snapshot(t.Context(), func(s *models.Snapshot) error {
		time.Sleep(30 * time.Millisecond) // longer than a statement may take
		_, err := s.Linked(t.Context())
		return err
	}); err != nil {
		t.Error(err)
	}
}

// TestPostgresReader: the role of docs/reader.sql can do all that pages need, and change nothing.
func TestPostgresReader(t *testing.T) {
	t.Parallel()
	dsn, schema := modelstest.PostgresDSN(t)
	owner := modelstest.Open(t, dsn)
	readable(t, owner)
	role := "reader_" + schema
	script, err := os.ReadFile("../docs/reader.sql")
	if err != nil {
		t.Fatal(err)
	}
	runs, err := control.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer runs.Close()
	statements := strings.NewReplacer("facetome_reader", role, "SCHEMA public", "SCHEMA "+schema, "public.", schema+".").Replace(string(script))
	if err := owner.DB().Exec(statements).Error; err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := owner.DB().Exec("DROP OWNED BY " + role + "; DROP ROLE " + role).Error; err != nil {
			t.Error(err)
		}
	})
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(role, "choose-another")
	reader := modelstest.Open(t, u.String())
	ctx := t.Context()
	same(t, "what the reader reads", dump(t, owner), dump(t, reader))
	if _, err := reader.Overview(ctx, models.FieldAge); err != nil {
		t.Error(err)
	}
	if _, err := reader.IsBusy(ctx); err != nil {
		t.Error(err)
	}
	own, err := control.Open(ctx, u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	lease, err := own.Take(ctx, control.RunStart{Kind: control.Rebuild, Target: "index", AskedBy: "server"})
	if err != nil {
		t.Fatal(err)
	}
	if err := lease.End(control.Result{}, "", nil); err != nil {
		t.Error(err)
	}
	_, err = reader.Import(ctx, func(*models.Writer) error { return nil })
	var said *pgconn.PgError
	if !errors.As(err, &said) || said.Code != "42501" {
		t.Errorf("an import of who may only read ends with %v", err)
	}
	if err := reader.DB().Exec("DELETE FROM experiments").Error; err == nil {
		t.Error("who may only read deleted")
	}
	if err := owner.DB().Exec("CREATE TABLE later (id int)").Error; err != nil {
		t.Fatal(err)
	}
	if err := reader.DB().Exec("SELECT * FROM later").Error; err != nil {
		t.Errorf("a table that a later version makes: %v", err)
	}
}

// TestPostgresBusy: who changes a catalogue is seen by others, until the work ends.
func TestPostgresBusy(t *testing.T) {
	t.Parallel()
	dsn, _ := modelstest.PostgresDSN(t)
	worker, other := modelstest.Open(t, dsn), modelstest.Open(t, dsn)
	is := func(want bool) {
		t.Helper()
		if got, err := other.IsBusy(t.Context()); err != nil || got != want {
			t.Errorf("busy: %t, %v; want %t", got, err, want)
		}
	}
	is(false)
	if err := worker.WhileBusy(t.Context(), func(alone bool) error {
		is(true)
		if !alone {
			t.Error("the first is not alone")
		}
		return other.WhileBusy(t.Context(), func(alone bool) error {
			if alone {
				t.Error("the second is alone")
			}
			return nil
		})
	}); err != nil {
		t.Fatal(err)
	}
	is(false)
}
