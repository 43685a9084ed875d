package models

import (
	"context"
	"database/sql"
	"fmt"
)

// EachValue calls fn for every value that a sample of an experiment carries, with its organism and platform, and with the number of such samples.
func (s *Snapshot) EachValue(ctx context.Context, fn func(v *Value, samples int) error) error {
	r := newSession(ctx, s.tx, s.postgres)
	values, err := r.readValues("")
	if err != nil {
		return fmt.Errorf("read the values: %w", err)
	}
	// The catalogue counts the samples of no experiment with the others. To ask for each of a million samples whether it is in one would take
	// four times as long.
	apart, err := r.valueIDs(`SELECT value_ids FROM samples WHERE id IN (SELECT id FROM samples EXCEPT SELECT sample_id FROM experiment_samples)`)
	if err != nil {
		return fmt.Errorf("read the values: %w", err)
	}
	carried := map[uint]int{}
	if err := r.query("SELECT id, samples FROM field_values", func(rows *sql.Rows) error {
		var id uint
		var n int
		err := rows.Scan(&id, &n)
		carried[id] = n - apart[id]
		return err
	}); err != nil {
		return fmt.Errorf("read the values: %w", err)
	}
	for id, n := range carried {
		if n == 0 {
			continue
		}
		if err := fn(values[id], n); err != nil {
			return err
		}
	}
	return nil
}

// EachHead calls fn for every experiment with what its own row says in a word: no texts, accession codes, publications or samples.
func (s *Snapshot) EachHead(ctx context.Context, fn func(*Experiment) error) error {
	r := newSession(ctx, s.tx, s.postgres)
	return r.query("SELECT id, accession_code, source_database, has_publication, first_published, last_modified, synthetic FROM experiments", func(rows *sql.Rows) error {
		var e Experiment
		var published, modified sql.NullTime
		if err := rows.Scan(&e.ID, &e.AccessionCode, &e.SourceDatabase, &e.HasPublication, &published, &modified, &e.Synthetic); err != nil {
			return err
		}
		if published.Valid {
			e.FirstPublished = &published.Time
		}
		if modified.Valid {
			e.LastModified = &modified.Time
		}
		return fn(&e)
	})
}
