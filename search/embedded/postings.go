package embedded

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/facetome/facetome/search"
)

// postings is the inverted index of the text. A term's posting list has, for each experiment that has the term, in order: the distance
// to the experiment before (varint), a bit for each text field that has it (one byte), and how often each of those does (varints).
type postings struct {
	terms   []string // sorted
	start   []uint64 // data[start[t]:start[t+1]] is term t's list
	data    []byte
	lengths []uint32 // terms in each text field of each experiment: lengths[e*NumTextFields+f]

	average [search.NumTextFields]float32 // of lengths; not stored
}

func (p *postings) finish(experiments int) {
	for i, n := range p.lengths {
		p.average[i%int(search.NumTextFields)] += float32(n)
	}
	for f := range p.average {
		p.average[f] = max(p.average[f]/float32(max(experiments, 1)), 1)
	}
}

// list returns a term's posting list; nil where no experiment has it.
func (p *postings) list(term string) []byte {
	t, found := slices.BinarySearch(p.terms, term)
	if !found {
		return nil
	}
	return p.data[p.start[t]:p.start[t+1]]
}

// match is an experiment that has all terms, and how well it fits them.
type match struct {
	experiment uint32
	score      float32
}

// Parameters of BM25 (S. Robertson and H. Zaragoza, "The probabilistic relevance framework: BM25 and beyond", 2009) in its form for
// several weighted fields; the usual values, those of Lucene.
const (
	bm25K1 = 1.2
	bm25B  = 0.75
)

// all returns the experiments that have every term, in order.
func (p *postings) all(terms []string) []match {
	var matches []match
	for i, term := range terms {
		found := p.score(term)
		if i == 0 {
			matches = found
		} else {
			matches = intersect(matches, found)
		}
		if len(matches) == 0 {
			return nil
		}
	}
	return matches
}

// score reads a term's posting list.
func (p *postings) score(term string) []match {
	var matches []match
	var e uint64
	for list := p.list(term); len(list) > 0; {
		delta, n := binary.Uvarint(list)
		e += delta
		fields := list[n]
		list = list[n+1:]
		var frequency float32
		for f := search.TextField(0); f < search.NumTextFields; f++ {
			if fields&(1<<f) == 0 {
				continue
			}
			tf, n := binary.Uvarint(list)
			list = list[n:]
			length := float32(p.lengths[e*uint64(search.NumTextFields)+uint64(f)])
			frequency += search.TextFields[f].Weight * float32(tf) / (1 - bm25B + bm25B*length/p.average[f])
		}
		matches = append(matches, match{uint32(e), frequency / (bm25K1 + frequency)})
	}
	experiments := float64(len(p.lengths) / int(search.NumTextFields))
	rarity := float32(math.Log(1 + (experiments-float64(len(matches))+0.5)/(float64(len(matches))+0.5)))
	for i := range matches {
		matches[i].score *= rarity
	}
	return matches
}

// intersect adds up the scores of the experiments in both lists.
func intersect(a, b []match) []match {
	out := a[:0]
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].experiment < b[j].experiment:
			i++
		case a[i].experiment > b[j].experiment:
			j++
		default:
			out = append(out, match{a[i].experiment, a[i].score + b[j].score})
			i++
			j++
		}
	}
	return out
}
