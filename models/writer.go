package models

import (
	"database/sql"
	"errors"
	"fmt"
)

// batchSize is how many records are written together: enough that statements are few, few enough that memory stays small.
const batchSize = 1000

// Writer takes records in an import. Records are buffered; an error may be that of an earlier record. A record that cannot be kept
// (it has no accession code) is refused with an error and leaves the import whole; after an error of the database the import cannot
// succeed any more, and every later call returns that error.
type Writer struct {
	*session
	err error // of the database; final

	batch       int                // batchSize; tests take less
	source      *Source            // of the records that follow
	sources     map[string]*Source // met in this import, by key
	sourcesByID map[uint]*Source

	samples     []buffered[SampleBody]
	experiments []buffered[ExperimentBody]

	lastID  map[string]uint     // by table
	touched map[string]*touched // by table
	changed bool                // the import wrote something

	outcomes map[outcomeKey]Outcomes // of the records that were written

	*memory
	relink    map[uint]bool   // experiments whose samples are to be found anew
	contested map[string]bool // keys of publications that several experiments name
	unlinked  map[uint]bool   // samples that an experiment lost
	outbox    *outbox

	corrections map[correctionKey][]*Correction // that hold
	hidden      map[string]bool                 // codes of hidden experiments
	hides       bool                            // experiments are hidden, or were when the import began
}

// buffered is a record that waits for its batch.
type buffered[B any] struct {
	source *Source
	content[B]
}

var (
	experimentKind = &kind[ExperimentBody]{table: "experiments", one: "experiment", hides: true, anchor: experimentAnchor, rank: experimentRank,
		codes: func(b *ExperimentBody) []string { return sureCodes(b.AccessionCode, b.Alternates, experimentAnchor) }}
	sampleKind = &kind[SampleBody]{table: "samples", one: "sample", anchor: sampleAnchor, rank: sampleRank,
		codes: func(b *SampleBody) []string { return sureCodes(b.AccessionCode, b.Alternates, sampleAnchor) }}
)

// tables are those whose ids the importer gives out, with the column that has them.
var tables = map[string]string{"sources": "id", "experiments": "id", "experiment_records": "id", "publications": "id", "samples": "id",
	"sample_records": "id", "organisms": "id", "platforms": "id", "field_values": "id",
	"corrections": "id", "hidden_records": "id"}

// newWriter begins an import, with what the one before it knew, if that still holds.
func newWriter(s *session, before *memory) (*Writer, error) {
	w := &Writer{
		session: s, batch: batchSize, sources: map[string]*Source{}, sourcesByID: map[uint]*Source{},
		lastID: map[string]uint{}, outcomes: map[outcomeKey]Outcomes{}, touched: map[string]*touched{},
		relink: map[uint]bool{}, contested: map[string]bool{}, unlinked: map[uint]bool{}, outbox: newOutbox(),
	}
	for table, column := range tables {
		err := w.query("SELECT coalesce(max("+column+"), 0) FROM "+table, func(rows *sql.Rows) error {
			var id uint
			err := rows.Scan(&id)
			w.lastID[table], w.touched[table] = id, newTouched(id)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	var version int64
	if err := w.query("SELECT version FROM catalogue_state", func(rows *sql.Rows) error { return rows.Scan(&version) }); err != nil {
		return nil, err
	}
	if w.memory = before; before == nil || before.version != version {
		w.memory = newMemory(version, w.isEmpty())
	}
	if err := w.readCorrections(); err != nil {
		return nil, err
	}
	return w, w.readHidden()
}

// isEmpty tells whether the tables had nothing but sources when the import began.
func (w *Writer) isEmpty() bool {
	for table, id := range w.lastID {
		if table != "sources" && id > 0 {
			return false
		}
	}
	return true
}

// newID gives out an id.
func (w *Writer) newID(table string) uint {
	w.lastID[table]++
	return w.lastID[table]
}

// Source names the file that the records which follow come from. key is the file's identity: a record of the same key and accession
// code replaces the earlier one, and nothing else does. name is what people see; several sources may have the same.
func (w *Writer) Source(key, name, format string) error {
	if w.err != nil {
		return w.err
	}
	if key, name = cleanLine(key), cleanLine(name); key == "" || name == "" || format == "" {
		return errors.New("a source needs a key, a name and a format")
	}
	known, err := w.sourceOfKey(key, name, format)
	if err := w.final(err); err != nil {
		return err
	}
	w.source = known
	switch {
	case known == nil: // in the tables with its first record
		w.source = &Source{Key: key, Name: name, Format: format}
		w.sources[key] = w.source
		return nil
	case known.Format == format:
		return nil
	}
	return w.final(w.setFormat(known, format))
}

// Sample takes what the source says of a sample.
func (w *Writer) Sample(body SampleBody) error { return w.Prepared(PrepareSample(body)) }

// Prepared is Sample for one that was made ready before.
func (w *Writer) Prepared(sample *PreparedSample) error {
	if err := errors.Join(w.err, sample.err); err != nil {
		return err
	}
	if err := w.keepSource(); err != nil {
		return err
	}
	w.samples = append(w.samples, buffered[SampleBody]{w.source, sample.content})
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
	w.experiments = append(w.experiments, buffered[ExperimentBody]{w.source,
		content[ExperimentBody]{body: body, codes: experimentKind.codes(&body), text: encode(body)}})
	if len(w.experiments) < w.batch {
		return nil
	}
	return w.final(w.flushExperiments())
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
	return w.final(w.exec("INSERT INTO sources (id, key, name, format) VALUES (?, ?, ?, ?)",
		int64(w.source.ID), w.source.Key, w.source.Name, w.source.Format))
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
	return w.partDescribed(source, true)
}

// final remembers an error of the database.
func (w *Writer) final(err error) error {
	if err != nil && w.err == nil {
		w.err = fmt.Errorf("import: %w", err)
	}
	return w.err
}
