package models

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"
)

// Overview is what the catalogue holds beside what an index counts. It is counted as of one moment.
type Overview struct {
	Version       int64 // State.Version that it is of
	Experiments   int
	Samples       int // all, those in no experiment included
	LinkedSamples int // those in an experiment
	SharedSamples int // those in several
	Formats       []FormatCount
	Fields        []FieldCount // sample fields that have values, in byte order
}

// FormatCount is how much was read from files of one format.
type FormatCount struct {
	Format      string
	Sources     int // files
	Experiments int // records: what one file says of one experiment
	Samples     int
}

// FieldCount is how far a sample field is filled, over the samples that belong to an experiment.
type FieldCount struct {
	Field       string
	Values      int // distinct, as they are compared
	Samples     int // that have a value
	Experiments int // that have such a sample
}

// SourceCount is how much was read from one file.
type SourceCount struct {
	Name        string
	Format      string
	Experiments int // records
	Samples     int
}

// Overview counts the catalogue. It goes through the indices of whole tables: some seconds for a million samples, so that callers keep
// the answer until the catalogue has another version. fields are those of FieldCounts to count, of those that have few samples or few
// values; the index counts the others.
func (s *Store) Overview(ctx context.Context, fields ...string) (Overview, error) {
	var o Overview
	err := s.reading(ctx, func(db *gorm.DB, _ *sql.Tx) error {
		state, err := state(db)
		if err != nil {
			return err
		}
		o.Version, o.Experiments, o.Samples = state.Version, state.Experiments, state.Samples
		if err := db.Raw(`SELECT count(*) AS linked_samples, coalesce(sum(CASE WHEN n > 1 THEN 1 ELSE 0 END), 0) AS shared_samples
			FROM (SELECT count(*) AS n FROM experiment_samples GROUP BY sample_id) each_sample`).Row().Scan(&o.LinkedSamples, &o.SharedSamples); err != nil {
			return err
		}
		if err := db.Raw(`SELECT s.format, count(*) AS sources, coalesce(sum(e.n), 0) AS experiments, coalesce(sum(p.n), 0) AS samples
			FROM sources s
			LEFT JOIN (SELECT source_id, count(*) AS n FROM experiment_records GROUP BY source_id) e ON e.source_id = s.id
			LEFT JOIN (SELECT source_id, count(*) AS n FROM sample_records GROUP BY source_id) p ON p.source_id = s.id
			GROUP BY s.format ORDER BY samples DESC, s.format`).Scan(&o.Formats).Error; err != nil {
			return err
		}
		return db.Raw(`SELECT v.field, count(DISTINCT v.key) AS "values", count(DISTINCT es.sample_id) AS samples,
				count(DISTINCT es.experiment_id) AS experiments
			FROM sample_values sv CROSS JOIN field_values v CROSS JOIN experiment_samples es
			WHERE v.id = sv.value_id AND es.sample_id = sv.sample_id AND v.field IN ? GROUP BY v.field ORDER BY v.field`, append(fields, "")).Scan(&o.Fields).Error
	})
	if err != nil {
		return Overview{}, fmt.Errorf("count the catalogue: %w", err)
	}
	return o, nil
}

// Sources lists a page of the files that were read, by name, and how many there are; of one format, or of all where format is empty.
func (s *Store) Sources(ctx context.Context, format string, offset, limit int) ([]SourceCount, int, error) {
	var list []SourceCount
	var total int64
	err := s.reading(ctx, func(db *gorm.DB, _ *sql.Tx) error {
		ofFormat := func(db *gorm.DB) *gorm.DB {
			if format == "" {
				return db
			}
			return db.Where("format = ?", format)
		}
		if err := db.Table("sources").Scopes(ofFormat).Count(&total).Error; err != nil {
			return err
		}
		return db.Table("sources").Scopes(ofFormat).Select(`name, format,
				(SELECT count(*) FROM experiment_records r WHERE r.source_id = sources.id) AS experiments,
				(SELECT count(*) FROM sample_records r WHERE r.source_id = sources.id) AS samples`).
			Order("name").Offset(offset).Limit(limit).Scan(&list).Error
	})
	if err != nil {
		return nil, 0, fmt.Errorf("read the sources: %w", err)
	}
	return list, int(total), nil
}
