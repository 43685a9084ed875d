package models

import (
	"cmp"
	"slices"
	"strings"
)

// anchor is what a code names, if a thing can have one code of its kind only; the zero value is none.
type anchor struct{ kind, code string }

// experimentAnchor is the anchor that an experiment's code is.
func experimentAnchor(code string) anchor {
	switch prefix := archivePrefix(code); {
	case prefix == "GSE":
		return anchor{prefix, code}
	case prefix == geoCopies:
		return anchor{"GSE", "GSE" + code[len(prefix):]}
	case isArrayExpress(prefix):
		return anchor{prefix, code}
	}
	return anchor{}
}

// sampleAnchor is the anchor that a sample's code is.
func sampleAnchor(code string) anchor {
	if strings.HasPrefix(code, "GSM") && archivePrefix(code) == "GSM" {
		return anchor{"GSM", code}
	}
	return anchor{}
}

// sureCodes lists the codes that a record is sure to mean, its own first. Of several anchors of one kind that is its own accession code
// and no other; if its own is none of them, it is none. Who names a copy (E-GEOD-5) names what it is a copy of (GSE5).
func sureCodes(own string, alternates []string, anchorOf func(string) anchor) []string {
	codes := append(append(make([]string, 0, len(alternates)+1), own), alternates...)
	mine, plain := anchorOf(own), true
	isAnchor := func(code string) bool { return anchorOf(code).kind != "" }
	if (mine.kind == "" || mine.code == own) && !slices.ContainsFunc(alternates, isAnchor) { // nearly always
		return codes
	}
	said := map[string]string{} // anchors by kind; of several, none
	for i, code := range codes {
		a := anchorOf(code)
		switch other, seen := said[a.kind]; {
		case a.kind == "":
			continue
		case i == 0 || !seen:
			said[a.kind] = a.code
		case other != a.code && a.kind == mine.kind:
			plain = false
		case other != a.code:
			said[a.kind], plain = "", false
		}
		plain = plain && a.code == code
	}
	if plain {
		return codes
	}
	codes = slices.DeleteFunc(codes, func(code string) bool {
		a := anchorOf(code)
		return a.kind != "" && said[a.kind] != a.code
	})
	for _, code := range said {
		if code != "" && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes[1:])
	return codes
}

// atom is all records of one key: whatever else is parted, they stay together.
type atom[B any] struct {
	key     string
	codes   []string
	anchors []anchor // one of each kind at most
	records []*kept[B]
}

// parted parts the records into entities, by the rule above identityRule.
func (p *pool[B]) parted() []*entity[B] {
	if entities := p.single(); entities != nil {
		return entities
	}
	var parts [][]*atom[B]
	for _, together := range connected(p.atoms(), nil) {
		if !contradictory(together) {
			parts = append(parts, together)
			continue
		}
		for _, part := range connected(together, contested(together)) {
			if !contradictory(part) {
				parts = append(parts, part)
				continue
			}
			for i := range part {
				parts = append(parts, part[i:i+1])
			}
		}
	}
	return p.name(parts)
}

// single is parted where no code is named twice, as nearly always when a file is imported for the first time: each record is an entity. Else it is nil.
func (p *pool[B]) single() []*entity[B] {
	named := make(map[string]bool, 2*len(p.records))
	for _, r := range p.records {
		for _, code := range r.codes {
			if named[code] {
				return nil
			}
			named[code] = true
		}
	}
	all := make([]entity[B], len(p.records))
	entities := make([]*entity[B], len(p.records))
	for i, r := range p.records {
		codes := distinct(slices.Clone(r.codes))
		all[i] = entity[B]{own: p.kind.best(codes), codes: codes, records: p.records[i : i+1 : i+1]}
		entities[i] = &all[i]
	}
	return entities
}

// atoms brings together the records of one key.
func (p *pool[B]) atoms() []*atom[B] {
	byKey := make(map[string]*atom[B], len(p.records))
	atoms := make([]*atom[B], 0, len(p.records))
	for _, r := range p.records {
		key := p.key(r.codes)
		a := byKey[key]
		if a == nil {
			a = &atom[B]{key: key}
			byKey[key] = a
			atoms = append(atoms, a)
		}
		a.records = append(a.records, r)
		a.codes = append(a.codes, r.codes...)
	}
	for _, a := range atoms {
		a.settle(p.kind.anchor)
	}
	return atoms
}

// key is what a record of these codes is known by.
func (p *pool[B]) key(codes []string) string {
	if a := p.kind.anchor(codes[0]); a.kind != "" {
		return a.code
	}
	best := ""
	for _, code := range codes {
		if p.kind.anchor(code).code != code { // no anchor, or the copy of one, which is there too
			continue
		}
		if best == "" || cmp.Or(cmp.Compare(p.kind.rank(code), p.kind.rank(best)), strings.Compare(code, best)) < 0 {
			best = code
		}
	}
	return cmp.Or(best, codes[0])
}

// settle leaves to an atom the anchors that its records are sure to mean together.
func (a *atom[B]) settle(anchorOf func(string) anchor) {
	a.codes = distinct(a.codes)
	for _, code := range a.codes {
		if named := anchorOf(code); named.kind != "" && !slices.Contains(a.anchors, named) {
			a.anchors = append(a.anchors, named)
		}
	}
	if len(a.anchors) < 2 {
		return
	}
	several := func(kind string) bool {
		n := 0
		for _, named := range a.anchors {
			if named.kind == kind {
				n++
			}
		}
		return n > 1
	}
	unsure := slices.Collect(func(yield func(anchor) bool) {
		for _, named := range a.anchors {
			if several(named.kind) && !yield(named) {
				return
			}
		}
	})
	a.anchors = slices.DeleteFunc(a.anchors, func(named anchor) bool { return slices.Contains(unsure, named) })
	a.codes = slices.DeleteFunc(a.codes, func(code string) bool { return slices.Contains(unsure, anchorOf(code)) })
}

// contradictory tells whether atoms have two anchors of one kind.
func contradictory[B any](atoms []*atom[B]) bool {
	if len(atoms) < 2 {
		return false
	}
	said := map[string]string{}
	for _, a := range atoms {
		for _, named := range a.anchors {
			if other, seen := said[named.kind]; seen && other != named.code {
				return true
			}
			said[named.kind] = named.code
		}
	}
	return false
}

// contested finds the codes that atoms of two anchors of one kind name.
func contested[B any](atoms []*atom[B]) map[string]bool {
	naming := map[string][]*atom[B]{}
	for _, a := range atoms {
		for _, code := range a.codes {
			naming[code] = append(naming[code], a)
		}
	}
	found := map[string]bool{}
	for code, named := range naming {
		if contradictory(named) {
			found[code] = true
		}
	}
	return found
}

// connected finds the atoms that are connected by codes, by union-find; codes of without connect nothing.
func connected[B any](atoms []*atom[B], without map[string]bool) [][]*atom[B] {
	parent := make([]int, len(atoms))
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	first := map[string]int{} // the first atom of a code
	for i, a := range atoms {
		parent[i] = i
		for _, code := range a.codes {
			if without[code] {
				continue
			}
			if j, known := first[code]; known {
				parent[root(i)] = root(j)
			} else {
				first[code] = i
			}
		}
	}
	place := map[int]int{} // of a root's part
	var parts [][]*atom[B]
	for i, a := range atoms {
		at, known := place[root(i)]
		if !known {
			at = len(parts)
			place[root(i)], parts = at, append(parts, nil)
		}
		parts[at] = append(parts[at], a)
	}
	return parts
}
