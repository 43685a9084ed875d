package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"

	"gorm.io/gorm"
)

// ErrNotFound says that the catalogue holds nothing under an accession code.
var ErrNotFound = errors.New("not in the catalogue")

// ErrShared says that an accession code means several of what was asked for.
var ErrShared = errors.New("the code of several")

// Named is an experiment or a sample, to link to.
type Named struct{ AccessionCode, Title string }

// Store is the catalogue in SQLite or PostgreSQL. It is safe for concurrent use.
type Store struct {
	db     *gorm.DB
	writer *sql.DB                // of imports and migrations
	memory atomic.Pointer[memory] // for the next import; nil is none
}

// State is what the catalogue holds.
type State struct {
	Version     int64 // grows with every import that changed something; an index of an older version is out of date
	Experiments int
	Samples     int  // all, those in no experiment included
	Synthetic   bool // at least one experiment was made by the generator
}

// Changes counts what an import did, in experiments and samples. Each is counted once, as it was before the import and is after it.
// Samples that experiments list and nobody describes count as samples.
type Changes struct {
	ExperimentsAdded, ExperimentsChanged, ExperimentsSame int
	SamplesAdded, SamplesChanged, SamplesSame             int
}

// Shared says how many samples an experiment has in common with another.
type Shared struct {
	AccessionCode string // of the other
	Title         string
	Samples       int // in both
	Of            int // samples of the other
}

// DB is the connection, for tests and tools that ask their own questions.
func (s *Store) DB() *gorm.DB { return s.db }

// Close ends all connections. Closing twice does nothing.
func (s *Store) Close() error {
	reader, err := s.db.DB()
	if err != nil {
		return fmt.Errorf("close the catalogue: %w", err)
	}
	return errors.Join(s.writer.Close(), reader.Close())
}

// Release gives back the memory that is kept from one import to the next, where none is to follow soon.
func (s *Store) Release(ctx context.Context) error {
	s.memory.Store(nil)
	if s.postgres() {
		return nil
	}
	if _, err := s.writer.ExecContext(ctx, "PRAGMA shrink_memory"); err != nil {
		return fmt.Errorf("release the memory of an import: %w", err)
	}
	return nil
}

// State reads what the catalogue holds, as the last import counted it; it costs one row.
func (s *Store) State(ctx context.Context) (State, error) { return state(s.db.WithContext(ctx)) }

func state(db *gorm.DB) (State, error) {
	var state State
	if err := db.Table("catalogue_state").Take(&state).Error; err != nil {
		return State{}, fmt.Errorf("read the state of the catalogue: %w", err)
	}
	return state, nil
}
