package models

import (
	"cmp"
	"database/sql"
	"maps"
	"slices"
	"time"
)

// flushExperiments writes the buffered experiments, after the samples that they may name.
func (w *Writer) flushExperiments() error {
	if err := w.flushSamples(); err != nil {
		return err
	}
	batch := w.experiments
	w.experiments = w.experiments[:0]
	return flush(w, experimentKind, batch, w.writeExperiments)
}

// writeExperiments brings experiments, their publications and their samples into the tables.
func (w *Writer) writeExperiments(p *plan[ExperimentBody]) error {
	merged := mergeExperiments(p.dirty)
	for i, e := range p.dirty {
		for _, c := range corrections(w, experimentKind, e) {
			c.correctExperiment(&merged[i])
		}
	}
	if err := w.rememberCodes(p); err != nil {
		return err
	}
	if err := w.dropPublications(p.former); err != nil {
		return err
	}
	if err := w.unlinkSamples(p.gone); err != nil {
		return err
	}
	err := write(w, experimentKind, p, func() error { return w.upsertExperiments(p, merged) })
	if err != nil {
		return err
	}
	if err := w.writePublications(p, merged); err != nil {
		return err
	}
	return w.linkSamples(p.dirty, merged)
}

func mergeExperiments(entities []*entity[ExperimentBody]) []ExperimentBody {
	merged := make([]ExperimentBody, len(entities))
	for i, e := range entities {
		records := make([]ExperimentRecord, len(e.records))
		for j, r := range e.records {
			records[j] = ExperimentRecord{Source: r.source, Body: r.body}
		}
		merged[i] = MergeExperiment(records)
		merged[i].AccessionCode, merged[i].Alternates = e.own, e.alternates()
	}
	return merged
}

// upsertExperiments writes the experiments' own rows.
func (w *Writer) upsertExperiments(p *plan[ExperimentBody], merged []ExperimentBody) error {
	experiments := w.newUpsert(`experiments (id, accession_code, title, description, protocol, source_database, source_url,
		submitter_institution, has_publication, first_published, last_modified, synthetic)`, 12, `ON CONFLICT (id) DO UPDATE SET accession_code = excluded.accession_code, title = excluded.title,
		description = excluded.description, protocol = excluded.protocol, source_database = excluded.source_database,
		source_url = excluded.source_url, submitter_institution = excluded.submitter_institution,
		has_publication = excluded.has_publication, first_published = excluded.first_published,
		last_modified = excluded.last_modified, synthetic = excluded.synthetic`)
	for i, e := range p.dirty {
		m := &merged[i]
		experiments.of(e.fresh).add(int64(e.id), m.AccessionCode, m.Title, m.Description, m.Protocol, m.SourceDatabase, m.SourceURL,
			m.SubmitterInstitution, m.HasPublication, orNull(m.FirstPublished), orNull(m.LastModified), m.Synthetic)
	}
	return w.upsert(experiments)
}

func orNull(t *time.Time) any {
	if t == nil {
		return nil
	}
	return *t
}

// unlinkSamples takes the samples from experiments that are no more, and remembers them.
func (w *Writer) unlinkSamples(experiments []uint) error {
	if len(experiments) == 0 {
		return nil
	}
	ids, err := list(w.session, experiments)
	if err != nil {
		return err
	}
	return w.query("DELETE FROM experiment_samples WHERE experiment_id IN "+w.ids()+" RETURNING sample_id", scanInto(w.unlinked), ids)
}

// link says that a sample belongs to an experiment.
type link struct{ experiment, sample uint }

func compareLinks(a, b link) int {
	return cmp.Or(cmp.Compare(a.experiment, b.experiment), cmp.Compare(a.sample, b.sample))
}

