package ingest

import (
	"fmt"
	"strings"

	"github.com/facetome/facetome/models"
)

// maxProblems is how many problems of one file are kept; more of them help nobody and a hostile file has millions.
const maxProblems = 100

// maxMessage is the length, in bytes, at which a message is cut: it may quote what a file holds.
const maxMessage = 1000

// Report says what an import did, file by file.
type Report struct {
	Files   []FileReport
	Changes models.Changes
}

// Experiments is how many experiment records were imported.
func (r *Report) Experiments() int {
	return r.sum(func(f *FileReport) int { return f.Experiments })
}

// Samples is how many sample records were imported.
func (r *Report) Samples() int { return r.sum(func(f *FileReport) int { return f.Samples }) }

// Problems is how many problems there were, those that were not kept included.
func (r *Report) Problems() int { return r.sum((*FileReport).problems) }

// LeftOut is how many files there were of which something was left out.
func (r *Report) LeftOut() int {
	return r.sum(func(f *FileReport) int {
		if f.LeftOut() {
			return 1
		}
		return 0
	})
}

// Records is what became of all records.
func (r *Report) Records() (experiments, samples models.Outcomes) {
	for i := range r.Files {
		experiments.Add(r.Files[i].ExperimentRecords)
		samples.Add(r.Files[i].SampleRecords)
	}
	return experiments, samples
}

// Formats counts the files of each format; those that were not read are under "".
func (r *Report) Formats() map[string]int {
	files := map[string]int{}
	for i := range r.Files {
		files[r.Files[i].Format]++
	}
	return files
}

// count adds the changes of one unit.
func (r *Report) count(c models.Changes) {
	r.Changes.ExperimentsAdded += c.ExperimentsAdded
	r.Changes.ExperimentsChanged += c.ExperimentsChanged
	r.Changes.ExperimentsSame += c.ExperimentsSame
	r.Changes.SamplesAdded += c.SamplesAdded
	r.Changes.SamplesChanged += c.SamplesChanged
	r.Changes.SamplesSame += c.SamplesSame
}

func (r *Report) sum(of func(*FileReport) int) int {
	total := 0
	for i := range r.Files {
		total += of(&r.Files[i])
	}
	return total
}

// FileReport says what an import did with one file.
type FileReport struct {
	Name         string // below the folder that was named, or the file's own name; never an absolute path
	Format       string // the name of one of Formats; empty if the file was not read
	Experiments  int    // records imported
	Samples      int
	Platforms    int
	Dropped      int       // records read and left out, since the file turned out to be damaged within their unit
	Problems     []Problem // the first of them, as they were found
	MoreProblems int       // how many were not kept
	Skipped      string    // why nothing of the file was imported: what it looks like; empty otherwise
	Lost         bool      // Skipped, and it may hold something for the catalogue

	ExperimentRecords, SampleRecords models.Outcomes // what became of the records imported
}

// problems is how many problems there were, those that were not kept included.
func (f *FileReport) problems() int { return len(f.Problems) + f.MoreProblems }

// LeftOut says whether anything was left out that is for the catalogue. A file that is none of a catalogue, found in a folder, is
// skipped and nothing of it left out: notes and lists lie beside data everywhere. It is left out where it was named itself, or packs
// other files.
func (f *FileReport) LeftOut() bool { return f.Lost || f.problems() > 0 }

// imported adds what became of the file's records in a unit.
func (f *FileReport) imported(w *models.Writer, sink *recorder) {
	f.Experiments += sink.experiments
	f.Samples += sink.samples
	f.Platforms += sink.platforms
	experiments, samples := w.Outcomes(sink.source.key)
	f.ExperimentRecords.Add(experiments)
	f.SampleRecords.Add(samples)
}

// explain says why nothing was imported, where nothing else does.
func (f *FileReport) explain() {
	if f.Skipped == "" && f.Experiments+f.Samples+f.Platforms == 0 && f.problems() == 0 {
		f.Skipped = "nothing to import in it"
	}
}

// Problem is a record, a line or a file that could not be used.
type Problem struct {
	File    string
	Line    int    // 0 where it is the file as a whole
	Message string // what is wrong; what was expected
}

// String is "file:line: what is wrong; what was expected".
func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Message)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message)
}

// problem notes a problem of the file. Messages may quote the file: they are made fit to be shown here.
func (f *FileReport) problem(line int, message string, args ...any) {
	if len(f.Problems) == maxProblems {
		f.MoreProblems++
		return
	}
	text := fmt.Sprintf(message, args...)
	if len(text) > maxMessage {
		text = strings.ToValidUTF8(text[:maxMessage], "") + " …"
	}
	f.Problems = append(f.Problems, Problem{File: f.Name, Line: line, Message: oneLine(text)})
}

// damage is an error of the file that is being read: nothing of the unit in which it stands is imported.
type damage struct {
	line    int
	message string
}

func (d *damage) Error() string { return d.message }
