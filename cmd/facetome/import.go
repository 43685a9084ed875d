package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
)

type importCmd struct {
	indexFlags
	Paths  []string `arg:"" name:"path" help:"Files and folders to read; - is standard input. Each may be gzipped."`
	Format string   `default:"auto" enum:"${formats}" help:"Format of the files: ${enum}. By default each is recognised by its content."`
	DryRun bool     `help:"Read everything and say exactly what an import would do, and change nothing."`
	Report string   `placeholder:"FILE" help:"Write the whole report, file by file, as JSON; gzipped where the name ends in .gz."`
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

Exit code: 0 where nothing was left out, 1 where something was or the import failed, 2 where the command line asks for something impossible. ` +
		`Files of a folder that are no catalogue files, such as a README, are named and are nothing left out; archives to unpack, files that ` +
		`cannot be read, and what was named itself are.

A dry run makes the changes in one transaction and takes them back: other imports wait meanwhile, and the disk needs as much room as for the import.

Examples:
  facetome import GSE1133_family.soft.gz
  facetome import --data /srv/facetome downloads/
  facetome import --dry-run --report report.json downloads/
  zcat catalogue.ndjson.gz | facetome import -`)
	return b.String()
}

// Validate is called by kong.
func (c *importCmd) Validate() error {
	if c.Report == "-" {
		return errors.New("--report: name a file; standard output has the summary")
	}
	return c.indexFlags.Validate()
}

// Run imports, reports, and indexes what changed.
func (c *importCmd) Run(p *program) (err error) {
	if err := checkWritable(c.Report); err != nil {
		return fmt.Errorf("--report: %w", err)
	}
	if c.DryRun {
		return c.dryRun(p)
	}
	return c.withKeeper(p, func(store *models.Store, k *keeper) error {
		return c.whileBusy(p.ctx, store, func(alone bool) error { return c.importAndIndex(p, store, k, alone) })
	})
}

func (c *importCmd) importAndIndex(p *program, store *models.Store, k *keeper, alone bool) error {
	report, err := c.importFiles(p, store, k.control, alone, ingest.Options{Format: c.Format}, c.Paths)
	if err := c.report(p, store, report, err); err != nil {
		return err
	}
	if err := k.update(p.ctx, p.stdout, p.stderr); err != nil {
		return err
	}
	return report.leftOut()
}

// dryRun says what an import would do. Where there is no catalogue yet, it tries on an empty one elsewhere, so that none is made here.
func (c *importCmd) dryRun(p *program) (err error) {
	try, report := c.catalogueFlags, importReport{dryRun: true, started: time.Now()}
	if _, missing := os.Stat(filepath.Join(c.Data, sqliteFile)); missing != nil || c.Database != "" {
		if try.Data, err = os.MkdirTemp("", "facetome-dry-run-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(try.Data)) }()
	}
	store, err := try.open(p.ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	report.Report, err = ingestFiles(p, store, c.Paths, ingest.Options{Format: c.Format, DryRun: true})
	if err := c.report(p, store, report, err); err != nil {
		return err
	}
	return report.leftOut()
}

// report tells on stdout and in --report what an import did. It passes on the error that ended it.
func (c *importCmd) report(p *program, store *models.Store, report importReport, err error) error {
	printReport(p.stdout, report, c.Report)
	if c.Report == "" {
		return err
	}
	ctx := context.WithoutCancel(p.ctx) // an import that was interrupted is reported, too
	state, stateErr := store.State(ctx)
	reason := ""
	if err != nil {
		reason = c.publicReason(err, c.Paths)
	}
	return errors.Join(err, stateErr, writeReport(ctx, c.Report, newReportFile(report, state.Version, endOf(p.ctx, err), reason)))
}
