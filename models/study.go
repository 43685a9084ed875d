package models

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// StudySample is a sample of an experiment, without what its submitters wrote.
type StudySample struct {
	ID            uint
	AccessionCode string
	Title         string
	Values        []*Value // with their platforms; the samples of a set share the slice
	Alternates    []string // its other accession codes
	Experiments   []string // the other experiments that it belongs to, by accession code
}

// StudyRecord is what one record says of a sample. It stands alone so that thousands of them need not be kept.
type StudyRecord struct {
	Values     []FieldValue `json:"values"`
	Attributes []Attribute  `json:"attributes"`
}

// Study reads the samples of an experiment, by accession code, the experiments that share some of them (most first, then by accession
// code), and the version of the catalogue that all of it is of. record is called for every record of a sample, in no order; sample is
// the number of the sample in Study.Samples. It costs one pass over the records, of which no more than one is in memory.
func (s *Store) Study(ctx context.Context, experimentID uint, record func(sample int, r *StudyRecord)) (Study, error) {
	var study Study
	err := s.reading(ctx, func(db *gorm.DB, tx *sql.Tx) error {
		state, err := state(db)
		if err != nil {
			return err
		}
		study.Version = state.Version
		r := &studyReader{session: newSession(ctx, tx, s.postgres()), experiment: experimentID, numbers: map[uint]int{}}
		if err := r.readSamples(); err != nil {
			return err
		}
		if err := r.readAlternates(); err != nil {
			return err
		}
		if err := r.readShared(); err != nil {
			return err
		}
		study.Samples, study.Shared = r.samples, r.shared
		return r.readRecords(record)
	})
	if err != nil {
		return Study{}, fmt.Errorf("read the samples of experiment %d: %w", experimentID, err)
	}
	return study, nil
}

// Study is an experiment's samples, as Store.Study reads them.
type Study struct {
	Version int64 // State.Version
	Samples []StudySample
	Shared  []Shared
}

type studyReader struct {
	*session
	experiment uint
	samples    []StudySample
	shared     []Shared
	numbers    map[uint]int // of samples, by id
}

// readSamples reads the samples with their values: a list of values once, however many samples carry it.
func (r *studyReader) readSamples() error {
	var lists []string // of ids of values, by number of sample
	if err := r.query(`SELECT s.id, s.accession_code, s.title, s.value_ids FROM experiment_samples es JOIN samples s ON s.id = es.sample_id
		WHERE es.experiment_id = ?`, func(rows *sql.Rows) error {
		var sample StudySample
		var valueIDs string
		err := rows.Scan(&sample.ID, &sample.AccessionCode, &sample.Title, &valueIDs)
		r.samples, lists = append(r.samples, sample), append(lists, valueIDs)
		return err
	}, r.experiment); err != nil {
		return err
	}
	carried := map[string][]*Value{}
	ids := map[uint]bool{}
	for _, valueIDs := range lists {
		if _, known := carried[valueIDs]; known {
			continue
		}
		carried[valueIDs] = nil
		if err := eachID(valueIDs, func(id uint) { ids[id] = true }); err != nil {
			return fmt.Errorf("values of a sample: %w", err)
		}
	}
	values, err := r.valuesOf(slices.Sorted(maps.Keys(ids)))
	if err != nil {
		return err
	}
	for valueIDs := range carried {
		list := []*Value{}
		if err := eachID(valueIDs, func(id uint) { list = append(list, values[id]) }); err != nil {
			return fmt.Errorf("values of a sample: %w", err)
		}
		slices.SortFunc(list, func(a, b *Value) int { return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Label, b.Label)) })
		carried[valueIDs] = list
	}
	for i := range r.samples {
		r.samples[i].Values = carried[lists[i]]
	}
	slices.SortFunc(r.samples, func(a, b StudySample) int { return strings.Compare(a.AccessionCode, b.AccessionCode) })
	for i := range r.samples {
		r.numbers[r.samples[i].ID] = i
	}
	return nil
}

func (r *studyReader) readAlternates() error {
	err := r.query(`SELECT a.sample_id, a.accession_code FROM experiment_samples es JOIN sample_accessions a ON a.sample_id = es.sample_id
		WHERE es.experiment_id = ?`, func(rows *sql.Rows) error {
		var id uint
		var code string
		err := rows.Scan(&id, &code)
		if s := &r.samples[r.numbers[id]]; s.AccessionCode != code {
			s.Alternates = append(s.Alternates, code)
		}
		return err
	}, r.experiment)
	for i := range r.samples {
		slices.Sort(r.samples[i].Alternates)
	}
	return err
}

// readShared reads which other experiments the samples belong to.
func (r *studyReader) readShared() error {
	codes := map[uint]string{}
	if err := r.query(`SELECT e.id, e.accession_code, e.title, common.samples, (SELECT count(*) FROM experiment_samples WHERE experiment_id = e.id)
		FROM (SELECT theirs.experiment_id, count(*) AS samples
			FROM experiment_samples ours JOIN experiment_samples theirs ON theirs.sample_id = ours.sample_id
			WHERE ours.experiment_id = ? AND theirs.experiment_id <> ours.experiment_id
			GROUP BY theirs.experiment_id) common
		JOIN experiments e ON e.id = common.experiment_id
		ORDER BY common.samples DESC, e.accession_code`, func(rows *sql.Rows) error {
		var id uint
		var other Shared
		err := rows.Scan(&id, &other.AccessionCode, &other.Title, &other.Samples, &other.Of)
		codes[id] = other.AccessionCode
		r.shared = append(r.shared, other)
		return err
	}, r.experiment); err != nil || len(codes) == 0 {
		return err
	}
	err := r.query(`SELECT theirs.sample_id, theirs.experiment_id
		FROM experiment_samples ours JOIN experiment_samples theirs ON theirs.sample_id = ours.sample_id
		WHERE ours.experiment_id = ? AND theirs.experiment_id <> ours.experiment_id`, func(rows *sql.Rows) error {
		var sample, other uint
		err := rows.Scan(&sample, &other)
		s := &r.samples[r.numbers[sample]]
		s.Experiments = append(s.Experiments, codes[other])
		return err
	}, r.experiment)
	for i := range r.samples {
		slices.Sort(r.samples[i].Experiments)
	}
	return err
}

func (r *studyReader) readRecords(use func(sample int, record *StudyRecord)) error {
	return r.query(`SELECT r.sample_id, r.body FROM experiment_samples es JOIN sample_records r ON r.sample_id = es.sample_id
		WHERE es.experiment_id = ?`, func(rows *sql.Rows) error {
		var sample uint
		var body sql.RawBytes
		if err := rows.Scan(&sample, &body); err != nil {
			return err
		}
		var record StudyRecord
		if err := json.Unmarshal(body, &record); err != nil {
			return fmt.Errorf("record of sample %d: %w", sample, err)
		}
		use(r.numbers[sample], &record)
		return nil
	}, r.experiment)
}
