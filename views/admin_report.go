package views

import (
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
)

// AdminReportData is what the page of an import's report is made from.
type AdminReportData struct {
	Frame   AdminFrame
	Run     control.Run
	Working []Working             // the run, while it works
	Details *models.ImportDetails // nil while it works, and where nothing is remembered
}

// AdminReport is the page of an import: how far it is, and what it did.
type AdminReport struct {
	Frame  AdminFrame
	Runs   Runs
	Events string // where the run is followed
	Row    RunRow
	Report *ReportView
}

// ReportView is what an import did.
type ReportView struct {
	DryRun  bool
	Summary []string
	Changes []ReportChangeRow
	Formats []ReportFormatRow
	Files   []ReportFileRow
	More    int    // files
	Title   string // of the experiments that changed
	Changed []Link
	Others  int // more of them
}

// ReportChangeRow counts what the catalogue holds of one kind.
type ReportChangeRow struct{ Label, Ink, New, Changed, Same string }

// ReportFormatRow is all files of one format.
type ReportFormatRow struct{ Format, Files, Experiments, Samples, Became, Problems string }

// ReportFileRow is one file.
type ReportFileRow struct {
	Name     string
	Format   string
	LeftOut  bool
	Words    string // what became of it
	Messages []models.ReportMessage
	More     int // messages
}

// NewAdminReport makes the page.
func NewAdminReport(d AdminReportData) AdminReport {
	p := AdminReport{Frame: d.Frame, Runs: NewRuns(d.Working), Events: AdminProgressPath + ReportURL(d.Run.ID)[len(AdminReportPath):], Row: newRunRow(d.Run, "")}
	p.Row.Report = ""
	if d.Details != nil {
		p.Report = newReportView(*d.Details)
	}
	return p
}

func newReportView(d models.ImportDetails) *ReportView {
	r := d.Report
	v := &ReportView{DryRun: r.DryRun, More: r.MoreFiles, Others: d.MoreChanged, Title: "Experiments that changed"}
	for _, row := range []struct {
		label, ink string
		models.ReportChange
	}{{"Experiments", "ink-experiments", r.Catalogue.Experiments}, {"Samples", "ink-samples", r.Catalogue.Samples}} {
		v.Changes = append(v.Changes, ReportChangeRow{row.label, row.ink, number(row.New), number(row.Changed), number(row.Same)})
	}
	if r.FilesLeftOut > 0 {
		v.Summary = append(v.Summary, "Something was left out of "+count(r.FilesLeftOut, "file", "files")+"; it is listed first.")
	}
	for _, f := range r.Formats {
		name := f.Format
		if name == "" {
			name = "not read"
		}
		v.Formats = append(v.Formats, ReportFormatRow{
			name, number(f.Files), number(f.Experiments.Read), number(f.Samples.Read), recordWords(f.ReportCounts), number(f.Problems),
		})
	}
	for _, leftOut := range []bool{true, false} {
		for _, f := range r.Files {
			if f.LeftOut == leftOut {
				v.Files = append(v.Files, newReportFileRow(f))
			}
		}
	}
	for _, code := range d.Changed {
		v.Changed = append(v.Changed, Link{code, ExperimentURL(code)})
	}
	return v
}

func newReportFileRow(f models.ReportOfFile) ReportFileRow {
	row := ReportFileRow{Name: f.Name, Format: f.Format, LeftOut: f.LeftOut, Messages: f.Messages, More: f.MoreMessages}
	if f.Skipped != "" {
		row.Words = "not imported: " + f.Skipped
		return row
	}
	words := []string{experiments(f.Experiments.Read), samples(f.Samples.Read)}
	if f.Platforms > 0 {
		words = append(words, count(f.Platforms, "platform", "platforms"))
	}
	if f.Dropped > 0 {
		words = append(words, count(f.Dropped, "record", "records")+" dropped")
	}
	row.Words = strings.Join(words, ", ")
	if became := recordWords(f.ReportCounts); became != "" {
		row.Words += ": " + became
	}
	return row
}

// recordWords say what became of records.
func recordWords(c models.ReportCounts) string {
	var words []string
	for _, became := range []struct {
		n    int
		word string
	}{
		{c.Experiments.New + c.Samples.New, "new"}, {c.Experiments.Changed + c.Samples.Changed, "changed"}, {c.Experiments.Same + c.Samples.Same, "the same"},
		{c.Experiments.Merged + c.Samples.Merged, "merged"},
	} {
		if became.n > 0 {
			words = append(words, number(became.n)+" "+became.word)
		}
	}
	return strings.Join(words, ", ")
}
