package embedded

import (
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/analysis"
)

// phraseReward is what two neighbouring words of the text add where an experiment has them side by side, as a part of the field's weight times
// how rare the two are together. It exceeds what frequency and length can make of the two words in one field, at most 1-1/(1+maxDiscount*bm25K1) =
// 0.78 of the same: of experiments with the same words in the same field, those that have them as written come first.
const phraseReward = 0.8

// neighbours are terms of the text that follow one another, in the order of the text.
type neighbours struct {
	terms  []search.WordTerm // Offset is from the first of them
	fields fieldSet
}

// rewardPhrases adds to the scores of experiments that have words of the text side by side, as the text has them. Each two neighbours count on their own
// (D. Metzler and W. B. Croft, "A Markov random field model for term dependencies", SIGIR 2005), so that a part of a long phrase is worth its part.
func (s *run) rewardPhrases(found []match) {
	p := &s.columns.text
	clear(s.among)
	for _, m := range found {
		s.among.set(m.experiment)
	}
	for _, n := range s.neighbours() {
		last := n.terms[len(n.terms)-1].Offset
		left := s.placesOf(n.terms[0], n.fields, last)
		for i, term := range n.terms[1:] {
			right := s.placesOf(term, n.fields, last)
			rarity := phraseReward * (s.rarities[withoutOffset(n.terms[i])] + s.rarities[withoutOffset(term)])
			p.reward(found, inBoth(left, right), rarity)
			left = right
		}
	}
}

// reward gives each field of an experiment in which two words stand side by side its weight, once however often they do.
func (p *postings) reward(found []match, places []uint64, rarity float32) {
	i := 0
	for at := 0; at < len(places); {
		e, f := experimentOf(places[at]), fieldOf(places[at])
		for found[i].experiment != e {
			i++ // places are those of found experiments, in the same order
		}
		found[i].score += rarity * search.TextFields[search.TextFields[f].Like].Weight
		for at < len(places) && experimentOf(places[at]) == e && fieldOf(places[at]) == f {
			at++
		}
	}
}

// neighbours lists the runs of two or more words of the text. A word in a field of its own, a group, a range or an exclusion ends a run.
func (s *run) neighbours() []neighbours {
	nodes, several := s.text.Node.(search.AllOf)
	if !several {
		nodes = search.AllOf{s.text.Node}
	}
	var list []neighbours
	var before *search.Words
	for _, node := range nodes {
		w, isWords := node.(*search.Words)
		if !isWords {
			before = nil
			continue
		}
		if before == nil || before.Field != w.Field {
			list = append(list, neighbours{w.Terms, fieldsOf(w.Field)})
		} else {
			last := &list[len(list)-1]
			last.terms = append(last.terms[:len(last.terms):len(last.terms)], moved(w.Terms, last.terms, s.between(before, w))...)
		}
		before = w
	}
	runs := list[:0]
	for _, n := range list {
		if len(n.terms) > 1 {
			runs = append(runs, n)
		}
	}
	return runs
}

// between counts the words of the text that stand between two of its parts and are no part of the tree: stop words, which take their places.
func (s *run) between(a, b *search.Words) int {
	if b.Start-a.End <= 1 { // a blank
		return 0
	}
	return len(analysis.New().Words(s.query.Text[a.End:b.Start]))
}

// moved puts terms behind others, with a number of places between.
func moved(terms, behind []search.WordTerm, between int) []search.WordTerm {
	from := behind[len(behind)-1].Offset + 1 + between
	out := make([]search.WordTerm, len(terms))
	for i, term := range terms {
		term.Offset += from
		out[i] = term
	}
	return out
}

func withoutOffset(t search.WordTerm) search.WordTerm {
	t.Offset = 0
	return t
}
