package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
)

// importFiles imports, with progress on stderr, and has the catalogue remember it. It is a run that others can follow, and ask to stop. alone is as with models.Store.BeginImport.
func (f *catalogueFlags) importFiles(p *program, store *models.Store, runs *control.Control, alone bool, options ingest.Options, paths []string) (importReport, error) {
	report := importReport{started: time.Now()}
	lease, err := runs.Take(p.ctx, control.RunStart{Kind: control.Import, AskedBy: commandLine})
	if err != nil {
		return report, err
	}
	options.Progress = func(at ingest.Progress) { lease.Progress("Reading "+lastName(at.File), at.Bytes, at.TotalBytes) }
	run := *p
	run.ctx = lease.Context()
	report.Report, err = f.rememberedImport(&run, store, alone, options, paths)
	if asked := (*control.CancelledError)(nil); errors.As(context.Cause(run.ctx), &asked) {
		err = fmt.Errorf("%s: %w", control.Import, asked)
	}
	reason := ""
	if err != nil {
		reason = f.publicReason(err, paths)
	}
	end := lease.End(f.imported(p.ctx, store, report.Report), reason, err)
	return report, errors.Join(err, end)
}

// imported is what an import left behind; where the catalogue does not say its version, that stays empty.
func (f *catalogueFlags) imported(ctx context.Context, store *models.Store, report ingest.Report) control.Result {
	state, _ := store.State(context.WithoutCancel(ctx))
	changes := report.Changes
	return control.Result{CatalogueVersion: state.Version, Experiments: report.Experiments(), Samples: report.Samples(), Changed: changes.ExperimentsAdded + changes.ExperimentsChanged}
}

func (f *catalogueFlags) rememberedImport(p *program, store *models.Store, alone bool, options ingest.Options, paths []string) (report ingest.Report, err error) {
	id, err := store.BeginImport(p.ctx, namedPaths(paths), alone)
	if err != nil {
		return report, err
	}
	report, err = ingestFiles(p, store, paths, options)
	// One that was interrupted is remembered as that.
	end := store.EndImport(context.WithoutCancel(p.ctx), f.remembered(p.ctx, id, report, paths, err))
	return report, errors.Join(err, end)
}

// remembered is what the catalogue remembers of an import that ended with err.
func (f *catalogueFlags) remembered(ctx context.Context, id uint, report ingest.Report, paths []string, err error) models.ImportRun {
	run := models.ImportRun{
		ID: id, State: endOf(ctx, err), Files: len(report.Files), LeftOut: report.LeftOut(), Problems: report.Problems(),
		Experiments: report.Experiments(), Samples: report.Samples(), Formats: report.Formats(),
	}
	experiments, samples := report.Records()
	run.Records.Add(experiments)
	run.Records.Add(samples)
	if err != nil {
		run.Reason = f.publicReason(err, paths)
	}
	return run
}

// maxNamed is how many of the named files and folders are remembered: a shell may name thousands.
const maxNamed = 10

// namedPaths says what was named, without the folders that it is in.
func namedPaths(paths []string) string {
	var names []string
	for i, path := range paths {
		if i == maxNamed {
			return strings.Join(names, ", ") + " and " + number(len(paths)-i) + " more"
		}
		names = append(names, lastName(path))
	}
	return strings.Join(names, ", ")
}

// lastName is what a file or folder is called, however it is named.
func lastName(path string) string {
	if path == "-" {
		return "standard input"
	}
	if absolute, err := filepath.Abs(path); err == nil { // "." and ".." have no name of their own
		path = absolute
	}
	return filepath.Base(path)
}

// publicReason is an error's text as everybody may read it: without folders of this machine, and without the database's password.
func (f *catalogueFlags) publicReason(err error, paths []string) string {
	text := strings.Join(strings.Fields(f.Database.removeFrom(err.Error())), " ")
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		text = strings.ReplaceAll(text, path.Path, lastName(path.Path))
	}
	for _, path := range append(paths, f.Data) {
		for _, folder := range []string{path, filepath.Dir(path)} {
			if absolute, err := filepath.Abs(folder); err == nil && absolute != string(filepath.Separator) {
				text = strings.ReplaceAll(text, absolute, filepath.Base(absolute))
			}
		}
	}
	return text
}
