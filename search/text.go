package search

import (
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
)

// The language of the search box. A text is read into a tree, which every engine evaluates for one experiment after another:
//
//	liver fibrosis              both words, in whatever fields
//	"breast cancer"             the words side by side in one field; words that a token joins (t-cell) likewise
//	-mouse, NOT mouse           not this; also before a phrase, a field, parentheses
//	liver OR kidney             either; words side by side belong together first: a b OR c is (a b) OR c
//	title:liver, title:(a OR b) in one field, see TextFields
//	neuro*                      words that begin so
//	year:2012..2018             numbers, of the fields that are ranges
//	GSE10, PMID:123, 10.1/x     what the code names, see Query.Resolve; several side by side are alternatives
//
// A stop word is not looked up, but it takes its place within a phrase. What is asked of an experiment holds of the experiment as a whole:
// `sex:female tissue:liver` may be two samples of it.

// Bounds of a text, beyond which it is cut and that is said.
const (
	// maxTextWords is more than a long title has.
	maxTextWords = 100
	// maxTextDepth is deeper than anybody nests parentheses. Elasticsearch takes 30 queries within one another; each parenthesis may need two, and
	// what stands in it and around it some ten.
	maxTextDepth = 8
	// maxTextProblems is how many mistakes are told: beyond them it is no query but something pasted.
	maxTextProblems = 10
	// minPrefix is how many bytes of a word stand before its star: with one, nearly everything would match.
	minPrefix = 2
)

// PositionGap lies between the values of a text field, so that no phrase spans two: more than the words of the longest phrase.
const PositionGap = maxTextWords + 20

// TextNode is a part of the tree: *Words, *Named, *Number, Not, AllOf or AnyOf.
type TextNode interface {
	// String is the node as a text that parses to the same node.
	String() string
}

// Words asks for a word, or for several side by side in one value of one field.
type Words struct {
	Field  TextField // AnyField is any of the ranked fields
	Terms  []WordTerm
	Source string // as it was written, without quotes and field
	Start  int    // bytes of the text, field and quotes included
	End    int

	Code models.Code // that the words are written as; without a kind where they are none
	Told bool        // what the catalogue has under the code is told apart from the words
}

// WordTerm is one word of Words.
type WordTerm struct {
	Text   string // the stem; where Prefix, the beginning of a word that is not stemmed
	Offset int    // places behind the first term; stop words between count
	Prefix bool
}

// Number asks for a number of an experiment field that is a range.
type Number struct {
	Field      *Field
	Range      Range
	Start, End int
}

// Not matches what its node does not.
type Not struct{ Node TextNode }

// AllOf matches what all of two or more nodes match.
type AllOf []TextNode

// AnyOf matches what one of two or more nodes matches.
type AnyOf []TextNode

// Text is a text as it was read.
type Text struct {
	Node      TextNode // nil where there is no word that is searched: no filter
	Problems  []TextProblem
	Corrected string // the text without its problems, as it was probably meant; empty where there are none
}

// AnyWord is what the text asks when nothing matches it: any of its plain words in place of all of them; all else still holds. ok
// is false where that is the same. Phrases and words with a star are plain words, too; what stands in a field, beside OR or behind a minus is not.
func (t Text) AnyWord() (node TextNode, ok bool) {
	all, _ := t.Node.(AllOf)
	var words AnyOf
	rest := AllOf{}
	for _, n := range all {
		if w, isWords := n.(*Words); isWords && w.Field == AnyField {
			words = append(words, n)
		} else {
			rest = append(rest, n)
		}
	}
	if len(words) < 2 {
		return nil, false
	}
	return newAllOf(append(AllOf{words}, rest...)), true
}

// Positive lists the words of a tree that an experiment may match by, in the order of the text: those behind a minus are left out.
func Positive(n TextNode) []*Words {
	var list []*Words
	switch n := n.(type) {
	case *Words:
		list = append(list, n)
	case AllOf:
		for _, part := range n {
			list = append(list, Positive(part)...)
		}
	case AnyOf:
		for _, part := range n {
			list = append(list, Positive(part)...)
		}
	}
	return list
}

// newAllOf joins nodes; nil where there are none.
func newAllOf(nodes []TextNode) TextNode { return flattened[AllOf](nodes) }

func newAnyOf(nodes []TextNode) TextNode { return flattened[AnyOf](nodes) }

// flattened takes the nodes of a node of its own kind in that one's place, and is no list where there is one node only.
func flattened[L interface {
	AllOf | AnyOf
	TextNode
}](nodes []TextNode) TextNode {
	var list L
	for _, n := range nodes {
		if inner, ok := n.(L); ok {
			list = addNodes(list, inner...)
		} else {
			list = addNodes(list, n)
		}
	}
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	return list
}

// addNodes leaves out what is asked twice.
func addNodes[L ~[]TextNode](list L, nodes ...TextNode) L {
	for _, n := range nodes {
		w, isWords := n.(*Words)
		again := isWords && slices.ContainsFunc(list, func(other TextNode) bool {
			o, ok := other.(*Words)
			return ok && o.Field == w.Field && slices.Equal(o.Terms, w.Terms)
		})
		if n != nil && !again {
			list = append(list, n)
		}
	}
	return list
}

func newNot(n TextNode) TextNode {
	switch n := n.(type) {
	case nil:
		return nil
	case Not:
		return n.Node
	}
	return Not{n}
}

// String writes the words with their field, in quotes where they would else be read as something else.
func (w *Words) String() string {
	source := w.Source
	read := ParseText(source)
	alone, ok := read.Node.(*Words)
	same := ok && len(read.Problems) == 0 && alone.Field == AnyField && alone.Source == source && !strings.HasPrefix(source, "-")
	if !same || w.Field == AnyField && alone.Code != w.Code { // in quotes a code is text
		source = `"` + source + `"`
	}
	return inField(w.Field.Name(), source)
}

func inField(name, source string) string {
	if name == "" {
		return source
	}
	return name + ":" + source
}

func (n *Number) String() string { return inField(n.Field.Name, n.Range.String()) }
func (n Not) String() string     { return "-" + inParentheses(n.Node) }
func (n AllOf) String() string   { return joinNodes(n, " ") }
func (n AnyOf) String() string   { return joinNodes(n, " OR ") }

func joinNodes(nodes []TextNode, by string) string {
	parts := make([]string, len(nodes))
	for i, n := range nodes {
		parts[i] = inParentheses(n)
		if all, ok := n.(AllOf); ok {
			parts[i] = all.String() // words side by side belong together first
		}
	}
	return strings.Join(parts, by)
}

func inParentheses(n TextNode) string {
	switch n.(type) {
	case AllOf, AnyOf:
		return "(" + n.String() + ")"
	}
	return n.String()
}
