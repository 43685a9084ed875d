package embedded

import (
	"runtime"
	"sync/atomic"

	"github.com/facetome/facetome/search"
)

// scratch is the memory that a search writes to; searches use it in turn.
type scratch struct {
	*counts           // parts[0]: of the first part, and then of all
	parts   []*counts // of each part

	status []uint8  // of each experiment; failsMany between searches
	flags  []uint32 // of each group; 0 between searches
	mine   []uint32 // groups that the samples view lists under one experiment
	stamp  uint32

	tally tally
	among bitset // experiments that a phrase may be in

	everything []match
}

// counts is what one goroutine counts, of a part of the experiments that match the text.
type counts struct {
	total            search.Total
	sampleCounts     [][]count // by field and value
	experimentCounts [][]count
	hits             []hit    // matching experiments; in the query's order once sorted
	shared           []uint32 // groups of several experiments that match in at least one of them
	touched          []uint32 // experiments whose status is set
	marked           []uint32 // groups whose flags are set
}

// hit is a matching experiment.
type hit struct {
	order      uint64 // ascending in the query's order; ties by experiment
	experiment uint32
	matching   uint32 // samples
	score      float32
}

// count is one bucket while it is counted.
type count struct {
	experiments uint32
	samples     uint32
	last        uint32 // the experiment (its number and 1) or the stamp that was counted last
}

// add counts samples of an experiment's group, and the experiment where it was not counted yet.
func (c *count) add(e, samples uint32) {
	if c.last != e+1 {
		c.last = e + 1
		c.experiments++
	}
	c.samples += samples
}

// Flags of shared groups.
const (
	matchedShared uint32 = 1 << iota // is in counts.shared
	countedShared                    // its samples were counted for the sample fields' facets
	listed                           // its samples are listed under an experiment
)

// maxParts is into how many parts a search is divided at most: more gain little, and each takes memory for all buckets.
const maxParts = 4

func newScratch(x *columns) *scratch {
	s := &scratch{status: make([]uint8, x.experiments()), flags: make([]uint32, len(x.groupSize)),
		among: newBitset(x.experiments()), tally: newTally(x.experiments())}
	for range min(runtime.GOMAXPROCS(0), maxParts) {
		s.parts = append(s.parts, newCounts(x))
	}
	s.counts = s.parts[0]
	for i := range s.status {
		s.status[i] = failsMany
	}
	return s
}

func newCounts(x *columns) *counts {
	c := &counts{}
	for i := range x.sampleFields {
		c.sampleCounts = append(c.sampleCounts, make([]count, len(x.sampleFields[i].value)))
	}
	for i := range x.experimentFields {
		c.experimentCounts = append(c.experimentCounts, make([]count, len(x.experimentFields[i].value)))
	}
	return c
}

// begin clears what the last search left.
func (s *scratch) begin() {
	s.clearFlags()
	for _, c := range s.parts {
		for _, e := range c.touched {
			s.status[e] = failsMany
		}
		for _, counts := range c.sampleCounts {
			clear(counts)
		}
		for _, counts := range c.experimentCounts {
			clear(counts)
		}
		c.total, c.hits, c.shared, c.touched = search.Total{}, c.hits[:0], c.shared[:0], c.touched[:0]
	}
	s.stamp = 0
}

func (s *scratch) clearFlags() {
	for _, c := range s.parts {
		for _, group := range c.marked {
			s.flags[group] = 0
		}
		c.marked = c.marked[:0]
	}
}

// first sets a flag of a group, and says whether it was not set before. Several goroutines may: c is that of the one that asks.
func (s *scratch) first(c *counts, group, flag uint32) bool {
	before := atomic.OrUint32(&s.flags[group], flag)
	if before == 0 {
		c.marked = append(c.marked, group)
	}
	return before&flag == 0
}

// add adds the counts of another part. Its experiments are no part's but its own.
func (c *counts) add(part *counts) {
	c.total.Experiments += part.total.Experiments
	c.total.Samples += part.total.Samples
	c.hits = append(c.hits, part.hits...)
	c.shared = append(c.shared, part.shared...)
	addAll(c.sampleCounts, part.sampleCounts)
	addAll(c.experimentCounts, part.experimentCounts)
}

func addAll(to, from [][]count) {
	for i := range to {
		for v := range to[i] {
			to[i][v].experiments += from[i][v].experiments
			to[i][v].samples += from[i][v].samples
		}
	}
}
