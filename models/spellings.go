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
	apart, err := s.apart(ctx, r)
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

// apart counts the values of samples of no experiment, which the catalogue counts with the others. Most catalogues have no such samples, which is known sooner than which they are.
// To ask for each of a million samples whether it is in an experiment would take four times as long as to take one list from the other.
func (s *Snapshot) apart(ctx context.Context, r *session) (map[uint]int, error) {
	linked, err := s.Linked(ctx)
	if err != nil || linked == s.State.Samples {
		return nil, err
	}
	return r.valueIDs(`SELECT value_ids FROM samples WHERE id IN (SELECT id FROM samples EXCEPT SELECT sample_id FROM experiment_samples)`)
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
