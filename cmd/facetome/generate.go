package main

import (
	"context"
	"fmt"
	"io"

	"github.com/facetome/facetome/synthetic"
)

type generateCmd struct {
	Experiments int    `required:"" placeholder:"N" help:"How many experiments; about 20 times as many samples come with them."`
	Seed        uint64 `default:"1" help:"The same seed makes the same catalogue."`
	Out         string `default:"-" placeholder:"FILE" help:"Where to write it; gzipped where the name ends in .gz. Standard output by default."`
}

// Help is shown by generate --help.
func (generateCmd) Help() string {
	return `Writes NDJSON, Facetome's own format: studies that share samples, mix organisms, leave fields out, as real ones do. ` +
		`The words are real, the studies are not, and every accession code begins with SYN.

Examples:
  facetome generate --experiments 60000 --out big.ndjson.gz
  facetome generate --experiments 500 --seed 7 | facetome import -`
}

// Validate is called by kong.
func (c *generateCmd) Validate() error {
	if c.Experiments < 0 {
		return fmt.Errorf("--experiments: %d is negative; expected how many experiments to make", c.Experiments)
	}
	return nil
}

// Run writes the catalogue.
func (c *generateCmd) Run(p *program) error {
	options := synthetic.Options{Experiments: c.Experiments, Seed: c.Seed}
	return p.write(c.Out, func(w io.Writer) error { return synthetic.Generate(w, options) })
}

// generateFile writes a synthetic catalogue.
func generateFile(ctx context.Context, name string, options synthetic.Options) error {
	return writeFile(ctx, name, func(w io.Writer) error { return synthetic.Generate(w, options) })
}
