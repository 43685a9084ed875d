package models

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// ImportRun is one import as the catalogue remembers it. Its numbers are filled in when it ends.
type ImportRun struct {
	ID       uint       `gorm:"primaryKey"`
	Started  time.Time  // UTC
	Finished *time.Time // UTC; nil while it runs, and where nobody saw it end
	State    ImportState
	Reason   string // why it did not end well; empty otherwise. It names no folder of the machine
	Named    string // the files and folders that were named, by their last names

	Files    int // that were looked at
	LeftOut  int // those of them of which something was left out
	Problems int // records, lines and files that could not be used

	Experiments int // records that were read
	Samples     int
	Records     Outcomes `gorm:"embedded;embeddedPrefix:records_"` // of both

	Formats map[string]int `gorm:"serializer:json"` // files by the name of their format; others are under ""

	CatalogueVersion int64 // State.Version that the import left behind
}

// TableName says which table import runs are in.
func (ImportRun) TableName() string { return "imports" }

// ImportState is how far an import is.
type ImportState string

// The states of an import. One that was killed stays running until the next import finds that nobody works on it.
const (
	ImportRunning    ImportState = "running"
	ImportDone       ImportState = "done"
	ImportFailed     ImportState = "failed"
	ImportCancelled  ImportState = "cancelled"
	ImportUnfinished ImportState = "unfinished" // it was killed; what it had imported by then is in the catalogue
)

// BeginImport notes that an import begins, and returns its id for EndImport. named says what it is of. With alone, the caller knows that
// no other import runs: those that still say so are then unfinished.
func (s *Store) BeginImport(ctx context.Context, named string, alone bool) (id uint, err error) {
	run := ImportRun{Started: now(), State: ImportRunning, Named: named, Formats: map[string]int{}}
	err = s.writing(ctx, func(db *gorm.DB) error {
		if alone {
			err := db.Model(&ImportRun{}).Where("state = ?", ImportRunning).Update("state", ImportUnfinished).Error
			if err != nil {
				return err
			}
		}
		return db.Create(&run).Error
	})
	if err != nil {
		return 0, fmt.Errorf("note the beginning of an import: %w", err)
	}
	return run.ID, nil
}

// EndImport notes how the import run.ID ended: all of run but when and with what name it began, and when it ended and at which version
// of the catalogue, which are found here.
func (s *Store) EndImport(ctx context.Context, run ImportRun) error {
	err := s.writing(ctx, func(db *gorm.DB) error {
		state, err := state(db)
		if err != nil {
			return err
		}
		end := now()
		run.Finished, run.CatalogueVersion = &end, state.Version
		return db.Model(&run).Select("*").Omit("id", "started", "named").Updates(&run).Error
	})
	if err != nil {
		return fmt.Errorf("note the end of an import: %w", err)
	}
	return nil
}

// Imports lists the last imports, the newest first.
func (s *Store) Imports(ctx context.Context, limit int) ([]ImportRun, error) {
	var runs []ImportRun
	if err := s.db.WithContext(ctx).Order("id DESC").Limit(limit).Find(&runs).Error; err != nil {
		return nil, fmt.Errorf("read the last imports: %w", err)
	}
	return runs, nil
}

// writing runs fn in a transaction of its own, when no import is in one.
func (s *Store) writing(ctx context.Context, fn func(*gorm.DB) error) error {
	tx, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.end() //nolint:errcheck // after Commit there is nothing to roll back, before it an error was met already
	db := s.db.WithContext(ctx)
	db.Statement.ConnPool = tx.Tx
	if err := fn(db); err != nil {
		return err
	}
	return tx.Commit()
}

// now is the time as the catalogue keeps it: whole seconds, UTC.
func now() time.Time { return time.Now().UTC().Truncate(time.Second) }
