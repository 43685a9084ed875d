// Package suggest proposes what a text may mean while it is typed: values of facets and institutions.
//
// What is proposed, and the numbers beside it, are those of a search for everything, computed once a generation. A value is found by the
// beginnings of its words, without regard to case and accents: "hep c" finds "Hepatitis C". Organisms are also found by their common names
// and by their abbreviations: "human", "E. coli".
package suggest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// Fields are the facets whose values are proposed.
var Fields = []string{
	models.FieldOrganism, models.FieldTissue, models.FieldDisease, models.FieldCellLine, models.FieldPlatform,
}

// Value is what can be chosen: a value of a facet, or an institution.
type Value struct {
	Field       *search.Field // nil is an institution
	Value       string        // as in a URL
	Label       string        // as shown
	Experiments int           // in all of the catalogue; of an institution not known here
	Samples     int           // likewise, distinct
}

// Found is a value that a text may mean.
type Found struct {
	Value
	As   string // the common name by which it was found; empty where that is the label itself
	Rest string // what of the text is not it, to be searched as before
}

// Index holds everything that is proposed. It is safe for concurrent use.
type Index struct{ entries []entry }

type entry struct {
	Value
	names []name // the label first
}

// name is one way to call a value.
type name struct{ shown, folded string }

// New makes the index of a generation from the answer to the empty query, and from the names of institutions, commonest first.
func New(everything *search.Result, institutions []string) *Index {
	x := &Index{}
	for _, field := range Fields {
		facet := everything.Facet(field)
		if facet == nil {
			continue
		}
		for _, b := range facet.Buckets {
			if !b.NotReported {
				x.add(Value{Field: facet.Field, Value: b.Value, Label: b.Label, Experiments: b.Experiments, Samples: b.Samples})
			}
		}
	}
	known := map[string]bool{}
	for _, institution := range institutions {
		if key := fold(institution); !known[key] { // "MIT" and "mit" are the same search
			known[key] = true
			x.add(Value{Value: institution, Label: institution})
		}
	}
	return x
}

func (x *Index) add(v Value) {
	e := entry{Value: v}
	call := func(shown string) {
		folded := fold(shown)
		if folded != "" && !slices.ContainsFunc(e.names, func(n name) bool { return n.folded == folded }) {
			e.names = append(e.names, name{shown, folded})
		}
	}
	call(v.Label)
	call(v.Value)
	if v.Field != nil && v.Field.Name == models.FieldOrganism {
		call(abbreviated(v.Value))
		for _, common := range commonNames()[models.Fold(v.Value)] {
			call(common)
		}
	}
	if len(e.names) > 0 {
		x.entries = append(x.entries, e)
	}
}

const (
	// minText is how many letters of a whole text, and minTail how many of its last words, find something: with fewer, nearly everything
	// begins so.
	minText, minTail = 2, 3
	// maxTail is how many words a value is looked for in at the end of a longer text.
	maxTail = 4
)

// Find proposes at most n values for a text, best first, for the whole of it and for its last words, with the rest to be searched as before;
// of those that fit equally well, those of more words first. Texts with the signs of the search language (quotes, parentheses, fields) mean what they say: nothing is proposed for them.
func (x *Index) Find(text string, n int) []Found {
	if strings.ContainsAny(text, "\"“”„«»():*") {
		return nil
	}
	words := strings.Fields(text)
	var matches []match
	for from := range words {
		if from > 0 && len(words)-from > maxTail {
			continue
		}
		tail, rest := fold(strings.Join(words[from:], " ")), strings.Join(words[:from], " ")
		least := minText
		if from > 0 {
			least = minTail
		}
		if len(tail) < least || strings.HasPrefix(words[from], "-") || from > 0 && slices.Contains([]string{"OR", "AND", "NOT"}, words[from-1]) {
			continue
		}
		matches = append(matches, x.matching(tail, rest)...)
	}
	slices.SortStableFunc(matches, func(a, b match) int { return cmp.Compare(a.rank, b.rank) })
	var list []Found
	seen := map[*entry]bool{}
	for _, m := range matches {
		if len(list) < n && !seen[m.entry] {
			seen[m.entry] = true
			list = append(list, Found{Value: m.entry.Value, As: m.as, Rest: m.rest})
		}
	}
	return list
}

// match is an entry that fits a text, and how well.
type match struct {
	entry *entry
	rank  int
	as    string
	rest  string
}

// The ranks of matches, best first.
const (
	isName      = iota // the text is a name of the value
	beginsName         // a name begins with the text
	beginsWords        // words of a name begin with the words of the text
	noMatch
)

// matching lists the entries that fit a folded text, best first: by rank, then by samples, facets before institutions.
func (x *Index) matching(text, rest string) []match {
	words := strings.Fields(text)
	for i := range words {
		words[i] = " " + words[i]
	}
	var matches []match
	for i := range x.entries {
		e := &x.entries[i]
		best := match{entry: e, rank: noMatch, rest: rest}
		for j, n := range e.names {
			if rank := n.rank(text, words); rank < best.rank {
				best.rank, best.as = rank, ""
				if j > 0 && !strings.EqualFold(n.shown, e.Value.Value) {
					best.as = n.shown
				}
			}
		}
		if best.rank < noMatch {
			matches = append(matches, best)
		}
	}
	slices.SortStableFunc(matches, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.entry.Samples, a.entry.Samples))
	})
	return matches
}

// rank says how well a folded text, and its words with a blank before each, fit the name.
func (n name) rank(text string, words []string) int {
	switch {
	case n.folded == text:
		return isName
	case strings.HasPrefix(n.folded, text):
		return beginsName
	}
	for _, word := range words {
		if !strings.HasPrefix(n.folded, word[1:]) && !strings.Contains(n.folded, word) {
			return noMatch
		}
	}
	return beginsWords
}
