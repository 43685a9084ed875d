package searchtest

import (
	"slices"
	"strings"

	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/analysis"
)

// textOf is a document's text as words: by field and value.
type textOf [][][]wordOf

type wordOf struct {
	text, stem string
	position   int
}

func newTextOf(d *search.Document) textOf {
	analyzer := analysis.New()
	text := make(textOf, len(d.Text))
	for field, values := range d.Text {
		for _, value := range values {
			var words []wordOf
			for _, w := range analyzer.Words(value) {
				if !w.Stop {
					words = append(words, wordOf{w.Text, analyzer.Stem(w.Text), w.Position})
				}
			}
			text[field] = append(text[field], words)
		}
	}
	return text
}

// readText reads the query's text, and decides whether any of its words will do.
func (a *asking) readText() {
	text := search.ParseText(a.query.Text)
	a.node = text.Node
	outcome := search.TextOutcome{Empty: a.query.Text != "" && text.Node == nil}
	matchesSome := func(node search.TextNode, filtered bool) bool {
		a.node = node
		return slices.ContainsFunc(a.documents, func(d *search.Document) bool {
			if filtered {
				_, matches := a.match(d, "")
				return matches
			}
			return a.hasText(d)
		})
	}
	for _, w := range search.Positive(text.Node) {
		if !matchesSome(w, false) {
			outcome.Absent = append(outcome.Absent, w)
		}
	}
	if text.Node != nil && !matchesSome(text.Node, a.fault == fallbackAfterFilters) {
		if node, ok := text.AnyWord(); ok && a.fault != neverAnyWord {
			if all, isAll := node.(search.AllOf); isAll && a.fault == anyWordDropsTheRest {
				node = all[0]
			}
			outcome.AnyWord = matchesSome(node, false)
		}
	}
	if !outcome.AnyWord {
		a.node = text.Node
	}
	a.outcome = outcome
	a.warnings = append(a.warnings, outcome.Warnings(a.query.Text)...)
}

// hasText says whether an experiment satisfies the text.
func (a *asking) hasText(d *search.Document) bool { return a.node == nil || a.satisfies(d, a.node) }

func (a *asking) satisfies(d *search.Document, n search.TextNode) bool {
	is := func(n search.TextNode) bool { return a.satisfies(d, n) }
	isNot := func(n search.TextNode) bool { return !a.satisfies(d, n) }
	switch n := n.(type) {
	case *search.Words:
		return a.score(d, n) > 0
	case *search.Number:
		number, reported := d.Numbers[n.Field.Name]
		return a.fault == textRangesIgnored || reported && n.Range.Contains(number)
	case search.Not:
		return a.fault == notIgnored || isNot(n.Node)
	case search.AllOf:
		return !slices.ContainsFunc(n, isNot)
	case search.AnyOf:
		if a.fault == orAsAnd {
			return !slices.ContainsFunc(n, isNot)
		}
		return slices.ContainsFunc(n, is)
	}
	panic("no such node")
}

// score weighs where in an experiment words are.
func (a *asking) score(d *search.Document, w *search.Words) (score float32) {
	for field, values := range a.texts[d] {
		f := search.TextField(field)
		asked := f == w.Field || w.Field == search.AnyField && f < search.NumRankedFields
		if a.fault == fieldIgnored {
			asked = f < search.NumRankedFields
		}
		if asked && a.inValues(values, w.Terms) {
			score += search.TextFields[field].Weight
		}
	}
	return score
}

func (a *asking) inValues(values [][]wordOf, terms []search.WordTerm) bool {
	if a.fault == phraseAcrossValues || a.fault == phraseAsWords {
		var all []wordOf
		for _, words := range values {
			from := 0
			if len(all) > 0 {
				from = all[len(all)-1].position + 1
			}
			for _, w := range words {
				w.position += from
				all = append(all, w)
			}
		}
		values = [][]wordOf{all}
	}
	return slices.ContainsFunc(values, func(words []wordOf) bool {
		for from := range words {
			if a.phraseAt(words, from, terms) {
				return true
			}
		}
		return false
	})
}

// phraseAt says whether the terms stand side by side, the first being word number from.
func (a *asking) phraseAt(words []wordOf, from int, terms []search.WordTerm) bool {
	for i, term := range terms {
		stands := slices.ContainsFunc(words, func(w wordOf) bool {
			inPlace := w.position == words[from].position+term.Offset
			switch a.fault {
			case phraseAsWords:
				inPlace = true
			case stopWordsTakeNoPlace:
				inPlace = from+i < len(words) && w == words[from+i]
			}
			return inPlace && a.isTerm(w, term)
		})
		if !stands {
			return false
		}
	}
	return true
}

func (a *asking) isTerm(w wordOf, term search.WordTerm) bool {
	switch {
	case term.Prefix && a.fault == prefixAsWord:
		return w.text == term.Text
	case term.Prefix && a.fault == prefixOfStems:
		return strings.HasPrefix(w.stem, term.Text)
	case term.Prefix:
		return strings.HasPrefix(w.text, term.Text)
	}
	return w.stem == term.Text
}
