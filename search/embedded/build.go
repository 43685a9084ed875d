package embedded

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/facetome/facetome/search"
)

// builder is a generation in the making: columns grow in memory, the stored file on disk.
type builder struct {
	dir      *directory
	name     string // of the generation
	manifest manifest

	x      *columns
	fields []*fieldBuilder // sample fields, then experiment fields
	text   *textBuilder

	sampleOf []uint32          // number of a sample, from 1, by its database id; 0 is none. Ids are given out one after another
	groupOf  map[string]uint32 // by values and set of experiments
	groupKey []byte            // reused

	samples *os.File // accession codes and titles, until they are appended to the stored file
	sampleW *bufio.Writer
	stored  *os.File
	storedW *bufio.Writer

	done bool
}

func newBuilder(dir *directory, name string, m manifest) (*builder, error) {
	b := &builder{
		dir: dir, name: name, manifest: m, x: newColumns(), text: newTextBuilder(),
		groupOf: map[string]uint32{},
	}
	for i := range b.x.sampleFields {
		b.fields = append(b.fields, newFieldBuilder(&b.x.sampleFields[i]))
	}
	for i := range b.x.experimentFields {
		b.fields = append(b.fields, newFieldBuilder(&b.x.experimentFields[i]))
	}
	b.x.rowStart, b.x.memberStart = []uint32{0}, []uint32{0}
	b.x.stored.experiments, b.x.stored.samples = []uint64{0}, []uint64{0}
	var err error
	if b.stored, err = os.Create(filepath.Join(dir.building(name), storedFile)); err != nil {
		return nil, err
	}
	if b.samples, err = os.Create(filepath.Join(dir.building(name), storedFile+".samples")); err != nil {
		return nil, errors.Join(err, b.stored.Close())
	}
	b.storedW, b.sampleW = bufio.NewWriterSize(b.stored, 1<<20), bufio.NewWriterSize(b.samples, 1<<20)
	return b, nil
}

// Add implements search.Generation.
func (b *builder) Add(ctx context.Context, d *search.Document) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	n := len(b.x.accession)
	if n > 0 && d.Hit.AccessionCode <= b.x.accession[n-1] {
		return fmt.Errorf("experiment %s was added after %s: they come in order of accession code", d.Hit.AccessionCode, b.x.accession[n-1])
	}
	b.x.accession = append(b.x.accession, d.Hit.AccessionCode)
	published := int64(notPublished)
	if d.Hit.Published != nil {
		published = d.Hit.Published.Unix()
	}
	b.x.published = append(b.x.published, published)
	b.addExperimentValues(d)
	if err := b.addSamples(d); err != nil {
		return err
	}
	b.text.add(uint32(n), d.Text)
	return b.store(d)
}

// Counts implements search.Generation.
func (b *builder) Counts(context.Context) (search.Total, error) { return b.counts(), nil }

func (b *builder) counts() search.Total {
	return search.Total{Experiments: len(b.x.accession), Samples: len(b.x.sampleGroup)}
}

func (b *builder) addExperimentValues(d *search.Document) {
	for i, f := range b.fields[len(b.x.sampleFields):] {
		column := &b.x.experimentFields[i]
		if !column.def.IsRange() {
			column.sets = append(column.sets, f.set(d.Values[column.def.Name]))
			continue
		}
		number := int64(notReported)
		if n, reported := d.Numbers[column.def.Name]; reported {
			number = int64(n)
		}
		column.numbers = append(column.numbers, number) // bins are known when all numbers are
	}
}

