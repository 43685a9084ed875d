package embedded

import (
	"encoding/binary"
	"slices"

	"github.com/facetome/facetome/search"
)

// fieldBuilder numbers the values and the sets of values of one field.
type fieldBuilder struct {
	column  *field
	valueOf map[string]uint32 // by key
	setOf   map[string]uint32 // by the bytes of its sorted values
	spelled []map[search.Term]int
	scratch []uint32
}

func newFieldBuilder(column *field) *fieldBuilder {
	column.key, column.value, column.label = []string{""}, []string{""}, []string{""} // value 0: not reported
	column.setStart, column.setValue = []uint32{0, 1}, []uint32{0}                    // set 0: just value 0
	return &fieldBuilder{column: column, valueOf: map[string]uint32{}, setOf: map[string]uint32{}, spelled: []map[search.Term]int{nil}}
}

// set numbers a sample's (or an experiment's) values, and counts their spellings. It is called once for each sample.
func (f *fieldBuilder) set(values []search.Value) uint32 {
	if len(values) == 0 {
		return 0
	}
	f.scratch = f.scratch[:0]
	for _, v := range values {
		n, known := f.valueOf[v.Key]
		if !known {
			n = uint32(len(f.column.key))
			f.valueOf[v.Key] = n
			f.column.key = append(f.column.key, v.Key)
			f.spelled = append(f.spelled, map[search.Term]int{})
		}
		f.spelled[n][v.Term]++
		f.scratch = append(f.scratch, n)
	}
	slices.Sort(f.scratch)
	f.scratch = slices.Compact(f.scratch)
	var key []byte
	for _, n := range f.scratch {
		key = binary.LittleEndian.AppendUint32(key, n)
	}
	set, known := f.setOf[string(key)]
	if !known {
		set = uint32(len(f.column.setStart) - 1)
		f.setOf[string(key)] = set
		f.column.setValue = append(f.column.setValue, f.scratch...)
		f.column.setStart = append(f.column.setStart, uint32(len(f.column.setValue)))
	}
	return set
}

// finish chooses each value's spelling: the commonest, of equally common ones the first in byte order. Then it numbers the sets
// anew, and corrects their numbers in a list: those at first, first+step and so on are of this field.
func (f *fieldBuilder) finish(sets []uint32, first, step int) {
	f.spell()
	renumbered := f.renumber()
	for i := first; i < len(sets); i += step {
		sets[i] = renumbered[sets[i]]
	}
}

// renumber gives the set of one value that value's number, so that nothing needs to be looked up for it, and the others the numbers
// behind. It returns the new number of each set.
func (f *fieldBuilder) renumber() []uint32 {
	column := f.column
	values := uint32(len(column.key))
	renumbered := make([]uint32, len(column.setStart)-1)
	var several [][]uint32
	for set := range renumbered {
		switch members := column.valuesOf(uint32(set)); len(members) {
		case 1:
			renumbered[set] = members[0]
		default:
			renumbered[set] = values + uint32(len(several))
			several = append(several, members)
		}
	}
	start, value := []uint32{0}, []uint32(nil)
	for v := range values {
		value = append(value, v)
		start = append(start, uint32(len(value)))
	}
	for _, members := range several {
		value = append(value, members...)
		start = append(start, uint32(len(value)))
	}
	column.setStart, column.setValue = start, value
	return renumbered
}

func (f *fieldBuilder) spell() {
	for _, spellings := range f.spelled[1:] {
		var best search.Term
		most := 0
		for term, n := range spellings {
			if n > most || n == most && (term.Value < best.Value || term.Value == best.Value && term.Label < best.Label) {
				best, most = term, n
			}
		}
		f.column.value = append(f.column.value, best.Value)
		f.column.label = append(f.column.label, best.Label)
	}
}

// makeBins sorts the numbers of a range into bins: value b+1 is bin b.
func (f *field) makeBins() {
	bins := f.def.Bins
	if bins == nil {
		bins = eachNumber(f.numbers)
	}
	for i, bin := range bins {
		f.key = append(f.key, bin.String())
		f.value = append(f.value, bin.String())
		f.label = append(f.label, bin.Label())
		f.setStart = append(f.setStart, uint32(i+2))
		f.setValue = append(f.setValue, uint32(i+1))
	}
	f.sets = make([]uint32, len(f.numbers))
	for e, n := range f.numbers {
		if n == notReported {
			continue
		}
		for i, bin := range bins {
			if bin.Contains(int(n)) {
				f.sets[e] = uint32(i + 1)
			}
		}
	}
}

// eachNumber makes a bin for each number from the first to the last.
func eachNumber(numbers []int64) []search.Range {
	var bins []search.Range
	first, last := int64(notReported), int64(notReported)
	for _, n := range numbers {
		if n == notReported {
			continue
		}
		if first == notReported || n < first {
			first = n
		}
		last = max(last, n)
	}
	if first == notReported {
		return nil
	}
	for n := first; n <= last; n++ {
		bins = append(bins, search.Between(int(n), int(n)))
	}
	return bins
}
