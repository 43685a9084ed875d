package embedded

import (
	"encoding/binary"
	"math/bits"

	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/analysis"
)

// When another word is proposed for one that somebody typed.
const (
	// fewHave is how many experiments make a word rare. A rare word may be right: only one letter may differ then, and so many times as many
	// experiments must have the other.
	fewHave, manyTimes = 3, 100
	// perMillion of all experiments at least have a word that is proposed for one that none has: rarer ones are mistyped themselves.
	perMillion = 200
	// aLetterMore makes up for so many times as many experiments.
	aLetterMore = 20
	// maxRespelled is how many words of a text are looked at.
	maxRespelled = 5
)

// respell looks for words that (nearly) no experiment has while many have one nearly the same.
func (s *run) respell() {
	for _, w := range search.Positive(s.text.Node) {
		if len(s.outcome.Respelled) == maxRespelled {
			return
		}
		if len(w.Terms) != 1 || w.Terms[0].Prefix || w.Code.Text != "" {
			continue
		}
		words := analysis.New().Words(w.Source)
		if len(words) != 1 {
			continue
		}
		if r, ok := s.columns.text.near(words[0].Text, w.Terms[0], s.columns.experiments()); ok {
			r.Words = w
			s.outcome.Respelled = append(s.outcome.Respelled, r)
		}
	}
}

// near finds the word that was probably meant: the commonest of those that differ least.
func (p *postings) near(typed string, term search.WordTerm, experiments int) (r search.Respelled, ok bool) {
	typos := search.Typos(typed)
	if typos == 0 {
		return r, false
	}
	have := 0
	for _, word := range p.wordsOf(term) {
		have += p.experimentsWith(word, fewHave+1-have)
	}
	least := max(1, experiments*perMillion/1_000_000)
	switch {
	case have > fewHave:
		return r, false
	case have > 0:
		typos, least = 1, have*manyTimes
	}
	best, bestSize := -1, 0
	mask := letters(typed)
	for i, word := range p.words {
		if n := len(word) - len(typed); n > typos || -n > typos || search.Typos(word) == 0 || bits.OnesCount32(mask^letters(word)) > 2*typos {
			continue
		}
		d := search.Distance(typed, word, typos)
		if d == 0 || d > typos || d > 1 && word[0] != typed[0] { // few mistype the first letter and another
			continue
		}
		size := int(p.start[i+1] - p.start[i]) // of the list: about in step with the number of experiments
		if d == 1 {
			size *= aLetterMore
		}
		if size > bestSize {
			best, bestSize = i, size
		}
	}
	if best < 0 {
		return r, false
	}
	r = search.Respelled{Instead: p.words[best], Experiments: p.experimentsWith(uint32(best), experiments)}
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
