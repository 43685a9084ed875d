// Package synthetic makes catalogues that read like the real thing and belong to nobody, to try the program on and to measure it.
//
// A catalogue is written as NDJSON, the project's own format. It has what makes real catalogues hard to count: experiments
// that share samples wholly or in part, also across archives and years (a SuperSeries and its sub-series, a reanalysis, a copy in
// another archive); samples of several organisms in one experiment; several values in a field; spellings that differ; fields
// that are not reported; experiments without samples; sizes from one sample to several thousand.
//
// The words are real (organisms, tissues, diseases, instruments: the lists in words/); the studies are not. Every accession
// code begins with SYN, as no archive's does, and every experiment says that it is synthetic.
package synthetic

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
)

// Options says what to generate.
type Options struct {
	Experiments int    // how many, at least 0; about 20 times as many samples come with them
	Seed        uint64 // the same seed makes the same catalogue, byte for byte
}

// stream keeps the generator's random numbers apart from those that others draw from the same seed.
const stream = 0x46616365746f6d65

// Generate writes a catalogue, samples before the experiments that name them. Memory stays bounded however large it gets. It fails
// when w does.
func Generate(w io.Writer, o Options) error {
	if o.Experiments < 0 {
		return fmt.Errorf("cannot generate %d experiments: the number must not be negative", o.Experiments)
	}
	words, err := loadVocabulary()
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(w, 1<<20)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	g := &generator{
		Rand:  rand.New(rand.NewPCG(o.Seed, stream)),
		words: words,
		out:   encoder,
		left:  o.Experiments,
	}
	for g.left > 0 && g.err == nil {
		g.family()
	}
	if g.err != nil {
		return fmt.Errorf("write the catalogue: %w", g.err)
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("write the catalogue: %w", err)
	}
	return nil
}

// generator holds what a run has drawn so far. After the first error it writes no more.
type generator struct {
	*rand.Rand
	words *vocabulary
	out   *json.Encoder
	err   error

	left        int // experiments that are still to come
	experiments int
	samples     int
	projects    int
	runs        int
	papers      int

	recent []*study // the last studies, for those that use samples again
}

func (g *generator) write(record any) {
	if g.err == nil {
		g.err = g.out.Encode(record)
	}
}

// chance is true with a probability.
func (g *generator) chance(p float64) bool { return g.Float64() < p }
