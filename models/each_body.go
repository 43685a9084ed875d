package models

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
)

// Batches of what follows. A sample with its records takes some 5 kB; an experiment lists thousands of samples at most, by their codes.
const (
	bodySamples     = 2000
	bodyExperiments = 100
)

// EachSample calls fn for every sample, those of no experiment included, in byte order of accession codes: with what MergeSample says of its
// records, and their attributes as MergeAttributes unites them: corrections are no part of it. Memory is bounded by one batch.
func (s *Snapshot) EachSample(ctx context.Context, fn func(*SampleBody) error) error {
	return s.EachSampleRecords(ctx, func(code string, alternates []string, records []SampleRecord) error {
		body := MergeSample(records)
		body.AccessionCode, body.Alternates = code, alternates // of a sample that is only listed, this is all
		body.Attributes = MergeAttributes(records)
		return fn(&body)
	})
}

// EachSampleRecords calls fn for every sample as EachSample does, with its accession codes and its records, each with its Source.
func (s *Snapshot) EachSampleRecords(ctx context.Context, fn func(code string, alternates []string, records []SampleRecord) error) error {
	r := &bodyReader{session: newSession(ctx, s.tx, s.postgres), sources: map[uint]*Source{}}
	return eachBatch(r, "samples", bodySamples, func(batch []coded) error {
		records := map[uint][]SampleRecord{}
		err := readBodies(r, "sample", batch, func(id uint, source *Source, body SampleBody) {
			records[id] = append(records[id], SampleRecord{Source: source, Body: body})
		})
		if err != nil {
			return err
		}
		alternates, err := r.alternatesOf("sample", batch)
		if err != nil {
			return err
		}
		for _, sample := range batch {
			if err := fn(sample.code, alternates[sample.id], records[sample.id]); err != nil {
				return err
			}
		}
		return nil
	})
}

// EachExperiment is EachSample for experiments. Samples are all that belong to the experiment, also those that name it themselves,
// by their own accession codes in byte order.
func (s *Snapshot) EachExperiment(ctx context.Context, fn func(*ExperimentBody) error) error {
	r := &bodyReader{session: newSession(ctx, s.tx, s.postgres), sources: map[uint]*Source{}}
	return eachBatch(r, "experiments", bodyExperiments, func(batch []coded) error {
		records := map[uint][]ExperimentRecord{}
		err := readBodies(r, "experiment", batch, func(id uint, source *Source, body ExperimentBody) {
			records[id] = append(records[id], ExperimentRecord{Source: source, Body: body})
		})
		if err != nil {
			return err
		}
		samples, err := r.samplesOf(batch)
		if err != nil {
			return err
		}
		alternates, err := r.alternatesOf("experiment", batch)
		if err != nil {
			return err
		}
		for _, experiment := range batch {
			body := MergeExperiment(records[experiment.id])
			body.AccessionCode, body.Alternates = experiment.code, alternates[experiment.id]
			body.Samples = samples[experiment.id]
			if err := fn(&body); err != nil {
				return err
			}
		}
		return nil
	})
}

// bodyReader reads what records say.
type bodyReader struct {
	*session
	sources map[uint]*Source
}

// readSources reads who said it.
func (r *bodyReader) readSources() error {
	return r.query("SELECT id, key, name, format FROM sources", func(rows *sql.Rows) error {
		source := &Source{}
		err := rows.Scan(&source.ID, &source.Key, &source.Name, &source.Format)
		r.sources[source.ID] = source
		return err
	})
}

// coded is an experiment or a sample.
type coded struct {
	id   uint
	code string
}

// eachBatch calls fn with the rows of a table, some at a time, in order of accession codes.
func eachBatch(r *bodyReader, table string, size int, fn func([]coded) error) error {
	if err := r.readSources(); err != nil {
		return err
	}
	query := fmt.Sprintf("SELECT id, accession_code FROM %s WHERE accession_code > ? ORDER BY accession_code LIMIT %d", table, size)
	for last := ""; ; {
		var batch []coded
		if err := r.query(query, func(rows *sql.Rows) error {
			var next coded
			err := rows.Scan(&next.id, &next.code)
			batch = append(batch, next)
			return err
		}, last); err != nil {
			return err
		}
		if len(batch) == 0 {
			return nil
		}
		if err := fn(batch); err != nil {
			return err
		}
		last = batch[len(batch)-1].code
	}
}

// readBodies reads the records of a batch.
func readBodies[B any](r *bodyReader, one string, batch []coded, use func(id uint, source *Source, body B)) error {
	ids, err := r.idsOf(batch)
	if err != nil {
		return err
	}
	query := fmt.Sprintf("SELECT %[1]s_id, source_id, body FROM %[1]s_records WHERE %[1]s_id IN %[2]s", one, r.ids())
	return r.query(query, func(rows *sql.Rows) error {
		var owner, source uint
		var text []byte
		if err := rows.Scan(&owner, &source, &text); err != nil {
			return err
		}
		var body B
		if err := json.Unmarshal(text, &body); err != nil {
			return fmt.Errorf("record of %s %d: %w", one, owner, err)
		}
		use(owner, r.sources[source], body)
		return nil
	}, ids)
}

// alternatesOf reads the alternate codes of a batch, in byte order.
func (r *bodyReader) alternatesOf(one string, batch []coded) (map[uint][]string, error) {
	ids, err := r.idsOf(batch)
	if err != nil {
		return nil, err
	}
	own := make(map[uint]string, len(batch))
	for _, entity := range batch {
		own[entity.id] = entity.code
	}
	codes := map[uint][]string{}
	err = r.query(fmt.Sprintf("SELECT %[1]s_id, accession_code FROM %[1]s_accessions WHERE %[1]s_id IN %[2]s", one, r.ids()), func(rows *sql.Rows) error {
		var id uint
		var code string
		err := rows.Scan(&id, &code)
		if code != own[id] {
			codes[id] = append(codes[id], code)
		}
		return err
	}, ids)
	for _, alternates := range codes {
		slices.Sort(alternates)
	}
	return codes, err
}

// samplesOf reads the accession codes of experiments' samples.
func (r *bodyReader) samplesOf(batch []coded) (map[uint][]string, error) {
	ids, err := r.idsOf(batch)
	if err != nil {
		return nil, err
	}
	samples := map[uint][]string{}
	err = r.query(`SELECT e.experiment_id, s.accession_code FROM experiment_samples e JOIN samples s ON s.id = e.sample_id
		WHERE e.experiment_id IN `+r.ids(), func(rows *sql.Rows) error {
		var experiment uint
		var code string
		err := rows.Scan(&experiment, &code)
		samples[experiment] = append(samples[experiment], code)
		return err
	}, ids)
	for _, codes := range samples {
		slices.Sort(codes)
	}
	return samples, err
}

func (r *bodyReader) idsOf(batch []coded) (any, error) {
	ids := make([]uint, len(batch))
	for i := range batch {
		ids[i] = batch[i].id
	}
	return list(r.session, ids)
}
