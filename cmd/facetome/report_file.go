package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
)

// endOf names how an import ended.
func endOf(ctx context.Context, err error) models.ImportState {
	switch {
	case err == nil:
		return models.ImportDone
	case isInterrupted(ctx, err), errors.As(err, new(*control.CancelledError)):
		return models.ImportCancelled
	}
	return models.ImportFailed
}

func newReportFile(r importReport, catalogueVersion int64, outcome models.ImportState, reason string) models.ImportReport {
	c := r.Changes
	file := models.ImportReport{
		Facetome: version(), Started: r.started.UTC(), Finished: time.Now().UTC(), DryRun: r.dryRun, Outcome: outcome, Reason: reason,
		CatalogueVersion: catalogueVersion, FilesLeftOut: r.LeftOut(), Formats: r.formats(), Files: []models.ReportOfFile{},
		Catalogue: models.ReportChanges{
			Experiments: models.ReportChange{New: c.ExperimentsAdded, Changed: c.ExperimentsChanged, Same: c.ExperimentsSame},
			Samples:     models.ReportChange{New: c.SamplesAdded, Changed: c.SamplesChanged, Same: c.SamplesSame},
		},
	}
	for i := range r.Files {
		f := &r.Files[i]
		of := models.ReportOfFile{
			Name: f.Name, Format: f.Format, LeftOut: f.LeftOut(), Skipped: f.Skipped, ReportCounts: countsOf(f),
			Messages: []models.ReportMessage{}, MoreMessages: f.MoreProblems,
		}
		for _, problem := range f.Problems {
			of.Messages = append(of.Messages, models.ReportMessage{Line: problem.Line, Text: problem.Message})
		}
		file.Files = append(file.Files, of)
		file.Total.Add(of.ReportCounts)
	}
	return file
}

// formats adds the files of each format up: most samples first, then most experiments; those that were not read last.
func (r importReport) formats() []models.ReportFormat {
	list := []models.ReportFormat{}
	for i := range r.Files {
		f := &r.Files[i]
		at := slices.IndexFunc(list, func(known models.ReportFormat) bool { return known.Format == f.Format })
		if at < 0 {
			at, list = len(list), append(list, models.ReportFormat{Format: f.Format})
		}
		list[at].Files++
		list[at].Add(countsOf(f))
	}
	slices.SortFunc(list, func(a, b models.ReportFormat) int {
		if (a.Format == "") != (b.Format == "") {
			return strings.Compare(b.Format, a.Format)
		}
		return cmp.Or(b.Samples.Read-a.Samples.Read, b.Experiments.Read-a.Experiments.Read, strings.Compare(a.Format, b.Format))
	})
	return list
}

func countsOf(f *ingest.FileReport) models.ReportCounts {
	return models.ReportCounts{
		Experiments: recordsOf(f.ExperimentRecords), Samples: recordsOf(f.SampleRecords), Platforms: f.Platforms, Dropped: f.Dropped, Problems: problemsOf(f),
	}
}

// problemsOf is how many there were, those included whose messages were not kept.
func problemsOf(f *ingest.FileReport) int { return len(f.Problems) + f.MoreProblems }

func recordsOf(o models.Outcomes) models.ReportRecords {
	return models.ReportRecords{Read: o.Total(), New: o.New, Changed: o.Changed, Same: o.Same, Merged: o.Merged}
}

// writeReport writes the file as a whole or not at all.
func writeReport(ctx context.Context, name string, file models.ImportReport) error {
	return writeFile(ctx, name, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", " ")
		return e.Encode(file)
	})
}

// checkWritable finds out before the work that a report can be written after it; there may be none to write.
func checkWritable(name string) error {
	if name == "" {
		return nil
	}
	part := name + ".part"
	file, err := os.Create(part)
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), os.Remove(part))
}
