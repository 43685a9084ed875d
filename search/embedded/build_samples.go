package embedded

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/facetome/facetome/search"
)

// addSamples adds the samples of a document.
func (b *builder) addSamples(d *search.Document) error {
	for i := range d.Samples {
		s := &d.Samples[i]
		n, known, err := b.sampleNumber(s.ID)
		if err != nil {
			return err
		}
		if !known {
			b.addSample(s.ID, b.groups.of(s))
			if err := b.samples.write([]byte(s.AccessionCode + "\n" + s.Title)); err != nil {
				return err
			}
		}
		b.addMember(n)
	}
	return nil
}

// sampleNumber finds the number of a sample, or gives it the next.
func (b *builder) sampleNumber(id uint) (n uint32, known bool, err error) {
	if uint64(id) > math.MaxUint32 {
		return 0, false, fmt.Errorf("a sample has the id %d in the database; an index holds ids below 2^32", id)
	}
	if missing := int(id) + 1 - len(b.sampleOf); missing > 0 {
		b.sampleOf = append(b.sampleOf, make([]uint32, missing)...)
	}
	if known = b.sampleOf[id] > 0; !known {
		b.sampleOf[id] = uint32(len(b.x.sampleGroup)) + 1
	}
	return b.sampleOf[id] - 1, known, nil
}

// addSample adds a sample that was given its number.
func (b *builder) addSample(id uint, group uint32) {
	b.x.sampleID = append(b.x.sampleID, uint32(id))
	b.x.sampleGroup = append(b.x.sampleGroup, group)
	b.x.groupSize[group]++
}

// addMember adds a sample to the experiment that was begun last, and its group to the experiment's rows.
func (b *builder) addMember(sample uint32) {
	b.x.members = append(b.x.members, sample)
	group := b.x.sampleGroup[sample]
	if e := uint32(len(b.x.accession)); b.groups.lastRow[group] != e {
		b.groups.lastRow[group] = e
		b.x.rows = append(b.x.rows, group)
	}
}

// groupBuilder numbers the groups of samples.
type groupBuilder struct {
	x       *columns
	fields  []*fieldBuilder   // of samples
	number  map[string]uint32 // by values and set of experiments; of groups that documents brought
	key     []byte            // reused
	in      []uint32          // by group: how many experiments it is said to be in
	lastRow []uint32          // by group: the last experiment, counted from 1, that has it as a row
}

func newGroupBuilder(x *columns, fields []*fieldBuilder) *groupBuilder {
	return &groupBuilder{x: x, fields: fields[:len(x.sampleFields)], number: map[string]uint32{}}
}

// of finds or makes the group of a sample.
func (b *groupBuilder) of(s *search.SampleDocument) uint32 {
	key := b.key[:0]
	for i, f := range b.fields {
		key = binary.LittleEndian.AppendUint32(key, f.set(s.Values[i]))
	}
	sets := len(key)
	for _, code := range s.Experiments {
		key = append(append(key, code...), 0)
	}
	b.key = key
	group, known := b.number[string(key)]
	if !known {
		group = b.add(len(s.Experiments))
		b.number[string(key)] = group
		for i := 0; i < sets; i += 4 {
			b.x.groupSets = append(b.x.groupSets, binary.LittleEndian.Uint32(key[i:]))
		}
	}
	return group
}

// copy makes a group of one of the base. Its samples have the values and experiments that they had, so no group of a document is the same: all
// samples of a group come first in the same experiment, and that is either copied or a document.
func (b *groupBuilder) copy(base *columns, old uint32) uint32 {
	group := b.add(max(len(base.sharesOf(old)), 1))
	for i, set := range base.setsOf(old) {
		b.x.groupSets = append(b.x.groupSets, b.fields[i].copySet(&base.sampleFields[i], set))
	}
	return group
}

func (b *groupBuilder) add(experiments int) uint32 {
	b.x.groupSize = append(b.x.groupSize, 0)
	b.in, b.lastRow = append(b.in, uint32(experiments)), append(b.lastRow, 0)
	return uint32(len(b.in) - 1)
}

// share lists the experiments of each group that several have. It refuses groups that are in other experiments than was said when they
// were added: some numbers would be wrong.
func (b *groupBuilder) share() error {
	x := b.x
	counts := make([]uint32, len(x.groupSize))
	for _, group := range x.rows {
		counts[group]++
	}
	if !slices.Equal(counts, b.in) {
		return fmt.Errorf("samples are in other experiments than they say; run `facetome reindex`, which reads all of them again")
	}
	x.shareStart = make([]uint32, len(counts)+1)
	for group, n := range counts {
		if n < 2 {
			n = 0
		}
		x.shareStart[group+1] = x.shareStart[group] + n
	}
	x.shares = make([]uint32, x.shareStart[len(counts)])
	next := slices.Clone(x.shareStart[:len(counts)])
	for e := range uint32(x.experiments()) {
		for _, group := range x.rowsOf(e) {
			if counts[group] >= 2 {
				x.shares[next[group]] = e
				next[group]++
			}
		}
	}
	return nil
}