// linkSamples makes an experiment's samples those that its records list and those that name one of its codes as their series. Samples
// that are listed and that the tables do not have are added, with nothing but their code.
func (w *Writer) linkSamples(experiments []*entity[ExperimentBody], merged []ExperimentBody) error {
	wanted, err := w.wantedLinks(experiments, merged)
	if err != nil {
		return err
	}
	var old []uint // experiments that may have links
	for _, e := range experiments {
		if !e.fresh {
			old = append(old, e.id)
		}
	}
	var lost []link
	if len(old) > 0 {
		ids, err := list(w.session, old)
		if err != nil {
			return err
		}
		if err := w.query("SELECT experiment_id, sample_id FROM experiment_samples WHERE experiment_id IN "+w.ids(), func(rows *sql.Rows) error {
			var l link
			err := rows.Scan(&l.experiment, &l.sample)
			if wanted[l] {
				delete(wanted, l) // is there already
			} else {
				lost = append(lost, l)
			}
			return err
		}, ids); err != nil {
			return err
		}
	}
	for _, l := range lost {
		w.unlinked[l.sample], w.changed = true, true
		w.lost(l.experiment)
		if err := w.exec("DELETE FROM experiment_samples WHERE experiment_id = ? AND sample_id = ?", int64(l.experiment), int64(l.sample)); err != nil {
			return err
		}
	}
	links := w.bulk("experiment_samples (experiment_id, sample_id)", 2)
	for _, l := range slices.SortedFunc(maps.Keys(wanted), compareLinks) { // the table's order, in which rows are written fastest
		links.row().id(l.experiment).id(l.sample)
		w.won(l)
	}
	return w.insert(links)
}

// wantedLinks finds which samples belong to experiments.
func (w *Writer) wantedLinks(experiments []*entity[ExperimentBody], merged []ExperimentBody) (map[link]bool, error) {
	byCode := map[string][]uint{} // experiments
	var own, listed []string
	for i, e := range experiments {
		for _, code := range e.codes {
			if e.standing(code).means {
				byCode[code] = append(byCode[code], e.id)
				own = append(own, code)
			}
		}
		listed = append(listed, merged[i].Samples...)
	}
	listed = distinct(listed)
	samples, err := w.owners("sample", listed)
	if err != nil {
		return nil, err
	}
	if err := w.addListed(listed, samples); err != nil {
		return nil, err
	}
	wanted := map[link]bool{}
	for i, e := range experiments {
		for _, code := range merged[i].Samples {
			for _, sample := range samples[code] {
				wanted[link{e.id, sample}] = true
			}
		}
	}
	if own = w.codes[seriesCodes].known(own); len(own) == 0 {
		return wanted, nil
	}
	codes, err := list(w.session, own)
	if err != nil {
		return nil, err
	}
	return wanted, w.query("SELECT accession_code, sample_id FROM sample_series WHERE accession_code IN "+w.texts(), func(rows *sql.Rows) error {
		var code string
		var sample uint
		err := rows.Scan(&code, &sample)
		for _, experiment := range byCode[code] {
			wanted[link{experiment, sample}] = true
		}
		return err
	}, codes)
}

// addListed adds the listed samples that the tables do not have.
func (w *Writer) addListed(listed []string, known map[string][]uint) error {
	samples := w.bulk("samples (id, accession_code, title)", 3)
	accessions := w.bulk("sample_accessions (accession_code, sample_id, shared, means)", 4)
	var corrected []uint
	for _, code := range listed {
		if len(known[code]) == 0 {
			id := w.newID("samples")
			known[code] = []uint{id}
			w.codes[sampleKind.one].add(code)
			w.means(sampleKind.one, code, id)
			samples.add(int64(id), code, "")
			accessions.add(code, int64(id), false, true)
			if len(w.corrections[correctionKey{sampleKind.one, code}]) > 0 {
				corrected = append(corrected, id)
			}
		}
	}
	if err := w.insert(samples); err != nil {
		return err
	}
	if err := w.insert(accessions); err != nil || len(corrected) == 0 {
		return err
	}
	return partAgain(w, sampleKind, corrected, true, w.writeSamples)
}
