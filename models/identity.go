package models

import "slices"

// kept is a record in the hands of an import.
type kept[B any] struct {
	id      uint
	owner   uint // the entity of the tables that it belongs to; 0 is none
	source  *Source
	body    B
	text    string // the body as it is kept
	fresh   bool   // not in the tables
	changed bool   // in the tables with another body
}

// recordKey is a record's identity; there is one *Source for each source of an import.
type recordKey struct {
	source *Source
	code   string
}

// pool holds all records of some entities of the tables, and new ones beside them.
type pool[B any] struct {
	codes   func(*B) []string // of a body, its own first
	records []*kept[B]
	byKey   map[recordKey]*kept[B]
	owners  map[string]uint // the entities of the tables by their codes
}

// entity is what all records that share codes are of.
type entity[B any] struct {
	id      uint
	fresh   bool   // not in the tables
	dirty   bool   // the tables say something else of it
	former  []uint // the entities of the tables that its codes belong to
	codes   []string
	records []*kept[B]
}

func newPool[B any](codes func(*B) []string) *pool[B] {
	return &pool[B]{codes: codes, byKey: map[recordKey]*kept[B]{}, owners: map[string]uint{}}
}

// add takes a record of the tables.
func (p *pool[B]) add(r *kept[B]) {
	p.records = append(p.records, r)
	p.byKey[recordKey{r.source, p.codes(&r.body)[0]}] = r
}

// put takes a record of the import. It replaces that of the same source and accession code.
func (p *pool[B]) put(source *Source, body B, text string) Outcomes {
	r := p.byKey[recordKey{source, p.codes(&body)[0]}]
	switch {
	case r == nil:
		p.add(&kept[B]{source: source, body: body, text: text, fresh: true})
		return Outcomes{New: 1}
	case r.text != text:
		r.body, r.text, r.changed = body, text, !r.fresh
		return Outcomes{Changed: 1}
	}
	return Outcomes{Same: 1}
}

// entities parts the pool's records by the codes that they share, directly or through others. An entity keeps the id of one that
// its codes belonged to, where one is left to keep; else newID gives it one.
func (p *pool[B]) entities(newID func() uint) []*entity[B] {
	entities := p.components()
	owned := map[uint]int{} // how many codes each entity of the tables has
	for _, owner := range p.owners {
		owned[owner]++
	}
	taken := map[uint]bool{}
	for _, e := range entities {
		for _, code := range e.codes {
			if owner := p.owners[code]; owner != 0 && !slices.Contains(e.former, owner) {
				e.former = append(e.former, owner)
			}
		}
		slices.Sort(e.former)
		if free := slices.IndexFunc(e.former, func(id uint) bool { return !taken[id] }); free >= 0 {
			e.id = e.former[free]
		} else {
			e.id, e.fresh = newID(), true
		}
		taken[e.id] = true
		same := 0
		for _, code := range e.codes {
			if p.owners[code] == e.id {
				same++
			}
		}
		e.dirty = e.fresh || same != len(e.codes) || same != owned[e.id] ||
			slices.ContainsFunc(e.records, func(r *kept[B]) bool { return r.fresh || r.changed })
	}
	return entities
}

// components finds the records that are connected by codes, by union-find over the records.
func (p *pool[B]) components() []*entity[B] {
	parent := make([]int, len(p.records))
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	first := map[string]int{} // the first record of a code
	for i, r := range p.records {
		parent[i] = i
		for _, code := range p.codes(&r.body) {
			if j, known := first[code]; known {
				parent[root(i)] = root(j)
			} else {
				first[code] = i
			}
		}
	}
	byRoot := map[int]*entity[B]{}
	var entities []*entity[B]
	for i, r := range p.records {
		e := byRoot[root(i)]
		if e == nil {
			e = &entity[B]{}
			byRoot[root(i)] = e
			entities = append(entities, e)
		}
		e.records = append(e.records, r)
		e.codes = append(e.codes, p.codes(&r.body)...)
	}
	for _, e := range entities {
		e.codes = distinct(e.codes)
	}
	return entities
}
