package embedded

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/facetome/facetome/search"
)

// base is the generation that an amended one begins as. Its experiments are copied at the level of columns, but for those that changed: every
// number of theirs is translated into the new generation's, which gives out numbers as they are first needed. So values, groups, samples and words that
// nobody has any more are left behind, and the cost beside copying is that of what changed.
type base struct {
	*generation
	changed []string
	next    uint32   // the first experiment that was neither copied nor left out yet
	moved   []uint32 // by experiment: its number in the new generation; gone
	groups  []uint32 // by group: its number there, from 1; 0 where it was not needed yet
}

// gone stands for the number of an experiment that is not in the new generation as it was.
const gone = math.MaxUint32

// Amend implements search.Indexer. A generation that is damaged counts as none.
func (x *Indexer) Amend(_ context.Context, basis search.Basis, changed []string) (search.Generation, error) {
	b, err := x.start(basis)
	if err != nil {
		return nil, err
	}
	if err := b.openBase(changed); err != nil {
		return nil, errors.Join(err, b.Abort())
	}
	return b, nil
}

// openBase reads the generation that serves.
func (b *builder) openBase(changed []string) error {
	g, err := b.dir.newest("")
	if errors.Is(err, errDamaged) {
		return fmt.Errorf("%w (%w)", search.ErrNoIndex, err)
	}
	if err != nil {
		return err
	}
	b.base = &base{
		generation: g, changed: changed,
		moved: make([]uint32, g.columns.experiments()), groups: make([]uint32, len(g.columns.groupSize)),
	}
	b.text.old, b.text.moved = &g.columns.text, b.base.moved
	return nil
}

// close lets go of its files; there need not be a base.
func (b *base) close() error {
	if b == nil {
		return nil
	}
	return b.stored.Close()
}

func (b *base) isChanged(code string) bool {
	_, found := slices.BinarySearch(b.changed, code)
	return found
}

// copyUntil copies what stays of the base before an accession code, which a document is to be added of.
func (b *builder) copyUntil(ctx context.Context, code string) error {
	if b.base == nil {
		return nil
	}
	if !b.base.isChanged(code) {
		return fmt.Errorf("experiment %s was added, and is not among those that changed", code)
	}
	codes := b.base.columns.accession
	for int(b.base.next) < len(codes) && codes[b.base.next] < code {
		if err := b.copyNext(ctx); err != nil {
			return err
		}
	}
	return nil
}

// copyRest copies what stays of the base behind the last document.
func (b *builder) copyRest(ctx context.Context) error {
	if b.base == nil {
		return nil
	}
	for int(b.base.next) < b.base.columns.experiments() {
		if err := b.copyNext(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) copyNext(ctx context.Context) error {
	e := b.base.next
	b.base.next++
	if b.base.isChanged(b.base.columns.accession[e]) {
		b.base.moved[e] = gone
		return nil
	}
	b.base.moved[e] = uint32(len(b.x.accession))
	if err := errors.Join(ctx.Err(), b.copyExperiment(e)); err != nil {
		return fmt.Errorf("copying %s from the index: %w", b.base.columns.accession[e], err)
	}
	return nil
}

// copyExperiment adds an experiment of the base.
func (b *builder) copyExperiment(e uint32) error {
	old := b.base.columns
	b.begin(old.accession[e], old.published[e], old.checksum[e])
	for i, f := range b.fields[len(b.x.sampleFields):] {
		column, from := &b.x.experimentFields[i], &old.experimentFields[i]
		if column.def.IsRange() {
			column.numbers = append(column.numbers, from.numbers[e])
		} else {
			column.sets = append(column.sets, f.copySet(from, from.sets[e]))
		}
	}
	for _, sample := range old.membersOf(e) {
		if err := b.copySample(sample); err != nil {
			return err
		}
	}
	b.end()
	b.text.copyLengths(e)
	return b.stored.copy(b.base.stored, old.stored.experiments, e)
}

// copySample adds a sample of the base to the experiment that was begun last.
func (b *builder) copySample(sample uint32) error {
	old := b.base.columns
	id := uint(old.sampleID[sample])
	n, known, err := b.sampleNumber(id)
	if err != nil {
		return err
	}
	if !known {
		b.addSample(id, b.copyGroup(old.sampleGroup[sample]))
		if err := b.samples.copy(b.base.stored, old.stored.samples, sample); err != nil {
			return err
		}
	}
	b.addMember(n)
	return nil
}

func (b *builder) copyGroup(old uint32) uint32 {
	if b.base.groups[old] == 0 {
		b.base.groups[old] = b.groups.copy(b.base.columns, old) + 1
	}
	return b.base.groups[old] - 1
}
