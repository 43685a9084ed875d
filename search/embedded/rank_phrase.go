package embedded

import "github.com/facetome/facetome/search"

// phraseReward is what two neighbouring words of the text add where an experiment has them side by side, as a part of the field's weight times
// how rare the two are together. It exceeds what frequency and length can make of the two words in one field, at most 1-1/(1+maxDiscount*bm25K1) =
// 0.78 of the same: of experiments with the same words in the same field, those that have them as written come first.
const phraseReward = 0.8

// rewardPhrases adds to the scores of experiments that have words of the text side by side, as the text has them. Each two neighbours count on their own
// (D. Metzler and W. B. Croft, "A Markov random field model for term dependencies", SIGIR 2005), so that a part of a long phrase is worth its part.
func (s *run) rewardPhrases(found []match) {
	p := &s.columns.text
	clear(s.among)
	for _, m := range found {
		s.among.set(m.experiment)
	}
	for _, n := range search.Neighbours(s.query.Text, s.text.Node) {
		fields, last := fieldsOf(n.Field), n.Terms[len(n.Terms)-1].Offset
		left := s.placesOf(n.Terms[0], fields, last)
		for i, term := range n.Terms[1:] {
			right := s.placesOf(term, fields, last)
			rarity := phraseReward * (s.rarities[withoutOffset(n.Terms[i])] + s.rarities[withoutOffset(term)])
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

func withoutOffset(t search.WordTerm) search.WordTerm {
	t.Offset = 0
	return t
}
