package models

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"gorm.io/gorm"
)

// A batch of Each: enough experiments that queries are few, and few enough samples that memory stays small; a sample with its records
// takes some 5 kB, and up to four batches are under way.
const (
	eachExperiments = 200
	eachSamples     = 4000
)

// batchReader reads the experiments of a snapshot batch by batch.
type batchReader struct {
	*session
	db     *gorm.DB
	shared *dictionaries
	order  []sized // experiments to come
}

// dictionaries are what all batches share.
type dictionaries struct {
	values      map[uint]*Value
	experiments map[uint]string // accession codes
}

// sized is an experiment and how many samples it has.
type sized struct {
	id      uint
	samples int
}

// batch is some experiments, and what the tables say of their samples.
type batch struct {
	shared      *dictionaries
	experiments []Experiment
	members     map[uint][]uint // ids of samples by those of experiments
	samples     map[uint]*Sample
	rows        []sampleRow
	records     []recordRow
}

// sampleRow is a sample with its links, as lists: codes parted by separator, ids by idSeparator.
type sampleRow struct {
	sample                  *Sample
	values                  string
	accessions, experiments sql.NullString
}

// recordRow is a record whose body was not decoded yet.
type recordRow struct {
	record SampleRecord
	body   []byte
}

// newBatchReader is to read all experiments.
func newBatchReader(ctx context.Context, s *Snapshot) (*batchReader, error) {
	r := openBatchReader(ctx, s)
	if err := r.readOrder(""); err != nil {
		return nil, err
	}
	values, err := r.readValues("")
	if err != nil {
		return nil, err
	}
	return r, r.share(values, "")
}

// newBatchReaderOf is to read the experiments of some accession codes. What the batches share is read for these alone: the catalogue may have
// a hundred thousand values.
func newBatchReaderOf(ctx context.Context, s *Snapshot, codes []string) (*batchReader, error) {
	r := openBatchReader(ctx, s)
	codeList, err := list(r.session, codes)
	if err != nil {
		return nil, err
	}
	if err := r.readOrder("WHERE e.accession_code IN "+r.texts(), codeList); err != nil {
		return nil, err
	}
	ids := make([]uint, len(r.order))
	for i := range r.order {
		ids[i] = r.order[i].id
	}
	idList, err := list(r.session, ids)
	if err != nil {
		return nil, err
	}
	carried, err := r.valueIDs(`SELECT DISTINCT s.value_ids FROM experiment_samples es JOIN samples s ON s.id = es.sample_id
		WHERE es.experiment_id IN `+r.ids(), idList)
	if err != nil {
		return nil, err
	}
	values, err := r.valuesOf(slices.Collect(maps.Keys(carried)))
	if err != nil {
		return nil, err
	}
	return r, r.share(values, `WHERE id IN (SELECT theirs.experiment_id FROM experiment_samples ours
		JOIN experiment_samples theirs ON theirs.sample_id = ours.sample_id WHERE ours.experiment_id IN `+r.ids()+")", idList)
}

func openBatchReader(ctx context.Context, s *Snapshot) *batchReader {
	return &batchReader{session: newSession(ctx, s.tx, s.postgres), db: s.db.WithContext(ctx)}
}

// share takes what all batches share: values, and the accession codes of experiments, which are read.
func (r *batchReader) share(values map[uint]*Value, where string, args ...any) error {
	r.shared = &dictionaries{values: values, experiments: map[uint]string{}}
	return r.query("SELECT id, accession_code FROM experiments "+where, func(rows *sql.Rows) error {
		var id uint
		var code string
		err := rows.Scan(&id, &code)
		r.shared.experiments[id] = code
		return err
	}, args...)
}

// readOrder finds which experiments are to come.
func (r *batchReader) readOrder(where string, args ...any) error {
	return r.query(`SELECT e.id, (SELECT count(*) FROM experiment_samples s WHERE s.experiment_id = e.id)
		FROM experiments e `+where+` ORDER BY e.accession_code`, func(rows *sql.Rows) error {
		var next sized
		err := rows.Scan(&next.id, &next.samples)
		r.order = append(r.order, next)
		return err
	}, args...)
}

// next reads the next batch.
func (r *batchReader) next() (*batch, error) {
	b := &batch{shared: r.shared, members: map[uint][]uint{}, samples: map[uint]*Sample{}}
	ids := r.take()
	if err := r.db.Preload("Accessions", byCode).Preload("Publications", byKey).Order("accession_code").Find(&b.experiments, ids).Error; err != nil {
		return nil, err
	}
	idList, err := list(r.session, ids)
	if err != nil {
		return nil, err
	}
	if err := r.query("SELECT experiment_id, sample_id FROM experiment_samples WHERE experiment_id IN "+r.ids(), func(rows *sql.Rows) error {
		var experiment, sample uint
		err := rows.Scan(&experiment, &sample)
		b.members[experiment] = append(b.members[experiment], sample)
		b.samples[sample] = nil
		return err
	}, idList); err != nil {
		return nil, err
	}
	return b, r.readSamples(b)
}

// take takes the experiments of the next batch from the order.
func (r *batchReader) take() []uint {
	var ids []uint
	for samples := 0; len(ids) < min(eachExperiments, len(r.order)); {
		samples += r.order[len(ids)].samples
		if samples > eachSamples && len(ids) > 0 {
			break
		}
		ids = append(ids, r.order[len(ids)].id)
	}
	r.order = r.order[len(ids):]
	return ids
}

// readSamples reads the samples of a batch: a row a sample, since a row a link would take three times as long; and a row a record.
func (r *batchReader) readSamples(b *batch) error {
	ids := make([]uint, 0, len(b.samples))
	for id := range b.samples {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	idList, err := list(r.session, ids)
	if err != nil {
		return err
	}
	if err := r.query(`SELECT s.id, s.accession_code, s.title,
		(SELECT string_agg(accession_code, '`+separator+`') FROM sample_accessions WHERE sample_id = s.id),
		s.value_ids,
		(SELECT string_agg(CAST(experiment_id AS TEXT), '`+idSeparator+`') FROM experiment_samples WHERE sample_id = s.id)
		FROM samples s WHERE s.id IN `+r.ids(), func(rows *sql.Rows) error {
		row := sampleRow{sample: &Sample{}}
		err := rows.Scan(&row.sample.ID, &row.sample.AccessionCode, &row.sample.Title, &row.accessions, &row.values, &row.experiments)
		b.rows = append(b.rows, row)
		b.samples[row.sample.ID] = row.sample
		return err
	}, idList); err != nil {
		return err
	}
	return r.query("SELECT id, sample_id, source_id, body FROM sample_records WHERE sample_id IN "+r.ids()+" ORDER BY id", func(rows *sql.Rows) error {
		var row recordRow
		err := rows.Scan(&row.record.ID, &row.record.SampleID, &row.record.SourceID, &row.body)
		b.records = append(b.records, row)
		return err
	}, idList)
}
