package embedded

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"sort"
	"strings"

	"github.com/facetome/facetome/search"
)

// postings is the inverted index of the text. It is kept by word, folded but not stemmed: a term is looked up as all the words with its
// stem, a prefix as all the words that begin so, and both are exact.
//
// A word's list has, for each experiment that has the word, in order: the distance to the experiment before (varint), a bit for each text
// field that has it (varint), and how often each of those does (varints). The word's places are apart, since only phrases read them: for each
// experiment and field of the list, the distances from place to place (varints). A place is a word's position in the text field; the
// values of a field lie search.PositionGap apart.
type postings struct {
	words      []string // sorted
	start      []uint64 // data[start[w]:start[w+1]] is word w's list
	data       []byte
	placeStart []uint64 // places[placeStart[w]:placeStart[w+1]] are word w's places
	places     []byte
	stems      []string // sorted
	stemStart  []uint32 // stemWords[stemStart[s]:stemStart[s+1]] are the words with stem s
	stemWords  []uint32
	lengths    []uint32 // words in each ranked field of each experiment: lengths[e*NumRankedFields+f]

	average [search.NumRankedFields]float32 // of lengths; not stored
}

func (p *postings) finish(experiments int) {
	for i, n := range p.lengths {
		p.average[i%int(search.NumRankedFields)] += float32(n)
	}
	for f := range p.average {
		p.average[f] = max(p.average[f]/float32(max(experiments, 1)), 1)
	}
}

// fits says whether the lists fit together.
func (p *postings) fits(experiments int) bool {
	return len(p.start) == len(p.words)+1 && len(p.placeStart) == len(p.words)+1 && len(p.stemStart) == len(p.stems)+1 &&
		len(p.stemWords) == len(p.words) && len(p.lengths) == experiments*int(search.NumRankedFields)
}

// wordsOf lists the words that a term stands for.
func (p *postings) wordsOf(term search.WordTerm) []uint32 {
	if !term.Prefix {
		s, found := slices.BinarySearch(p.stems, term.Text)
		if !found {
			return nil
		}
		return p.stemWords[p.stemStart[s]:p.stemStart[s+1]]
	}
	first, _ := slices.BinarySearch(p.words, term.Text)
	n := sort.Search(len(p.words)-first, func(i int) bool { return !strings.HasPrefix(p.words[first+i], term.Text) })
	words := make([]uint32, n)
	for i := range words {
		words[i] = uint32(first + i)
	}
	return words
}

// fieldSet has a bit for each text field.
type fieldSet uint64

func fieldsOf(f search.TextField) fieldSet {
	if f == search.AnyField {
		return 1<<search.NumRankedFields - 1
	}
	return 1 << f
}

// tally adds up, over the words of a term, how often each experiment has it.
type tally struct {
	frequency []uint32 // by experiment and ranked field: frequency[e*NumRankedFields+f]
	found     bitset   // experiments with any
}

func newTally(experiments int) tally {
	return tally{make([]uint32, experiments*int(search.NumRankedFields)), newBitset(experiments)}
}

// count adds a word's list.
func (t *tally) count(p *postings, word uint32, fields fieldSet) {
	e := uint64(0)
	for list := p.data[p.start[word]:p.start[word+1]]; len(list) > 0; {
		delta, n := binary.Uvarint(list)
		e += delta
		has, m := binary.Uvarint(list[n:])
		list = list[n+m:]
		for rest := has; rest != 0; rest &= rest - 1 {
			frequency, n := binary.Uvarint(list)
			list = list[n:]
			if f := bits.TrailingZeros64(rest); fields&(1<<f) != 0 {
				t.frequency[e*uint64(search.NumRankedFields)+uint64(search.TextFields[f].Like)] += uint32(frequency)
			}
		}
		if has&uint64(fields) != 0 {
			t.found.set(uint32(e))
		}
	}
}

// A place of a word in the whole index is one number: experiment, field, and position in the field, in that order.
const (
	positionBits = 30
	fieldBits    = 6
)

func placeOf(experiment, field, position uint64) uint64 {
	return experiment<<(fieldBits+positionBits) | field<<positionBits | position
}

func experimentOf(place uint64) uint32 { return uint32(place >> (fieldBits + positionBits)) }

// appendPlaces adds the places of a word in some experiments and fields, moved by a number of positions.
func (p *postings) appendPlaces(places []uint64, word uint32, fields fieldSet, among bitset, move uint64) []uint64 {
	e, at := uint64(0), p.places[p.placeStart[word]:p.placeStart[word+1]]
	for list := p.data[p.start[word]:p.start[word+1]]; len(list) > 0; {
		delta, n := binary.Uvarint(list)
		e += delta
		has, m := binary.Uvarint(list[n:])
		list = list[n+m:]
		wanted := among.has(uint32(e))
		for rest := has; rest != 0; rest &= rest - 1 {
			tf, n := binary.Uvarint(list)
			list = list[n:]
			f := bits.TrailingZeros64(rest)
			if !wanted || fields&(1<<f) == 0 {
				at = skipNumbers(at, tf)
				continue
			}
			position := move
			for range tf {
				delta, n := binary.Uvarint(at)
				at = at[n:]
				position += delta
				places = append(places, placeOf(e, uint64(f), position))
			}
		}
	}
	return places
}

// skipNumbers passes over numbers without reading them: only the last byte of each is below 0x80.
func skipNumbers(list []byte, n uint64) []byte {
	i := 0
	for ; n > 0; i++ {
		if list[i] < 0x80 {
			n--
		}
	}
	return list[i:]
}

// noteFields notes in which of some fields some experiments have a word.
func (p *postings) noteFields(in map[uint32]fieldSet, word uint32, fields fieldSet, among bitset) {
	e := uint64(0)
	for list := p.data[p.start[word]:p.start[word+1]]; len(list) > 0; {
		delta, n := binary.Uvarint(list)
		e += delta
		has, m := binary.Uvarint(list[n:])
		list = skipNumbers(list[n+m:], uint64(bits.OnesCount64(has)))
		if found := fieldSet(has) & fields; found != 0 && among.has(uint32(e)) {
			in[uint32(e)] |= found
		}
	}
}

// bitset is a set of experiments.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) set(i uint32)      { b[i/64] |= 1 << (i % 64) }
func (b bitset) has(i uint32) bool { return b[i/64]&(1<<(i%64)) != 0 }
