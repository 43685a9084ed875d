package models_test

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// group is an experiment or a sample as expected: records, the codes that are theirs, and the one that is its own.
type group struct {
	own     string
	keys    map[string]bool // of the records
	codes   map[string]bool
	records []said
}

// naming is a record, with the codes that it is sure to mean.
type naming struct {
	key   string
	codes map[string]bool
	said  said
}

// archive is a kind of codes, best first; of those that are anchors, a thing has one at most.
type archive struct {
	code   *regexp.Regexp
	anchor bool
}

var (
	sampleArchives = []archive{{regexp.MustCompile(`^GSM\d+$`), true}, {regexp.MustCompile(`^SAM[A-Z]+\d+$`), false}, {regexp.MustCompile(`^SRS\d+$`), false},
		{regexp.MustCompile(`^SRX\d+$`), false}, {regexp.MustCompile(`^SRR\d+$`), false}, {regexp.MustCompile(``), false}}
	experimentArchives = []archive{{regexp.MustCompile(`^GSE\d+$`), true}, {regexp.MustCompile(`^E-(MTAB|MEXP)-\d+$`), true},
		{regexp.MustCompile(`^E-GEOD-\d+$`), false}, {regexp.MustCompile(`^SRP\d+$`), false}, {regexp.MustCompile(`^PRJNA\d+$`), false}, {regexp.MustCompile(``), false}}
)

func samplesOf(w world) []*group {
	return entities(w, sampleArchives, func(s said) []string {
		if s.sample == nil {
			return nil
		}
		return append([]string{s.sample.AccessionCode}, s.sample.Alternates...)
	})
}

func experimentsOf(w world) []*group {
	return entities(w, experimentArchives, func(s said) []string {
		if s.experiment == nil {
			return nil
		}
		return append([]string{s.experiment.AccessionCode}, s.experiment.Alternates...)
	})
}

func rankOf(archives []archive, code string) int {
	return slices.IndexFunc(archives, func(a archive) bool { return a.code.MatchString(code) })
}

// anchorOf is the kind of an anchor (its letters) and the anchor; blank for other codes.
func anchorOf(archives []archive, code string) (kind, anchor string) {
	if number, copied := strings.CutPrefix(code, "E-GEOD-"); copied {
		code = "GSE" + number
	}
	if !archives[rankOf(archives, code)].anchor {
		return "", ""
	}
	return strings.TrimRight(code, "0123456789"), code
}

// anchors lists the anchors of one kind among codes.
func anchors(archives []archive, codes map[string]bool, kind string) map[string]bool {
	found := map[string]bool{}
	for code := range codes {
		if k, anchor := anchorOf(archives, code); k == kind {
			found[anchor] = true
		}
	}
	return found
}

// without removes anchors of a kind, but one.
func without(archives []archive, codes map[string]bool, kind, but string) {
	maps.DeleteFunc(codes, func(code string, _ bool) bool {
		k, anchor := anchorOf(archives, code)
		return k == kind && anchor != but
	})
}

var anchorKinds = []string{"GSM", "GSE", "E-MTAB-", "E-MEXP-"}

// entities parts records by the rule, step by step as it is written, each by trying until nothing changes.
func entities(w world, archives []archive, codesOf func(said) []string) []*group {
	var records []naming
	for _, s := range w.records {
		list := codesOf(s)
		if len(list) == 0 {
			continue
		}
		r := naming{codes: map[string]bool{}, said: s}
		for _, code := range list {
			r.codes[code] = true
			if _, anchor := anchorOf(archives, code); anchor != "" {
				r.codes[anchor] = true
			}
		}
		ownKind, own := anchorOf(archives, list[0])
		for _, kind := range anchorKinds {
			if len(anchors(archives, r.codes, kind)) > 1 {
				but := ""
				if kind == ownKind {
					but = own
				}
				without(archives, r.codes, kind, but)
			}
		}
		if r.key = own; own == "" {
			for _, kind := range anchorKinds {
				for anchor := range anchors(archives, r.codes, kind) {
					if r.key == "" || rankOf(archives, anchor) < rankOf(archives, r.key) || rankOf(archives, anchor) == rankOf(archives, r.key) && anchor < r.key {
						r.key = anchor
					}
				}
			}
		}
		r.key = cmp.Or(r.key, list[0])
		records = append(records, r)
	}

	byKey := map[string]*group{}
	for _, r := range records {
		g := byKey[r.key]
		if g == nil {
			g = &group{keys: map[string]bool{r.key: true}, codes: map[string]bool{}}
			byKey[r.key] = g
		}
		maps.Copy(g.codes, r.codes)
		g.records = append(g.records, r.said)
	}
	var atoms []*group
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		g := byKey[key]
		for _, kind := range anchorKinds {
			if len(anchors(archives, g.codes, kind)) > 1 {
				without(archives, g.codes, kind, "")
			}
		}
		atoms = append(atoms, g)
	}

	var found []*group
	for _, all := range unite(atoms, nil) {
		if !several(archives, all) {
			found = append(found, one(all))
			continue
		}
		parted := map[string]bool{}
		for code := range one(all).codes {
			var named []*group
			for _, g := range all {
				if g.codes[code] {
					named = append(named, g)
				}
			}
			parted[code] = several(archives, named)
		}
		for _, some := range unite(all, parted) {
			if several(archives, some) {
				found = append(found, some...)
			} else {
				found = append(found, one(some))
			}
		}
	}
	for _, g := range found {
		for code := range g.codes {
			if !g.keys[code] && shared(code, found) {
				continue
			}
			if g.own == "" || cmp.Or(cmp.Compare(rankOf(archives, code), rankOf(archives, g.own)), strings.Compare(code, g.own)) < 0 {
				g.own = code
			}
		}
	}
	return found
}

// unite brings together groups that share codes, but for some codes.
func unite(groups []*group, but map[string]bool) [][]*group {
	var sets [][]*group
	for _, g := range groups {
		sets = append(sets, []*group{g})
	}
	for united := true; united; {
		united = false
		for i := 0; i < len(sets) && !united; i++ {
			for j := i + 1; j < len(sets) && !united; j++ {
				for code := range one(sets[i]).codes {
					if !but[code] && one(sets[j]).codes[code] {
						sets[i] = append(sets[i], sets[j]...)
						sets, united = slices.Delete(sets, j, j+1), true
						break
					}
				}
			}
		}
	}
	return sets
}

// one is what groups are together.
func one(groups []*group) *group {
	all := &group{keys: map[string]bool{}, codes: map[string]bool{}}
	for _, g := range groups {
		maps.Copy(all.keys, g.keys)
		maps.Copy(all.codes, g.codes)
		all.records = append(all.records, g.records...)
	}
	return all
}

// several tells whether groups have two anchors of a kind.
func several(archives []archive, groups []*group) bool {
	return slices.ContainsFunc(anchorKinds, func(kind string) bool { return len(anchors(archives, one(groups).codes, kind)) > 1 })
}

// shared tells whether several groups have a code.
func shared(code string, groups []*group) bool {
	n := 0
	for _, g := range groups {
		if g.codes[code] {
			n++
		}
	}
	return n > 1
}

// means tells whether a code, looked up, leads to the group.
func (g *group) means(code string, groups []*group) bool {
	return g.own == code || !slices.ContainsFunc(groups, func(other *group) bool { return other.own == code })
}