// addSamples finds the groups of the experiment's samples, which are its rows.
func (b *builder) addSamples(d *search.Document) error {
	seen := map[uint32]bool{}
	for i := range d.Samples {
		s := &d.Samples[i]
		n, known := b.sampleNumber(s.ID)
		if !known {
			group := b.group(s)
			b.x.sampleGroup = append(b.x.sampleGroup, group)
			b.x.groupSize[group]++
			record := s.AccessionCode + "\n" + s.Title
			if _, err := b.sampleW.WriteString(record); err != nil {
				return err
			}
			last := b.x.stored.samples[len(b.x.stored.samples)-1]
			b.x.stored.samples = append(b.x.stored.samples, last+uint64(len(record)))
		}
		b.x.members = append(b.x.members, n)
		if group := b.x.sampleGroup[n]; !seen[group] {
			seen[group] = true
			b.x.rows = append(b.x.rows, group)
		}
	}
	b.x.memberStart = append(b.x.memberStart, uint32(len(b.x.members)))
	b.x.rowStart = append(b.x.rowStart, uint32(len(b.x.rows)))
	return nil
}

// sampleNumber finds the number of a sample, or gives it the next.
func (b *builder) sampleNumber(id uint) (n uint32, known bool) {
	if missing := int(id) + 1 - len(b.sampleOf); missing > 0 {
		b.sampleOf = append(b.sampleOf, make([]uint32, missing)...)
	}
	if known = b.sampleOf[id] > 0; !known {
		b.sampleOf[id] = uint32(len(b.x.sampleGroup)) + 1
	}
	return b.sampleOf[id] - 1, known
}

// group finds or makes the group of a sample.
func (b *builder) group(s *search.SampleDocument) uint32 {
	key := b.groupKey[:0]
	for i := range b.x.sampleFields {
		key = binary.LittleEndian.AppendUint32(key, b.fields[i].set(s.Values[i]))
	}
	for _, code := range s.Experiments {
		key = append(append(key, code...), 0)
	}
	b.groupKey = key
	if group, known := b.groupOf[string(key)]; known {
		return group
	}
	group := uint32(len(b.x.groupSize))
	b.groupOf[string(key)] = group
	b.x.groupSize = append(b.x.groupSize, 0)
	for i := range b.x.sampleFields {
		b.x.groupSets = append(b.x.groupSets, binary.LittleEndian.Uint32(key[4*i:]))
	}
	return group
}

func (b *builder) store(d *search.Document) error {
	record, err := json.Marshal(storedExperiment{d.Hit, d.Text[search.TextPublication], d.Text[search.TextAuthors]})
	if err != nil {
		return err
	}
	if _, err := b.storedW.Write(record); err != nil {
		return err
	}
	last := b.x.stored.experiments[len(b.x.stored.experiments)-1]
	b.x.stored.experiments = append(b.x.stored.experiments, last+uint64(len(record)))
	return nil
}

// complete fills the columns that need all documents, and lets go of what was needed to add them.
func (b *builder) complete() error {
	b.sampleOf, b.groupOf = nil, nil
	for i := range b.x.experimentFields {
		if f := &b.x.experimentFields[i]; f.def.IsRange() {
			f.makeBins()
		}
	}
	n := len(b.x.sampleFields)
	for i, f := range b.fields {
		switch {
		case f.column.def.IsRange():
		case i < n:
			f.finish(b.x.groupSets, i, n)
		default:
			f.finish(f.column.sets, 0, 1)
		}
	}
	b.share()
	b.text.finish(&b.x.text)
	return b.x.finish()
}

// share lists the experiments of each group that several have.
func (b *builder) share() {
	counts := make([]uint32, len(b.x.groupSize))
	for _, group := range b.x.rows {
		counts[group]++
	}
	b.x.shareStart = make([]uint32, len(counts)+1)
	for group, n := range counts {
		if n < 2 {
			n = 0
		}
		b.x.shareStart[group+1] = b.x.shareStart[group] + n
	}
	b.x.shares = make([]uint32, b.x.shareStart[len(counts)])
	next := slices.Clone(b.x.shareStart[:len(counts)])
	for e := range uint32(b.x.experiments()) {
		for _, group := range b.x.rowsOf(e) {
			if counts[group] >= 2 {
				b.x.shares[next[group]] = e
				next[group]++
			}
		}
	}
}
