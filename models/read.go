package models

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// Experiment reads the experiment that an accession code of any kind (in any case) means, with its accessions, publications and records (and their
// sources; in the order of their formats' rank) and corrections, without its samples. ErrNotFound; ErrShared where it means several, see ExperimentsByCode.
func (s *Store) Experiment(ctx context.Context, code string) (*Experiment, error) {
	var e Experiment
	err := s.reading(ctx, func(db *gorm.DB, _ *sql.Tx) error {
		id, err := find(db, "experiment", code)
		if err != nil {
			return err
		}
		if e.Corrections, err = correctionsOf(db, "experiment", id); err != nil {
			return err
		}
		return db.Preload("Accessions", byCode).Preload("Publications", byKey).Preload("Records").Preload("Records.Source").Take(&e, id).Error
	})
	if err != nil {
		return nil, explain("experiment", code, err)
	}
	sayImported(e.Corrections, func() ExperimentBody { return MergeExperiment(e.Records) }, importedExperiment)
	sortRecords(e.Records, func(r *ExperimentRecord) (*Source, string) { return r.Source, r.Body.AccessionCode })
	return &e, nil
}

// Sample reads the sample that an accession code of any kind (in any case) means, with its accessions, values (organisms and platforms
// included), experiments (without their samples) and records (and their sources; in the order of their formats' rank) and corrections. ErrNotFound; ErrShared where it means
// several, see SamplesByCode.
func (s *Store) Sample(ctx context.Context, code string) (*Sample, error) {
	var sample Sample
	err := s.reading(ctx, func(db *gorm.DB, _ *sql.Tx) error {
		id, err := find(db, "sample", code)
		if err != nil {
			return err
		}
		if sample.Corrections, err = correctionsOf(db, "sample", id); err != nil {
			return err
		}
		return withValues(db).Preload("Experiments", byCode).Preload("Records").Preload("Records.Source").Take(&sample, id).Error
	})
	if err != nil {
		return nil, explain("sample", code, err)
	}
	sayImported(sample.Corrections, func() SampleBody { return MergeSample(sample.Records) }, importedSample)
	sortRecords(sample.Records, func(r *SampleRecord) (*Source, string) { return r.Source, r.Body.AccessionCode })
	return &sample, nil
}

func withValues(db *gorm.DB) *gorm.DB {
	return db.Preload("Accessions", byCode).Preload("Values", byLabel).Preload("Values.Organism").Preload("Values.Platform")
}

// ExperimentsByCode lists the experiments that an accession code of any kind (in any case) means, by accession code; most codes
// mean one. ErrNotFound.
func (s *Store) ExperimentsByCode(ctx context.Context, code string) ([]Named, error) {
	return s.named(ctx, "experiment", code)
}

// SamplesByCode is ExperimentsByCode for samples.
func (s *Store) SamplesByCode(ctx context.Context, code string) ([]Named, error) {
	return s.named(ctx, "sample", code)
}

func (s *Store) named(ctx context.Context, one, code string) ([]Named, error) {
	var named []Named
	err := s.reading(ctx, func(db *gorm.DB, _ *sql.Tx) error {
		ids, err := meant(db, one, code)
		if err != nil {
			return err
		}
		return db.Table(one+"s").Select("accession_code, title").Where("id IN ?", ids).Order("accession_code").Find(&named).Error
	})
	if err != nil {
		return nil, explain(one, code, err)
	}
	return named, nil
}

// meant looks up what an accession code means.
func meant(db *gorm.DB, one, code string) ([]uint, error) {
	for _, spelling := range spellings(code) {
		var ids []uint
		err := db.Table(one+"_accessions").Where("accession_code = ? AND means", spelling).Pluck(one+"_id", &ids).Error
		if err != nil || len(ids) > 0 {
			return ids, err
		}
	}
	if one == "experiment" {
		if hidden, err := isHidden(db, code); err != nil || hidden {
			return nil, cmp.Or(err, ErrHidden)
		}
	}
	return nil, ErrNotFound
}

// find is meant where that is one.
func find(db *gorm.DB, one, code string) (uint, error) {
	ids, err := meant(db, one, code)
	if err != nil {
		return 0, err
	}
	if len(ids) > 1 {
		return 0, ErrShared
	}
	return ids[0], nil
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
