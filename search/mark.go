package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/facetome/facetome/search/analysis"
)

// Segment is a piece of a text that is shown, marked where the query's words stand. It is plain text: whoever makes HTML of it escapes it.
type Segment struct {
	Text   string `json:"text"`
	Marked bool   `json:"marked,omitempty"`
}

// Marker marks the words of a query in texts, in all their forms; a phrase as a whole.
type Marker struct {
	words    []*Words
	analyzer *analysis.Analyzer
}

// NewMarker marks words, see Positive. Those beyond maxTextWords are not marked.
func NewMarker(words []*Words) *Marker {
	return &Marker{words[:min(len(words), maxTextWords)], analysis.New()}
}

// Whole returns a text on one line with its marks; nil where it has none.
func (m *Marker) Whole(field TextField, text string) []Segment {
	text = PlainText(text)
	_, spans := m.spans(field, text)
	if len(spans) == 0 {
		return nil
	}
	return segments(text, 0, len(text), spans)
}

// Excerpt returns the part of a text that has most of the words, at most limit characters, between whole words; "…" stands for what was left out.
// covered is how many of the words it has; nil where the text has none.
func (m *Marker) Excerpt(field TextField, text string, limit int) (excerpt []Segment, covered int) {
	text = PlainText(text)
	words, spans := m.spans(field, text)
	if len(spans) == 0 {
		return nil, 0
	}
	w := window{to: len(text)}
	if utf8.RuneCountInString(text) > limit {
		w = best(text, words, spans, limit-len([]rune(leftOut+leftOut)))
	}
	excerpt = segments(text, w.from, w.to, spans)
	if w.from > 0 {
		excerpt = append([]Segment{{Text: leftOut}}, excerpt...)
		excerpt = joined(excerpt)
	}
	if w.to < len(text) {
		excerpt = joined(append(excerpt, Segment{Text: leftOut}))
	}
	return excerpt, coveredBy(spans, w.from, w.to)
}

// leftOut stands for a part of a text that an excerpt leaves out.
const leftOut = " … "

// span is a marked piece of a text, in bytes, and which of the query's words stand there.
type span struct {
	start, end int
	first      int // of the text's words
	words      wordSet
}

// wordSet has a bit for each of the query's words.
type wordSet [(maxTextWords + 63) / 64]uint64

