package embedded

import (
	"math"
	"math/bits"

	"github.com/facetome/facetome/search"
)

// How well an experiment fits the text: each term of it is worth, in each field that has it, up to the weight of that field, times how rare the
// term is. Within a field this is BM25 (S. Robertson and H. Zaragoza, "The probabilistic relevance framework: BM25 and beyond", 2009): a term is
// worth more where it is frequent and the text is short. Since no field gives more than its weight, one occurrence in a title beats any number
// in a description. docs/ranking.md says what else was measured.
const (
	bm25K1 = 1.2 // the usual value, that of Lucene
	// bm25B is how much a text's length counts; less than the usual 0.75, since titles differ in length by a taste for subtitles.
	bm25B = 0.5
	// maxDiscount bounds what length takes from a term: one occurrence in the longest title is still worth 10/(1+3*1.2) = 2.2, more than a
	// description can give.
	maxDiscount = 3
)

// worth is what a term is worth in a field of an experiment. The attributes of a thousand samples mention everything, and many times: a term
// counts once there, and their length takes from it without bound.
func (p *postings) worth(e uint32, f search.TextField, frequency uint32) float32 {
	discount := 1 - bm25B + bm25B*float32(p.lengths[int(e)*int(search.NumRankedFields)+int(f)])/p.average[f]
	if f == search.TextAttributes {
		frequency = 1
	} else {
		discount = min(discount, maxDiscount)
	}
	return search.TextFields[f].Weight * float32(frequency) / (float32(frequency) + bm25K1*discount)
}

// term scores the experiments that have a term in one of some fields.
func (s *run) term(term search.WordTerm, fields fieldSet) []match {
	p := &s.columns.text
	for _, word := range p.wordsOf(term) {
		s.tally.count(p, word, fields)
	}
	n := 0
	for _, word := range s.tally.found {
		n += bits.OnesCount64(word)
	}
	matches := make([]match, 0, n)
	rarity := s.rarity(n)
	s.rarities[withoutOffset(term)] = rarity
	for i, word := range s.tally.found {
		for ; word != 0; word &= word - 1 {
			e := uint32(i*64 + bits.TrailingZeros64(word))
			m := match{experiment: e}
			frequencies := s.tally.frequency[int(e)*int(search.NumRankedFields):][:search.NumRankedFields]
			for f, frequency := range frequencies {
				if frequency > 0 {
					m.score += rarity * p.worth(e, search.TextField(f), frequency)
				}
			}
			clear(frequencies)
			matches = append(matches, m)
		}
		s.tally.found[i] = 0
	}
	return matches
}

// rarity is BM25's weight of a term that n experiments have: its inverse document frequency in Lucene's form, which is never negative.
func (s *run) rarity(n int) float32 {
	return float32(math.Log(1 + (float64(s.columns.experiments()-n)+0.5)/(float64(n)+0.5)))
}
