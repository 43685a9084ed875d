package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// TextKind says what a warning about the text is about.
type TextKind string

// Mistakes, which have a place in the text.
const (
	UnclosedQuote       TextKind = "unclosed-quote"
	UnclosedParenthesis TextKind = "unclosed-parenthesis"
	StrayParenthesis    TextKind = "stray-parenthesis"
	StrayOperator       TextKind = "stray-operator" // OR, AND or NOT without a word on one side
	LoneMinus           TextKind = "lone-minus"
	LoneStar            TextKind = "lone-star"
	ShortPrefix         TextKind = "short-prefix"
	MisplacedStar       TextKind = "misplaced-star"
	EmptyField          TextKind = "empty-field"
	UnknownField        TextKind = "unknown-field"
	BadRange            TextKind = "bad-range"
	TooManyWords        TextKind = "too-many-words"
	TooDeep             TextKind = "too-deep"
)

// What became of a text that was understood.
const (
	AnyWord       TextKind = "any-word"        // nothing matches all words: what matches any is the result
	OnlyStopWords TextKind = "only-stop-words" // no word is searched: no filter
	NoSuchWord    TextKind = "no-such-word"    // no experiment has these words
)

// TextProblem is a mistake in a text. The rest of the text is searched all the same.
type TextProblem struct {
	Kind    TextKind `json:"kind"`
	Offset  int      `json:"offset"` // bytes of the text
	Length  int      `json:"length"`
	Meant   string   `json:"meant,omitempty"` // the text with this mistake corrected
	Message string   `json:"-"`               // whole sentences; the warning has it

	fix edit
}

// edit replaces bytes of a text.
type edit struct {
	start, end int
	with       string
}

// corrected applies edits, the first of those that overlap.
func corrected(text string, edits ...edit) string {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b edit) int { return a.start - b.start })
	var b strings.Builder
	at := 0
	for _, e := range edits {
		if e.start < at {
			continue
		}
		b.WriteString(text[at:e.start])
		b.WriteString(e.with)
		at = e.end
	}
	b.WriteString(text[at:])
	return strings.Join(strings.Fields(b.String()), " ")
}

// Warnings are the problems as warnings of a request.
func (t Text) Warnings(text string) []Warning {
	var list []Warning
	for _, p := range t.Problems {
		list = append(list, Warning{Param: paramText, Value: text[p.Offset : p.Offset+p.Length], Message: p.Message, Text: &p})
	}
	return list
}

// TextOutcome says what became of a query's text.
type TextOutcome struct {
	AnyWord bool     // nothing matches the text: this is the result of Text.AnyWord
	Empty   bool     // there is a text, but no word of it is searched
	Absent  []*Words // words of the text, those behind a minus aside, that no experiment has
}

// Warnings tell the outcome to people.
func (o TextOutcome) Warnings(text string) []Warning {
	var list []Warning
	add := func(kind TextKind, offset int, value, format string, args ...any) {
		list = append(list, Warning{Param: paramText, Value: value, Message: fmt.Sprintf(format, args...),
			Text: &TextProblem{Kind: kind, Offset: offset, Length: len(value)}})
	}
	if o.Empty {
		add(OnlyStopWords, 0, text, "The text has no word that is searched (words such as “the” and “of” are not); all experiments are shown.")
	}
	if o.AnyWord {
		add(AnyWord, 0, text, "No experiment matches all words of “%s”; these match any of them.", shorten(text))
	}
	for i, w := range o.Absent {
		if i == maxTextProblems {
			break
		}
		asked := text[w.Start:w.End]
		shown := asked
		if first, _ := utf8.DecodeRuneInString(asked); isQuote(first) {
			shown = w.Source
		}
		add(NoSuchWord, w.Start, asked, "No experiment has “%s”.", shorten(shown))
	}
	return list
}
