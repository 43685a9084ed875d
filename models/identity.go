package models

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Which records are of one experiment, or of one sample, is said by the accession codes that they name, and by nothing else: not by the
// order in which they came, and not by which of them came together. The rule:
//
//  1. Some codes are anchors: a thing has one of their kind at most. A GSM is the anchor of a sample; a GSE is one of an experiment (E-GEOD-5
//     is a copy of GSE5 and the same anchor), and so is a code of ArrayExpress' own (E-MTAB-1; E-MTAB and E-MEXP are two kinds, since
//     Expression Atlas gives its copies codes such as E-CURD-1).
//  2. Of two anchors of one kind a record means its own accession code; if that is neither, it means none of them. See sureCodes.
//  3. The key of a record is its anchor (a GSE before others), without one its own accession code. Records of one key are of one
//     entity. If they name, beside a key that is an anchor, two anchors of another kind, they mean neither of these.
//  4. Records that share codes, directly or through others, are of one entity, as long as that has one anchor of each kind at most.
//  5. Where it would have more, a code that is named by records of two such anchors unites nothing: the BioSample of two GEO
//     samples, the umbrella project of two series.
//  6. Where chains of other codes would still unite two such anchors, no code of the chain unites anything, but for keys.
//
// So a code may be named by several entities. Looked up, or in an experiment's list of samples, it means the one whose own accession code it
// is, else all of them. An entity's own accession code is the one that scientists quote first (see experimentRank) of those that are
// no other's: its keys, and what it alone names.
//
// What an import changes can concern those entities only that its records name codes of, and those that share codes with these: they
// are read (see load), parted anew, and compared with what the tables say. identityRule is to grow with every change of the rule.
const identityRule = 1

// kept is a record in the hands of an import.
type kept[B any] struct {
	id     uint
	owner  uint // the entity of the tables that it belongs to; 0 is none
	source *Source
	content[B]
	fresh   bool // not in the tables
	changed bool // in the tables with another body
	aside   bool // in the tables of hidden experiments: id is of there, and there is no owner
}

// recordKey is a record's identity; there is one *Source for each source of an import.
type recordKey struct {
	source *Source
	code   string
}

// standing says what a code is to one of the entities that name it.
type standing struct {
	shared bool // other entities name it too
	means  bool // where it is looked up, it means this one; false where it is another's own accession code
}

// pool holds all records of some entities of the tables, and new ones beside them.
type pool[B any] struct {
	kind    *kind[B]
	records []*kept[B]
	byKey   map[recordKey]*kept[B]
	owned   map[uint]map[string]standing // the entities of the tables, with their codes
	owners  map[string][]uint            // the same by code
	hidden  map[string]bool              // an entity that one of these codes means is hidden
	aside   []*entity[B]                 // hidden ones, as entities finds them
}

// entity is what all records of one thing make.
type entity[B any] struct {
	id      uint
	fresh   bool   // not in the tables
	dirty   bool   // the tables say something else of it
	own     string // its accession code
	codes   []string
	others  map[string]standing // of codes that it does not name alone
	records []*kept[B]
}

// best is the code of a list that scientists quote first.
func (k *kind[B]) best(codes []string) string {
	if len(codes) == 1 {
		return codes[0]
	}
	return slices.MinFunc(codes, func(a, b string) int {
		return cmp.Or(cmp.Compare(k.rank(a), k.rank(b)), strings.Compare(a, b))
	})
}

func newPool[B any](w *Writer, k *kind[B]) *pool[B] {
	p := &pool[B]{kind: k, byKey: map[recordKey]*kept[B]{}, owned: map[uint]map[string]standing{}, owners: map[string][]uint{}}
	if k.hides {
		p.hidden = w.hidden
	}
	return p
}

// add takes a record of the tables.
func (p *pool[B]) add(r *kept[B]) {
	p.records = append(p.records, r)
	p.byKey[recordKey{r.source, r.codes[0]}] = r
}

// own takes a code of an entity of the tables.
func (p *pool[B]) own(owner uint, code string, s standing) {
	if p.owned[owner] == nil {
		p.owned[owner] = map[string]standing{}
	}
	p.owned[owner][code] = s
	p.owners[code] = append(p.owners[code], owner)
}

