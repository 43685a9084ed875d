package main

import (
	"errors"
	"io"

	"github.com/facetome/facetome/ingest"
)

type exportCmd struct {
	catalogueFlags
	Out string `default:"-" placeholder:"FILE" help:"Where to write it; gzipped where the name ends in .gz. Standard output by default."`
}

// Help is shown by export --help.
func (exportCmd) Help() string {
	return `Writes all that the catalogue holds as NDJSON, Facetome's own format, as of one moment; imports may go on meanwhile. The same files make ` +
		`the same export, in whatever order they were imported, and an export can be imported again. It has what all files say together, not which ` +
		`of them said it.

Examples:
  facetome export --out catalogue.ndjson.gz
  facetome export | facetome import --data elsewhere -`
}

// Run writes the catalogue.
func (c *exportCmd) Run(p *program) (err error) {
	store, err := c.open(p.ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	bar := newProgress(p.stderr, "Exporting", false)
	defer bar.end()
	return p.write(c.Out, func(w io.Writer) error {
		return ingest.Export(p.ctx, store, w, func(done, total int) { bar.set(int64(done), int64(total), "", "") })
	})
}
