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

// field reads what may have a field's name before it.
func (p *textParser) field(in textContext, depth int) TextNode {
	start := p.at
	name, ok := p.fieldName()
	if !ok {
		return p.value(in, depth)
	}
	behind := start + len(name) + 1
	named, known := contextOf(name)
	if !known {
		if unicode.IsDigit(firstRune(p.text[behind:])) && nearest(name, textFieldNames()) == "" {
			return p.value(in, depth) // an identifier, such as GO:0006915
		}
		p.unknownField(start, name)
		named = in
	}
	in, p.at = named, behind
	in.start, in.named = start, true
	if p.end() || unicode.IsSpace(p.next()) || p.next() == ')' {
		p.emptyField(start, name)
		return nil
	}
	if behind, minus := strings.CutPrefix(p.text[p.at:], "-"); minus && (!endsToken(behind) || isQuote(firstRune(behind)) || firstRune(behind) == '(') {
		p.at++
		return newNot(p.value(in, depth))
	}
	return p.value(in, depth)
}

// fieldName looks for a name and a colon. A colon behind any other word ("Review: a title") and that of a web address is no field's.
func (p *textParser) fieldName() (string, bool) {
	rest := p.text[p.at:]
	colon := strings.IndexByte(rest, ':')
	if colon < 1 {
		return "", false
	}
	name, behind := rest[:colon], rest[colon+1:]
	for i, r := range name {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !letter && (i == 0 || r != '_' && r != '-') {
			return "", false
		}
	}
	if _, known := contextOf(name); known {
		return name, true
	}
	first := firstRune(behind)
	return name, behind != "" && !unicode.IsSpace(first) && first != ')' && !strings.HasPrefix(behind, "//")
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func contextOf(name string) (in textContext, known bool) {
	if f, ok := TextFieldByName(name); ok {
		return textContext{field: f}, true
	}
	if f := FieldByName(strings.ToLower(name)); f != nil && f.IsRange() {
		return textContext{field: AnyField, number: f}, true
	}
	return textContext{field: AnyField}, false
}

func (p *textParser) unknownField(start int, name string) {
	end := start + len(name) + 1
	near := nearest(name, textFieldNames())
	fix := edit{start, end, ""}
	if near != "" {
		fix.with = near + ":"
	}
	p.problem(UnknownField, start, end, fix, "There is no field %q%s; what follows was searched everywhere.",
		shorten(name), didYouMean(near))
}

func (p *textParser) emptyField(start int, name string) {
	end := p.at
	fix := edit{start, end, ""}
	p.skipBlanks()
	if !p.end() && p.next() != ')' && !p.isAnyOperator() && p.next() != '-' {
		fix = edit{end, p.at, ""} // only the blank is too much
	}
	p.problem(EmptyField, start, end, fix, "The field %q has no word right behind its colon; it was left out.", name)
}

// value reads a word, a phrase or a group.
func (p *textParser) value(in textContext, depth int) TextNode {
	start := p.at
	if !in.named {
		in.start = start
	}
	switch first := p.next(); {
	case isQuote(first):
		return p.phrase(in, depth)
	case first == '(':
		return p.group(in, depth)
	}
	for !p.end() && !endsToken(p.text[p.at:]) && (in.named || !p.atSlash(start)) {
		p.advance()
	}
	return p.leaf(in, start, p.at)
}

// atSlash says whether a slash between two letters is next, which parts words as a blank does: breast/ovarian. Identifiers and addresses keep theirs.
func (p *textParser) atSlash(start int) bool {
	before, _ := utf8.DecodeLastRuneInString(p.text[start:p.at])
	return p.next() == '/' && unicode.IsLetter(before) && unicode.IsLetter(firstRune(p.text[p.at+1:])) && !strings.Contains(p.text[start:p.at], "://")
}

func (p *textParser) phrase(in textContext, depth int) TextNode {
	open := p.at
	p.advance()
	start := p.at
	end := strings.IndexFunc(p.text[start:], isQuote)
	if end < 0 {
		return p.unclosedQuote(in, depth, open)
	}
	p.at = start + end
	p.advance()
	return p.leaf(in, start, start+end)
}

// unclosedQuote goes on as if the quote were not there. It was meant to be closed at the end, if what follows are words alone.
func (p *textParser) unclosedQuote(in textContext, depth, open int) TextNode {
	rest := p.text[p.at:]
	fix := edit{len(p.text), len(p.text), `"`}
	if strings.ContainsAny(rest, "():*") || strings.Contains(rest, " "+opOr+" ") || strings.Contains(rest, " -") || strings.TrimSpace(rest) == "" {
		fix = edit{open, p.at, ""}
	}
	p.problem(UnclosedQuote, open, p.at, fix, "This quote is not closed; it was left out.")
	if endsToken(rest) {
		return nil
	}
	return p.term(in, depth)
}

func (p *textParser) group(in textContext, depth int) TextNode {
	open := p.at
	p.at++
	if depth >= maxTextDepth {
		if !slices.ContainsFunc(p.problems, func(told TextProblem) bool { return told.Kind == TooDeep }) {
			p.problem(TooDeep, open, p.at, edit{open, open, ""}, "Parentheses are nested more than %d deep; those within were left out.", maxTextDepth)
		}
		p.skipped++
		return p.sideOf(in, depth)
	}
	in.named = false // each word of the group has its own place
	node := p.alternatives(in, depth+1)
	if p.end() {
		p.problem(UnclosedParenthesis, open, open+1, edit{p.at, p.at, ")"}, "This parenthesis is not closed; it was read up to the end of the text.")
		return node
	}
	p.at++ // the closing one
	return node
}

// sideOf goes on behind a parenthesis that is too deep: what follows is read as if it were not there.
func (p *textParser) sideOf(in textContext, depth int) TextNode {
	for !p.end() && p.next() == '(' {
		p.skipped++
		p.at++
	}
	in.named = false
	p.skipBlanks()
	if p.end() || p.next() == ')' || p.isAnyOperator() {
		return nil
	}
	return p.term(in, depth)
}
