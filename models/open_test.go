package models_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

func TestReopen(t *testing.T) {
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		address := dsn()
		store, err := models.Open(context.Background(), address)
		if err != nil {
			t.Fatal(err)
		}
		readable(t, store)
		before := dump(t, store)
		for range 2 {
			if err := store.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if store, err = models.Open(context.Background(), address); err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		same(t, "what was imported", before, dump(t, store))
	})
}

// TestOpenedTogether: of those that open a new catalogue at once, each finds its tables made, once.
func TestOpenedTogether(t *testing.T) {
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		for range 4 {
			address := dsn()
			var group errgroup.Group
			for range 6 {
				group.Go(func() error {
					store, err := models.Open(context.Background(), address)
					if err != nil {
						return err
					}
					_, err = store.State(context.Background())
					return errors.Join(err, store.Close())
				})
			}
			if err := group.Wait(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestNewerTables opens what a later program made.
func TestNewerTables(t *testing.T) {
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		address := dsn()
		store, err := models.Open(context.Background(), address)
		if err != nil {
			t.Fatal(err)
		}
		if err := store.DB().Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, TRUE)").Error; err != nil {
			t.Fatal(err)
		}
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
		_, err = models.Open(context.Background(), address)
		if err == nil || !strings.Contains(err.Error(), "newer") {
			t.Errorf("got %v", err)
		}
	})
}

func TestOpenSQLite(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, name := range []string{"new/folder/catalogue.db", "with blank & %20 ? # ünï.db", "a%b.db"} {
		path := filepath.Join(folder, filepath.FromSlash(name))
		store, err := models.Open(context.Background(), path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		readable(t, store)
		if err := store.Close(); err != nil {
			t.Error(err)
		}
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}

	text := filepath.Join(folder, "notes.txt")
	if err := os.WriteFile(text, []byte(strings.Repeat("These are my notes.\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for dsn, want := range map[string]string{
		"":                                  "no database is named",
		"mysql://root@localhost/x":          "mysql:// is not known",
		text:                                "notes.txt is not a SQLite database",
		folder:                              folder,
		filepath.Join(folder, "file", "db"): "make the folder",
	} {
		store, err := models.Open(context.Background(), dsn)
		if err == nil {
			t.Errorf("%q was opened", dsn)
			store.Close()
		} else if !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", dsn, err)
		}
	}
	if content, err := os.ReadFile(text); err != nil || !strings.HasPrefix(string(content), "These are") {
		t.Errorf("the notes were touched: %v", err)
	}
}

// TestNoPasswordInErrors looks for it in every error that a wrong address can lead to.
func TestNoPasswordInErrors(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	for _, dsn := range []string{
		"postgres://me:hunter2@127.0.0.1:1/catalogue",
		"postgres://me:hunter2@127.0.0.1:port/catalogue",
		"postgres://me:hunter2@[::1/catalogue",
		"postgres://me:hunter2@127.0.0.1:1/catalogue?sslmode=nonsense",
		"postgres://me:hun%ter2@127.0.0.1:1/catalogue",
		"postgresql://127.0.0.1:1/catalogue?user=me&password=hunter2&sslmode=nonsense",
		"postgresql://127.0.0.1:1/catalogue?user=me&password=hunter2&connect_timeout=x",
		"postgres://me:hunter2@127.0.0.1:1/cata logue?%zz",
	} {
		store, err := models.Open(ctx, dsn)
		if err == nil {
			t.Errorf("%s was opened", dsn)
			store.Close()
		} else if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "hun%ter2") {
			t.Errorf("the password is told: %v", err)
		}
	}
}

// TestSilence opens, misses, breaks and imports, and expects nothing on standard error: GORM logs there by default.
func TestSilence(t *testing.T) {
	read, stderr, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stderr
	os.Stderr = stderr
	defer func() { os.Stderr = before }()
	store := modelstest.SQLite(t)
	readable(t, store)
	if _, err := store.Sample(context.Background(), "nothing"); err == nil {
		t.Error("something was found")
	}
	if err := store.DB().Exec("INSERT INTO nowhere VALUES (1)").Error; err == nil {
		t.Error("a table nowhere")
	}
	if err := stderr.Close(); err != nil {
		t.Fatal(err)
	}
	said := make([]byte, 1000)
	if n, _ := read.Read(said); n > 0 {
		t.Errorf("standard error: %s", said[:n])
	}
}

// TestRelease imports, gives back the memory of that, and imports again.
func TestRelease(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		for _, code := range []string{"GSM1", "GSM2"} {
			from(t, store, code, models.SampleBody{AccessionCode: code})
			if err := store.Release(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		state, err := store.State(t.Context())
		if err != nil || state.Samples != 2 {
			t.Errorf("%+v, %v", state, err)
		}
	})
}
