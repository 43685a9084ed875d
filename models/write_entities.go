package models

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
)

// kind is what differs between the tables of experiments and those of samples.
type kind[B any] struct {
	table string // "samples"
	one   string // "sample": prefix of the other tables and of their columns
	codes func(*B) []string
}

// load reads into a pool the entities that any of the codes belongs to, with all their codes and records.
func load[B any](w *Writer, k *kind[B], codes []string) (*pool[B], error) {
	codeList, err := list(w.session, codes)
	if err != nil {
		return nil, err
	}
	owned := fmt.Sprintf("SELECT %[1]s_id FROM %[1]s_accessions WHERE accession_code IN %[2]s", k.one, w.texts())
	return loadOwned(w, k, owned, codeList)
}

// loadIDs is load for entities of known ids.
func loadIDs[B any](w *Writer, k *kind[B], ids []uint) (*pool[B], error) {
	idList, err := list(w.session, ids)
	if err != nil {
		return nil, err
	}
	return loadOwned(w, k, w.ids(), idList)
}

func loadOwned[B any](w *Writer, k *kind[B], owned string, arg any) (*pool[B], error) {
	p := newPool(k.codes)
	var ids []uint
	err := w.query(fmt.Sprintf("SELECT accession_code, %[1]s_id FROM %[1]s_accessions WHERE %[1]s_id IN (%[2]s)", k.one, owned),
		func(rows *sql.Rows) error {
			var code string
			var owner uint
			if err := rows.Scan(&code, &owner); err != nil {
				return err
			}
			p.owners[code] = owner
			ids = append(ids, owner)
			return nil
		}, arg)
	if err != nil || len(ids) == 0 {
		return p, err
	}
	idList, err := list(w.session, distinct(ids))
	if err != nil {
		return nil, err
	}
	return p, w.query(fmt.Sprintf(`SELECT r.id, r.%[1]s_id, r.body, s.id, s.name, s.format FROM %[1]s_records r JOIN sources s ON s.id = r.source_id
		WHERE r.%[1]s_id IN %[2]s ORDER BY r.id`, k.one, w.ids()),
		func(rows *sql.Rows) error {
			r := &kept[B]{}
			var source Source
			if err := rows.Scan(&r.id, &r.owner, &r.text, &source.ID, &source.Name, &source.Format); err != nil {
				return err
			}
			r.source = w.sourceOf(source.ID, source.Name, source.Format)
			if err := json.Unmarshal([]byte(r.text), &r.body); err != nil {
				return fmt.Errorf("%s record %d: %w", k.one, r.id, err)
			}
			p.add(r)
			return nil
		}, idList)
}

// plan is what an import has to write of one kind.
type plan[B any] struct {
	dirty  []*entity[B]
	former []uint // entities of the tables that the dirty ones' codes belonged to
	gone   []uint // those of them that are no more
	moved  []uint // those of them that lost a code
}

// planOf compares entities with the tables, and counts them.
func planOf[B any](w *Writer, k *kind[B], p *pool[B], entities []*entity[B]) *plan[B] {
	plan := &plan[B]{}
	after := map[string]uint{}
	stays := map[uint]bool{}
	for _, e := range entities {
		w.touched[k.table].add(e.id, e.dirty)
		stays[e.id] = true
		for _, code := range e.codes {
			after[code] = e.id
		}
		if e.dirty {
			plan.dirty = append(plan.dirty, e)
			plan.former = append(plan.former, e.former...)
		}
	}
	plan.former = distinct(plan.former)
	for _, id := range plan.former {
		if !stays[id] {
			plan.gone = append(plan.gone, id)
			w.touched[k.table].remove(id)
		}
	}
	for code, owner := range p.owners {
		if _, former := slices.BinarySearch(plan.former, owner); former && after[code] != owner {
			plan.moved = append(plan.moved, owner)
		}
	}
	plan.moved = distinct(plan.moved)
	return plan
}

