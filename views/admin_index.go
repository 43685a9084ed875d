package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
)

// AdminIndexData is what the page of the index is made from.
type AdminIndexData struct {
	Frame   AdminFrame
	Now     time.Time
	State   models.State
	Info    search.Info
	Missing bool // there is no index
	// Unreachable says that the engine does not answer, so that nothing is known of the index.
	Unreachable bool
	Waiting     int  // experiments that changed since the index was built
	Known       bool // Waiting is known
	Status      *search.Status
	LastCheck   *control.Run
	Drift       *search.Drift // that it found
	Importing   bool          // an import works, here or elsewhere
	Working     []Working
	Runs        []control.Run
	Found       map[uint]*search.Drift // by run, of those that compared
}

// AdminIndex is the page of the index.
type AdminIndex struct {
	Frame   AdminFrame
	State   string // in a sentence
	Behind  bool
	Facts   []AdminFact
	Drift   *DriftView
	Runs    Runs
	Choices []RunChoice
	History []RunRow
}

// AdminFact is a fact with its parts, the first of which matters most.
type AdminFact struct {
	Label string
	Parts []Part
	Bad   bool // the last part is worth a look
}

// Part is a part of a sentence, in the ink of what it counts.
type Part struct{ Text, Ink string }

func plain(text string) Part     { return Part{Text: text} }
func experimentsPart(n int) Part { return Part{experiments(n), "ink-experiments"} }
func samplesPart(n int) Part     { return Part{samples(n), "ink-samples"} }
func partsOf(texts ...string) []Part {
	var parts []Part
	for _, text := range texts {
		parts = append(parts, plain(text))
	}
	return parts
}

// RunChoice is what may be asked for.
type RunChoice struct {
	Kind  control.Kind
	Label string
	About string
	Main  bool // what is to be done now
	Off   bool // it must wait for what works
}

// DriftView is how index and catalogue differ.
type DriftView struct {
	Words string
	Rows  []DriftRow
	More  int
}

// DriftRow is an experiment that differs.
type DriftRow struct {
	Code      Link
	How       string
	Index     string // samples
	Catalogue string
}

// NewAdminIndex makes the page.
func NewAdminIndex(d AdminIndexData) AdminIndex {
	p := AdminIndex{Frame: d.Frame, Runs: NewRuns(d.Working), Behind: d.Missing || d.Unreachable || d.Info.CatalogueVersion != d.State.Version}
	p.State = indexState(d)
	p.Facts = []AdminFact{
		{Label: "Catalogue", Parts: []Part{experimentsPart(d.State.Experiments), samplesPart(d.State.Samples), plain("version " + number(int(d.State.Version)))}},
		indexFact(d), waitingFact(d), generationFact(d), engineFact(d.Status), diskFact(d.Status), checkFact(d),
	}
	if d.Drift != nil && d.Drift.Found() {
		p.Drift = newDriftView(d.Drift)
	}
	busy := false
	for _, w := range d.Working {
		busy = busy || w.Kind != control.Import
	}
	p.Choices = []RunChoice{
		{Kind: control.Changes, Label: "Apply changes", About: "Brings the index up to date with what changed since it was built. A server does that by itself within seconds.", Main: p.Behind && !d.Missing && !d.Unreachable, Off: busy},
		{Kind: control.Rebuild, Label: "Rebuild", About: "Builds an index of the whole catalogue beside the one that serves, compares the counts, and switches.", Main: d.Missing, Off: busy},
		{Kind: control.Check, Label: "Check", About: "Compares the index with the catalogue, experiment by experiment, and changes nothing.", Off: busy},
		{Kind: control.Repair, Label: "Repair", About: "Compares, and writes anew what differs.", Main: p.Drift != nil, Off: busy},
	}
	for _, r := range d.Runs {
		if r.State == control.Running {
			continue // shown above
		}
		found := ""
		if drift := d.Found[r.ID]; drift != nil {
			found = capital(driftWords(drift))
		}
		p.History = append(p.History, newRunRow(r, found))
	}
	return p
}

func indexState(d AdminIndexData) string {
	switch {
	case d.Unreachable:
		return "The search engine does not answer, so that nothing is known of the index. What is asked for below waits for it, and fails where it does not come back."
	case d.Missing && d.State.Experiments == 0:
		return "The catalogue is empty, and there is no index."
	case d.Missing:
		return "There is no index: nothing can be searched until one is built."
	case d.Info.CatalogueVersion == d.State.Version:
		return "The index is up to date with the catalogue."
	case d.Importing:
		return "An import is under way: what it changes is indexed when it ends."
	case !d.Known:
		return "The index is older than what the catalogue remembers of its changes: it is to be rebuilt."
	}
	return "The index is behind the catalogue: " + waits(d.Waiting) + " to be indexed."
}

func waits(n int) string { return experiments(n) + " " + plural(n, "waits", "wait") }

func indexFact(d AdminIndexData) AdminFact {
	f := AdminFact{Label: "Index"}
	if d.Unreachable {
		return AdminFact{Label: "Index", Parts: partsOf("not known"), Bad: true}
	}
	if d.Missing {
		return AdminFact{Label: "Index", Parts: partsOf("none"), Bad: true}
	}
	f.Parts = []Part{experimentsPart(d.Info.Total.Experiments), {count(d.Info.Total.Samples, "unique sample", "unique samples"), "ink-samples"}, plain("of version " + number(int(d.Info.CatalogueVersion)))}
	return f
}

