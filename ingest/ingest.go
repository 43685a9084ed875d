// Package ingest reads files of published formats into the catalogue.
//
// Files are recognised by their content, read as streams and turned into records (models.ExperimentBody, models.SampleBody): what
// this file says of an experiment or a sample. Records go to the catalogue in units, each in one transaction, so that an experiment
// is imported whole or not at all. A broken record is reported with its file and line and skipped; a damaged unit (a file that was
// cut off) is reported and leaves nothing behind; the rest goes on. What a value means is decided in ingest/harmonise.
//
// Every format has a file of its own (soft.go, magetab.go, ena.go …), named in formats.go.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/facetome/facetome/models"
)

// Auto is the name of the format that asks for recognition by content.
const Auto = "auto"

// Options say how to import; the zero value will do.
type Options struct {
	Format   string         // Auto (or empty), or the name of one of Formats
	Stdin    io.Reader      // what the path "-" reads
	Progress func(Progress) // called now and then from the goroutine of Import; may be nil
	DryRun   bool           // report what an import would do, and leave the store as it is; see models.Store.Trial
}

// Progress is how far an import has come.
type Progress struct {
	File              string
	Bytes, TotalBytes int64 // of all files, compressed as they are; what standard input will bring is not in TotalBytes
	Experiments       int   // records read so far
	Samples           int
}

// catalogue is what Import needs of *models.Store, or of a *models.Trial of it.
type catalogue interface {
	Import(ctx context.Context, fn func(*models.Writer) error) (models.Changes, error)
}

// Import reads files, folders (in sorted order, hidden files left out) and, for "-", standard input into the store.
//
// A path that is missing or cannot be read, an unknown format, a cancelled ctx and an error of the store end it, with the report of
// what was imported before. What is wrong inside files is in the report and is no error.
func Import(ctx context.Context, store *models.Store, paths []string, opts Options) (report Report, err error) {
	if !opts.DryRun {
		return importInto(ctx, store, paths, opts)
	}
	err = store.Trial(ctx, func(t *models.Trial) error {
		report, err = importInto(ctx, t, paths, opts)
		return err
	})
	return report, err
}

func importInto(ctx context.Context, store catalogue, paths []string, opts Options) (Report, error) {
	var report Report
	if opts.Format != "" && opts.Format != Auto && formatByName(opts.Format) == nil {
		return report, fmt.Errorf("unknown format %q; expected %s or one of %s", opts.Format, Auto, formatNames())
	}
	found, err := findInputs(paths, opts.Stdin)
	if err != nil {
		return report, err
	}
	run := &importRun{store: store, opts: opts, report: &report}
	for _, in := range found {
		run.total += in.size
	}
	for _, files := range run.bundles(found) {
		if err := run.bundle(ctx, files); err != nil {
			return report, fmt.Errorf("%s: %w", files[0].name, err)
		}
	}
	return report, nil
}

// importRun is one call of Import.
type importRun struct {
	store  catalogue
	opts   Options
	report *Report
	read   atomic.Int64 // bytes, by whoever reads the file
	total  int64
}

// bundle imports files that belong together, mostly one.
func (r *importRun) bundle(ctx context.Context, files []input) error {
	if len(files) == 1 {
		return r.file(ctx, files[0])
	}
	return r.together(ctx, files)
}

// file imports one input. What is wrong with the input goes to its report; an error is one that ends the import.
func (r *importRun) file(ctx context.Context, in input) error {
	r.report.Files = append(r.report.Files, FileReport{Name: in.name})
	rep := &r.report.Files[len(r.report.Files)-1]
	start := r.read.Load()
	defer func() {
		r.read.Store(max(r.read.Load(), start+in.size)) // what was not worth reading counts as done
		r.progress(rep, 0, 0)
	}()
	if in.skip != "" {
		rep.Skipped, rep.Lost = in.skip, in.lost
		return nil
	}
	body, err := in.open()
	if err != nil {
		if in.named {
			return err
		}
		rep.Skipped, rep.Lost = cannotBeRead(err), true
		return nil
	}
	defer body.Close() // it was only read
	text, err := newText(&counted{r: body, n: &r.read})
	if err != nil {
		return r.damaged(rep, err)
	}
	format, skipped, err := r.choose(text)
	if err != nil {
		return r.damaged(rep, err)
	}
	if format == nil {
		rep.Skipped, rep.Lost = skipped, in.named || isPacked(text)
		return nil
	}
	rep.Format = format.name
	if in.source.key == "" {
		if in.source, err = beginning(text); err != nil {
			return r.damaged(rep, err)
		}
	}
	reader := format.read(text, rep)
	defer endReading(reader)
	in.place(reader)
	return r.units(ctx, rep, in.source, reader)
}

// choose finds the format of a text; where it is none of ours, skipped says what the text looks like.
func (r *importRun) choose(text *text) (f *format, skipped string, err error) {
	if r.opts.Format != "" && r.opts.Format != Auto {
		return formatByName(r.opts.Format), "", nil
	}
	return recognise(text)
}

// units imports the units of a file, each in a transaction of its own.
func (r *importRun) units(ctx context.Context, rep *FileReport, from source, file unitReader) error {
	for more := true; more; {
		var sink *recorder
		var writer *models.Writer
		changes, err := r.store.Import(ctx, func(w *models.Writer) error {
			writer, sink = w, &recorder{Sink: w, source: from, format: rep.Format}
			sink.tick = func() error {
				r.progress(rep, sink.experiments, sink.samples)
				return ctx.Err()
			}
			var err error
			more, err = file.unit(sink)
			return err
		})
		if err != nil {
			if sink != nil {
				rep.Dropped += sink.experiments + sink.samples
			}
			return r.damaged(rep, err)
		}
		rep.imported(writer, sink)
		r.report.count(changes)
		r.progress(rep, 0, 0)
	}
	rep.explain()
	return nil
}

// damaged notes damage of the file that is being read; any other error is passed on.
func (r *importRun) damaged(rep *FileReport, err error) error {
	var d *damage
	if !errors.As(err, &d) {
		return err
	}
	rep.problem(d.line, "%s", d.message)
	return nil
}

func (r *importRun) progress(rep *FileReport, experiments, samples int) {
	if r.opts.Progress == nil {
		return
	}
	total := Progress{File: rep.Name, Bytes: r.read.Load(), TotalBytes: r.total, Experiments: experiments, Samples: samples}
	for _, f := range r.report.Files {
		total.Experiments += f.Experiments
		total.Samples += f.Samples
	}
	r.opts.Progress(total)
}
