package models

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
)

// values reads all values, by id, with their organisms and platforms.
func (s *Snapshot) values(ctx context.Context) (map[uint]*Value, error) {
	var list []*Value
	if err := s.db.WithContext(ctx).Preload("Organism").Preload("Platform").Find(&list).Error; err != nil {
		return nil, fmt.Errorf("read the values: %w", err)
	}
	values := make(map[uint]*Value, len(list))
	for _, v := range list {
		values[v.ID] = v
	}
	return values, nil
}

// EachValue calls fn for every value that a sample of an experiment carries, with its platform, and with the number of such samples.
func (s *Snapshot) EachValue(ctx context.Context, fn func(v *Value, samples int) error) error {
	values, err := s.values(ctx)
	if err != nil {
		return err
	}
	carried := map[uint]int{}
	r := newSession(ctx, s.tx, s.postgres)
	if err := r.query("SELECT id, samples FROM field_values", func(rows *sql.Rows) error {
		var id uint
		var n int
		err := rows.Scan(&id, &n)
		carried[id] = n
		return err
	}); err != nil {
		return err
	}
	// The samples of no experiment are few, and are counted in with the others.
	if err := r.query("SELECT value_ids FROM samples s WHERE value_ids <> '' AND NOT EXISTS (SELECT 1 FROM experiment_samples e WHERE e.sample_id = s.id)", func(rows *sql.Rows) error {
		var ids string
		if err := rows.Scan(&ids); err != nil {
			return err
		}
		for text := range items(ids, idSeparator) {
			id, err := strconv.ParseUint(text, 10, 64)
			if err != nil {
				return fmt.Errorf("the values of a sample: %w", err)
			}
			carried[uint(id)]--
		}
		return nil
	}); err != nil {
		return err
	}
	for id, n := range carried {
		if n <= 0 {
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
