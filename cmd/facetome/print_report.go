package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
)

// importReport is what an import did, and what it was.
type importReport struct {
	ingest.Report
	started time.Time
	dryRun  bool
}

// leftOut is the error that the program ends with where something was left out.
func (r importReport) leftOut() error {
	switch n := r.LeftOut(); {
	case n > 0 && r.Experiments()+r.Samples() == 0:
		return errors.New("nothing could be imported")
	case n > 0:
		return fmt.Errorf("something was left out of %s; see above", count(n, "file"))
	}
	return nil
}

// What a report on a terminal holds: enough to see what kind of trouble there is; --report has all of it.
const (
	reportWidth  = 80 // columns
	fewFiles     = 12 // so many are listed one by one
	shownFiles   = 20 // with something left out, of many
	shownTrouble = 3  // problems of one of many
	shownNames   = 3  // of files that are no catalogue files
)

// printReport says what was read, what was left out and why, and what that changed. reportName is where all of it is written; it may be
// empty.
func printReport(out io.Writer, r importReport, reportName string) {
	if len(r.Files) == 0 {
		return
	}
	few := len(r.Files) <= fewFiles
	if few {
		for i := range r.Files {
			printFile(out, &r.Files[i], len(r.Files[i].Problems))
		}
	} else {
		printFormats(out, r)
		printOthers(out, r)
		printLeftOut(out, r)
	}
	printRecords(out, r)
	c := r.Changes
	say(out, "Experiments: %s new, %s changed, %s as before.", number(c.ExperimentsAdded), number(c.ExperimentsChanged), number(c.ExperimentsSame))
	say(out, "Samples: %s new, %s changed, %s as before.", number(c.SamplesAdded), number(c.SamplesChanged), number(c.SamplesSame))
	if n := r.Problems(); n > 0 {
		sayWrapped(out, "", count(n, "problem")+": what they name was left out.")
	}
	switch {
	case reportName != "":
		say(out, "The whole report is in %s.", reportName)
	case !few:
		say(out, "--report FILE writes what became of each file.")
	}
	if r.dryRun {
		say(out, "This was a dry run: nothing was changed.")
	}
}

// printFile says what became of one file, with the first of its problems.
func printFile(out io.Writer, f *ingest.FileReport, problems int) {
	if f.Skipped != "" {
		sayWrapped(out, "", f.Name+": not imported: "+f.Skipped)
	} else {
		what := count(f.Experiments, "experiment") + ", " + count(f.Samples, "sample")
		if f.Platforms > 0 {
			what += ", " + count(f.Platforms, "platform")
		}
		if f.Dropped > 0 {
			what += ", " + count(f.Dropped, "record") + " dropped"
		}
		format := f.Format
		if format == "" {
			format = "not read"
		}
		sayWrapped(out, "", fmt.Sprintf("%s: %s (%s)", f.Name, what, format))
	}
	problems = min(problems, len(f.Problems))
	for _, problem := range f.Problems[:problems] {
		line := ""
		if problem.Line > 0 {
			line = fmt.Sprintf("line %d: ", problem.Line)
		}
		sayWrapped(out, "  ", line+problem.Message)
	}
	if more := problemsOf(f) - problems; more > 0 {
		say(out, "  and %s more", count(more, "problem"))
	}
}

// printFormats adds files up by format.
func printFormats(out io.Writer, r importReport) {
	say(out, "Read %s:", count(len(r.Files), "file"))
	for _, f := range r.formats() {
		if f.Format != "" {
			say(out, "  %-18s %14s %19s %20s", f.Format, count(f.Files, "file"), count(f.Experiments.Read, "experiment"), count(f.Samples.Read, "sample"))
		}
	}
}

// printOthers names files of which nothing was imported and nothing left out, by the reason.
func printOthers(out io.Writer, r importReport) {
	byReason := map[string][]string{}
	var reasons []string
	for i := range r.Files {
		f := &r.Files[i]
		if f.Skipped == "" || f.LeftOut() {
			continue
		}
		if byReason[f.Skipped] == nil {
			reasons = append(reasons, f.Skipped)
		}
		byReason[f.Skipped] = append(byReason[f.Skipped], f.Name)
	}
	slices.Sort(reasons)
	for i, reason := range reasons {
		if i == 0 {
			say(out, "\nNothing to import in:")
		}
		names := byReason[reason]
		text := strings.Join(names[:min(shownNames, len(names))], ", ")
		if more := len(names) - shownNames; more > 0 {
			text += " and " + number(more) + " more"
		}
		sayWrapped(out, "  ", text+": "+reason)
	}
}

// printLeftOut lists the files of which something was left out.
func printLeftOut(out io.Writer, r importReport) {
	shown, files := 0, r.LeftOut()
	for i := range r.Files {
		if f := &r.Files[i]; f.LeftOut() {
			if shown == 0 {
				say(out, "\nSomething was left out of %s:", count(files, "file"))
			}
			if shown++; shown > shownFiles {
				say(out, "and %s more", count(files-shownFiles, "file"))
				return
			}
			printFile(out, f, shownTrouble)
		}
	}
}

// printRecords is a table of what became of the records.
func printRecords(out io.Writer, r importReport) {
	const row = "%-20s %9s %9s %9s %9s %9s"
	line := func(name string, o models.Outcomes) {
		say(out, row, name, number(o.Total()), number(o.New), number(o.Changed), number(o.Same), number(o.Merged))
	}
	experiments, samples := r.Records()
	say(out, "")
	say(out, row, "Records", "read", "new", "changed", "the same", "merged")
	line("  of experiments", experiments)
	line("  of samples", samples)
	say(out, "")
}

// sayWrapped prints a text that fits a narrow terminal; its further lines are indented. Words are never cut.
func sayWrapped(out io.Writer, indent, text string) {
	line, further := "", indent+"    "
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(indent)+utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > reportWidth {
			say(out, "%s%s", indent, line)
			indent, line = further, ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	say(out, "%s%s", indent, line)
}
