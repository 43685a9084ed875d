package models

import (
	"database/sql"
	"maps"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// outbox remembers of which experiments an index holds something else after an import. What is new is known by its id, and what was written
// anew by touched; the rest is here. Ids are of before the import.
type outbox struct {
	codes        map[string]bool // own accession codes, as they were, of experiments that were written anew or are no more
	experiments  *roaring.Bitmap // that won or lost a sample
	samples      *roaring.Bitmap // that won an experiment; those that lost one are in Writer.unlinked
	renamed      *roaring.Bitmap // experiments under another accession code: their samples list it
	publications []uint          // of which something else is said
	platforms    []uint          // likewise
}

func newOutbox() *outbox {
	return &outbox{codes: map[string]bool{}, experiments: roaring.New(), samples: roaring.New(), renamed: roaring.New()}
}

// won remembers a link that was added.
func (w *Writer) won(l link) {
	if l.experiment <= w.touched["experiments"].before {
		w.outbox.experiments.Add(uint32(l.experiment))
	}
	if l.sample <= w.touched["samples"].before {
		w.outbox.samples.Add(uint32(l.sample))
	}
}

// lost remembers an experiment that lost a sample.
func (w *Writer) lost(experiment uint) { w.outbox.experiments.Add(uint32(experiment)) }

// rememberCodes remembers the accession codes of the experiments that a plan writes anew, or that are no more.
func (w *Writer) rememberCodes(p *plan[ExperimentBody]) error {
	former := slices.DeleteFunc(slices.Clone(p.former), func(id uint) bool { return id > w.touched["experiments"].before })
	if len(former) == 0 {
		return nil
	}
	ids, err := list(w.session, former)
	if err != nil {
		return err
	}
	were := map[uint]string{}
	if err := w.query("SELECT id, accession_code FROM experiments WHERE id IN "+w.ids(), func(rows *sql.Rows) error {
		var id uint
		var code string
		err := rows.Scan(&id, &code)
		were[id] = code
		w.outbox.codes[code] = true
		return err
	}, ids); err != nil {
		return err
	}
	for _, e := range p.dirty {
		if code, was := were[e.id]; was && code != e.own {
			w.outbox.renamed.Add(uint32(e.id))
		}
	}
	return nil
}

// writeChanges writes what changed for an index, as of the version that writeState gives the catalogue.
func (w *Writer) writeChanges() error {
	if !w.changed {
		return nil
	}
	changed := w.outbox.experiments
	changed.Or(w.touched["experiments"].changed)
	for _, step := range []struct {
		query string
		ids   []uint
		found *roaring.Bitmap
	}{
		{"SELECT sample_id FROM experiment_samples WHERE experiment_id IN " + w.ids(), idsIn(w.outbox.renamed), w.outbox.samples},
		{"SELECT experiment_id FROM experiment_publications WHERE publication_id IN " + w.ids(), w.outbox.publications, changed},
		// Goes through all samples; a platform's name seldom changes.
		{`SELECT DISTINCT e.experiment_id FROM sample_values v JOIN experiment_samples e ON e.sample_id = v.sample_id
			WHERE v.value_id IN (SELECT id FROM field_values WHERE platform_id IN ` + w.ids() + ")", w.outbox.platforms, changed},
	} {
		if err := w.findIDs(step.query, step.ids, step.found); err != nil {
			return err
		}
	}
	samples := w.outbox.samples
	samples.Or(w.touched["samples"].changed)
	for id := range w.unlinked {
		samples.Add(uint32(id))
	}
	for ids := range slices.Chunk(idsIn(samples), batchSize) {
		if err := w.findIDs("SELECT DISTINCT experiment_id FROM experiment_samples WHERE sample_id IN "+w.ids(), ids, changed); err != nil {
			return err
		}
	}
	return w.insertChanges(idsIn(changed))
}

// insertChanges writes the codes of the new experiments, of those of before that changed, and those that there were.
func (w *Writer) insertChanges(experiments []uint) error {
	version := w.versionAfter()
	const insert = "INSERT INTO changes (accession_code, version) SELECT accession_code, CAST(? AS BIGINT) FROM experiments WHERE "
	const again = " ON CONFLICT (accession_code) DO UPDATE SET version = excluded.version"
	if err := w.exec(insert+"id > ? ORDER BY accession_code"+again, version, int64(w.touched["experiments"].before)); err != nil {
		return err
	}
	for ids := range slices.Chunk(experiments, batchSize) {
		arg, err := list(w.session, ids)
		if err != nil {
			return err
		}
		if err := w.exec(insert+"id IN "+w.ids()+again, version, arg); err != nil {
			return err
		}
	}
	codes := &bulk{into: "changes (accession_code, version)", width: 2, suffix: again}
	for _, code := range slices.Sorted(maps.Keys(w.outbox.codes)) {
		codes.add(code, version)
	}
	return w.insert(codes)
}

// findIDs adds a column of ids that a list of ids leads to.
func (w *Writer) findIDs(query string, ids []uint, found *roaring.Bitmap) error {
	if len(ids) == 0 {
		return nil
	}
	arg, err := list(w.session, ids)
	if err != nil {
		return err
	}
	return w.query(query, func(rows *sql.Rows) error {
		var id uint
		err := rows.Scan(&id)
		found.Add(uint32(id))
		return err
	}, arg)
}

// idsIn lists the ids of a set, in their order.
func idsIn(set *roaring.Bitmap) []uint {
	ids := make([]uint, 0, set.GetCardinality())
	for id := range roaring.Values(set) {
		ids = append(ids, uint(id))
	}
	return ids
}
