package embedded

import (
	"cmp"
	"encoding/binary"
	"maps"
	"math/bits"
	"slices"
)

// finish writes the index, words and stems in order.
func (b *textBuilder) finish(p *postings) {
	p.lengths = b.lengths
	data, places := len(b.old.data), len(b.old.places)
	for i := range b.lists {
		data, places = data+len(b.lists[i].data), places+len(b.lists[i].places)
	}
	p.data, p.places = make([]byte, 0, data), make([]byte, 0, places)
	b.merge(p)
	p.start, p.placeStart = append(p.start, uint64(len(p.data))), append(p.placeStart, uint64(len(p.places)))
	b.stem(p)
}

// merge goes through the words of the base and those of documents in order. Words that nothing has any more are left out.
func (b *textBuilder) merge(p *postings) {
	added := slices.Sorted(maps.Keys(b.number))
	for o, a := 0, 0; o < len(b.old.words) || a < len(added); {
		var kept, fresh cursor
		var word string
		order := compareHeads(b.old.words[o:], added[a:])
		if order <= 0 {
			word, kept = b.old.words[o], b.old.cursor(o)
			o++
		}
		if order >= 0 {
			list := &b.lists[b.number[added[a]]]
			word, fresh = added[a], cursor{data: list.data, places: list.places}
			list.data, list.places = nil, nil
			a++
		}
		data, places := uint64(len(p.data)), uint64(len(p.places))
		b.mergeList(p, &kept, &fresh)
		if uint64(len(p.data)) > data {
			p.words, p.start, p.placeStart = append(p.words, word), append(p.start, data), append(p.placeStart, places)
		}
	}
}

// compareHeads compares the first of two sorted lists; the end of a list is behind everything.
func compareHeads(a, b []string) int {
	switch {
	case len(a) == 0:
		return 1
	case len(b) == 0:
		return -1
	}
	return cmp.Compare(a[0], b[0])
}

// mergeList writes the list of a word: what the base has of experiments that stay, under their numbers here, and what documents have.
func (b *textBuilder) mergeList(p *postings, kept, fresh *cursor) {
	w := listWriter{postings: p}
	more := fresh.next()
	for kept.next() {
		e := b.moved[kept.experiment]
		if e == gone {
			continue
		}
		for more && fresh.experiment < e {
			w.write(fresh.experiment, fresh)
			more = fresh.next()
		}
		w.write(e, kept)
	}
	for more {
		w.write(fresh.experiment, fresh)
		more = fresh.next()
	}
}

// cursor goes through a word's list.
type cursor struct {
	data, places []byte // what is to come

	experiment uint32
	has, at    []byte // its fields and how often each has the word, and its places
}

func (p *postings) cursor(word int) cursor {
	return cursor{data: p.data[p.start[word]:p.start[word+1]], places: p.places[p.placeStart[word]:p.placeStart[word+1]]}
}

// next goes to the next experiment, unless the list is at its end.
func (c *cursor) next() bool {
	if len(c.data) == 0 {
		return false
	}
	delta, first := binary.Uvarint(c.data)
	has, n := binary.Uvarint(c.data[first:])
	end, places := first+n, uint64(0)
	for range bits.OnesCount64(has) {
		frequency, n := binary.Uvarint(c.data[end:])
		end, places = end+n, places+frequency
	}
	rest := skipNumbers(c.places, places)
	c.experiment += uint32(delta)
	c.has, c.data = c.data[first:end], c.data[end:]
	c.at, c.places = c.places[:len(c.places)-len(rest)], rest
	return true
}

// listWriter appends a word's list.
type listWriter struct {
	*postings
	last uint32
}

func (w *listWriter) write(e uint32, c *cursor) {
	w.data = append(binary.AppendUvarint(w.data, uint64(e-w.last)), c.has...)
	w.places = append(w.places, c.at...)
	w.last = e
}

// stem lists the words of each stem.
func (b *textBuilder) stem(p *postings) {
	byStem := map[string][]uint32{}
	for n, word := range p.words {
		stem := b.analyzer.Stem(word)
		byStem[stem] = append(byStem[stem], uint32(n))
	}
	p.stems = slices.Sorted(maps.Keys(byStem))
	for _, stem := range p.stems {
		p.stemStart = append(p.stemStart, uint32(len(p.stemWords)))
		p.stemWords = append(p.stemWords, byStem[stem]...)
	}
	p.stemStart = append(p.stemStart, uint32(len(p.stemWords)))
}
