package control

import (
	"errors"
	"fmt"
	"time"
)

// Run is one piece of work, as it is remembered.
type Run struct {
	ID      uint `gorm:"primaryKey"`
	Kind    Kind
	Target  string // what it works on, such as an index: one run at a time of each; empty where several may, which go on even after they were given up
	AskedBy string // "command line", "server", "administrator NAME"
	Worker  string // machine and process that work on it
	Sign    string // of life of that process; see sign.go
	State   State

	Step        string // what it is at, for people
	Done, Total int64  // of that step; Total is 0 where it is not known

	Started       time.Time  // UTC
	Finished      *time.Time // UTC; nil while it runs
	Expires       time.Time  // UTC; when it is given up unless it renews its lease
	CancelAskedBy string     // who asked it to stop; empty otherwise
	Reason        string     // why it did not end well; empty otherwise

	Result `gorm:"embedded"`
}

// Result is what a run found or left behind. What does not apply is empty.
type Result struct {
	Generation       string // of the index that serves after it
	CatalogueVersion int64  // that this was built from
	Experiments      int    // in it
	Samples          int    // distinct ones
	Changed          int    // experiments that were looked at or written for a change; of an import, experiments that are new or changed
	Drift            string // JSON of what a check found; package upkeep reads it
	Details          string // JSON of whoever asked for the run, such as an import's report
}

// TableName says which table runs are in.
func (Run) TableName() string { return "runs" }

// Kind is what a run does.
type Kind string

// The kinds.
const (
	Rebuild Kind = "rebuild" // builds an index anew
	Changes Kind = "changes" // brings an index up to date with what changed
	Check   Kind = "check"   // compares an index with the catalogue
	Repair  Kind = "repair"  // and puts right what differs
	Import  Kind = "import"  // imports files into the catalogue
)

// State is how far a run is.
type State string

// The states.
const (
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// names are what people call the kinds.
var names = map[Kind]string{
	Rebuild: "building the search index anew",
	Changes: "bringing the search index up to date",
	Check:   "checking the search index",
	Repair:  "repairing the search index",
	Import:  "importing files",
}

// String is what people call it: "building the search index anew".
func (k Kind) String() string { return names[k] }

// Seconds a run took, or takes by now.
func (r Run) Seconds(now time.Time) float64 {
	if r.Finished != nil {
		now = *r.Finished
	}
	return now.Sub(r.Started).Seconds()
}

// ErrBusy says that another run works on the same target; the error is a *BusyError.
var ErrBusy = errors.New("another run is under way")

// BusyError names the run that is under way.
type BusyError struct{ Run Run }

// Error implements error.
func (e *BusyError) Error() string {
	return fmt.Sprintf("%s is %s since %s, as the %s asked", e.Run.Worker, e.Run.Kind, e.Run.Started.Format(time.TimeOnly+" MST"), e.Run.AskedBy)
}

// Is implements errors.Is for ErrBusy.
func (e *BusyError) Is(target error) bool { return target == ErrBusy }

// ErrLost says that a run was given up while it worked, since it had not renewed its lease in time.
var ErrLost = errors.New("the run did not answer in time, and was given up for another")

// CancelledError says that a run was asked to stop.
type CancelledError struct{ By string }

// Error implements error.
func (e *CancelledError) Error() string { return "cancelled by the " + e.By }
