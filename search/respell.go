package search

import (
	"strings"
	"unicode/utf8"
)

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
