package ingest

import (
	"fmt"
	"regexp"
	"slices"
)

// codeKind is a kind of accession codes that name one thing; several says that a thing can have more than one of them.
type codeKind struct {
	name    string
	code    *regexp.Regexp
	several bool
}

// sampleKinds are the codes of samples, best first: a GEO sample, a BioSample, a sample of the sequence archives, what was made of it.
// https://www.ebi.ac.uk/ena/browser/guides and https://www.ncbi.nlm.nih.gov/sra/docs/ tell them apart by their prefixes.
var sampleKinds = []codeKind{
	{"GEO sample", gsmCode, false},
	{"BioSample", regexp.MustCompile(`^SAM(N|D|E[AG]?)[0-9]{1,15}$`), false},
	{"SRA sample", regexp.MustCompile(`^[SED]RS[0-9]{1,15}$`), false},
	{"SRA experiment", regexp.MustCompile(`^[SED]RX[0-9]{1,15}$`), true},
	{"run", regexp.MustCompile(`^[SED]RR[0-9]{1,15}$`), true},
}

// studyKinds are the codes of studies. A study of the sequence archives comes first: it is the one that runs belong to.
var studyKinds = []codeKind{
	{"SRA study", regexp.MustCompile(`^[SED]RP[0-9]{1,15}$`), false},
	{"BioProject", regexp.MustCompile(`^PRJ[A-Z]{1,2}[0-9]{1,15}$`), false},
	{"GEO series", seriesCode, false},
	{"ArrayExpress", regexp.MustCompile(`^E-[A-Z]{4}-[0-9]{1,15}$`), false},
}

// kindOf is the place of a code among kinds; len(kinds) where it is of none.
func kindOf(kinds []codeKind, code string) int {
	for i, k := range kinds {
		if k.code.MatchString(code) {
			return i
		}
	}
	return len(kinds)
}

// kindName is what the kind of a code is called.
func kindName(kinds []codeKind, code string) string {
	if i := kindOf(kinds, code); i < len(kinds) {
		return kinds[i].name
	}
	return "accession code"
}

// codeGroups brings together what a file says, row by row, of the same sample or study, and finds out which codes mean it alone.
// A code that two of them name (the BioSample of several GEO samples, the run of a pool, an umbrella project) means neither, and of
// two codes of a kind of which there is one (two BioSamples of one GEO sample) none is sure to be the thing itself.
type codeGroups struct {
	kinds          []codeKind
	codes, members *sorter
	added          int
}

func newCodeGroups(kinds []codeKind) *codeGroups {
	return &codeGroups{kinds: kinds, codes: newSorter(), members: newSorter()}
}

func (g *codeGroups) close() {
	g.codes.close()
	g.members.close()
}

// The first letters of the values in members: they sort codes before rows.
const ownCode, sharedCode, rowOfGroup = "a", "b", "c"

// add takes a row of the thing that the best of the codes names, and returns that code. There must be one.
func (g *codeGroups) add(codes []string, row string) (key string, err error) {
	key = slices.MinFunc(codes, func(a, b string) int { return kindOf(g.kinds, a) - kindOf(g.kinds, b) })
	return key, g.addTo(key, codes, row)
}

// addTo is add for a thing whose own code is known.
func (g *codeGroups) addTo(key string, codes []string, row string) error {
	for _, code := range codes {
		if err := g.codes.add(code, key); err != nil {
			return err
		}
	}
	g.added++
	return g.members.add(key, fmt.Sprintf("%s%012d%s", rowOfGroup, g.added, row))
}

// codeGroup is all that the file says of one thing.
type codeGroup struct {
	key        string
	alternates []string // codes that mean the same
	related    []string // codes that a row names beside it and that do not mean it alone
	rows       []string
	cut        bool // there were more rows than can be held
}

// each calls fn with every group, by key.
func (g *codeGroups) each(fn func(codeGroup) error) error {
	err := g.codes.each(func(code string, keys []string, _ bool) error {
		mark := ownCode
		if len(keys) > 1 {
			mark = sharedCode
		}
		for _, key := range keys {
			if key != code {
				if err := g.members.add(key, mark+code); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return g.members.each(func(key string, values []string, cut bool) error {
		group := codeGroup{key: key, cut: cut}
		for _, value := range values {
			switch value[:1] {
			case ownCode:
				group.alternates = append(group.alternates, value[1:])
			case sharedCode:
				group.related = append(group.related, value[1:])
			case rowOfGroup:
				group.rows = append(group.rows, value[1+12:])
			}
		}
		g.keepSure(&group)
		return fn(group)
	})
}

// keepSure moves alternates of a kind of which there can be one, and of which the group has several, to the related ones.
func (g *codeGroups) keepSure(group *codeGroup) {
	count := map[int]int{kindOf(g.kinds, group.key): 1}
	for _, code := range group.alternates {
		count[kindOf(g.kinds, code)]++
	}
	group.alternates = slices.DeleteFunc(group.alternates, func(code string) bool {
		kind := kindOf(g.kinds, code)
		unsure := kind == len(g.kinds) || !g.kinds[kind].several && count[kind] > 1
		if unsure {
			group.related = append(group.related, code)
		}
		return unsure
	})
}
