package against

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// Side answers queries in its own way.
type Side interface {
	// Ask answers one query. Facets that a side does not have are missing.
	Ask(context.Context, Query) (Counts, error)
}

// Named is a side and what tables call it.
type Named struct {
	Name   string
	Facets int
	Exact  bool // what it counts is the same for every exact side
	Side   Side
}

// Options say how much to measure; see Run.
type Options struct {
	Rounds   int
	Progress func(done, total int) // may be nil
}

// A side is asked each query for some time, once at least and Options.Rounds times at most, before it is measured: servers compile what they run often.
// It is measured so often at least, and goes on up to Options.Rounds for so long: a slow side would hold up all. One whose first answer takes longer than that is asked no more.
const (
	warmUp       = 3 * time.Second
	fewestRounds = 3
	longestTurn  = 10 * time.Second
)

// Load writes the seed's documents of a catalogue, and counts what is right meanwhile.
func Load(ctx context.Context, store *models.Store, index SeedIndex, progress func(done, total int)) (*Right, error) {
	if err := index.Create(ctx); err != nil {
		return nil, err
	}
	right := newCounter()
	err := store.Snapshot(ctx, func(snapshot *models.Snapshot) error {
		done := 0
		return index.Load(ctx, func(write func(Document) error) error {
			return snapshot.Each(ctx, func(e *models.Experiment) error {
				done++
				if progress != nil {
					progress(done, snapshot.State.Experiments)
				}
				d := NewDocument(search.NewDocument(e))
				right.add(d)
				return write(d)
			})
		})
	})
	if err != nil {
		return nil, fmt.Errorf("load the seed's documents: %w", err)
	}
	return &Right{right}, nil
}

// Right is what is right of the loaded documents.
type Right struct{ counter *counter }

// Run asks all sides all queries, in turns, and compares what they say. The first query must be the one for everything.
func Run(ctx context.Context, right *Right, sides []Named, queries []Query, o Options) (*Report, error) {
	r := &Report{Queries: queries, Rounds: o.Rounds}
	done := 0
	for number, q := range queries {
		said := map[string]Counts{}
		for _, side := range sides {
			took, counts, err := measure(ctx, side, q, o.Rounds)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", side.Name, q.Name, err)
			}
			said[side.Name] = counts
			r.Times = append(r.Times, newTimes(side, q, took, counts))
			if done++; o.Progress != nil {
				o.Progress(done, len(queries)*len(sides))
			}
			if number == 0 && !side.Exact {
				r.Numbers = append(r.Numbers, right.counter.judge(side.Name, counts)...)
			}
		}
		r.Differences = append(r.Differences, differences(sides, q, said)...)
	}
	return r, r.judgeExact(ctx, right, sides)
}

// judgeExact asks exact sides for the samples that can be downloaded: the only ones that the seed's documents hold.
func (r *Report) judgeExact(ctx context.Context, right *Right, sides []Named) error {
	downloadable := Query{Name: "downloadable", Conditions: []Condition{{models.FieldProcessed, "yes"}}}
	for _, side := range sides {
		if !side.Exact {
			continue
		}
		counts, err := side.Side.Ask(ctx, downloadable)
		if err != nil {
			return fmt.Errorf("%s, %s: %w", side.Name, downloadable.Name, err)
		}
		r.Numbers = append(r.Numbers, right.counter.judge(side.Name, counts)...)
	}
	return nil
}

// measure asks a query again and again, after some time to warm up.
func measure(ctx context.Context, side Named, q Query, rounds int) (took []time.Duration, counts Counts, err error) {
	ask := func() (time.Duration, error) {
		start := time.Now()
		counts, err = side.Side.Ask(ctx, q)
		return time.Since(start), err
	}
	for begun := time.Now(); len(took) == 0 || len(took) < rounds && time.Since(begun) < warmUp; {
		elapsed, err := ask()
		took = append(took, elapsed)
		if err != nil || elapsed > longestTurn {
			return took, counts, err
		}
	}
	took = nil
	for begun := time.Now(); len(took) < rounds && (len(took) < fewestRounds || time.Since(begun) < longestTurn); {
		elapsed, err := ask()
		if err != nil {
			return nil, counts, err
		}
		took = append(took, elapsed)
	}
	return took, counts, nil
}

// differences names where exact sides do not say the same, in the facets that both have.
func differences(sides []Named, q Query, said map[string]Counts) []string {
	var list []string
	var first *Named
	for _, side := range sides {
		if !side.Exact {
			continue
		}
		if first == nil {
			first = &side
			continue
		}
		a, b := said[first.Name], said[side.Name]
		if a.Total != b.Total {
			list = append(list, fmt.Sprintf("%s: %s finds %v, %s %v", q.Name, first.Name, a.Total, side.Name, b.Total))
		}
		for _, field := range slices.Sorted(maps.Keys(b.Facets)) {
			if facet, both := a.Facets[field]; both && !maps.Equal(facet, b.Facets[field]) {
				list = append(list, fmt.Sprintf("%s: %s and %s differ in %s", q.Name, first.Name, side.Name, field))
			}
		}
	}
	return list
}
