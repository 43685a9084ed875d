package embedded

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/facetome/facetome/search"
)

// builder is a generation in the making: columns grow in memory, the stored file on disk. Experiments come in order of accession code, from
// documents or, where a generation is amended, from the base; both number values, groups and samples as they first occur, so that an amended
// generation is the same as one that was built anew.
type builder struct {
	dir      *directory
	name     string // of the generation
	manifest manifest
	labels   search.Labels
	base     *base // nil where everything comes from documents

	x      *columns
	fields []*fieldBuilder // sample fields, then experiment fields
	text   *textBuilder
	groups *groupBuilder

	sampleOf []uint32  // number of a sample, from 1, by its database id; 0 is none. Ids are given out one after another
	samples  *recorder // accession codes and titles, until they are appended to the stored file
	stored   *recorder

	done bool
}

func newBuilder(dir *directory, name string, basis search.Basis) (*builder, error) {
	b := &builder{
		dir: dir, name: name, labels: basis.Labels, x: newColumns(), text: newTextBuilder(),
		manifest: manifest{Format: formatVersion, Facets: search.FacetNames(), TextFields: search.TextFieldNames(), CatalogueVersion: basis.CatalogueVersion},
	}
	for i := range b.x.sampleFields {
		b.fields = append(b.fields, newFieldBuilder(&b.x.sampleFields[i]))
	}
	for i := range b.x.experimentFields {
		b.fields = append(b.fields, newFieldBuilder(&b.x.experimentFields[i]))
	}
	b.groups = newGroupBuilder(b.x, b.fields)
	b.x.rowStart, b.x.memberStart = []uint32{0}, []uint32{0}
	var err error
	if b.stored, err = newRecorder(filepath.Join(dir.building(name), storedFile), &b.x.stored.experiments); err != nil {
		return nil, err
	}
	if b.samples, err = newRecorder(filepath.Join(dir.building(name), storedFile+".samples"), &b.x.stored.samples); err != nil {
		return nil, errors.Join(err, b.stored.close())
	}
	return b, nil
}

// Add implements search.Generation.
func (b *builder) Add(ctx context.Context, d *search.Document) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	code := d.Hit.AccessionCode
	if err := b.copyUntil(ctx, code); err != nil {
		return err
	}
	n := len(b.x.accession)
	if n > 0 && code <= b.x.accession[n-1] {
		return fmt.Errorf("experiment %s was added after %s: they come in order of accession code", code, b.x.accession[n-1])
	}
	sum, err := d.Checksum()
	if err != nil {
		return err
	}
	published := int64(notPublished)
	if d.Hit.Published != nil {
		published = d.Hit.Published.Unix()
	}
	b.begin(code, published, sum)
	b.addExperimentValues(d)
	if err := b.addSamples(d); err != nil {
		return err
	}
	b.end()
	b.text.add(uint32(n), d.Text)
	return b.store(d)
}

// begin starts an experiment.
func (b *builder) begin(code string, published int64, checksum uint64) {
	b.x.accession = append(b.x.accession, code)
	b.x.published = append(b.x.published, published)
	b.x.checksum = append(b.x.checksum, checksum)
}

// end ends one that has its samples.
func (b *builder) end() {
	b.x.memberStart = append(b.x.memberStart, uint32(len(b.x.members)))
	b.x.rowStart = append(b.x.rowStart, uint32(len(b.x.rows)))
}

// Counts implements search.Generation.
func (b *builder) Counts(ctx context.Context) (search.Total, error) {
	err := b.copyRest(ctx)
	return b.counts(), err
}

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

// complete fills the columns that need all experiments, and lets go of what was needed to add them.
func (b *builder) complete() error {
	b.sampleOf = nil
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
			f.finish(b.labels, b.x.groupSets, i, n)
		default:
			f.finish(b.labels, f.column.sets, 0, 1)
		}
	}
	if err := b.groups.share(); err != nil {
		return err
	}
	b.groups = nil
	b.text.finish(&b.x.text)
	return b.x.finish()
}
