package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
)

type importCmd struct {
	catalogueFlags
	Paths  []string `arg:"" name:"path" help:"Files and folders to read; - is standard input. Each may be gzipped."`
	Format string   `default:"auto" enum:"${formats}" help:"Format of the files: ${enum}. By default each is recognised by its content."`
}

// Help is shown by import --help.
func (importCmd) Help() string {
	var b strings.Builder
	b.WriteString("Formats:\n")
	for _, f := range ingest.Formats() {
		fmt.Fprintf(&b, "  %-12s %s\n", f.Name, f.About)
	}
	b.WriteString(`
Importing a file again changes nothing, and a corrected one replaces what it said before. What cannot be used is listed with file and line; ` +
		`all else is imported. A server that runs shows the new catalogue within seconds.

Examples:
  facetome import GSE1133_family.soft.gz
  facetome import --data /srv/facetome downloads/
  zcat catalogue.ndjson.gz | facetome import -`)
	return b.String()
}

// Run imports, reports, and indexes what changed.
func (c *importCmd) Run(p *program) (err error) {
	store, err := c.open(p.ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return c.whileBusy(p.ctx, func() error { return c.importAndIndex(p, store) })
}

func (c *importCmd) importAndIndex(p *program, store *models.Store) error {
	report, err := importFiles(p, store, c.Paths, c.Format)
	printReport(p.stdout, report)
	if err != nil {
		return err
	}
	if current, err := c.upToDate(p.ctx, store); err != nil {
		return err
	} else if !current {
		if err := c.reindex(p.ctx, store, p.stdout, p.stderr); err != nil {
			return err
		}
	}
	if report.Experiments()+report.Samples() == 0 {
		return errors.New("nothing could be imported")
	}
	return nil
}

// importFiles imports with progress on stderr.
func importFiles(p *program, store *models.Store, paths []string, format string) (ingest.Report, error) {
	bar := newProgress(p.stderr, "Importing", -1, true)
	defer bar.end()
	return ingest.Import(p.ctx, store, paths, ingest.Options{
		Format: format,
		Stdin:  p.stdin,
		Progress: func(at ingest.Progress) {
			detail := fmt.Sprintf(", %s and %s so far, reading %s", count(at.Experiments, "experiment"), count(at.Samples, "sample"), at.File)
			bar.set(at.Bytes, at.TotalBytes, detail)
		},
	})
}

// printReport says what was read of each file, what was wrong, and what it changed.
func printReport(out io.Writer, report ingest.Report) {
	for _, f := range report.Files {
		if f.Skipped != "" {
			say(out, "%s: not imported: %s", f.Name, f.Skipped)
		} else {
			say(out, "%s: %s, %s (%s)", f.Name, count(f.Experiments, "experiment"), count(f.Samples, "sample"), f.Format)
		}
		for _, problem := range f.Problems {
			say(out, "  %s", problem)
		}
		if f.MoreProblems > 0 {
			say(out, "  and %s more", count(f.MoreProblems, "problem"))
		}
	}
	if n := report.Problems(); n > 0 {
		say(out, "%s: what they name was left out.", count(n, "problem"))
	}
	c := report.Changes
	say(out, "Experiments: %s new, %s changed, %s as before. Samples: %s new, %s changed, %s as before.",
		number(c.ExperimentsAdded), number(c.ExperimentsChanged), number(c.ExperimentsSame),
		number(c.SamplesAdded), number(c.SamplesChanged), number(c.SamplesSame))
}
