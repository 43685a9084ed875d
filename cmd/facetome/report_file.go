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

// reportFile is what --report writes. README.md describes it; fields are added, never renamed or taken away.
type reportFile struct {
	Facetome         string             `json:"facetome"` // the version of the program
	Started          time.Time          `json:"started"`
	Finished         time.Time          `json:"finished"`
	DryRun           bool               `json:"dry_run"`
	Outcome          models.ImportState `json:"outcome"`          // done, failed or cancelled
	Reason           string             `json:"reason,omitempty"` // why it is not done
	CatalogueVersion int64              `json:"catalogue_version"`
	FilesLeftOut     int                `json:"files_left_out"` // of which something was; the exit code is 1 where there are any
	Total            reportCounts       `json:"total"`
	Catalogue        reportChanges      `json:"catalogue"`
	Formats          []reportFormat     `json:"formats"`
	Files            []reportOfFile     `json:"files"`
}

// reportCounts are the numbers of a file, a format or all.
type reportCounts struct {
	Experiments reportRecords `json:"experiments"`
	Samples     reportRecords `json:"samples"`
	Platforms   int           `json:"platforms"`
	Dropped     int           `json:"dropped"`  // records of damaged files, left out
	Problems    int           `json:"problems"` // records, lines and files that could not be used
}

// reportRecords says what became of records; read is the sum of the others.
type reportRecords struct {
	Read    int `json:"read"`
	New     int `json:"new"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
	Merged  int `json:"merged"`
}

// reportChanges says what the catalogue has after the import and had before.
type reportChanges struct {
	Experiments reportChange `json:"experiments"`
	Samples     reportChange `json:"samples"`
}

type reportChange struct {
	New     int `json:"new"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
}

// reportFormat is all files of one format; those that were not read have none.
type reportFormat struct {
	Format string `json:"format"`
	Files  int    `json:"files"`
	reportCounts
}

// reportOfFile is one file, in the order in which they were read.
type reportOfFile struct {
	Name    string `json:"name"`
	Format  string `json:"format"`
	LeftOut bool   `json:"left_out"`
	Skipped string `json:"skipped,omitempty"` // why nothing of it was imported
	reportCounts
	Messages     []reportMessage `json:"messages"` // of its problems, the first of them
	MoreMessages int             `json:"more_messages"`
}

type reportMessage struct {
	Line int    `json:"line,omitempty"` // not there where it is the file as a whole
	Text string `json:"text"`
}

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

func newReportFile(r importReport, catalogueVersion int64, outcome models.ImportState, reason string) reportFile {
	c := r.Changes
	file := reportFile{
		Facetome: version(), Started: r.started.UTC(), Finished: time.Now().UTC(), DryRun: r.dryRun, Outcome: outcome, Reason: reason,
		CatalogueVersion: catalogueVersion, FilesLeftOut: r.LeftOut(), Formats: r.formats(), Files: []reportOfFile{},
		Catalogue: reportChanges{
			reportChange{c.ExperimentsAdded, c.ExperimentsChanged, c.ExperimentsSame},
			reportChange{c.SamplesAdded, c.SamplesChanged, c.SamplesSame},
		},
	}
	for i := range r.Files {
		f := &r.Files[i]
		of := reportOfFile{
			Name: f.Name, Format: f.Format, LeftOut: f.LeftOut(), Skipped: f.Skipped, reportCounts: countsOf(f),
			Messages: []reportMessage{}, MoreMessages: f.MoreProblems,
		}
		for _, problem := range f.Problems {
			of.Messages = append(of.Messages, reportMessage{problem.Line, problem.Message})
		}
		file.Files = append(file.Files, of)
		file.Total.add(of.reportCounts)
	}
	return file
}

// formats adds the files of each format up: most samples first, then most experiments; those that were not read last.
func (r importReport) formats() []reportFormat {
	list := []reportFormat{}
	for i := range r.Files {
		f := &r.Files[i]
		at := slices.IndexFunc(list, func(known reportFormat) bool { return known.Format == f.Format })
		if at < 0 {
			at, list = len(list), append(list, reportFormat{Format: f.Format})
		}
		list[at].Files++
		list[at].add(countsOf(f))
	}
	slices.SortFunc(list, func(a, b reportFormat) int {
		if (a.Format == "") != (b.Format == "") {
			return strings.Compare(b.Format, a.Format)
		}
		return cmp.Or(b.Samples.Read-a.Samples.Read, b.Experiments.Read-a.Experiments.Read, strings.Compare(a.Format, b.Format))
	})
	return list
}

func countsOf(f *ingest.FileReport) reportCounts {
	return reportCounts{recordsOf(f.ExperimentRecords), recordsOf(f.SampleRecords), f.Platforms, f.Dropped, problemsOf(f)}
}

// problemsOf is how many there were, those included whose messages were not kept.
func problemsOf(f *ingest.FileReport) int { return len(f.Problems) + f.MoreProblems }

func recordsOf(o models.Outcomes) reportRecords {
	return reportRecords{o.Total(), o.New, o.Changed, o.Same, o.Merged}
}

func (c *reportCounts) add(more reportCounts) {
	c.Experiments.add(more.Experiments)
	c.Samples.add(more.Samples)
	c.Platforms += more.Platforms
	c.Dropped += more.Dropped
	c.Problems += more.Problems
}

func (r *reportRecords) add(more reportRecords) {
	r.Read += more.Read
	r.New += more.New
	r.Changed += more.Changed
	r.Same += more.Same
	r.Merged += more.Merged
}

// writeReport writes the file as a whole or not at all.
func writeReport(ctx context.Context, name string, file reportFile) error {
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
