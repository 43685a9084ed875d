package main

import (
	"context"
	"encoding/json"
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

// importRun is an import as a run that others can follow, and ask to stop.
type importRun struct {
	catalogueFlags
	store *models.Store
	lease *control.Lease
	paths []string
	read  func(ctx context.Context, progress func(ingest.Progress)) (ingest.Report, error) // imports the paths, or tries to
	trial bool                                                                             // it changes nothing
}

// importFiles imports, with progress on stderr, and has the catalogue remember it. alone is as with models.Store.BeginImport.
func (f *catalogueFlags) importFiles(p *program, store *models.Store, runs *control.Control, alone bool, options ingest.Options, paths []string) (importReport, error) {
	lease, err := runs.Take(p.ctx, control.RunStart{Kind: control.Import, AskedBy: commandLine})
	if err != nil {
		return importReport{started: time.Now()}, err
	}
	run := &importRun{catalogueFlags: *f, store: store, lease: lease, paths: paths, read: func(ctx context.Context, progress func(ingest.Progress)) (ingest.Report, error) {
		here := *p
		here.ctx, options.Progress = ctx, progress
		return ingestFiles(&here, store, paths, options)
	}}
	return run.do(alone)
}

// do imports, and remembers how it ended.
func (r *importRun) do(alone bool) (importReport, error) {
	report, ctx := importReport{started: time.Now(), dryRun: r.trial}, r.lease.Context()
	before, err := r.store.State(ctx)
	if err == nil {
		report.Report, err = r.remembered(ctx, alone)
	}
	if asked := (*control.CancelledError)(nil); err != nil && errors.As(context.Cause(ctx), &asked) {
		err = fmt.Errorf("%s: %w", control.Import, asked)
	}
	reason := ""
	if err != nil {
		reason = r.publicReason(err, r.paths)
	}
	result, resultErr := r.result(context.WithoutCancel(ctx), before, report, endOf(ctx, err), reason)
	end := r.lease.End(result, reason, err)
	return report, errors.Join(err, resultErr, end)
}

// What is remembered of an import's report: enough for a page.
const (
	keptFiles    = 300
	keptMessages = 20
	keptChanged  = 200
)

// result is what an import left behind.
func (r *importRun) result(ctx context.Context, before models.State, report importReport, outcome models.ImportState, reason string) (control.Result, error) {
	changes := report.Changes
	result := control.Result{Experiments: report.Experiments(), Samples: report.Samples(), Changed: changes.ExperimentsAdded + changes.ExperimentsChanged}
	var details models.ImportDetails
	err := r.store.Snapshot(ctx, func(snapshot *models.Snapshot) error {
		result.CatalogueVersion = snapshot.State.Version
		codes, _, err := snapshot.ChangedSince(ctx, before.Version)
		details.Changed = codes[:min(len(codes), keptChanged)]
		details.MoreChanged = len(codes) - len(details.Changed)
		return err
	})
	if err != nil {
		return result, err
	}
	details.Report = newReportFile(report, result.CatalogueVersion, outcome, reason).Shortened(keptFiles, keptMessages)
	text, err := json.Marshal(details)
	result.Details = string(text)
	return result, err
}

// remembered imports, and has the catalogue remember it, unless it is a trial.
func (r *importRun) remembered(ctx context.Context, alone bool) (report ingest.Report, err error) {
	progress := func(at ingest.Progress) {
		r.lease.Progress(fmt.Sprintf("Reading %s, %s and %s so far", lastName(at.File), count(at.Experiments, "experiment"), count(at.Samples, "sample")), at.Bytes, at.TotalBytes)
	}
	if r.trial {
		return r.read(ctx, progress)
	}
	id, err := r.store.BeginImport(ctx, namedPaths(r.paths), alone)
	if err != nil {
		return report, err
	}
	report, err = r.read(ctx, progress)
	// One that was interrupted is remembered as that.
	end := r.store.EndImport(context.WithoutCancel(ctx), r.importOf(ctx, id, report, err))
	return report, errors.Join(err, end)
}

// importOf is what the catalogue remembers of an import that ended with err.
func (r *importRun) importOf(ctx context.Context, id uint, report ingest.Report, err error) models.ImportRun {
	run := models.ImportRun{
		ID: id, State: endOf(ctx, err), Files: len(report.Files), LeftOut: report.LeftOut(), Problems: report.Problems(),
		Experiments: report.Experiments(), Samples: report.Samples(), Formats: report.Formats(),
	}
	experiments, samples := report.Records()
	run.Records.Add(experiments)
	run.Records.Add(samples)
	if err != nil {
		run.Reason = r.publicReason(err, r.paths)
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
