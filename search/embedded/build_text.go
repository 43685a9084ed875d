package embedded

import (
	"encoding/binary"
	"slices"

	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/analysis"
)

// textBuilder grows the inverted index: what documents add is kept by word, and in the end merged with the lists of the base, if there is one.
type textBuilder struct {
	analyzer *analysis.Analyzer
	old      *postings         // of the base, or without any words
	moved    []uint32          // the number here of each experiment of the base; gone
	number   map[string]uint32 // of words, as they were met
	lists    []wordList        // by number
	found    []uint64          // of one experiment; reused
	lengths  []uint32
}

// wordList is a word's list in the making.
type wordList struct {
	last         uint32 // experiment
	data, places []byte
}

func newTextBuilder() *textBuilder {
	return &textBuilder{analyzer: analysis.New(), old: &postings{}, number: map[string]uint32{}}
}

// A word in an experiment, as one number that sorts: the word's number, field and position. Fewer than 2^28 words fit.
const maxPosition = 1<<positionBits - 1

// add indexes the text of experiment e.
func (b *textBuilder) add(e uint32, text [][]string) {
	b.found = b.found[:0]
	for field, values := range text {
		length, from := uint32(0), 0
		for _, value := range values {
			words := b.analyzer.Words(value)
			for _, w := range words {
				if !w.Stop {
					length++
					b.found = append(b.found, placeOf(uint64(b.wordNumber(w.Text)), uint64(field), uint64(min(from+w.Position, maxPosition))))
				}
			}
			if len(words) > 0 {
				from += words[len(words)-1].Position + search.PositionGap
			}
		}
		if field < int(search.NumRankedFields) {
			b.lengths = append(b.lengths, length)
		}
	}
	slices.Sort(b.found)
	for first, i := 0, 1; i <= len(b.found); i++ {
		if i == len(b.found) || experimentOf(b.found[i]) != experimentOf(b.found[first]) {
			b.lists[experimentOf(b.found[first])].add(e, b.found[first:i])
			first = i
		}
	}
}

// copyLengths notes how long the texts of the base's experiment e are, which is copied.
func (b *textBuilder) copyLengths(e uint32) {
	n := uint32(search.NumRankedFields)
	b.lengths = append(b.lengths, b.old.lengths[e*n:(e+1)*n]...)
}

func (b *textBuilder) wordNumber(word string) uint32 {
	n, known := b.number[word]
	if !known {
		n = uint32(len(b.lists))
		b.number[word] = n
		b.lists = append(b.lists, wordList{})
	}
	return n
}

// add appends an experiment: the sorted fields and positions that the word has there.
func (l *wordList) add(e uint32, found []uint64) {
	var has uint64
	for _, place := range found {
		has |= 1 << fieldOf(place)
	}
	l.data = binary.AppendUvarint(l.data, uint64(e-l.last))
	l.data = binary.AppendUvarint(l.data, has)
	l.last = e
	for len(found) > 0 {
		field, n, last := fieldOf(found[0]), 0, uint64(0)
		for n < len(found) && fieldOf(found[n]) == field {
			position := found[n] & maxPosition
			l.places = binary.AppendUvarint(l.places, position-last)
			last = position
			n++
		}
		l.data = binary.AppendUvarint(l.data, uint64(n))
		found = found[n:]
	}
}

func fieldOf(place uint64) uint64 { return place >> positionBits & (1<<fieldBits - 1) }
