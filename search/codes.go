package search

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
)

// Resolver says what codes name; *models.Store is one.
type Resolver interface {
	Resolve(context.Context, []models.Code) ([]models.Resolved, error)
}

// Named is a code of a text whose experiments are known: it matches just those, whatever else they say.
type Named struct {
	*Words
	Experiments []string // accession codes, in byte order; the index need not have them
}

// Resolve looks up the codes in the query's text, so that engines find what they name. A text without codes asks nothing of the resolver.
func (q Query) Resolve(ctx context.Context, r Resolver) (Query, error) {
	var codes []models.Code
	for _, w := range coded(ParseText(q.Text).Node) {
		if !slices.Contains(codes, w.Code) {
			codes = append(codes, w.Code)
		}
	}
	q.Codes = nil
	if len(codes) == 0 {
		return q, nil
	}
	resolved, err := r.Resolve(ctx, codes)
	if err != nil {
		return q, err
	}
	for _, c := range resolved {
		if c.Code.Sure || c.Known() { // else it is a word or a number as any other
			q.Codes = append(q.Codes, c)
		}
	}
	return q, nil
}

// coded lists the words of a tree that are codes, in the order of the text.
func coded(n TextNode) []*Words {
	var list []*Words
	switch n := n.(type) {
	case *Words:
		if n.Code.Text != "" {
			list = append(list, n)
		}
	case Not:
		return coded(n.Node)
	case AllOf:
		for _, part := range n {
			list = append(list, coded(part)...)
		}
	case AnyOf:
		for _, part := range n {
			list = append(list, coded(part)...)
		}
	}
	return list
}

// ReadText reads the query's text. Codes that were resolved find what they name, others are words. Codes side by side are
// alternatives: no experiment has two codes of experiments.
func (q Query) ReadText() Text {
	t := ParseText(q.Text)
	if len(q.Codes) > 0 {
		t.Node = q.withCodes(t.Node)
	}
	return t
}

func (q Query) withCodes(n TextNode) TextNode {
	switch n := n.(type) {
	case *Words:
		return q.named(n)
	case Not:
		return newNot(q.withCodes(n.Node))
	case AnyOf:
		list := make([]TextNode, len(n))
		for i, part := range n {
			list[i] = q.withCodes(part)
		}
		return newAnyOf(list)
	case AllOf:
		var codes, rest []TextNode
		for _, part := range n {
			if w, isWords := part.(*Words); isWords && q.resolved(w) != nil {
				codes = append(codes, q.named(w))
			} else {
				rest = append(rest, q.withCodes(part))
			}
		}
		return newAllOf(append([]TextNode{newAnyOf(codes)}, rest...))
	}
	return n
}

func (q Query) resolved(w *Words) *models.Resolved {
	for i := range q.Codes {
		if q.Codes[i].Code == w.Code {
			return &q.Codes[i]
		}
	}
	return nil
}

// named is a code with its experiments; words that have none stay words.
func (q Query) named(w *Words) TextNode {
	r := q.resolved(w)
	switch {
	case r == nil:
		return w
	case len(r.Experiments) == 0:
		told := *w
		told.Told = true
		return &told
	}
	return &Named{Words: w, Experiments: r.Experiments}
}

// Pinned lists the experiments that codes of a tree name, those behind a minus left out: in the order of the codes, each once. In the order of
// relevance they come first. That changes no number.
func Pinned(n TextNode) []string {
	var list []string
	add := func(codes []string) {
		for _, code := range codes {
			if !slices.Contains(list, code) {
				list = append(list, code)
			}
		}
	}
	switch n := n.(type) {
	case *Named:
		add(n.Experiments)
	case AllOf:
		for _, part := range n {
			add(Pinned(part))
		}
	case AnyOf:
		for _, part := range n {
			add(Pinned(part))
		}
	}
	return list
}

// How codes stand in a text: some have a word before them, the others are one token; a comma or a semicolon may part them.
var (
	announced = regexp.MustCompile(`(?i)^(?:(?:PMID|PubMed)[^0-9"()]{0,5}\d{1,8}|doi\s?:\s?10\.[^\s,;"“”„«»]+)`)
	webLink   = regexp.MustCompile(`(?i)^(?:https?://|10\.\d)[^\s,;"“”„«»]+`)
	codeToken = regexp.MustCompile(`^[^\s,;()"“”„«»]+`)
)

// codeAt reads a code at the beginning of a text; n is how many bytes it has.
func codeAt(text string) (code models.Code, n int) {
	for _, form := range []*regexp.Regexp{announced, webLink, codeToken} {
		found := form.FindString(text)
		found = strings.TrimRight(found, ".")
		if strings.Count(found, ")") > strings.Count(found, "(") {
			found = strings.TrimSuffix(found, ")") // of a group around it
		}
		if c, ok := models.ReadCode(found); ok && endsCode(text[len(found):]) {
			return c, len(found)
		}
	}
	return models.Code{}, 0
}

func endsCode(rest string) bool {
	return endsToken(rest) || strings.ContainsRune(",;.", firstRune(rest)) && endsToken(rest[1:]) || rest[0] == ',' || rest[0] == ';'
}

// code reads a code; nil where there is none.
func (p *textParser) code(in textContext) TextNode {
	if in.named || in.field != AnyField || in.number != nil {
		return nil
	}
	code, n := codeAt(p.text[p.at:])
	if n == 0 {
		return nil
	}
	in.start = p.at
	p.at += n
	node := p.leaf(in, in.start, p.at)
	for !p.end() && strings.ContainsRune(",;.", p.next()) {
		p.at++
	}
	if w, ok := node.(*Words); ok {
		w.Code = code
		return w
	}
	return node
}
