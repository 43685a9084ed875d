package ingest

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/facetome/facetome/models"
)

// Some formats write one experiment into several files of a folder: MAGE-TAB into an IDF and the SDRFs that it names. Such files
// are a bundle: they are imported in one transaction, each as a source of its own, so that the experiment is whole or not at all.
//
// A format that has such files tells by its function bundle which files of a folder belong together, and in which order they are
// read; its reader may be placed. Everything else is a bundle of one file.

// placed is a unitReader that looks at the files beside its own. What it finds there is the same whether they are imported with it, before
// it, after it or never.
type placed interface {
	// at is called before the first unit, with the file's folder and its name there.
	at(folder, name string)
}

// bundles parts the inputs, each in exactly one bundle. A bundle stands where its first file stood.
func (r *importRun) bundles(found []input) [][]input {
	type place struct{ folder, format string }
	places := map[place][]int{}
	formats := map[string]*format{}
	for i, in := range found {
		if f := r.bundling(in); f != nil {
			formats[f.name] = f
			key := place{in.folder, f.name}
			places[key] = append(places[key], i)
		}
	}
	at := map[int][]input{} // by the place of the first file
	taken := make([]bool, len(found))
	for key, indices := range places {
		files := make([]input, len(indices))
		for j, i := range indices {
			files[j] = found[i]
		}
		for _, bundle := range formats[key.format].bundle(files) {
			var members []input
			for _, j := range bundle {
				members = append(members, files[j])
				taken[indices[j]] = true
			}
			at[indices[slices.Min(bundle)]] = members
		}
	}
	var all [][]input
	for i, in := range found {
		if members := at[i]; members != nil {
			all = append(all, members)
		} else if !taken[i] {
			all = append(all, []input{in})
		}
	}
	return all
}

// bundling returns the format of a file whose format has bundles; nil for others, and for what cannot be read twice.
func (r *importRun) bundling(in input) *format {
	if in.skip != "" || in.folder == "" {
		return nil
	}
	var found *format
	peek(in, func(t *text) {
		head, _ := t.Peek(headSize) // damage further on is found when the file is read
		f := formatOf(head)
		if r.opts.Format != "" && r.opts.Format != Auto {
			f = formatByName(r.opts.Format)
		}
		if f != nil && f.bundle != nil {
			found = f
		}
	})
	return found
}

// peek opens a file to look at it. What is wrong with it is found again, and reported, when it is imported.
func peek(in input, look func(*text)) {
	body, err := in.open()
	if err != nil {
		return
	}
	defer body.Close()
	if t, err := newText(body); err == nil {
		look(t)
	}
}

// together imports the files of a bundle in one transaction. What is wrong with a file goes to its report; an error is one that ends the
// import.
func (r *importRun) together(ctx context.Context, files []input) error {
	first := len(r.report.Files)
	for _, in := range files {
		r.report.Files = append(r.report.Files, FileReport{Name: in.name})
	}
	reports, sinks, start, at := r.report.Files[first:], make([]*recorder, len(files)), r.read.Load(), 0
	var writer *models.Writer
	changes, err := r.store.Import(ctx, func(w *models.Writer) error {
		writer = w
		for i, in := range files {
			at = i
			rep := &reports[i]
			sinks[i] = &recorder{Sink: w, source: in.source, tick: func() error {
				r.progress(rep, sinks[i].experiments, sinks[i].samples)
				return ctx.Err()
			}}
			if err := r.readMember(in, rep, sinks[i]); err != nil {
				return err
			}
			start += in.size
			r.read.Store(max(r.read.Load(), start))
		}
		return nil
	})
	if err != nil {
		for i := range reports {
			if sinks[i] != nil {
				reports[i].Dropped = sinks[i].experiments + sinks[i].samples
			}
			if i != at {
				reports[i].Lost = true
				reports[i].Skipped = fmt.Sprintf("not imported, because %s, which belongs to it, could not be read", filepath.Base(files[at].name))
			}
		}
		return r.damaged(&reports[at], err)
	}
	for i := range reports {
		reports[i].imported(writer, sinks[i])
		reports[i].explain()
	}
	r.report.count(changes)
	r.progress(&reports[at], 0, 0)
	return nil
}

// readMember reads all units of one file of a bundle.
func (r *importRun) readMember(in input, rep *FileReport, sink *recorder) error {
	body, err := in.open()
	if err != nil {
		return &damage{message: cannotBeRead(err)}
	}
	defer body.Close()
	text, err := newText(&counted{r: body, n: &r.read})
	if err != nil {
		return err
	}
	format, _, err := r.choose(text)
	if err != nil {
		return err
	}
	if format == nil {
		return &damage{message: "the file was changed while it was imported; import it again"}
	}
	rep.Format, sink.format = format.name, format.name
	reader := format.read(text, rep)
	defer endReading(reader)
	in.place(reader)
	for more := true; more; {
		if more, err = reader.unit(sink); err != nil {
			return err
		}
	}
	return nil
}