// put takes a record of the import. It replaces that of the same source and accession code.
func (p *pool[B]) put(b *buffered[B]) Outcomes {
	r := p.byKey[recordKey{b.source, b.codes[0]}]
	switch {
	case r == nil:
		p.add(&kept[B]{source: b.source, content: b.content, fresh: true})
		return Outcomes{New: 1}
	case r.text != b.text:
		r.content, r.changed = b.content, !r.fresh
		return Outcomes{Changed: 1}
	}
	return Outcomes{Same: 1}
}

// entities parts the pool's records. An entity keeps the id of one that its records or codes belonged to, where one is left to
// keep; else newID gives it one. What did not change keeps its id.
func (p *pool[B]) entities(newID func() uint) []*entity[B] {
	entities := p.apart(p.parted())
	if len(p.owned) == 0 {
		for _, e := range entities {
			e.id, e.fresh, e.dirty = newID(), true, true
		}
		return entities
	}
	had := map[uint]int{} // records of each entity of the tables
	for _, r := range p.records {
		had[r.owner]++
	}
	taken := map[uint]bool{0: true}
	take := func(e *entity[B], id uint) {
		if e.id == 0 && !taken[id] {
			e.id, taken[id] = id, true
		}
	}
	for _, e := range entities {
		for _, r := range e.records {
			take(e, r.owner)
		}
	}
	for _, e := range entities {
		for _, code := range e.codes {
			for _, owner := range p.owners[code] {
				if had[owner] == 0 { // a sample that was only listed
					take(e, owner)
				}
			}
		}
		if e.fresh = e.id == 0; e.fresh {
			e.id = newID()
		}
		e.dirty = e.fresh || len(e.records) != had[e.id] || !p.says(e) ||
			slices.ContainsFunc(e.records, func(r *kept[B]) bool { return r.fresh || r.changed || r.owner != e.id })
	}
	return append(entities, p.undescribed(entities, had)...)
}

// undescribed are the entities of the tables that have no records, and whose codes no record names: samples that are only listed.
func (p *pool[B]) undescribed(described []*entity[B], had map[uint]int) []*entity[B] {
	var undescribed []*entity[B]
	named := map[string]bool{}
	for id, codes := range p.owned {
		if had[id] > 0 {
			continue
		}
		if len(named) == 0 {
			for _, e := range described {
				for _, code := range e.codes {
					named[code] = true
				}
			}
		}
		own := slices.Collect(maps.Keys(codes))
		if len(own) == 1 && !named[own[0]] {
			undescribed = append(undescribed, &entity[B]{id: id, own: own[0], codes: own})
		}
	}
	return undescribed
}

// says tells whether the tables give an entity the codes that it has.
func (p *pool[B]) says(e *entity[B]) bool {
	owned := p.owned[e.id]
	return len(owned) == len(e.codes) && !slices.ContainsFunc(e.codes, func(code string) bool {
		s, known := owned[code]
		return !known || s != e.standing(code)
	})
}

// standing says what one of its codes is to the entity.
func (e *entity[B]) standing(code string) standing {
	if s, other := e.others[code]; other {
		return s
	}
	return standing{means: true}
}

// alternates are all of the entity's codes but its own.
func (e *entity[B]) alternates() []string {
	if len(e.codes) < 2 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(e.codes), func(code string) bool { return code == e.own })
}

// name finds out which codes several entities name, and gives each entity its own accession code.
func (p *pool[B]) name(parts [][]*atom[B]) []*entity[B] {
	entities := make([]*entity[B], len(parts))
	named := map[string]int{}
	for i, atoms := range parts {
		e := &entity[B]{}
		for _, a := range atoms {
			e.records = append(e.records, a.records...)
			e.codes = append(e.codes, a.codes...)
		}
		e.codes = distinct(e.codes)
		for _, code := range e.codes {
			named[code]++
		}
		entities[i] = e
	}
	owner := map[string]*entity[B]{}
	for i, e := range entities {
		var best []string
		for _, code := range e.codes {
			if named[code] == 1 || slices.ContainsFunc(parts[i], func(a *atom[B]) bool { return a.key == code }) {
				best = append(best, code)
			}
		}
		e.own = p.kind.best(best)
		owner[e.own] = e
	}
	for _, e := range entities {
		for _, code := range e.codes {
			if named[code] > 1 {
				if e.others == nil {
					e.others = map[string]standing{}
				}
				e.others[code] = standing{shared: true, means: owner[code] == nil || owner[code] == e}
			}
		}
	}
	return entities
}