func (s *wordSet) set(i int) { s[i/64] |= 1 << (i % 64) }
func (s *wordSet) add(other wordSet) {
	for i, word := range other {
		s[i] |= word
	}
}
func (s wordSet) size() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// spans finds the query's words in a text, in order; what overlaps is joined.
func (m *Marker) spans(field TextField, text string) ([]analysis.Word, []span) {
	words := m.analyzer.Words(text)
	var found []span
	for i := range words {
		for n, w := range m.words {
			inAttributes := w.Field == TextAttributes && TextFields[field].Like == TextAttributes
			if w.Field != AnyField && w.Field != field && !inAttributes {
				continue
			}
			if end, ok := m.phraseAt(words, i, w.Terms); ok {
				s := span{start: words[i].Start, end: end, first: i}
				s.words.set(n)
				found = append(found, s)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	var spans []span
	for _, s := range found {
		if last := len(spans) - 1; last >= 0 && s.start < spans[last].end {
			spans[last].end = max(spans[last].end, s.end)
			spans[last].words.add(s.words)
			continue
		}
		spans = append(spans, s)
	}
	return words, spans
}

// phraseAt says whether terms stand side by side from a word on, and where they end.
func (m *Marker) phraseAt(words []analysis.Word, from int, terms []WordTerm) (end int, ok bool) {
	at := from
	for _, term := range terms {
		for at < len(words) && words[at].Position < words[from].Position+term.Offset {
			at++
		}
		if at == len(words) || words[at].Position != words[from].Position+term.Offset || !m.is(words[at], term) {
			return 0, false
		}
		end = words[at].End
	}
	return end, len(terms) > 0
}

func (m *Marker) is(word analysis.Word, term WordTerm) bool {
	if term.Prefix {
		return strings.HasPrefix(word.Text, term.Text)
	}
	// Stemming leaves a word's first letter as it is, so nearly all words need no stemming.
	return !word.Stop && word.Text[0] == term.Text[0] && m.analyzer.Stem(word.Text) == term.Text
}

// window is a part of a text, and what speaks for it.
type window struct {
	from, to int // bytes
	words    int // different words of the query
	marks    int
}

// maxWindows bounds how many places of a long text are tried for an excerpt.
const maxWindows = 200

// best finds the window of at most limit characters that has most of the query's words, then most marks, then comes first.
func best(text string, words []analysis.Word, spans []span, limit int) window {
	lead := limit / 5 // context before the first mark
	begins, ends, all := characters(text, words)
	var chosen window
	for i, s := range spans[:min(len(spans), maxWindows)] {
		first := s.first
		for first > 0 && begins[s.first]-begins[first-1] <= lead {
			first--
		}
		w := window{from: words[first].Start}
		last := first
		for last < len(words) && ends[last]-begins[first] <= limit {
			w.to = words[last].End
			last++
		}
		if last == len(words) { // the end of the text has room for more of what is before
			end := ends[last-1]
			if all-begins[first] <= limit {
				w.to, end = len(text), all
			}
			for first > 0 && end-begins[first-1] <= limit {
				first--
				w.from = words[first].Start
			}
		}
		if w.to == 0 { // one endless word
			w.to = w.from + len(firstCharacters(text[w.from:], limit))
		}
		w.words = coveredBy(spans, w.from, w.to)
		for _, other := range spans {
			if other.start >= w.from && other.start < w.to {
				w.marks++
			}
		}
		if i == 0 || w.words > chosen.words || w.words == chosen.words && w.marks > chosen.marks {
			chosen = w
		}
	}
	return chosen
}

// characters counts those before the begin and the end of each word, and all.
func characters(text string, words []analysis.Word) (begins, ends []int, all int) {
	at := 0
	count := func(to int) int {
		all += utf8.RuneCountInString(text[at:to])
		at = to
		return all
	}
	for _, w := range words {
		begins = append(begins, count(w.Start))
		ends = append(ends, count(w.End))
	}
	return begins, ends, count(len(text))
}

func firstCharacters(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}

// coveredBy counts the query's words of the spans that begin in a part of the text.
func coveredBy(spans []span, from, to int) int {
	var words wordSet
	for _, s := range spans {
		if s.start >= from && s.start < to {
			words.add(s.words)
		}
	}
	return words.size()
}

// segments parts a piece of a text at its marks.
func segments(text string, from, to int, spans []span) []Segment {
	var list []Segment
	at := from
	for _, s := range spans {
		start, end := max(s.start, from), min(s.end, to)
		if start >= end {
			continue
		}
		if last := len(list) - 1; last >= 0 && text[at:start] == " " { // words side by side are one mark
			list[last].Text = text[at-len(list[last].Text) : end]
			at = end
			continue
		}
		if start > at {
			list = append(list, Segment{Text: text[at:start]})
		}
		list = append(list, Segment{Text: text[start:end], Marked: true})
		at = end
	}
	if at < to {
		list = append(list, Segment{Text: text[at:to]})
	}
	return list
}

// joined joins neighbours that are not marked, and trims the ends.
func joined(list []Segment) []Segment {
	var out []Segment
	for _, s := range list {
		if last := len(out) - 1; last >= 0 && !s.Marked && !out[last].Marked {
			out[last].Text += s.Text
			continue
		}
		out = append(out, s)
	}
	out[0].Text = strings.TrimLeft(out[0].Text, " ")
	out[len(out)-1].Text = strings.TrimRight(out[len(out)-1].Text, " ")
	return out
}
