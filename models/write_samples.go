package models

import "database/sql"

// flushSamples writes the buffered samples.
func (w *Writer) flushSamples() error {
	batch := w.samples
	w.samples = w.samples[:0]
	return flush(w, sampleKind, batch, w.writeSamples)
}

// writeSamples brings samples, their values, and the experiments that they name into the tables.
func (w *Writer) writeSamples(p *plan[SampleBody]) error {
	merged := make([]SampleBody, len(p.dirty))
	for i, e := range p.dirty {
		if len(e.records) == 1 && e.records[0].alone != nil {
			merged[i] = *e.records[0].alone
		} else {
			records := make([]SampleRecord, len(e.records))
			for j, r := range e.records {
				records[j] = SampleRecord{Source: r.source, Body: r.body}
			}
			merged[i] = MergeSample(records)
		}
		merged[i].AccessionCode, merged[i].Alternates = e.own, e.alternates()
		for _, c := range corrections(w, sampleKind, e) {
			c.correctSample(&merged[i])
		}
	}
	if err := w.dropSampleLinks(p, merged); err != nil {
		return err
	}
	valueIDs, err := w.writeValues(merged)
	if err != nil {
		return err
	}
	if err := write(w, sampleKind, p, func() error { return w.upsertSamples(p, merged, valueIDs) }); err != nil {
		return err
	}
	return w.writeSeries(p, merged)
}

// upsertSamples writes the samples' own rows.
func (w *Writer) upsertSamples(p *plan[SampleBody], merged []SampleBody, valueIDs []string) error {
	samples := w.newUpsert("samples (id, accession_code, title, value_ids)", 4, `ON CONFLICT (id) DO UPDATE SET
		accession_code = excluded.accession_code, title = excluded.title, value_ids = excluded.value_ids`)
	for i, e := range p.dirty {
		samples.of(e.fresh).row().id(e.id).text(merged[i].AccessionCode).text(merged[i].Title).text(valueIDs[i])
	}
	return w.upsert(samples)
}

// dropSampleLinks removes what the tables say of the former samples beside their rows, and remembers whom that concerns.
func (w *Writer) dropSampleLinks(p *plan[SampleBody], merged []SampleBody) error {
	if len(p.former) == 0 {
		return nil
	}
	former, err := list(w.session, p.former)
	if err != nil {
		return err
	}
	moved, err := list(w.session, p.moved)
	if err != nil {
		return err
	}
	named := map[seriesOf]bool{}
	for i, e := range p.dirty {
		for _, code := range merged[i].Experiments {
			named[seriesOf{e.id, code}] = true
		}
	}
	var left []string // series that a sample named, and does not name any more
	for _, step := range []struct {
		query string
		scan  func(*sql.Rows) error
		arg   any
	}{
		{"SELECT value_ids FROM samples WHERE id IN " + w.ids(), func(rows *sql.Rows) error {
			var valueIDs string
			if err := rows.Scan(&valueIDs); err != nil {
				return err
			}
			return w.values.dropCarried(valueIDs)
		}, former},
		{"SELECT DISTINCT experiment_id FROM experiment_samples WHERE sample_id IN " + w.ids(), scanInto(w.relink), moved},
		{"SELECT sample_id, accession_code FROM sample_series WHERE sample_id IN " + w.ids(), func(rows *sql.Rows) error {
			var s seriesOf
			err := rows.Scan(&s.sample, &s.code)
			if !named[s] {
				left = append(left, s.code)
			}
			return err
		}, former},
	} {
		if err := w.query(step.query, step.scan, step.arg); err != nil {
			return err
		}
	}
	codes, err := list(w.session, distinct(left))
	if err != nil {
		return err
	}
	if err := w.query("SELECT experiment_id FROM experiment_accessions WHERE accession_code IN "+w.texts(), scanInto(w.relink), codes); err != nil {
		return err
	}
	if err := w.findIDs("DELETE FROM experiment_samples WHERE sample_id IN "+w.ids()+" RETURNING experiment_id", p.gone, w.outbox.experiments); err != nil {
		return err
	}
	return w.exec("DELETE FROM sample_series WHERE sample_id IN "+w.ids(), former)
}

// seriesOf is a series that a sample names itself.
type seriesOf struct {
	sample uint
	code   string
}

// writeSeries keeps the series that samples name themselves, and links the samples to those that the catalogue has.
func (w *Writer) writeSeries(p *plan[SampleBody], merged []SampleBody) error {
	var codes []string
	series := w.bulk("sample_series (sample_id, accession_code)", 2)
	for i, e := range p.dirty {
		for _, code := range merged[i].Experiments {
			series.add(int64(e.id), code)
			w.codes[seriesCodes].add(code)
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 {
		return nil
	}
	experiments, err := w.owners("experiment", distinct(codes))
	if err != nil {
		return err
	}
	links := &bulk{into: "experiment_samples (experiment_id, sample_id)", width: 2, suffix: "ON CONFLICT DO NOTHING"}
	for i, e := range p.dirty {
		for _, code := range merged[i].Experiments {
			for _, id := range experiments[code] {
				links.add(int64(id), int64(e.id))
				w.won(link{id, e.id})
			}
		}
	}
	if err := w.insert(series); err != nil {
		return err
	}
	return w.insert(links)
}

// owners finds the experiments or samples that codes mean; codes that the tables do not have are left out.
func (w *Writer) owners(one string, codes []string) (map[string][]uint, error) {
	owners, open := w.memory.owners(one, codes)
	if len(open) == 0 {
		return owners, nil
	}
	arg, err := list(w.session, open)
	if err != nil {
		return nil, err
	}
	return owners, w.query("SELECT accession_code, "+one+"_id FROM "+one+"_accessions WHERE means AND accession_code IN "+w.texts(), func(rows *sql.Rows) error {
		var code string
		var id uint
		err := rows.Scan(&code, &id)
		owners[code] = append(owners[code], id)
		return err
	}, arg)
}

// scanInto collects a column of ids.
func scanInto(set map[uint]bool) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var id uint
		err := rows.Scan(&id)
		set[id] = true
		return err
	}
}
