package searchtest

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// textMaker makes random texts of the search box's language. Their words are the given ones; phrases and fields are mostly such as the catalogue has.
type textMaker struct {
	random  *rand.Rand
	words   []string
	phrases [][]string          // of the catalogue's texts, made of the words and stop words
	inField map[string][]string // words of each field
	fields  []string            // that have any
}

func newTextMaker(random *rand.Rand, words []string, all []*plainText) *textMaker {
	t := &textMaker{random: random, words: words, inField: map[string][]string{}}
	known := map[string]bool{}
	for _, word := range words {
		known[strings.ToLower(word)] = true
	}
	isStop := func(word string) bool { return slices.Contains(oracleStopWords, word) }
	for _, e := range all {
		for field, values := range e.values {
			for _, value := range values {
				for first, word := range value {
					if !known[word] {
						continue
					}
					t.inField[field] = append(t.inField[field], word)
					for end := first + 1; end < min(first+4, len(value)) && (known[value[end]] || isStop(value[end])); end++ {
						if known[value[end]] {
							t.phrases = append(t.phrases, value[first:end+1])
						}
					}
				}
			}
		}
	}
	for field, words := range t.inField {
		t.fields = append(t.fields, field)
		slices.Sort(words) // fields come in any order of a map
	}
	slices.Sort(t.fields)
	slices.SortFunc(t.phrases, slices.Compare)
	return t
}

// next is one to three terms, or two alternatives.
func (t *textMaker) next() string {
	terms := make([]string, pick(t.random, []int{1, 1, 1, 2, 2, 3}))
	for i := range terms {
		terms[i] = t.term()
	}
	text := strings.Join(terms, " ")
	if chance(t.random, 8) {
		text += " OR " + t.term()
	}
	return text
}

func (t *textMaker) term() string {
	r := t.random
	switch r.IntN(16) {
	case 0, 1:
		return t.phrase()
	case 2, 3, 4:
		return t.field()
	case 5, 6:
		return t.prefix(pick(r, t.words))
	case 7, 8:
		return "-" + pick(r, []string{t.word(), t.word(), t.phrase(), t.field()})
	case 9:
		return "(" + t.word() + " OR " + t.field() + ")"
	case 10:
		return pick(r, []string{"samples:2..4", "samples:..3", "samples:5..", "year:2011..2013", "year:2012", "-year:..2012"})
	case 11:
		return pick(r, oracleStopWords)
	}
	return t.word()
}

func (t *textMaker) word() string {
	word := pick(t.random, t.words)
	if chance(t.random, 5) {
		word = strings.ToUpper(word)
	}
	return word
}

func (t *textMaker) prefix(word string) string {
	return word[:2+t.random.IntN(len(word)-1)] + "*"
}

// phrase is one of the catalogue's, sometimes with its last word cut short, without its stop words, or of words that may be anywhere.
func (t *textMaker) phrase() string {
	if len(t.phrases) == 0 {
		return t.word()
	}
	words := slices.Clone(pick(t.random, t.phrases))
	switch t.random.IntN(6) {
	case 0:
		words[len(words)-1] = t.prefix(words[len(words)-1])
	case 1:
		words = slices.DeleteFunc(words, func(word string) bool { return slices.Contains(oracleStopWords, word) })
	case 2:
		slices.Reverse(words)
	case 3:
		words = []string{t.word(), t.word()}
	}
	return `"` + strings.Join(words, " ") + `"`
}

func (t *textMaker) field() string {
	if len(t.fields) == 0 {
		return "accession:" + t.word()
	}
	field := pick(t.random, t.fields)
	switch t.random.IntN(5) {
	case 0:
		return field + ":" + t.word()
	case 1:
		return field + ":" + t.prefix(pick(t.random, t.inField[field]))
	case 2:
		return field + ":" + t.phrase()
	case 3:
		return field + ":(" + t.word() + " OR " + pick(t.random, t.inField[field]) + ")"
	}
	return field + ":" + pick(t.random, t.inField[field])
}
