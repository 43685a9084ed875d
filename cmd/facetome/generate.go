package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

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
	if c.Out == "-" {
		return synthetic.Generate(cancellable{p.ctx, p.stdout}, options)
	}
	return generateFile(p.ctx, c.Out, options)
}

// generateFile writes a synthetic catalogue under its name only once it is complete.
func generateFile(ctx context.Context, name string, options synthetic.Options) (err error) {
	part := name + ".part"
	file, err := os.Create(part)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	if err := errors.Join(writeCatalogue(cancellable{ctx, file}, name, options), file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return os.Rename(part, name)
}

func writeCatalogue(w io.Writer, name string, options synthetic.Options) error {
	if !strings.HasSuffix(name, ".gz") {
		return synthetic.Generate(w, options)
	}
	zipped := gzip.NewWriter(w)
	return errors.Join(synthetic.Generate(zipped, options), zipped.Close())
}

// cancellable is a writer that fails once the program is to end.
type cancellable struct {
	ctx context.Context
	w   io.Writer
}

func (c cancellable) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(p)
}
