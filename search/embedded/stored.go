package embedded

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/facetome/facetome/search"
)

// The stored file holds what hits show: for an experiment a storedExperiment as JSON, for a sample its accession code and title, parted by
// a newline.

// storedExperiment is a hit, and the texts from which an excerpt of it may be taken.
type storedExperiment struct {
	search.ExperimentHit
	PublicationTitles  []string `json:"publication_titles,omitempty"`
	PublicationAuthors []string `json:"publication_authors,omitempty"`
}

// storedOffsets says where records start in the stored file; one more than there are, the last is the end.
type storedOffsets struct {
	experiments []uint64
	samples     []uint64
}

// readAt reads one record.
func readAt(f *os.File, offsets []uint64, n uint32) ([]byte, error) {
	record := make([]byte, offsets[n+1]-offsets[n])
	if _, err := f.ReadAt(record, int64(offsets[n])); err != nil {
		return nil, fmt.Errorf("reading the stored file of the index: %w", err)
	}
	return record, nil
}

func (g *generation) experiment(h hit) (storedExperiment, error) {
	var out storedExperiment
	record, err := readAt(g.stored, g.columns.stored.experiments, h.experiment)
	if err != nil {
		return out, err
	}
	if err := json.Unmarshal(record, &out); err != nil {
		return out, fmt.Errorf("%w (%v)", errDamaged, err)
	}
	out.Matching = int(h.matching)
	return out, nil
}

func (g *generation) sampleHit(sample, under uint32) (search.SampleHit, error) {
	record, err := readAt(g.stored, g.columns.stored.samples, sample)
	if err != nil {
		return search.SampleHit{}, err
	}
	accession, title, _ := strings.Cut(string(record), "\n")
	x := g.columns
	out := search.SampleHit{AccessionCode: accession, Title: title, Values: map[string][]search.Term{}, Under: x.accession[under]}
	group := x.sampleGroup[sample]
	for i, set := range x.setsOf(group) {
		f := &x.sampleFields[i]
		for _, v := range f.valuesOf(set) {
			if v != 0 {
				out.Values[f.def.Name] = append(out.Values[f.def.Name], search.Term{Value: f.value[v], Label: f.label[v]})
			}
		}
	}
	experiments := x.sharesOf(group)
	if len(experiments) == 0 {
		experiments = []uint32{under}
	}
	for _, e := range experiments {
		out.Experiments = append(out.Experiments, x.accession[e])
	}
	return out, nil
}

// store writes what hits show of an experiment.
func (b *builder) store(d *search.Document) error {
	record, err := json.Marshal(storedExperiment{d.Hit, d.Text[search.TextPublication], d.Text[search.TextAuthors]})
	if err != nil {
		return err
	}
	return b.stored.write(record)
}

// writeStored appends the samples' records to the experiments' and ends both files.
func (b *builder) writeStored() error {
	if err := errors.Join(b.stored.flush(), b.samples.flush()); err != nil {
		return err
	}
	if _, err := b.samples.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if _, err := io.Copy(b.stored.file, b.samples.file); err != nil {
		return err
	}
	offsets := b.x.stored
	end := offsets.experiments[len(offsets.experiments)-1]
	for i := range offsets.samples {
		offsets.samples[i] += end
	}
	return errors.Join(b.stored.file.Sync(), b.stored.close(), b.samples.close(), os.Remove(b.samples.file.Name()))
}
