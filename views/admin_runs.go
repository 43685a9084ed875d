package views

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/facetome/facetome/models/control"
)

// Working is a run that works now, and how fast it is.
type Working struct {
	control.Run
	Rate float64       // of what it counts, a second; 0 where it is not known yet
	Left time.Duration // of the step that it is at; 0 where it is not known
}

// Runs are the runs that work now, as pages show them.
type Runs struct {
	List []RunView
	Say  string // the same in few words that seldom change, for screen readers
}

// RunView is a run that works now.
type RunView struct {
	ID       uint
	Title    string // "Building the search index anew"
	Step     string
	Done     string // "12,000 of 60,000 experiments"
	Share    string // "20 %"
	Value    int64  // of Max; without Max nobody knows
	Max      int64
	Rate     string // "1,200 experiments a second"
	Left     string // "about 40 s"
	Since    time.Time
	By       string
	Worker   string
	Stopping string // who asked it to stop
}

// sayEvery is at how many percent what is said changes.
const sayEvery = 10

// NewRuns makes the view of what works now.
func NewRuns(working []Working) Runs {
	var runs Runs
	var say []string
	for _, w := range working {
		v := newRunView(w)
		runs.List = append(runs.List, v)
		words := v.Title
		if v.Step != "" {
			words += ": " + v.Step
		}
		if v.Max > 0 {
			words += fmt.Sprintf(", %d percent", 100*v.Value/v.Max/sayEvery*sayEvery)
		}
		say = append(say, words)
	}
	runs.Say = strings.Join(say, ". ")
	return runs
}

func newRunView(w Working) RunView {
	v := RunView{
		ID: w.ID, Title: capital(w.Kind.String()), Step: w.Step, Since: w.Started, By: w.AskedBy, Worker: w.Worker, Stopping: w.CancelAskedBy,
		Value: min(w.Done, w.Total), Max: w.Total,
	}
	amount := func(n int64) string { return number(int(n)) }
	unit := "experiments"
	if w.Kind == control.Import {
		amount = Bytes
		unit = ""
	}
	switch {
	case w.Total > 0:
		v.Done = strings.TrimSpace(amount(v.Value) + " of " + amount(w.Total) + " " + unit)
		v.Share = fmt.Sprintf("%d %%", 100*v.Value/w.Total)
	case w.Done > 0:
		v.Done = strings.TrimSpace(amount(w.Done) + " " + unit)
	}
	if w.Rate > 0 {
		v.Rate = strings.TrimSpace(amount(int64(w.Rate+.5))+" "+unit) + " a second"
	}
	if w.Left > 0 {
		v.Left = "about " + duration(w.Left)
	}
	return v
}

func capital(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// RunRow is a run that has ended, or works.
type RunRow struct {
	When    time.Time
	What    string
	By      string
	Outcome string
	Bad     bool
	Took    string
	Reason  string
	Found   []Part // what came of it
	Report  string // address of an import's report; empty without
}

// newRunRow makes a row of the history; drift is what it found of the index, in words.
func newRunRow(r control.Run, drift string) RunRow {
	row := RunRow{
		When: r.Started, What: capital(r.Kind.String()), By: r.AskedBy, Outcome: string(r.State), Reason: r.Reason,
		Bad: r.State == control.Failed, Took: duration(time.Duration(r.Seconds(time.Now()) * float64(time.Second))),
	}
	if r.Kind == control.Import && r.Details != "" {
		row.Report = ReportURL(r.ID)
		if isDryRun(r) {
			row.What = "Trying an import (dry run)"
		}
	}
	if drift != "" {
		row.Found = partsOf(drift)
	}
	if r.State != control.Done {
		return row
	}
	switch r.Kind {
	case control.Rebuild:
		row.Found = []Part{experimentsPart(r.Experiments), samplesPart(r.Samples)}
	case control.Changes:
		row.Found = []Part{{experiments(r.Changed) + " changed", "ink-experiments"}, {number(r.Experiments) + " in all", "ink-experiments"}, samplesPart(r.Samples)}
	case control.Repair:
		if r.Changed > 0 {
			row.Found = append(row.Found, Part{experiments(r.Changed) + " written anew", "ink-experiments"})
		}
	case control.Import:
		row.Found = []Part{{experiments(r.Changed) + " new or changed", "ink-experiments"}} // of a dry run: would be
	}
	return row
}

// isDryRun says whether an import was to change nothing.
func isDryRun(r control.Run) bool {
	var said struct {
		Report struct {
			DryRun bool `json:"dry_run"`
		} `json:"report"`
	}
	return json.Unmarshal([]byte(r.Details), &said) == nil && said.Report.DryRun
}

// RunOutcome says how a run ended, in a sentence.
func RunOutcome(r control.Run) string {
	words := capital(r.Kind.String()) + ": " + string(r.State)
	if r.Reason != "" {
		words += ", " + r.Reason
	}
	return words + "."
}
