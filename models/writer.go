package models

import (
	"database/sql"
	"errors"
	"fmt"
)

// batchSize is how many records are written together: enough that statements are few, few enough that memory stays small.
const batchSize = 500

// Writer takes records in an import. Records are buffered; an error may be that of an earlier record. A record that cannot be kept
// (it has no accession code) is refused with an error and leaves the import whole; after an error of the database the import cannot
// succeed any more, and every later call returns that error.
type Writer struct {
	*session
	err error // of the database; final

	batch       int                // batchSize; tests take less
	source      *Source            // of the records that follow
	sources     map[string]*Source // met in this import, by name
	sourcesByID map[uint]*Source

	samples     []buffered[SampleBody]
	described   recent // codes of samples, those of the buffer at least
	experiments []buffered[ExperimentBody]

	lastID  map[string]uint     // by table
	touched map[string]*touched // by table
	changed bool                // the import wrote something

	outcomes map[outcomeKey]Outcomes // of the records that were written

	indexToMake string // see bulkIndex

	values    *dictionary
	relink    map[uint]bool   // experiments whose samples are to be found anew
	contested map[string]bool // keys of publications that several experiments name
	unlinked  map[uint]bool   // samples that an experiment lost
}

// buffered is a record that waits for its batch.
type buffered[B any] struct {
	source *Source
	body   B
	text   string
}

var (
	experimentKind = &kind[ExperimentBody]{table: "experiments", one: "experiment", codes: func(b *ExperimentBody) []string {
		return append([]string{b.AccessionCode}, b.Alternates...)
	}}
	sampleKind = &kind[SampleBody]{table: "samples", one: "sample", codes: func(b *SampleBody) []string {
		return append([]string{b.AccessionCode}, b.Alternates...)
	}}
)

// tables are those whose ids the importer gives out.
var tables = []string{"sources", "experiments", "experiment_records", "publications", "samples", "sample_records",
	"organisms", "platforms", "field_values"}

func newWriter(s *session) (*Writer, error) {
	w := &Writer{
		session: s, batch: batchSize, sources: map[string]*Source{}, sourcesByID: map[uint]*Source{}, described: newRecent(),
		lastID: map[string]uint{}, outcomes: map[outcomeKey]Outcomes{}, touched: map[string]*touched{}, values: newDictionary(),
		relink: map[uint]bool{}, contested: map[string]bool{}, unlinked: map[uint]bool{},
	}
	for _, table := range tables {
		err := w.query("SELECT coalesce(max(id), 0) FROM "+table, func(rows *sql.Rows) error {
			var id uint
			err := rows.Scan(&id)
			w.lastID[table], w.touched[table] = id, newTouched(id)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return w, w.dropBulkIndex()
}

// newID gives out an id.
func (w *Writer) newID(table string) uint {
	w.lastID[table]++
	return w.lastID[table]
}

// Source names the file that the records which follow come from. A record of the same source and accession code replaces
// the earlier one.
func (w *Writer) Source(name, format string) error {
	if w.err != nil {
		return w.err
	}
	if name = cleanLine(name); name == "" || format == "" {
		return errors.New("a source needs a name and a format")
	}
	known, err := w.sourceNamed(name)
	if err := w.final(err); err != nil {
		return err
	}
	switch {
	case known == nil: // in the tables with its first record
		w.source = &Source{Name: name, Format: format}
		w.sources[name] = w.source
		return nil
	case known.Format == format:
		w.source = known
		return nil
	}
	w.source = known
	return w.final(w.setFormat(known, format))
}

// Sample takes what the source says of a sample.
func (w *Writer) Sample(body SampleBody) error {
	body, err := cleanSample(body)
	if err := errors.Join(w.err, err); err != nil {
		return err
	}
	if err := w.keepSource(); err != nil {
		return err
	}
	w.samples = append(w.samples, buffered[SampleBody]{w.source, body, encode(body)})
	for _, code := range sampleKind.codes(&body) {
		w.described.add(code)
	}
	if len(w.samples) < w.batch {
		return nil
	}
	return w.final(w.flushSamples())
}

// Experiment takes what the source says of an experiment. Samples that it names and that nobody described yet become
// samples of which nothing but the accession code is known.
func (w *Writer) Experiment(body ExperimentBody) error {
	body, err := cleanExperiment(body)
	if err := errors.Join(w.err, err); err != nil {
		return err
	}
	if err := w.keepSource(); err != nil {
		return err
	}
	w.experiments = append(w.experiments, buffered[ExperimentBody]{w.source, body, encode(body)})
	if len(w.experiments) < w.batch {
		return nil
	}
	return w.final(w.flushExperiments())
}

// HasSample tells whether a source describes a sample of that accession code, in the catalogue or in this import. A sample that
// experiments list and nobody describes is none.
func (w *Writer) HasSample(code string) (bool, error) {
	if w.err != nil {
		return false, w.err
	}
	code = NormalCode(code)
	if w.described.has(code) {
		return true, nil
	}
	found := false
	err := w.query(`SELECT EXISTS (SELECT 1 FROM sample_accessions a JOIN sample_records r ON r.sample_id = a.sample_id
		WHERE a.accession_code = ?)`, func(rows *sql.Rows) error { return rows.Scan(&found) }, code)
	return found, w.final(err)
}

// sourceNamed finds a source of this import or of the tables; nil where there is none.
func (w *Writer) sourceNamed(name string) (*Source, error) {
	if known := w.sources[name]; known != nil {
		return known, nil
	}
	var found *Source
	err := w.query("SELECT id, format FROM sources WHERE name = ?", func(rows *sql.Rows) error {
		var id uint
		var format string
		err := rows.Scan(&id, &format)
		found = w.sourceOf(id, name, format)
		return err
	}, name)
	return found, err
}

// sourceOf is the one *Source of a row of sources.
func (w *Writer) sourceOf(id uint, name, format string) *Source {
	source := w.sourcesByID[id]
	if source == nil {
		source = &Source{ID: id, Name: name, Format: format}
		w.sourcesByID[id], w.sources[name] = source, source
	}
	return source
}

// keepSource puts the source of the records that follow into the tables, where it is not there yet.
func (w *Writer) keepSource() error {
	if w.source == nil {
		return errors.New("a record without a source: call Source first")
	}
	if w.source.ID != 0 {
		return nil
	}
	w.source.ID = w.newID("sources")
	w.sourcesByID[w.source.ID] = w.source
	return w.final(w.exec("INSERT INTO sources (id, name, format) VALUES (?, ?, ?)", int64(w.source.ID), w.source.Name, w.source.Format))
}

// setFormat is for a source that is now read as another format: the format decides in which order records are heard.
func (w *Writer) setFormat(source *Source, format string) error {
	if err := errors.Join(w.flushSamples(), w.flushExperiments()); err != nil {
		return err
	}
	source.Format, w.changed = format, true
	if source.ID == 0 {
		return nil
	}
	if err := w.exec("UPDATE sources SET format = ? WHERE id = ?", format, int64(source.ID)); err != nil {
		return err
	}
	return errors.Join(
		rewrite(w, sampleKind, source, w.writeSamples),
		rewrite(w, experimentKind, source, w.writeExperiments))
}

// final remembers an error of the database.
func (w *Writer) final(err error) error {
	if err != nil && w.err == nil {
		w.err = fmt.Errorf("import: %w", err)
	}
	return w.err
}
