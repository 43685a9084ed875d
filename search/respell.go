package search

import (
	"strings"
	"unicode/utf8"

	"github.com/facetome/facetome/search/analysis"
)

// When another word is proposed for one that somebody typed.
const (
	// FewHave is how many experiments make a word rare. A rare word may be right: only one letter may differ then, and so many times as many
	// experiments must have the other.
	FewHave, manyTimes = 3, 100
	// perMillion of all experiments at least have a word that is proposed for one that none has: rarer ones are mistyped themselves.
	perMillion = 200
	// aLetterMore makes up for so many times as many experiments.
	aLetterMore = 20
	// MaxRespelled is how many words of a text are proposed anew.
	MaxRespelled = 5
)

// TypedWord is a word of a text that may be mistyped.
type TypedWord struct {
	Words *Words
	Word  string // folded, not stemmed
}

// TypedWords lists the words of a tree that may be mistyped: not phrases, beginnings of words, or codes.
func TypedWords(n TextNode) []TypedWord {
	var list []TypedWord
	for _, w := range Positive(n) {
		if len(w.Terms) != 1 || w.Terms[0].Prefix || w.Code.Text != "" {
			continue
		}
		if words := analysis.New().Words(w.Source); len(words) == 1 {
			list = append(list, TypedWord{w, words[0].Text})
		}
	}
	return list
}

// Mistyped says of a word that some of all experiments have in how many letters the one that was meant may differ, and how many experiments must have
// that; 0 letters where the word is taken as it stands.
func (w TypedWord) Mistyped(have, experiments int) (typos, least int) {
	typos, least = Typos(w.Word), max(1, experiments*perMillion/1_000_000)
	switch {
	case have > FewHave:
		return 0, 0
	case have > 0:
		return min(typos, 1), have * manyTimes
	}
	return typos, least
}

// Worth says how likely another word was meant that so many experiments have; 0 where it differs in more letters.
func (w TypedWord) Worth(other string, typos, experiments int) int {
	if Typos(other) == 0 {
		return 0
	}
	switch d := Distance(w.Word, other, typos); {
	case d == 0, d > typos, d > 1 && other[0] != w.Word[0]: // few mistype the first letter and another
		return 0
	case d == 1:
		return experiments * aLetterMore
	}
	return experiments
}

// Respelled is a word of a text that no experiment has, or very few, and one nearly the same that many have.
type Respelled struct {
	Words       *Words
	Instead     string
	Experiments int // that have the word instead
}

// Respell is the text with those words instead; empty where there are none. It is proposed, never searched by itself.
func (o TextOutcome) Respell(text string) string {
	var edits []edit
	for _, r := range o.Respelled {
		written := text[r.Words.Start:r.Words.End]
		if at := strings.LastIndex(written, r.Words.Source); at >= 0 { // behind the name of a field
			start := r.Words.Start + at
			edits = append(edits, edit{start, start + len(r.Words.Source), r.Instead})
		}
	}
	if len(edits) == 0 {
		return ""
	}
	return corrected(text, edits...)
}

// Typos is in how many letters a word may differ from the one that was meant; 0 where the word is too short to tell, or no word: codes, genes
// and numbers are meant as they stand.
func Typos(word string) int {
	for _, r := range word {
		if r < 'a' || r > 'z' {
			return 0
		}
	}
	switch n := len(word); {
	case n < 4:
		return 0
	case n < 6:
		return 1
	}
	return 2
}

// Distance is in how many letters two words differ: letters that are missing, too many, or others, and neighbours that changed places (F. J.
// Damerau, "A technique for computer detection and correction of spelling errors", 1964). Beyond most it is most+1.
func Distance(a, b string, most int) int {
	if n := utf8.RuneCountInString(a) - utf8.RuneCountInString(b); n > most || -n > most {
		return most + 1
	}
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(y)], most+1)
}
