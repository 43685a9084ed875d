package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// field reads what may have a field's name before it.
func (p *textParser) field(in textContext, depth int) TextNode {
	if node := p.code(in); node != nil {
		return node
	}
	start := p.at
	name, ok := p.fieldName()
	if !ok {
		return p.value(in, depth)
	}
	behind := start + len(name) + 1
	named, known := contextOf(name)
	if !known {
		if unicode.IsDigit(firstRune(p.text[behind:])) && nearest(name, namesInText()) == "" {
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
	near := nearest(name, namesInText())
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