func waitingFact(d AdminIndexData) AdminFact {
	f := AdminFact{Label: "Waiting to be indexed"}
	switch {
	case d.Unreachable:
		f.Parts = partsOf("not known")
	case d.Missing:
		f.Parts = []Part{experimentsPart(d.State.Experiments)}
	case d.Info.CatalogueVersion == d.State.Version:
		f.Parts = partsOf("nothing")
	case !d.Known:
		f.Parts = partsOf("not known")
	default:
		f.Parts = []Part{experimentsPart(d.Waiting)}
	}
	return f
}

func generationFact(d AdminIndexData) AdminFact {
	if d.Unreachable {
		return AdminFact{Label: "Generation", Parts: partsOf("not known")}
	}
	if d.Missing {
		return AdminFact{Label: "Generation", Parts: partsOf("none")}
	}
	f := AdminFact{Label: "Generation", Parts: []Part{{d.Info.Generation, "code"}}}
	if !d.Info.Committed.IsZero() {
		f.Parts = append(f.Parts, plain("began to serve "+ago(d.Now, d.Info.Committed)))
	}
	return f
}

func engineFact(s *search.Status) AdminFact {
	f := AdminFact{Label: "Engine"}
	switch {
	case s == nil:
		f.Parts = partsOf("not known")
		return f
	case s.Trouble != "":
		f.Bad = true
		f.Parts = partsOf(s.Engine, "does not answer: "+s.Trouble)
		return f
	}
	f.Parts = partsOf(strings.TrimSpace(s.Engine + " " + s.Version))
	if s.Health != "" {
		f.Parts = append(f.Parts, plain(s.Health+", "+count(s.Nodes, "node", "nodes")))
		f.Bad = s.Health == "red"
	}
	return f
}

func diskFact(s *search.Status) AdminFact {
	f := AdminFact{Label: "Disk"}
	if s == nil || s.Trouble != "" {
		f.Parts = partsOf("not known")
		return f
	}
	f.Parts = partsOf(Bytes(s.Bytes))
	if s.Free >= 0 {
		f.Parts = append(f.Parts, plain(Bytes(s.Free)+" free"))
		f.Bad = s.Free < s.Bytes // a new generation needs as much beside the one that serves
	}
	return f
}

func checkFact(d AdminIndexData) AdminFact {
	f := AdminFact{Label: "Last check"}
	if d.LastCheck == nil || d.LastCheck.Finished == nil {
		f.Parts = partsOf("never")
		return f
	}
	f.Parts = partsOf(ago(d.Now, *d.LastCheck.Finished))
	switch {
	case d.Drift == nil:
	case !d.Drift.Found():
		f.Parts = append(f.Parts, plain("nothing differed"))
	case d.LastCheck.Kind == control.Repair:
		f.Parts = append(f.Parts, plain(experiments(d.Drift.Experiments())+" differed, and "+plural(d.Drift.Experiments(), "was", "were")+" repaired"))
	default:
		f.Bad = true
		f.Parts = append(f.Parts, plain(driftCount(d.Drift)))
	}
	return f
}

func driftCount(d *search.Drift) string {
	n := d.Experiments()
	if n == 0 {
		return "the totals differ"
	}
	return experiments(n) + " " + plural(n, "differs", "differ")
}

// driftWords say what a comparison found.
func driftWords(d *search.Drift) string {
	words := number(d.Compared) + " compared: "
	if !d.Found() {
		words += "nothing differs"
	} else {
		words += driftCount(d)
	}
	if d.Pending > 0 {
		words += "; " + count(d.Pending, "experiment changes", "experiments change") + " anyway"
	}
	return words
}

// shownDrift is how many experiments that differ are listed.
const shownDrift = 20

func newDriftView(d *search.Drift) *DriftView {
	v := DriftView{Words: fmt.Sprintf("Of %s that were compared, %s.", experiments(d.Compared), driftCount(d))}
	if d.TotalsDiffer {
		v.Words += fmt.Sprintf(" The index says that it holds %s with %s, the catalogue has %s with %s.",
			experiments(d.Index.Experiments), samples(d.Index.Samples), experiments(d.Catalogue.Experiments), samples(d.Catalogue.Samples))
	}
	for _, kind := range []struct {
		found search.Differences
		how   string
	}{{d.Missing, "missing in the index"}, {d.LeftOver, "in the index alone"}, {d.Different, "different"}} {
		for _, one := range kind.found.First {
			if len(v.Rows) < shownDrift {
				v.Rows = append(v.Rows, DriftRow{Code: Link{one.AccessionCode, ExperimentURL(one.AccessionCode)}, How: kind.how, Index: number(one.Index), Catalogue: number(one.Catalogue)})
			}
		}
	}
	v.More = d.Experiments() - len(v.Rows)
	return &v
}

// ago says when something was, in words.
func ago(now, then time.Time) string {
	passed := max(now.Sub(then), 0)
	const day = 24 * time.Hour
	switch {
	case passed < time.Minute:
		return "a moment ago"
	case passed < time.Hour:
		return count(int(passed/time.Minute), "minute", "minutes") + " ago"
	case passed < 2*day:
		return count(int(passed/time.Hour), "hour", "hours") + " ago"
	}
	return count(int(passed/day), "day", "days") + " ago"
}