// write brings codes, records and the entities' own rows up to date. upsert writes the latter.
func write[B any](w *Writer, k *kind[B], p *plan[B], upsert func() error) error {
	if err := clearFormer(w, k, p); err != nil {
		return err
	}
	if err := upsert(); err != nil {
		return err
	}
	accessions := &bulk{into: fmt.Sprintf("%[1]s_accessions (accession_code, %[1]s_id)", k.one), width: 2}
	records := &bulk{into: fmt.Sprintf("%[1]s_records (id, %[1]s_id, source_id, accession_code, body)", k.one), width: 5}
	for _, e := range p.dirty {
		for _, code := range e.codes {
			accessions.add(code, int64(e.id))
		}
		for _, r := range e.records {
			if r.fresh {
				r.id = w.newID(k.one + "_records")
			}
			if r.fresh || r.changed || r.owner != e.id {
				records.add(int64(r.id), int64(e.id), int64(r.source.ID), k.codes(&r.body)[0], r.text)
			}
			r.owner, r.fresh, r.changed = e.id, false, false
		}
	}
	if err := w.insert(accessions); err != nil {
		return err
	}
	return w.insert(records)
}

// clearFormer removes what write writes anew, and the entities that are no more.
func clearFormer[B any](w *Writer, k *kind[B], p *plan[B]) error {
	var records []uint
	for _, e := range p.dirty {
		for _, r := range e.records {
			if !r.fresh && (r.changed || r.owner != e.id) {
				records = append(records, r.id)
			}
		}
	}
	for _, step := range []struct {
		query string
		ids   []uint
	}{
		{fmt.Sprintf("DELETE FROM %[1]s_accessions WHERE %[1]s_id IN %[2]s", k.one, w.ids()), p.former},
		{fmt.Sprintf("DELETE FROM %s_records WHERE id IN %s", k.one, w.ids()), records},
		{fmt.Sprintf("DELETE FROM %s WHERE id IN %s", k.table, w.ids()), p.gone},
		// Out of one another's way: two entities may swap their accession codes, which are unique at every moment. No real code has a
		// line break in it.
		{fmt.Sprintf("UPDATE %s SET accession_code = '\n' || id WHERE id IN %s", k.table, w.ids()), p.former},
	} {
		if err := w.execIDs(step.query, step.ids); err != nil {
			return err
		}
	}
	return nil
}

// flush brings a batch of records into the tables. save writes what they change.
func flush[B any](w *Writer, k *kind[B], batch []buffered[B], save func(*plan[B]) error) error {
	var codes []string
	for i := range batch {
		codes = append(codes, k.codes(&batch[i].body)...)
	}
	if len(codes) == 0 {
		return nil
	}
	p, err := load(w, k, distinct(codes))
	if err != nil {
		return err
	}
	for _, b := range batch {
		w.outcome(b.source, k.one, p.put(b.source, b.body, b.text))
	}
	entities := p.entities(func() uint { return w.newID(k.table) })
	countMerged(w, k, entities)
	plan := planOf(w, k, p, entities)
	if len(plan.dirty) == 0 {
		return nil
	}
	w.changed = true
	return save(plan)
}

// rewrite computes anew all entities that a source describes.
func rewrite[B any](w *Writer, k *kind[B], source *Source, save func(*plan[B]) error) error {
	var ids []uint
	err := w.query(fmt.Sprintf("SELECT DISTINCT %[1]s_id FROM %[1]s_records WHERE source_id = ?", k.one), func(rows *sql.Rows) error {
		var id uint
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, int64(source.ID))
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(ids, batchSize) {
		p, err := loadIDs(w, k, chunk)
		if err != nil {
			return err
		}
		entities := p.entities(func() uint { return w.newID(k.table) })
		for _, e := range entities {
			e.dirty = true
		}
		if err := save(planOf(w, k, p, entities)); err != nil {
			return err
		}
	}
	return nil
}
