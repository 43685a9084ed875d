// Package analysis turns text into the words that are indexed and the terms that are looked up.
//
// It is the one analysis of Facetome, in this order: words by the rules of Unicode (UAX #29), English possessives
// dropped, lower case, letters folded to ASCII where they have a form there, Lucene's English stop words dropped, Porter's
// stems (M. F. Porter, "An algorithm for suffix stripping", Program 14, 1980). An Elasticsearch index has the same parts as settings of its own.
package analysis

import (
	"unicode/utf16"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/token/porter"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
)

// maxWord is the longest word that is indexed, in characters as Lucene counts them (UTF-16). Longer "words" are sequences and base64, which
// nobody looks up.
const maxWord = 255

// Word is a word of a text, as it is indexed: folded, but not stemmed.
type Word struct {
	Text       string
	Position   int // among all words of the text, from 0
	Start, End int // bytes of the text
	Stop       bool
}

// Term is what a word is looked up by, and where the word stands in the text. Stop words are no terms, but count as positions.
type Term struct {
	Text       string // the word's stem
	Position   int    // of the word among all words of the text, from 0
	Start, End int    // bytes of the text
}

// Analyzer turns text into words and terms. It is safe for concurrent use, and making one costs next to nothing.
type Analyzer struct {
	words   analysis.Tokenizer
	filters []analysis.TokenFilter
	stem    analysis.TokenFilter
}

// New returns the analyzer.
func New() *Analyzer {
	return &Analyzer{
		words: unicode.NewUnicodeTokenizer(),
		filters: []analysis.TokenFilter{
			en.NewPossessiveFilter(),
			lowerFilter{},
			asciiFilter{asciifolding.New()},
		},
		stem: porter.NewPorterStemmer(),
	}
}

// Words parts a text into its words, stop words among them.
func (a *Analyzer) Words(text string) []Word {
	tokens := asLucene([]byte(text), a.words.Tokenize([]byte(text)))
	for _, filter := range a.filters {
		tokens = filter.Filter(tokens)
	}
	words := make([]Word, 0, len(tokens))
	for _, t := range tokens {
		if len(t.Term) > 0 && (len(t.Term) <= maxWord || len(utf16.Encode([]rune(string(t.Term)))) <= maxWord) {
			word := string(t.Term)
			words = append(words, Word{Text: word, Position: t.Position - 1, Start: t.Start, End: t.End, Stop: englishStopWords[word]})
		}
	}
	return words
}

// Stem returns the term of a word that Words gave and that is no stop word.
func (a *Analyzer) Stem(word string) string {
	if stem, ok := suffixes[word]; ok {
		return stem
	}
	stemmed := a.stem.Filter(analysis.TokenStream{{Term: []byte(word)}})
	return string(stemmed[0].Term)
}

// suffixes are words that are a suffix of Porter's and nothing else, of which the library makes other stems than Porter's own program and Lucene.
var suffixes = map[string]string{"eed": "eed", "sses": "ss", "ies": "i"}

// Terms parts a text into its terms: the stems of its words without the stop words.
func (a *Analyzer) Terms(text string) []Term {
	words := a.Words(text)
	terms := make([]Term, 0, len(words))
	for _, w := range words {
		if !w.Stop {
			terms = append(terms, Term{Text: a.Stem(w.Text), Position: w.Position, Start: w.Start, End: w.End})
		}
	}
	return terms
}

// asciiFilter folds the letters of each word; the library has it for whole texts only, which would move the words' places.
type asciiFilter struct{ fold analysis.CharFilter }

func (f asciiFilter) Filter(tokens analysis.TokenStream) analysis.TokenStream {
	for _, t := range tokens {
		for _, c := range t.Term {
			if c >= 0x80 {
				t.Term = f.fold.Filter(t.Term)
				break
			}
		}
	}
	return tokens
}

// lowerFilter writes words in lower case.
type lowerFilter struct{}

func (lowerFilter) Filter(tokens analysis.TokenStream) analysis.TokenStream {
	for _, t := range tokens {
		t.Term = lower(t.Term)
	}
	return tokens
}

// englishStopWords are those of Lucene's EnglishAnalyzer (the set "_english_" of Elasticsearch).
var englishStopWords = map[string]bool{
	"a": true, "an": true, "and": true, "are": true, "as": true, "at": true, "be": true, "but": true, "by": true, "for": true, "if": true,
	"in": true, "into": true, "is": true, "it": true, "no": true, "not": true, "of": true, "on": true, "or": true, "such": true, "that": true,
	"the": true, "their": true, "then": true, "there": true, "these": true, "they": true, "this": true, "to": true, "was": true, "will": true,
	"with": true,
}
