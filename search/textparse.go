package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/facetome/facetome/search/analysis"
)

// ParseText reads a text of the search box, tidied as Parse does. It never fails: mistakes are told, and the rest is read.
func ParseText(text string) Text {
	text = cutText(text, MaxText)
	p := textParser{text: text, analyzer: analysis.New()}
	t := Text{Node: p.alternatives(textContext{field: AnyField}, 0), Problems: p.problems}
	if len(p.problems) > 0 {
		edits := make([]edit, len(p.problems))
		for i, problem := range p.problems {
			edits[i] = problem.fix
		}
		t.Corrected = corrected(text, edits...)
		slices.SortStableFunc(t.Problems, func(a, b TextProblem) int { return a.Offset - b.Offset })
	}
	return t
}

// textParser reads from left to right, by recursive descent: alternatives parted by OR, in them terms side by side.
type textParser struct {
	text     string
	at       int // the next byte
	analyzer *analysis.Analyzer
	words    int // read so far
	skipped  int // parentheses that were opened beyond maxTextDepth and not closed yet
	full     bool
	problems []TextProblem
}

// textContext is the field that words stand in: a text field, or a range.
type textContext struct {
	field  TextField
	number *Field
	start  int // of the field's name in the text
	named  bool
}

// The operators, in capitals.
const (
	opOr  = "OR"
	opAnd = "AND"
	opNot = "NOT"
)

func (p *textParser) problem(kind TextKind, start, end int, fix edit, format string, args ...any) {
	if p.full || len(p.problems) >= maxTextProblems {
		return
	}
	p.problems = append(p.problems, TextProblem{Kind: kind, Offset: start, Length: end - start,
		Meant: corrected(p.text, fix), Message: fmt.Sprintf(format, args...), fix: fix})
}

func (p *textParser) next() rune {
	r, _ := utf8.DecodeRuneInString(p.text[p.at:])
	return r
}

func (p *textParser) advance() {
	_, size := utf8.DecodeRuneInString(p.text[p.at:])
	p.at += size
}

func (p *textParser) end() bool { return p.at >= len(p.text) }

func (p *textParser) skipBlanks() {
	for !p.end() && unicode.IsSpace(p.next()) {
		p.advance()
	}
}

// isOperator says whether the next word is that operator.
func (p *textParser) isOperator(op string) bool {
	rest, found := strings.CutPrefix(p.text[p.at:], op)
	return found && endsToken(rest)
}

func (p *textParser) isAnyOperator() bool {
	return p.isOperator(opOr) || p.isOperator(opAnd) || p.isOperator(opNot)
}

// endsToken says whether a token ends before the rest of a text.
func endsToken(rest string) bool {
	r, size := utf8.DecodeRuneInString(rest)
	return size == 0 || unicode.IsSpace(r) || isQuote(r) || r == '(' || r == ')'
}

// isQuote also takes the quotes that word processors set.
func isQuote(r rune) bool { return strings.ContainsRune("\"“”„«»", r) }

// alternatives reads up to the end of the text or of the group.
func (p *textParser) alternatives(in textContext, depth int) TextNode {
	var list []TextNode
	for {
		node, some := p.sideBySide(in, depth)
		list = append(list, node)
		if p.end() || !p.isOperator(opOr) {
			return newAnyOf(list)
		}
		start := p.at
		p.at += len(opOr)
		p.skipBlanks()
		if !some || p.end() || p.next() == ')' || p.isOperator(opOr) || p.isOperator(opAnd) {
			p.strayOperator(start, opOr)
		}
	}
}

func (p *textParser) strayOperator(start int, op string) {
	p.problem(StrayOperator, start, start+len(op), edit{start, start + len(op), ""},
		"%s joins a word with others; there is none to join here. It was left out.", op)
}

// sideBySide reads terms that all must match; some says whether there was one, if only a stop word.
func (p *textParser) sideBySide(in textContext, depth int) (node TextNode, some bool) {
	var list []TextNode
	for {
		p.skipBlanks()
		switch {
		case p.end(), p.isOperator(opOr):
			return newAllOf(list), some
		case p.next() == ')' && p.skipped > 0:
			p.skipped--
			p.at++
		case p.next() == ')' && depth > 0:
			return newAllOf(list), some
		case p.next() == ')':
			p.problem(StrayParenthesis, p.at, p.at+1, edit{p.at, p.at + 1, ""}, "This parenthesis closes none that was opened; it was left out.")
			p.at++
		case p.isOperator(opAnd):
			start := p.at
			p.at += len(opAnd)
			p.skipBlanks()
			if !some || p.end() || p.next() == ')' || p.isOperator(opOr) || p.isOperator(opAnd) {
				p.strayOperator(start, opAnd)
			}
		default:
			list = append(list, p.term(in, depth))
			some = true
		}
	}
}

// term reads a word, phrase, field or group, and what stands before it to exclude it.
func (p *textParser) term(in textContext, depth int) TextNode {
	start := p.at
	switch {
	case p.isOperator(opNot):
		p.at += len(opNot)
		p.skipBlanks()
		if p.end() || p.next() == ')' || p.isAnyOperator() {
			p.strayOperator(start, opNot)
			return nil
		}
		return newNot(p.term(in, depth))
	case p.next() == '-':
		for !p.end() && p.next() == '-' {
			p.at++
		}
		if p.end() || unicode.IsSpace(p.next()) || p.next() == ')' {
			p.problem(LoneMinus, start, p.at, edit{start, p.at, ""}, "A minus excludes the word right behind it; there is none. It was left out.")
			return nil
		}
		return newNot(p.field(in, depth))
	}
	return p.field(in, depth)
}
