package searchtest

import (
	"cmp"
	"slices"

	"github.com/facetome/facetome/search"
)

// experiments lists all hits in order.
func (a *asking) experiments() []search.ExperimentHit {
	scores := map[string]float32{}
	var hits []search.ExperimentHit
	for _, d := range a.documents {
		if matching, matches := a.match(d, ""); matches {
			hit := d.Hit
			hit.Matching = len(matching)
			hits = append(hits, hit)
			for _, words := range search.Positive(a.node) {
				scores[hit.AccessionCode] += a.score(d, words)
			}
		}
	}
	slices.SortFunc(hits, func(x, y search.ExperimentHit) int {
		order := 0
		switch a.query.Sort {
		case search.SortRelevance:
			order = cmp.Compare(scores[y.AccessionCode], scores[x.AccessionCode])
			if a.fault == leastRelevantFirst {
				order = -order
			}
		case search.SortMostSamples:
			order = y.Matching - x.Matching
		case search.SortFewestSamples:
			order = x.Matching - y.Matching
		case search.SortNewest:
			order = a.byDate(y, x, 1)
		case search.SortOldest:
			order = a.byDate(x, y, -1)
		}
		if a.fault == tiesAreReversed {
			return cmp.Or(order, cmp.Compare(y.AccessionCode, x.AccessionCode))
		}
		return cmp.Or(order, cmp.Compare(x.AccessionCode, y.AccessionCode))
	})
	return hits
}

// byDate compares first publications; whatever the direction, not reported is last.
func (a *asking) byDate(x, y search.ExperimentHit, nilFirst int) int {
	if a.fault == undatedFirst {
		nilFirst = -nilFirst
	}
	switch {
	case x.Published == nil && y.Published == nil:
		return 0
	case x.Published == nil:
		return -nilFirst
	case y.Published == nil:
		return nilFirst
	}
	return x.Published.Compare(*y.Published)
}

// samples lists each matching sample once, under its first matching experiment.
func (a *asking) samples() []search.SampleHit {
	byCode := map[string]*search.Document{}
	for _, d := range a.documents {
		byCode[d.Hit.AccessionCode] = d
	}
	seen := set[uint]{}
	var hits []search.SampleHit
	for _, hit := range a.experiments() {
		matching, _ := a.match(byCode[hit.AccessionCode], "")
		for _, s := range matching {
			if seen[s.ID] && a.fault != samplesListedTwice {
				continue
			}
			seen.add(s.ID)
			under := hit.AccessionCode
			if a.fault == underTheFirstByCode {
				under = s.Experiments[0]
			}
			hits = append(hits, a.sampleHit(s, under))
		}
	}
	return hits
}

func (a *asking) sampleHit(s search.SampleDocument, under string) search.SampleHit {
	hit := search.SampleHit{AccessionCode: s.AccessionCode, Title: s.Title, Experiments: s.Experiments, Under: under,
		Values: map[string][]search.Term{}}
	for i, f := range search.SampleFields() {
		for _, v := range s.Values[i] {
			hit.Values[f.Name] = append(hit.Values[f.Name], v.Term)
		}
	}
	return hit
}
