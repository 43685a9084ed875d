package analysis

import (
	"bytes"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
)

// Lucene's standard tokenizer takes for words what the rules of Unicode for words leave alone: runs of letters of scripts without blanks (Thai and its
// kin), and pictures, to which ®, © and ™ belong. A lone underscore is none. And it parts what is too long.

// maxToken is how long a word is read as one, in UTF-16; the rest is another. The settings of an Elasticsearch index say the same.
const maxToken = 8192

// asLucene adds such words to those of a text, and numbers all of them anew, from 1.
func asLucene(text []byte, tokens analysis.TokenStream) analysis.TokenStream {
	var all analysis.TokenStream
	position, at := 0, 0
	add := func(t *analysis.Token) {
		position++
		t.Position = position
		all = append(all, t)
	}
	for _, t := range tokens {
		for _, other := range between(text, at, t.Start) {
			add(other)
		}
		at = t.End
		if len(bytes.Trim(t.Term, "_")) == 0 { // no word by itself
			continue
		}
		for _, piece := range pieces(t) {
			add(piece)
		}
	}
	for _, other := range between(text, at, len(text)) {
		add(other)
	}
	return all
}

// pieces parts a word that is too long.
func pieces(t *analysis.Token) []*analysis.Token {
	if len(t.Term) <= maxToken {
		return []*analysis.Token{t}
	}
	var list []*analysis.Token
	from, units := 0, 0
	for i, r := range string(t.Term) {
		if n := utf16.RuneLen(r); units+n > maxToken {
			list = append(list, &analysis.Token{Term: t.Term[from:i], Start: t.Start + from, End: t.Start + i})
			from, units = i, n
		} else {
			units += n
		}
	}
	return append(list, &analysis.Token{Term: t.Term[from:], Start: t.Start + from, End: t.End})
}

// between lists the words within a part of a text that has none by the rules of Unicode.
func between(text []byte, from, to int) []*analysis.Token {
	var list []*analysis.Token
	for at := from; at < to; {
		if text[at] < utf8.RuneSelf {
			at++
			continue
		}
		r, size := utf8.DecodeRune(text[at:to])
		end := at + size
		switch {
		case isPicture(r):
			end = pictureEnd(text, end, to)
		case unicode.Is(regionalIndicator, r):
			if next, n := utf8.DecodeRune(text[end:to]); unicode.Is(regionalIndicator, next) {
				end = pictureEnd(text, end+n, to)
			}
		case inRun(r):
			end = runEnd(text, end, to, inRun)
		case isWideDigit(r):
			end = runEnd(text, end, to, isWideDigit)
		default:
			at = end
			continue
		}
		list = append(list, &analysis.Token{Term: text[at:end:end], Start: at, End: end})
		at = end
	}
	return list
}

const joiner = '\u200d'

// pictureEnd goes on behind what changes a picture, and what is joined to it.
func pictureEnd(text []byte, at, to int) int {
	joined := false
	for at < to {
		r, size := utf8.DecodeRune(text[at:to])
		if (!joined || !isPicture(r)) && !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, modifier) {
			break
		}
		joined = r == joiner
		at += size
	}
	return at
}

// runEnd goes on behind characters of one kind.
func runEnd(text []byte, at, to int, is func(rune) bool) int {
	for at < to {
		r, size := utf8.DecodeRune(text[at:to])
		if !is(r) && !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
			break
		}
		at += size
	}
	return at
}

// inRun says whether a character is a letter of such a script.
func inRun(r rune) bool {
	return unicode.In(r, withoutBlanks...) && unicode.In(r, unicode.L, unicode.M)
}

// isWideDigit says whether a character is a digit as wide as a Chinese character, which older rules of Unicode left alone.
func isWideDigit(r rune) bool { return '０' <= r && r <= '９' }

// lower is a letter as Lucene writes it small: each by itself, wherever it stands.
func lower(word []byte) []byte {
	for _, c := range word {
		if c >= utf8.RuneSelf {
			var out []byte
			for _, r := range string(word) {
				out = utf8.AppendRune(out, unicode.ToLower(r))
			}
			return out
		}
	}
	out := make([]byte, len(word))
	for i, c := range word {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		out[i] = c
	}
	return out
}

// withoutBlanks are the scripts whose words are not parted by blanks (Line_Break=SA).
var withoutBlanks = []*unicode.RangeTable{
	unicode.Thai, unicode.Lao, unicode.Myanmar, unicode.Khmer, unicode.Tai_Le, unicode.New_Tai_Lue, unicode.Tai_Tham, unicode.Tai_Viet, unicode.Ahom,
}

var (
	regionalIndicator = &unicode.RangeTable{R32: []unicode.Range32{{Lo: 0x1f1e6, Hi: 0x1f1ff, Stride: 1}}}
	modifier          = &unicode.RangeTable{R32: []unicode.Range32{{Lo: 0x1f3fb, Hi: 0x1f3ff, Stride: 1}}}
)

func isPicture(r rune) bool { return unicode.Is(pictures, r) }
