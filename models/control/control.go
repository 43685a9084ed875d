// Package control keeps what must be written while an import holds the catalogue: who works on what. With PostgreSQL that is in the catalogue's database,
// with SQLite in a file of its own beside it.
//
// Work on an index or on the catalogue is a run. Take begins one: of each target, such as an index, one run works at a time, over all processes and machines that share
// the database. While it works it renews its lease every second, and tells how far it is; others can follow it, and ask it to stop. A run that does not renew its lease
// any more has died with its process, and the next one takes its place.
package control

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"gorm.io/gorm"

	"github.com/facetome/facetome/models"
)

// File is the SQLite file, in the folder of the catalogue's.
const File = "control.db"

// versionsTable is where goose notes which migrations were run; the catalogue's is another.
const versionsTable = "control_db_version"

//go:embed migrations
var migrations embed.FS

// Control is safe for concurrent use.
type Control struct{ db *gorm.DB }

// Open opens the tables beside a catalogue, whose address is that of models.Open, and brings them up to date. Errors never hold a password.
func Open(ctx context.Context, dsn string) (*Control, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	db, err := models.OpenBeside(ctx, dsn, File, models.Tables{Migrations: files, Versions: versionsTable})
	if err != nil {
		return nil, err
	}
	return &Control{db}, nil
}

// Close ends all connections.
func (c *Control) Close() error {
	pool, err := c.db.DB()
	if err != nil {
		return fmt.Errorf("close the tables beside the catalogue: %w", err)
	}
	return pool.Close()
}

// write runs fn in a transaction that no other write runs beside: SQLite has one writer at a time, PostgreSQL locks the table.
func (c *Control) write(ctx context.Context, table string, fn func(*gorm.DB) error) error {
	return c.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if c.postgres() {
			if err := tx.Exec("LOCK TABLE " + table + " IN SHARE ROW EXCLUSIVE MODE").Error; err != nil {
				return err
			}
		}
		return fn(tx)
	})
}

// now is the time by which leases are measured: PostgreSQL's, since the machines that share it may differ; a SQLite file is shared on one machine.
func (c *Control) now(db *gorm.DB) (time.Time, error) {
	if !c.postgres() {
		return time.Now().UTC(), nil
	}
	var now time.Time
	err := db.Raw("SELECT clock_timestamp()").Row().Scan(&now)
	return now.UTC(), err
}

func (c *Control) postgres() bool { return c.db.Name() == "postgres" }

// ErrNotFound says that there is no such run.
var ErrNotFound = errors.New("there is no such run")
