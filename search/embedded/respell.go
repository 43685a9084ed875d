package embedded

import (
	"encoding/binary"
	"math/bits"

	"github.com/facetome/facetome/search"
)

// respell looks for words that (nearly) no experiment has while many have one nearly the same.
func (s *run) respell() {
	for _, typed := range search.TypedWords(s.text.Node) {
		if len(s.outcome.Respelled) == search.MaxRespelled {
			return
		}
		if r, ok := s.columns.text.near(typed, s.columns.experiments()); ok {
			s.outcome.Respelled = append(s.outcome.Respelled, r)
		}
	}
}

// near finds the word that was probably meant: the commonest of those that differ least.
func (p *postings) near(typed search.TypedWord, experiments int) (r search.Respelled, ok bool) {
	have := 0
	for _, word := range p.wordsOf(typed.Words.Terms[0]) {
		have += p.experimentsWith(word, search.FewHave+1-have)
	}
	typos, least := typed.Mistyped(have, experiments)
	if typos == 0 {
		return r, false
	}
	best, bestWorth := -1, 0
	mask := letters(typed.Word)
	for i, word := range p.words {
		if n := len(word) - len(typed.Word); n > typos || -n > typos || bits.OnesCount32(mask^letters(word)) > 2*typos {
			continue
		}
		// The size of the list is about in step with the number of experiments.
		if worth := typed.Worth(word, typos, int(p.start[i+1]-p.start[i])); worth > bestWorth {
			best, bestWorth = i, worth
		}
	}
	if best < 0 {
		return r, false
	}
	r = search.Respelled{Words: typed.Words, Instead: p.words[best], Experiments: p.experimentsWith(uint32(best), experiments)}
	return r, r.Experiments >= least
}

// letters has a bit for each letter that a word of small letters has.
func letters(word string) (mask uint32) {
	for i := range len(word) {
		mask |= 1 << (word[i] & 31)
	}
	return mask
}

// experimentsWith counts the experiments that have a word, up to a number, in fields that words are looked up in without naming one.
func (p *postings) experimentsWith(word uint32, most int) (n int) {
	for list := p.data[p.start[word]:p.start[word+1]]; len(list) > 0 && n < most; {
		_, size := binary.Uvarint(list)
		list = list[size:]
		has, size := binary.Uvarint(list)
		list = list[size:]
		if fieldSet(has)&fieldsOf(search.AnyField) != 0 {
			n++
		}
		for range bits.OnesCount64(has) {
			_, size := binary.Uvarint(list)
			list = list[size:]
		}
	}
	return n
}
