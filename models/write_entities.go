package models

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// kind is what differs between the tables of experiments and those of samples.
type kind[B any] struct {
	table  string            // "samples"
	one    string            // "sample": prefix of the other tables and of their columns
	codes  func(*B) []string // that a body is sure to mean, its own first; see sureCodes
	anchor func(code string) anchor
	rank   func(code string) int
	hides  bool // entities of this kind can be hidden
}

// load reads into a pool the entities that name any of the codes, those that share codes with these, and so on: all that can be
// concerned; with all their codes and records.
func load[B any](w *Writer, k *kind[B], codes []string) (*pool[B], error) {
	p := newPool(w, k)
	return p, p.loadShared(w, codes)
}

// loadIDs is load for entities of known ids.
func loadIDs[B any](w *Writer, k *kind[B], ids []uint) (*pool[B], error) {
	p := newPool(w, k)
	idList, err := list(w.session, ids)
	if err != nil {
		return nil, err
	}
	if err := p.loadOwned(w, w.ids(), idList); err != nil {
		return nil, err
	}
	return p, p.loadShared(w, nil)
}

// loadShared loads the entities that name any of the codes, or one that is named by what was loaded, until there are no more.
func (p *pool[B]) loadShared(w *Writer, codes []string) error {
	asked := map[string]bool{}
	for {
		for _, code := range codes {
			asked[code] = true
		}
		codes = w.codes[p.kind.one].known(codes)
		if len(codes) > 0 {
			codeList, err := list(w.session, codes)
			if err != nil {
				return err
			}
			owned := fmt.Sprintf("SELECT %[1]s_id FROM %[1]s_accessions WHERE accession_code IN %[2]s", p.kind.one, w.texts())
			if err := p.loadOwned(w, owned, codeList); err != nil {
				return err
			}
			if err := p.loadAside(w, codeList); err != nil {
				return err
			}
		}
		if codes = p.openCodes(asked); len(codes) == 0 {
			return nil
		}
	}
}

// openCodes lists the codes of what was loaded that others may name, too, and that nobody asked for.
func (p *pool[B]) openCodes(asked map[string]bool) []string {
	var open []string
	for _, codes := range p.owned {
		for code, s := range codes {
			if s.shared && !asked[code] {
				open = append(open, code)
			}
		}
	}
	for _, r := range p.records {
		for _, code := range r.codes {
			if _, owned := p.owned[r.owner][code]; !owned && !asked[code] { // not sure to be its, so far
				open = append(open, code)
			}
		}
	}
	return distinct(open)
}

// loadOwned loads the entities of a list of ids, but those that are there.
func (p *pool[B]) loadOwned(w *Writer, owned string, arg any) error {
	there := map[uint]bool{}
	for id := range p.owned {
		there[id] = true
	}
	var ids []uint
	err := w.query(fmt.Sprintf("SELECT accession_code, %[1]s_id, shared, means FROM %[1]s_accessions WHERE %[1]s_id IN (%[2]s)", p.kind.one, owned),
		func(rows *sql.Rows) error {
			var code string
			var owner uint
			var s standing
			if err := rows.Scan(&code, &owner, &s.shared, &s.means); err != nil {
				return err
			}
			if !there[owner] {
				p.own(owner, code, s)
				ids = append(ids, owner)
			}
			return nil
		}, arg)
	if err != nil || len(ids) == 0 {
		return err
	}
	idList, err := list(w.session, distinct(ids))
	if err != nil {
		return err
	}
	return w.query(fmt.Sprintf(`SELECT r.id, r.%[1]s_id, r.body, s.id, s.key, s.name, s.format FROM %[1]s_records r JOIN sources s ON s.id = r.source_id
		WHERE r.%[1]s_id IN %[2]s ORDER BY r.id`, p.kind.one, w.ids()),
		p.scanRecord(w, false), idList)
}

// scanRecord reads rows of records: id, owner and body, and the id, key, name and format of the source.
func (p *pool[B]) scanRecord(w *Writer, aside bool) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		r := &kept[B]{aside: aside}
		var source Source
		if err := rows.Scan(&r.id, &r.owner, &r.text, &source.ID, &source.Key, &source.Name, &source.Format); err != nil {
			return err
		}
		r.source = w.sourceOf(source)
		if err := json.Unmarshal([]byte(r.text), &r.body); err != nil {
			return fmt.Errorf("%s record %d: %w", p.kind.one, r.id, err)
		}
		r.codes = p.kind.codes(&r.body)
		if p.byKey[recordKey{r.source, r.codes[0]}] == nil { // else it was loaded by another code
			p.add(r)
		}
		return nil
	}
}

// plan is what an import has to write of one kind.
type plan[B any] struct {
	dirty  []*entity[B]
	former []uint // entities of the tables that are written anew or are no more
	gone   []uint // those of them that are no more
	moved  []uint // those of the tables that had a code which now means others
}

// planOf compares entities with the tables, and counts them.
func planOf[B any](w *Writer, k *kind[B], p *pool[B], entities []*entity[B]) *plan[B] {
	forgetOwned(w.memory, p)
	plan := &plan[B]{}
	stays := map[uint]bool{}
	for _, e := range entities {
		w.touched[k.table].add(e.id, e.dirty)
		stays[e.id] = true
		if e.dirty {
			plan.dirty = append(plan.dirty, e)
			if !e.fresh {
				plan.former = append(plan.former, e.id)
			}
		}
	}
	for id := range p.owned {
		if !stays[id] {
			plan.gone = append(plan.gone, id)
			w.touched[k.table].remove(id)
		}
	}
	slices.Sort(plan.gone)
	plan.former = distinct(append(plan.former, plan.gone...))
	plan.moved = p.moved(entities)
	return plan
}

