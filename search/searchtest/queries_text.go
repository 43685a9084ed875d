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
	phrases [][]string          // of the catalogue's texts, made of the words
	parted  [][]string          // likewise, with stop words between
	misses  [][]string          // nearly phrases: stop words left out, or from one value of a field to the next
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
			for i, value := range values {
				if i > 0 && len(value) > 0 && len(values[i-1]) > 0 {
					if last := values[i-1][len(values[i-1])-1]; known[last] && known[value[0]] {
						t.misses = append(t.misses, []string{last, value[0]})
					}
				}
				for first, word := range value {
					if !known[word] {
						continue
					}
					t.inField[field] = append(t.inField[field], word)
					for end := first + 1; end < min(first+4, len(value)) && (known[value[end]] || isStop(value[end])); end++ {
						switch phrase := value[first : end+1]; {
						case !known[value[end]]:
						case slices.ContainsFunc(phrase, isStop):
							t.parted = append(t.parted, phrase)
							t.misses = append(t.misses, slices.DeleteFunc(slices.Clone(phrase), isStop))
						default:
							t.phrases = append(t.phrases, phrase)
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
	slices.SortFunc(t.parted, slices.Compare)
	slices.SortFunc(t.misses, slices.Compare)
	return t
}

// next is one to three terms, or two alternatives; often it is what engines get wrong most easily.
func (t *textMaker) next() string {
	r := t.random
	switch r.IntN(6) {
	case 0:
		return t.phrase()
	case 1:
		return t.word() + " " + t.word()
	case 2: // more than one experiment has, and something else
		return strings.Join([]string{t.word(), t.word(), t.word(), t.word(), pick(r, []string{"-" + t.word(), t.field()})}, " ")
	}
	terms := make([]string, pick(r, []int{1, 1, 1, 2, 2, 3}))
	for i := range terms {
		terms[i] = t.term()
	}
	text := strings.Join(terms, " ")
	if chance(r, 8) {
		text += " OR " + t.term()
	}
	return text
}

func (t *textMaker) term() string {
	r := t.random
	switch r.IntN(16) {
	case 0, 1, 2, 3:
		return t.phrase()
	case 4, 5, 6:
		return t.field()
	case 12, 13:
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

// phrase is one of the catalogue's or nearly so, sometimes with its last word cut short, backwards, or of words that may be anywhere.
func (t *textMaker) phrase() string {
	if len(t.phrases) == 0 || len(t.parted) == 0 || len(t.misses) == 0 {
		return t.word()
	}
	words := slices.Clone(pick(t.random, pick(t.random, [][][]string{t.phrases, t.parted, t.misses})))
	switch t.random.IntN(6) {
	case 0:
		words[len(words)-1] = t.prefix(words[len(words)-1])
	case 1:
		slices.Reverse(words)
	case 2:
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
