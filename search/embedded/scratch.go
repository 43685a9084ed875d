package embedded

// scratch is the memory that a search writes to; searches use it in turn.
type scratch struct {
	sampleCounts     [][]count // by field and value
	experimentCounts [][]count

	status  []uint8  // of each experiment; failsMany between searches
	touched []uint32 // experiments whose status is set

	shared []uint32 // groups of several experiments that match in at least one of them
	flags  []uint8  // of each group; 0 between searches
	marked []uint32 // groups whose flags are set
	mine   []uint32 // groups that the samples view lists under one experiment
	stamp  uint32

	tally tally
	among bitset // experiments that a phrase may be in

	everything []match
	hits       []hit // matching experiments; in the query's order once sorted
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
	matchedShared uint8 = 1 << iota // is in scratch.shared
	countedShared                   // its samples were counted for the sample fields' facets
	listed                          // its samples are listed under an experiment
)

func newScratch(x *columns) *scratch {
	s := &scratch{status: make([]uint8, x.experiments()), flags: make([]uint8, len(x.groupSize)), among: newBitset(x.experiments()),
		tally: newTally(x.experiments())}
	for i := range s.status {
		s.status[i] = failsMany
	}
	for i := range x.sampleFields {
		s.sampleCounts = append(s.sampleCounts, make([]count, len(x.sampleFields[i].value)))
	}
	for i := range x.experimentFields {
		s.experimentCounts = append(s.experimentCounts, make([]count, len(x.experimentFields[i].value)))
	}
	return s
}

// begin clears what the last search left.
func (s *scratch) begin() {
	for _, counts := range s.sampleCounts {
		clear(counts)
	}
	for _, counts := range s.experimentCounts {
		clear(counts)
	}
	for _, e := range s.touched {
		s.status[e] = failsMany
	}
	s.clearFlags()
	s.touched, s.shared, s.hits, s.stamp = s.touched[:0], s.shared[:0], s.hits[:0], 0
}

func (s *scratch) clearFlags() {
	for _, group := range s.marked {
		s.flags[group] = 0
	}
	s.marked = s.marked[:0]
}

// first sets a flag of a group, and says whether it was not set before.
func (s *scratch) first(group uint32, flag uint8) bool {
	if s.flags[group]&flag != 0 {
		return false
	}
	if s.flags[group] == 0 {
		s.marked = append(s.marked, group)
	}
	s.flags[group] |= flag
	return true
}