// moved finds the entities of the tables of whose codes one does not mean the same any more.
func (p *pool[B]) moved(entities []*entity[B]) []uint {
	if len(p.owned) == 0 {
		return nil
	}
	after := map[string][]uint{}
	for _, e := range entities {
		for _, code := range e.codes {
			if e.standing(code).means {
				after[code] = append(after[code], e.id)
			}
		}
	}
	var moved []uint
	for code, owners := range p.owners {
		var before []uint
		for _, owner := range owners {
			if p.owned[owner][code].means {
				before = append(before, owner)
			}
		}
		if !slices.Equal(distinct(before), distinct(after[code])) {
			moved = append(moved, before...)
		}
	}
	return distinct(moved)
}

// write brings codes, records and the entities' own rows up to date. upsert writes the latter.
func write[B any](w *Writer, k *kind[B], p *plan[B], upsert func() error) error {
	if err := clearFormer(w, k, p); err != nil {
		return err
	}
	if err := upsert(); err != nil {
		return err
	}
	accessions := w.bulk(fmt.Sprintf("%[1]s_accessions (accession_code, %[1]s_id, shared, means)", k.one), 4)
	records := w.bulk(fmt.Sprintf("%[1]s_records (id, %[1]s_id, source_id, accession_code, body)", k.one), 5)
	type naming struct {
		code string
		of   *entity[B]
	}
	named := make([]naming, 0, 2*len(p.dirty))
	for _, e := range p.dirty {
		for _, code := range e.codes {
			named = append(named, naming{code, e})
		}
		for _, r := range e.records {
			if r.fresh {
				r.id = w.newID(k.one + "_records")
			}
			if r.fresh || r.changed || r.owner != e.id {
				records.row().id(r.id).id(e.id).id(r.source.ID).text(r.codes[0]).text(r.text)
			}
			r.owner, r.fresh, r.changed = e.id, false, false
		}
	}
	slices.SortFunc(named, func(a, b naming) int { return strings.Compare(a.code, b.code) }) // the table's order, in which rows are written fastest
	for _, n := range named {
		s := n.of.standing(n.code)
		w.codes[k.one].add(n.code)
		if s.means && !s.shared {
			w.means(k.one, n.code, n.of.id)
		}
		accessions.row().text(n.code).id(n.of.id).flag(s.shared).flag(s.means)
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
	if len(batch) == 0 {
		return nil
	}
	var all []string
	for i := range batch {
		all = append(all, batch[i].codes...)
	}
	p, err := load(w, k, distinct(all))
	if err != nil {
		return err
	}
	for i := range batch {
		w.outcome(batch[i].source, k.one, p.put(&batch[i]))
	}
	entities := p.entities(func() uint { return w.newID(k.table) })
	countMerged(w, k, slices.Concat(entities, p.aside))
	return settleEntities(w, k, p, entities, save)
}

// settleEntities writes of a pool what the tables do not have so, entities that are hidden aside from the others.
func settleEntities[B any](w *Writer, k *kind[B], p *pool[B], entities []*entity[B], save func(*plan[B]) error) error {
	if err := setAside(w, p, entities); err != nil {
		return err
	}
	plan := planOf(w, k, p, entities)
	if len(plan.former)+len(plan.dirty) == 0 {
		return nil
	}
	w.changed = true
	return save(plan)
}

// describedBy lists the entities that a source describes; nil is any source.
func describedBy[B any](w *Writer, k *kind[B], source *Source) ([]uint, error) {
	query, args := fmt.Sprintf("SELECT DISTINCT %[1]s_id FROM %[1]s_records", k.one), []any{}
	if source != nil {
		query, args = query+" WHERE source_id = ?", append(args, int64(source.ID))
	}
	var ids []uint
	return ids, w.query(query, func(rows *sql.Rows) error {
		var id uint
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, args...)
}

// partDescribed is partAgain for all samples and experiments that a source describes; nil is any source.
func (w *Writer) partDescribed(source *Source, all bool) error {
	samples, err := describedBy(w, sampleKind, source)
	if err != nil {
		return err
	}
	if err := partAgain(w, sampleKind, samples, all, w.writeSamples); err != nil {
		return err
	}
	experiments, err := describedBy(w, experimentKind, source)
	if err != nil {
		return err
	}
	return partAgain(w, experimentKind, experiments, all, w.writeExperiments)
}

// partAgain parts entities again, and writes those of which the tables say something else; with all, also the others of these ids.
func partAgain[B any](w *Writer, k *kind[B], ids []uint, all bool, save func(*plan[B]) error) error {
	for chunk := range slices.Chunk(ids, batchSize) {
		p, err := loadIDs(w, k, chunk)
		if err != nil {
			return err
		}
		entities := p.entities(func() uint { return w.newID(k.table) })
		for _, e := range entities {
			e.dirty = e.dirty || all && slices.Contains(chunk, e.id)
		}
		if err := settleEntities(w, k, p, entities, save); err != nil {
			return err
		}
	}
	return nil
}
