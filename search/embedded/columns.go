package embedded

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/facetome/facetome/search"
)

// columns is a generation in memory. Experiments are numbered in order of accession code, samples and groups as they first
// occur. It never changes once read.
type columns struct {
	// Of experiments.
	accession   []string
	published   []int64  // seconds since 1970, UTC; notPublished
	newest      []uint32 // rank of published, the latest first; not stored
	oldest      []uint32 // likewise, the earliest first
	rowStart    []uint32 // rows[rowStart[e]:rowStart[e+1]] are e's groups
	rows        []uint32
	memberStart []uint32 // members[memberStart[e]:memberStart[e+1]] are e's samples, by accession code
	members     []uint32
	checksum    []uint64 // search.Document.Checksum of what was added

	// Of samples and groups.
	sampleID    []uint32 // in the database
	sampleGroup []uint32
	groupSize   []uint32
	groupSets   []uint32 // groupSets[g*len(sampleFields)+i] is the set of values (see field) of group g in sample field i
	shareStart  []uint32 // shares[shareStart[g]:shareStart[g+1]] are the experiments of a group of several; none for others
	shares      []uint32

	sampleFields     []field
	experimentFields []field

	text   postings
	stored storedOffsets

	scratch sync.Pool // of *scratch
}

// notPublished stands for an experiment without a date.
const notPublished = -1 << 63

// field is one facet. A sample may have several values, so what a group or an experiment has is a set of values. The set of one value has
// the value's own number, and nearly all are such; sets of several follow. Value 0 is "not reported".
type field struct {
	def      *search.Field
	sets     []uint32 // of each experiment, where the field is one of experiments
	setStart []uint32 // setValues[setStart[s]:setStart[s+1]] are set s's values
	setValue []uint32
	key      []string // of each value, as compared; "" of value 0
	value    []string // in URLs: the commonest spelling; for a bin its range
	label    []string // as shown
	numbers  []int64  // of a range: each experiment's number, notReported where there is none; its values are bins
	bins     []search.Range
}

const notReported = -1

func (f *field) valuesOf(set uint32) []uint32 { return f.setValue[f.setStart[set]:f.setStart[set+1]] }

func (x *columns) experiments() int { return len(x.accession) }

func (x *columns) rowsOf(e uint32) []uint32    { return x.rows[x.rowStart[e]:x.rowStart[e+1]] }
func (x *columns) membersOf(e uint32) []uint32 { return x.members[x.memberStart[e]:x.memberStart[e+1]] }
func (x *columns) sharesOf(g uint32) []uint32  { return x.shares[x.shareStart[g]:x.shareStart[g+1]] }

// setsOf are the sets of values of a group, by number of sample field.
func (x *columns) setsOf(g uint32) []uint32 {
	n := uint32(len(x.sampleFields))
	return x.groupSets[g*n : (g+1)*n]
}

// sections names everything that a columns file holds; the same table writes and reads it.
func (x *columns) sections() []section {
	s := []section{
		{"experiment.accession", &x.accession},
		{"experiment.published", &x.published},
		{"experiment.rowStart", &x.rowStart},
		{"experiment.rows", &x.rows},
		{"experiment.memberStart", &x.memberStart},
		{"experiment.members", &x.members},
		{"experiment.checksum", &x.checksum},
		{"sample.id", &x.sampleID},
		{"sample.group", &x.sampleGroup},
		{"group.size", &x.groupSize},
		{"group.sets", &x.groupSets},
		{"group.shareStart", &x.shareStart},
		{"group.shares", &x.shares},
		{"text.words", &x.text.words},
		{"text.start", &x.text.start},
		{"text.postings", &x.text.data},
		{"text.placeStart", &x.text.placeStart},
		{"text.places", &x.text.places},
		{"text.stems", &x.text.stems},
		{"text.stemStart", &x.text.stemStart},
		{"text.stemWords", &x.text.stemWords},
		{"text.lengths", &x.text.lengths},
		{"stored.experiments", &x.stored.experiments},
		{"stored.samples", &x.stored.samples},
	}
	for _, fields := range [][]field{x.sampleFields, x.experimentFields} {
		for i := range fields {
			f := &fields[i]
			name := "field." + f.def.Name + "."
			s = append(s,
				section{name + "sets", &f.sets},
				section{name + "setStart", &f.setStart},
				section{name + "setValue", &f.setValue},
				section{name + "key", &f.key},
				section{name + "value", &f.value},
				section{name + "label", &f.label},
				section{name + "numbers", &f.numbers},
			)
		}
	}
	return s
}

// newColumns has a field for each of search.Fields, all empty.
func newColumns() *columns {
	x := &columns{}
	for _, def := range search.SampleFields() {
		x.sampleFields = append(x.sampleFields, field{def: def})
	}
	for _, def := range search.ExperimentFields() {
		x.experimentFields = append(x.experimentFields, field{def: def})
	}
	return x
}

// finish restores what is not stored, and refuses columns that do not fit together.
func (x *columns) finish() error {
	for i := range x.experimentFields {
		f := &x.experimentFields[i]
		if !f.def.IsRange() {
			continue
		}
		f.bins = make([]search.Range, len(f.value))
		for v := 1; v < len(f.value); v++ {
			r, ok := search.ParseRange(f.value[v])
			if !ok {
				return fmt.Errorf("facet %s has the bin %q, which is no range", f.def.Name, f.value[v])
			}
			f.bins[v] = r
		}
	}
	n, groups := x.experiments(), len(x.groupSize)
	fits := len(x.rowStart) == n+1 && len(x.memberStart) == n+1 && len(x.published) == n && len(x.shareStart) == groups+1 &&
		len(x.checksum) == n && len(x.sampleID) == len(x.sampleGroup) &&
		len(x.stored.experiments) == n+1 && len(x.stored.samples) == len(x.sampleGroup)+1 &&
		x.text.fits(n)
	fits = fits && len(x.groupSets) == groups*len(x.sampleFields)
	for _, f := range x.experimentFields {
		fits = fits && len(f.sets) == n
	}
	if !fits {
		return fmt.Errorf("the columns differ in length")
	}
	x.text.finish(n)
	x.rankDates()
	x.scratch.New = func() any { return newScratch(x) }
	return nil
}

// rankDates orders experiments by their dates, for sorting; those without a date come last in both orders.
func (x *columns) rankDates() {
	dates := slices.Clone(x.published)
	slices.Sort(dates)
	dates = slices.Compact(dates)
	x.newest, x.oldest = make([]uint32, len(x.published)), make([]uint32, len(x.published))
	for e, date := range x.published {
		if date == notPublished {
			x.newest[e], x.oldest[e] = math.MaxUint32, math.MaxUint32
			continue
		}
		rank, _ := slices.BinarySearch(dates, date)
		x.oldest[e], x.newest[e] = uint32(rank), uint32(len(dates)-rank)
	}
}
