package embedded

import (
	"encoding/binary"
	"slices"

	"github.com/facetome/facetome/search"
)

// fieldBuilder numbers the values and the sets of values of one field, as they first occur; those of one set in order of their keys.
type fieldBuilder struct {
	column  *field
	valueOf map[string]uint32 // by key
	setOf   map[string]uint32 // by the bytes of its sorted values
	copied  []uint32          // by set of the base: its number here, from 1; 0 where it was not needed yet
	keys    []string          // of one set; reused
	numbers []uint32          // likewise
}

func newFieldBuilder(column *field) *fieldBuilder {
	column.key, column.value, column.label = []string{""}, []string{""}, []string{""} // value 0: not reported
	column.setStart, column.setValue = []uint32{0, 1}, []uint32{0}                    // set 0: just value 0
	return &fieldBuilder{column: column, valueOf: map[string]uint32{}, setOf: map[string]uint32{}}
}

// set numbers a sample's (or an experiment's) values.
func (f *fieldBuilder) set(values []search.Value) uint32 {
	f.keys = f.keys[:0]
	for i := range values {
		f.keys = append(f.keys, values[i].Key)
	}
	return f.setOfKeys()
}

// copySet finds or makes the set of the values that a set of the base has.
func (f *fieldBuilder) copySet(base *field, set uint32) uint32 {
	if f.copied == nil {
		f.copied = make([]uint32, len(base.setStart)-1)
	}
	if f.copied[set] > 0 {
		return f.copied[set] - 1
	}
	f.keys = f.keys[:0]
	for _, v := range base.valuesOf(set) {
		if v != 0 {
			f.keys = append(f.keys, base.key[v])
		}
	}
	here := f.setOfKeys()
	f.copied[set] = here + 1
	return here
}

// setOfKeys finds or makes the set of the values with f.keys.
func (f *fieldBuilder) setOfKeys() uint32 {
	if len(f.keys) == 0 {
		return 0
	}
	slices.Sort(f.keys)
	f.numbers = f.numbers[:0]
	for _, key := range slices.Compact(f.keys) {
		n, known := f.valueOf[key]
		if !known {
			n = uint32(len(f.column.key))
			f.valueOf[key] = n
			f.column.key = append(f.column.key, key)
		}
		f.numbers = append(f.numbers, n)
	}
	slices.Sort(f.numbers)
	var name []byte
	for _, n := range f.numbers {
		name = binary.LittleEndian.AppendUint32(name, n)
	}
	set, known := f.setOf[string(name)]
	if !known {
		set = uint32(len(f.column.setStart) - 1)
		f.setOf[string(name)] = set
		f.column.setValue = append(f.column.setValue, f.numbers...)
		f.column.setStart = append(f.column.setStart, uint32(len(f.column.setValue)))
	}
	return set
}

// finish notes how the values are shown. Then it numbers the sets anew, and corrects their numbers in a list: those at first, first+step and so
// on are of this field.
func (f *fieldBuilder) finish(labels search.Labels, sets []uint32, first, step int) {
	for _, key := range f.column.key[1:] {
		term := labels.Of(f.column.def.Name, key)
		f.column.value, f.column.label = append(f.column.value, term.Value), append(f.column.label, term.Label)
	}
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
