package embedded

import (
	"slices"

	"github.com/facetome/facetome/search"
)

// match is an experiment that matches a part of the text, and how well: what excludes, and numbers, add nothing.
type match struct {
	experiment uint32
	score      float32
}

// textMatches lists the experiments that match the text, in order; where none does, those that match any of its words.
func (s *run) textMatches() []match {
	found := s.evaluate(s.text.Node, true)
	if len(found) > 0 {
		if s.query.Sort == search.SortRelevance {
			s.rewardPhrases(found)
		}
		return found
	}
	if node, ok := s.text.AnyWord(); ok {
		found = s.evaluate(node, false)
		s.outcome.AnyWord = len(found) > 0
	}
	return found
}

// evaluate lists the experiments that match a node, in order. It notes words that no experiment has, if asked to.
func (s *run) evaluate(n search.TextNode, note bool) []match {
	switch n := n.(type) {
	case *search.Words:
		found := s.words(n)
		if note && len(found) == 0 {
			s.outcome.Absent = append(s.outcome.Absent, n)
		}
		return found
	case *search.Named:
		return s.named(n)
	case *search.Number:
		return s.inRange(n)
	case search.Not:
		return s.others(s.evaluate(n.Node, false))
	case search.AnyOf:
		var found []match
		for _, part := range n {
			found = union(found, s.evaluate(part, note))
		}
		return found
	case search.AllOf:
		return s.all(n, note)
	}
	return nil
}

// all evaluates what includes first; what excludes is taken away from it.
func (s *run) all(n search.AllOf, note bool) []match {
	var found, excluded []match
	first := true
	for _, part := range n {
		if not, ok := part.(search.Not); ok {
			excluded = union(excluded, s.evaluate(not.Node, false))
			continue
		}
		matches := s.evaluate(part, note)
		if first {
			found, first = matches, false
		} else {
			found = intersect(found, matches)
		}
	}
	if first {
		return s.others(excluded)
	}
	return subtract(found, excluded)
}

// words finds a word, or a phrase: it scores as its words do.
func (s *run) words(w *search.Words) []match {
	fields := fieldsOf(w.Field)
	var found []match
	for i, term := range w.Terms {
		matches := s.term(term, fields)
		if i == 0 {
			found = matches
		} else {
			found = intersect(found, matches)
		}
		if len(found) == 0 {
			return nil
		}
	}
	if len(w.Terms) == 1 {
		return found
	}
	return s.sideBySide(found, w.Terms, fields)
}

// sideBySide keeps the experiments in which the terms stand beside one another: moved back by its offset, each term has a place in common.
func (s *run) sideBySide(candidates []match, terms []search.WordTerm, fields fieldSet) []match {
	clear(s.among)
	for _, m := range candidates {
		s.among.set(m.experiment)
	}
	var common []uint64
	last := terms[len(terms)-1].Offset
	for i, term := range terms {
		places := s.placesOf(term, fields, last)
		if i == 0 {
			common = places
		} else {
			common = inBoth(common, places)
		}
	}
	found := candidates[:0]
	for _, m := range candidates {
		for len(common) > 0 && experimentOf(common[0]) < m.experiment {
			common = common[1:]
		}
		if len(common) > 0 && experimentOf(common[0]) == m.experiment {
			found = append(found, m)
		}
	}
	return found
}

// named lists the experiments that a code names; they are numbered by accession code. What they say of it adds nothing to their score.
func (s *run) named(n *search.Named) []match {
	var found []match
	for _, code := range n.Experiments {
		if e, ok := slices.BinarySearch(s.columns.accession, code); ok {
			found = append(found, match{experiment: uint32(e)})
		}
	}
	return found
}

// placesOf lists where the experiments of s.among have a term, moved so that terms that stand side by side have a place in common: by
// their offsets, back from the last one's.
func (s *run) placesOf(term search.WordTerm, fields fieldSet, last int) []uint64 {
	p := &s.columns.text
	var all []uint64
	for _, word := range p.wordsOf(term) {
		if places := p.appendPlaces(nil, word, fields, s.among, uint64(last-term.Offset)); len(places) > 0 {
			all = inEither(all, places)
		}
	}
	return all
}

// inRange lists the experiments whose number lies in a range.
func (s *run) inRange(n *search.Number) []match {
	var found []match
	for i := range s.columns.experimentFields {
		f := &s.columns.experimentFields[i]
		if f.def != n.Field {
			continue
		}
		for e, number := range f.numbers {
			if number != notReported && n.Range.Contains(int(number)) {
				found = append(found, match{experiment: uint32(e)})
			}
		}
	}
	return found
}

// others lists the experiments that are not among some.
func (s *run) others(than []match) []match {
	n := s.columns.experiments()
	found := make([]match, 0, n-len(than))
	for e := range uint32(n) {
		if len(than) > 0 && than[0].experiment == e {
			than = than[1:]
			continue
		}
		found = append(found, match{experiment: e})
	}
	return found
}
