// Package analysis turns text into the terms that are indexed and looked up.
//
// It is the one analysis of Facetome, in this order: words by the rules of Unicode (UAX #29), English possessives
// dropped, lower case, letters folded to ASCII where they have a form there, Lucene's English stop words dropped, Porter's
// stems (M. F. Porter, "An algorithm for suffix stripping", Program 14, 1980). An Elasticsearch index has the same parts as settings of its own.
package analysis

import (
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/token/porter"
	"github.com/blevesearch/bleve/v2/analysis/token/stop"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
)

// maxTerm is the longest word in bytes that becomes a term; Lucene's standard tokenizer has the same bound in characters. Longer
// "words" are sequences and base64, which nobody looks up.
const maxTerm = 255

// Term is a term and where its word stands in the text.
type Term struct {
	Text       string
	Position   int // of the word among all words of the text, from 0; dropped stop words count
	Start, End int // bytes of the text
}

// Analyzer turns text into terms. It is safe for concurrent use.
type Analyzer struct {
	words   analysis.Tokenizer
	filters []analysis.TokenFilter
}

// New returns the analyzer.
func New() *Analyzer {
	stopWords := analysis.NewTokenMap()
	for _, word := range englishStopWords {
		stopWords.AddToken(word)
	}
	return &Analyzer{
		words: unicode.NewUnicodeTokenizer(),
		filters: []analysis.TokenFilter{
			en.NewPossessiveFilter(),
			lowercase.NewLowerCaseFilter(),
			asciiFilter{asciifolding.New()},
			stop.NewStopTokensFilter(stopWords),
			porter.NewPorterStemmer(),
		},
	}
}

// Terms analyzes a text.
func (a *Analyzer) Terms(text string) []Term {
	tokens := a.words.Tokenize([]byte(text))
	for _, filter := range a.filters {
		tokens = filter.Filter(tokens)
	}
	terms := make([]Term, 0, len(tokens))
	for _, t := range tokens {
		if len(t.Term) > 0 && len(t.Term) <= maxTerm {
			terms = append(terms, Term{Text: string(t.Term), Position: t.Position - 1, Start: t.Start, End: t.End})
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

// englishStopWords are those of Lucene's EnglishAnalyzer (the set "_english_" of Elasticsearch).
var englishStopWords = []string{
	"a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not", "of", "on", "or",
	"such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "will", "with",
}
