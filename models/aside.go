package models

import (
	"database/sql"
	"fmt"
	"slices"
)

// The records of hidden experiments stand in tables of their own, so that nobody who reads the catalogue meets them. An import hears them with the
// others, so that the same records are of one experiment as if it were not hidden: what is found to be of a hidden one goes aside, and what is not any
// more comes back. Which experiments are hidden, is said by codes: the one that such a code means.

// readHidden reads which experiments are hidden.
func (w *Writer) readHidden() error {
	w.hidden = map[string]bool{}
	if err := w.query("SELECT accession_code FROM hidden_experiments", func(rows *sql.Rows) error {
		var code string
		err := rows.Scan(&code)
		w.hidden[code] = true
		return err
	}); err != nil {
		return err
	}
	w.hides = w.hides || len(w.hidden) > 0
	return nil
}

// loadAside loads the hidden records that are sure to mean any of the codes.
func (p *pool[B]) loadAside(w *Writer, codes any) error {
	if !p.kind.hides || !w.hides {
		return nil
	}
	return w.query(`SELECT r.id, 0, r.body, s.id, s.key, s.name, s.format FROM hidden_records r JOIN sources s ON s.id = r.source_id
		WHERE r.id IN (SELECT record_id FROM hidden_accessions WHERE accession_code IN `+w.texts()+`) ORDER BY r.id`, p.scanRecord(w, true), codes)
}

// apart takes the hidden entities from the others.
func (p *pool[B]) apart(entities []*entity[B]) []*entity[B] {
	if len(p.hidden) == 0 {
		return entities
	}
	return slices.DeleteFunc(entities, func(e *entity[B]) bool {
		hidden := slices.ContainsFunc(e.codes, func(code string) bool { return p.hidden[code] && e.standing(code).means })
		if hidden {
			p.aside = append(p.aside, e)
		}
		return hidden
	})
}

// setAside moves records of entities that are hidden now into the tables of those, and records of the others out of them.
func setAside[B any](w *Writer, p *pool[B], shown []*entity[B]) error {
	if !p.kind.hides || !w.hides {
		return nil
	}
	var left, moved []uint // records of hidden_records, and of the others
	records := &bulk{into: "hidden_records (id, source_id, accession_code, body)", width: 4}
	accessions := &bulk{into: "hidden_accessions (accession_code, record_id)", width: 2}
	for _, e := range p.aside {
		for _, r := range e.records {
			switch {
			case r.aside && !r.changed:
				continue
			case r.aside:
				left = append(left, r.id)
			case !r.fresh:
				moved = append(moved, r.id)
			}
			r.id, r.owner, r.aside, r.fresh, r.changed = w.newID("hidden_records"), 0, true, false, false
			records.add(int64(r.id), int64(r.source.ID), r.codes[0], r.text)
			for _, code := range distinct(slices.Clone(r.codes)) {
				w.codes[p.kind.one].add(code)
				accessions.add(code, int64(r.id))
			}
		}
	}
	for _, e := range shown {
		for _, r := range e.records {
			if r.aside {
				left = append(left, r.id)
				r.aside, r.fresh, r.changed = false, true, false
			}
		}
	}
	for _, step := range []struct {
		query string
		ids   []uint
	}{
		{"DELETE FROM hidden_accessions WHERE record_id IN " + w.ids(), left},
		{"DELETE FROM hidden_records WHERE id IN " + w.ids(), left},
		{fmt.Sprintf("DELETE FROM %s_records WHERE id IN %s", p.kind.one, w.ids()), moved},
	} {
		if err := w.execIDs(step.query, step.ids); err != nil {
			return err
		}
	}
	if err := w.insert(records); err != nil {
		return err
	}
	return w.insert(accessions)
}
