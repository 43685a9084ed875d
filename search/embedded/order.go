package embedded

import (
	"cmp"
	"context"
	"slices"

	"github.com/facetome/facetome/search"
)

// sortHits puts the matching experiments into the query's order.
func (s *run) sortHits() {
	order := s.query.Sort
	if order == search.SortRelevance && len(s.terms) == 0 {
		order = search.SortMostSamples // nothing to be relevant to
	}
	published := s.columns.published
	slices.SortFunc(s.hits, func(a, b hit) int {
		byOrder := 0
		switch order {
		case search.SortRelevance:
			byOrder = cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.matching, a.matching))
		case search.SortMostSamples:
			byOrder = cmp.Compare(b.matching, a.matching)
		case search.SortFewestSamples:
			byOrder = cmp.Compare(a.matching, b.matching)
		case search.SortNewest:
			byOrder = cmp.Compare(published[b.experiment], published[a.experiment])
		case search.SortOldest:
			byOrder = cmp.Or(
				-cmpBool(published[a.experiment] != notPublished, published[b.experiment] != notPublished),
				cmp.Compare(published[a.experiment], published[b.experiment]))
		}
		return cmp.Or(byOrder, cmp.Compare(a.experiment, b.experiment)) // numbered by accession code
	})
}

func cmpBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// experimentPage reads the matching experiments number from to (excluded) of the query's order.
func (s *run) experimentPage(from, to int) ([]search.ExperimentHit, error) {
	s.sortHits()
	from, to = min(from, len(s.hits)), min(to, len(s.hits))
	page := make([]search.ExperimentHit, 0, to-from)
	for _, h := range s.hits[from:to] {
		out, err := s.experimentHit(h)
		if err != nil {
			return nil, err
		}
		page = append(page, out)
	}
	return page, nil
}

// samplePage reads the matching samples number from to (excluded): each once, under its first matching experiment.
func (s *run) samplePage(from, to int) ([]search.SampleHit, error) {
	s.sortHits()
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
		if s.groupFails(group) == failsNone && s.first(group, listed) {
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
	s.sortHits()
	s.clearFlags()
	for _, h := range s.hits {
		if err := ctx.Err(); err != nil {
			yield(nil, err)
			return
		}
		if s.query.View != search.ViewSamples {
			if out, err := s.experimentHit(h); !yield(out, err) || err != nil {
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
