package embedded

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/facetome/facetome/search"
)

// sortHits puts the first n matching experiments of the query's order into their places, or more.
func (s *run) sortHits(n int) {
	order := s.query.Sort
	if order == search.SortRelevance && s.text.Node == nil {
		order = search.SortMostSamples // nothing to be relevant to
	}
	pinned := map[uint32]uint64{}
	if order == search.SortRelevance {
		for i, code := range search.Pinned(s.text.Node) {
			if e, ok := slices.BinarySearch(s.columns.accession, code); ok {
				pinned[uint32(e)] = uint64(i)
			}
		}
	}
	for i := range s.hits {
		h := &s.hits[i]
		if place, ok := pinned[h.experiment]; ok {
			h.order = place // before all scores, whose highest bit is set
			continue
		}
		switch order {
		case search.SortRelevance: // scores are positive, and such numbers are ordered like their bits
			h.order = uint64(^math.Float32bits(h.score))<<32 | uint64(^h.matching)
		case search.SortMostSamples:
			h.order = uint64(^h.matching)
		case search.SortFewestSamples:
			h.order = uint64(h.matching)
		case search.SortNewest:
			h.order = uint64(s.columns.newest[h.experiment])
		case search.SortOldest:
			h.order = uint64(s.columns.oldest[h.experiment])
		}
	}
	sortFirst(s.hits, n)
}

func compareHits(a, b hit) int {
	return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.experiment, b.experiment)) // numbered by accession code
}

// fewHits is the part of all hits, one in so many, up to which choosing the first ones beats sorting all.
const fewHits = 8

// sortFirst sorts so far that the first n are in their places, since a page is a small part of what matches: the first n seen are a
// heap with the last of them on top, which every better hit replaces.
func sortFirst(hits []hit, n int) {
	if n > len(hits)/fewHits {
		slices.SortFunc(hits, compareHits)
		return
	}
	if n == 0 {
		return
	}
	heap := hits[:n]
	for i := n/2 - 1; i >= 0; i-- {
		sink(heap, i)
	}
	for i := n; i < len(hits); i++ {
		if compareHits(hits[i], heap[0]) < 0 {
			hits[i], heap[0] = heap[0], hits[i]
			sink(heap, 0)
		}
	}
	slices.SortFunc(heap, compareHits)
}

// sink moves hit i of a heap down to where none below it comes after it.
func sink(heap []hit, i int) {
	for {
		last := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(heap); child++ {
			if compareHits(heap[child], heap[last]) > 0 {
				last = child
			}
		}
		if last == i {
			return
		}
		heap[i], heap[last] = heap[last], heap[i]
		i = last
	}
}

// experimentPage reads the matching experiments number from to (excluded) of the query's order.
func (s *run) experimentPage(from, to int) ([]search.ExperimentHit, error) {
	from, to = min(from, len(s.hits)), min(to, len(s.hits))
	s.sortHits(to)
	page := make([]search.ExperimentHit, 0, to-from)
	explain := s.newExplainer(s.hits[from:to])
	for _, h := range s.hits[from:to] {
		stored, err := s.experiment(h)
		if err != nil {
			return nil, err
		}
		stored.Why = explain.why(h.experiment, &stored)
		page = append(page, stored.ExperimentHit)
	}
	return page, nil
}

// samplePage reads the matching samples number from to (excluded): each once, under its first matching experiment.
func (s *run) samplePage(from, to int) ([]search.SampleHit, error) {
	s.sortHits(len(s.hits))
	var page []search.SampleHit
	at := 0
	s.clearFlags()
	for _, h := range s.hits {
		if at >= to {
			break
		}
		size := s.claim(h.experiment)
		if at+size <= from {
			at += size
			continue
		}
		for _, sample := range s.claimed(h.experiment) {
			if at >= from && at < to {
				out, err := s.sampleHit(sample, h.experiment)
				if err != nil {
					return nil, err
				}
				page = append(page, out)
			}
			at++
		}
	}
	return page, nil
}

// claim takes the matching groups of an experiment that no experiment before it took, and returns how many samples they have.
func (s *run) claim(e uint32) (size int) {
	s.mine = s.mine[:0]
	for _, group := range s.columns.rowsOf(e) {
		if s.groupFails(group) == failsNone && s.first(s.counts, group, listed) {
			s.mine = append(s.mine, group)
			size += int(s.columns.groupSize[group])
		}
	}
	return size
}

// claimed lists the samples of the groups that the experiment claimed, by accession code.
func (s *run) claimed(e uint32) []uint32 {
	slices.Sort(s.mine)
	var samples []uint32
	for _, sample := range s.columns.membersOf(e) {
		if _, isMine := slices.BinarySearch(s.mine, s.columns.sampleGroup[sample]); isMine {
			samples = append(samples, sample)
		}
	}
	return samples
}

// export yields all hits in order.
func (s *run) export(ctx context.Context, yield func(search.Hit, error) bool) {
	s.sortHits(len(s.hits))
	s.clearFlags()
	for _, h := range s.hits {
		if err := ctx.Err(); err != nil {
			yield(nil, err)
			return
		}
		if s.query.View != search.ViewSamples {
			if stored, err := s.experiment(h); !yield(stored.ExperimentHit, err) || err != nil {
				return
			}
			continue
		}
		s.claim(h.experiment)
		for _, sample := range s.claimed(h.experiment) {
			if out, err := s.sampleHit(sample, h.experiment); !yield(out, err) || err != nil {
				return
			}
		}
	}
}
