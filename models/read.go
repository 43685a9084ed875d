package models

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// Experiment reads an experiment by any of its accession codes (any case), with its accessions, publications and records (and their
// sources; in the order of their formats' rank), without its samples. ErrNotFound.
func (s *Store) Experiment(ctx context.Context, code string) (*Experiment, error) {
	var e Experiment
	err := s.reading(ctx, func(db *gorm.DB, _ *sql.Tx) error {
		id, err := find(db, "experiment", code)
		if err != nil {
			return err
		}
		return db.Preload("Accessions", byCode).Preload("Publications", byKey).Preload("Records").Preload("Records.Source").Take(&e, id).Error
	})
	if err != nil {
		return nil, explain("experiment", code, err)
	}
	sortRecords(e.Records, func(r *ExperimentRecord) (*Source, string) { return r.Source, r.Body.AccessionCode })
	return &e, nil
}

// Sample reads a sample by any of its accession codes (any case), with its accessions, values (organisms and platforms
// included), experiments (without their samples) and records (and their sources; in the order of their formats' rank). ErrNotFound.
func (s *Store) Sample(ctx context.Context, code string) (*Sample, error) {
	var sample Sample
	err := s.reading(ctx, func(db *gorm.DB, _ *sql.Tx) error {
		id, err := find(db, "sample", code)
		if err != nil {
			return err
		}
		return withValues(db).Preload("Experiments", byCode).Preload("Records").Preload("Records.Source").Take(&sample, id).Error
	})
	if err != nil {
		return nil, explain("sample", code, err)
	}
	sortRecords(sample.Records, func(r *SampleRecord) (*Source, string) { return r.Source, r.Body.AccessionCode })
	return &sample, nil
}

// ExperimentSamples reads a page of an experiment's samples by accession code, with their accessions and values, and how many it has.
func (s *Store) ExperimentSamples(ctx context.Context, experimentID uint, offset, limit int) ([]Sample, int, error) {
	var samples []Sample
	var total int64
	err := s.reading(ctx, func(db *gorm.DB, _ *sql.Tx) error {
		if err := db.Table("experiment_samples").Where("experiment_id = ?", experimentID).Count(&total).Error; err != nil {
			return err
		}
		return withValues(db).Joins("JOIN experiment_samples e ON e.sample_id = samples.id AND e.experiment_id = ?", experimentID).
			Order("samples.accession_code").Offset(offset).Limit(limit).Find(&samples).Error
	})
	if err != nil {
		return nil, 0, fmt.Errorf("read the samples of experiment %d: %w", experimentID, err)
	}
	return samples, int(total), nil
}

func withValues(db *gorm.DB) *gorm.DB {
	return db.Preload("Accessions", byCode).Preload("Values", byLabel).Preload("Values.Organism").Preload("Values.Platform")
}

// SharedWith lists the experiments that have samples in common with one, most first, then by accession code.
func (s *Store) SharedWith(ctx context.Context, experimentID uint) ([]Shared, error) {
	var shared []Shared
	err := s.db.WithContext(ctx).Raw(`
		SELECT e.accession_code, e.title, common.samples, (SELECT count(*) FROM experiment_samples WHERE experiment_id = e.id) AS of
		FROM (SELECT theirs.experiment_id, count(*) AS samples
			FROM experiment_samples ours JOIN experiment_samples theirs ON theirs.sample_id = ours.sample_id
			WHERE ours.experiment_id = ? AND theirs.experiment_id <> ours.experiment_id
			GROUP BY theirs.experiment_id) common
		JOIN experiments e ON e.id = common.experiment_id
		ORDER BY common.samples DESC, e.accession_code`, experimentID).Scan(&shared).Error
	if err != nil {
		return nil, fmt.Errorf("read what shares samples with experiment %d: %w", experimentID, err)
	}
	return shared, nil
}

// find looks an accession code up.
func find(db *gorm.DB, one, code string) (id uint, err error) {
	for _, spelling := range spellings(code) {
		err = db.Table(one+"_accessions").Select(one+"_id").Where("accession_code = ?", spelling).Take(&id).Error
		if !errors.Is(err, gorm.ErrRecordNotFound) {
			return id, err
		}
	}
	return 0, ErrNotFound
}

// explain says what was looked for.
func explain(one, code string, err error) error {
	return fmt.Errorf("%s %q: %w", one, cut(code, maxCode), err)
}

// sortRecords orders records by the rank of their format, then by source and accession code.
func sortRecords[R any](records []R, part func(*R) (*Source, string)) {
	slices.SortFunc(records, func(a, b R) int {
		source, code := part(&a)
		otherSource, otherCode := part(&b)
		return cmp.Or(
			cmp.Compare(formatRank(source), formatRank(otherSource)),
			strings.Compare(source.Name, otherSource.Name), strings.Compare(code, otherCode))
	})
}

// Orders of what is read beside an entity.
func byCode(db *gorm.DB) *gorm.DB  { return db.Order("accession_code") }
func byKey(db *gorm.DB) *gorm.DB   { return db.Order("key") }
func byLabel(db *gorm.DB) *gorm.DB { return db.Order("field, label") }
