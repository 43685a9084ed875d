package search

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/facetome/facetome/search/analysis"
)

// leaf reads the words between two bytes of the text; nil where none of them is searched.
func (p *textParser) leaf(in textContext, start, end int) TextNode {
	if p.full {
		return nil
	}
	source := p.text[start:end]
	if in.number != nil {
		return p.number(in, source, start, end)
	}
	source, prefix := p.star(source, start, end)
	words := p.analyzer.Words(source)
	p.words += max(1, len(words))
	if p.words > maxTextWords {
		p.problem(TooManyWords, start, len(p.text), edit{start, len(p.text), ""},
			"The text has more than %d words; what follows here was left out.", maxTextWords)
		p.full, p.at = true, len(p.text)
		return nil
	}
	node := &Words{Field: in.field, Source: source, Start: in.start, End: p.at}
	first := 0
	for i, w := range words {
		prefix := prefix && i == len(words)-1
		if w.Stop && !prefix {
			continue
		}
		if len(node.Terms) == 0 {
			first = w.Position
		}
		term := WordTerm{Text: w.Text, Offset: w.Position - first, Prefix: prefix}
		if !prefix {
			term.Text = p.analyzer.Stem(w.Text)
		}
		node.Terms = append(node.Terms, term)
	}
	if len(node.Terms) == 0 {
		return nil
	}
	if prefix {
		node.Source += "*"
	}
	return node
}

// star looks for stars: prefix says that one stands at the end, behind enough of a word; source is returned without it. Others are told.
func (p *textParser) star(text string, start, end int) (source string, prefix bool) {
	if !strings.Contains(text, "*") {
		return text, false
	}
	source = strings.TrimRight(text, "*")
	words := p.analyzer.Words(source)
	at := start + len(source)
	if inner := strings.IndexByte(source, '*'); inner >= 0 {
		p.problem(MisplacedStar, start+inner, start+inner+1, edit{start + inner, start + inner + 1, ""},
			"A star stands at the end of a word, for words that begin so; this one was left out.")
		source = strings.ReplaceAll(source, "*", " ") // it parts words all the same
	}
	switch {
	case len(source) == len(text):
	case source == "":
		p.problem(LoneStar, at, end, edit{at, end, ""}, "A star stands behind the beginning of a word, as in neuro*; there is none. It was left out.")
	case len(words) > 0 && words[len(words)-1].End == len(source) && longEnough(words):
		return source, true
	default:
		p.problem(ShortPrefix, at, end, edit{at, end, ""}, "Before a star stand at least %d letters of a word; the star was left out.", minPrefix)
	}
	return source, false
}

// longEnough says whether the last of some words may have a star: words before it narrow it, too.
func longEnough(words []analysis.Word) bool {
	last := len(words) - 1
	return len(words[last].Text) >= minPrefix || slices.ContainsFunc(words[:last], func(w analysis.Word) bool { return !w.Stop })
}

// number reads a range.
func (p *textParser) number(in textContext, source string, start, end int) TextNode {
	if r, ok := ParseRange(source); ok {
		return &Number{Field: in.number, Range: r, Start: in.start, End: p.at}
	}
	fix := edit{in.start, p.at, ""}
	example := in.number.Name + ":" + exampleRange(in.number)
	if meant := meantRange(source); meant != "" {
		fix, example = edit{start, end, meant}, in.number.Name+":"+meant
	}
	p.problem(BadRange, start, max(end, start), fix, "“%s” is no range of whole numbers, such as %s; it was left out.", shorten(source), example)
	return nil
}

func exampleRange(f *Field) string {
	if f.Name == "year" {
		return "2012..2018"
	}
	return "5..100"
}

// How else people write ranges.
var (
	twoNumbers = regexp.MustCompile(`^(\d{1,9})\s*(?:-|–|—|:|,|to|\.+)\s*(\d{1,9})$`)
	atLeast    = regexp.MustCompile(`^(>=?|≥)?\s*(\d{1,9})(\+|-)?$`)
	atMost     = regexp.MustCompile(`^(<=?|≤)\s*(\d{1,9})$`)
)

// meantRange guesses the range that somebody meant; empty where there is no guess.
func meantRange(s string) string {
	s = strings.TrimSpace(s)
	if m := twoNumbers.FindStringSubmatch(s); m != nil {
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[2])
		return Between(min(a, b), max(a, b)).String()
	}
	if m := atLeast.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[2])
		if m[1] == ">" {
			n++
		}
		return From(n).String()
	}
	if m := atMost.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[2])
		if m[1] == "<" && n > 0 {
			n--
		}
		return ".." + strconv.Itoa(n)
	}
	return ""
}

// cutText returns the longest beginning of at most n bytes that ends between two characters.
func cutText(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
