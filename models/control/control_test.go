package control

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/facetome/facetome/models/modelstest"
)

// patience is how long a test waits for what must happen: far longer than it takes.
const patience = 2 * time.Minute

// open opens the tables until the test ends.
func open(t *testing.T, dsn string) *Control {
	t.Helper()
	c, err := Open(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

var rebuild = RunStart{Kind: Rebuild, Target: "index", AskedBy: "command line"}

// take begins a run that ends with the test at the latest.
func take(t *testing.T, c *Control, start RunStart) *Lease {
	t.Helper()
	l, err := c.Take(t.Context(), start)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // one that was lost or ended is so already
		l.renewing()
		<-l.renewed
		l.sign.end()
	})
	return l
}

func read(t *testing.T, c *Control, id uint) Run {
	t.Helper()
	run, err := c.Run(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited %v in vain until %s", patience, what)
		}
	}
}

// TestRun follows a run from its beginning to its end, as another process sees it.
func TestRun(t *testing.T) {
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		t.Parallel()
		address := dsn()
		worker, other := open(t, address), open(t, address)
		l := take(t, worker, rebuild)
		l.Progress("indexing", 3, 10)
		eventually(t, "the progress is seen", func() bool {
			run, err := other.Current(t.Context(), "index")
			return err == nil && run.ID == l.ID() && run.Step == "indexing" && run.Done == 3 && run.Total == 10
		})
		if run := read(t, other, l.ID()); run.State != Running || run.Finished != nil || run.AskedBy != "command line" || run.Kind != Rebuild {
			t.Errorf("a run under way is %+v", run)
		}
		followed := make(chan Run, 1)
		var following errgroup.Group
		following.Go(func() error {
			run, err := other.Follow(t.Context(), l.ID(), nil)
			followed <- run
			return err
		})
		result := Result{Generation: "gen-1", CatalogueVersion: 7, Experiments: 5, Samples: 9, Changed: 5, Drift: `{"a":1}`, Details: `[2]`}
		l.Progress("done", 10, 10)
		if err := l.End(result, "", nil); err != nil {
			t.Fatal(err)
		}
		if err := following.Wait(); err != nil {
			t.Fatal(err)
		}
		run := <-followed
		if run.State != Done || run.Result != result || run.Reason != "" || run.Finished == nil || run.Finished.Before(run.Started) || run.Step != "done" {
			t.Errorf("the run ended as %+v", run)
		}
		if _, err := other.Current(t.Context(), "index"); !errors.Is(err, ErrNotFound) {
			t.Errorf("after the end of the only run one works, or the error is %v", err)
		}
		if err := l.End(result, "", nil); !errors.Is(err, ErrLost) {
			t.Errorf("a run ends twice: %v", err)
		}
	})
}

// TestOneAtATime: of those that begin at once on one target one works, and the others are told which; other targets, and imports, are not in the way.
func TestOneAtATime(t *testing.T) {
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		t.Parallel()
		address := dsn()
		controls := []*Control{open(t, address), open(t, address), open(t, address)}
		var group errgroup.Group
		leases, busy := make([]*Lease, 9), make([]*BusyError, 9)
		for i := range leases {
			group.Go(func() error {
				var err error
				leases[i], err = controls[i%3].Take(t.Context(), rebuild)
				if errors.As(err, &busy[i]) {
					return nil
				}
				return err
			})
		}
		if err := group.Wait(); err != nil {
			t.Fatal(err)
		}
		leases = slices.DeleteFunc(leases, func(l *Lease) bool { return l == nil })
		if len(leases) != 1 {
			t.Fatalf("%d runs work at a time", len(leases))
		}
		for _, b := range busy {
			if b != nil && (b.Run.ID != leases[0].ID() || !strings.Contains(b.Error(), "command line")) {
				t.Errorf("busy with %+v: %v", b.Run, b)
			}
		}
		c := controls[0]
		elsewhere := take(t, c, RunStart{Kind: Check, Target: "another index", AskedBy: "server"})
		one, two := take(t, c, RunStart{Kind: Import, AskedBy: "command line"}), take(t, c, RunStart{Kind: Import, AskedBy: "administrator ann"})
		working, err := c.Working(t.Context())
		if err != nil || len(working) != 4 || working[0].ID != two.ID() {
			t.Errorf("of four runs these work: %+v, %v", working, err)
		}
		for _, l := range []*Lease{elsewhere, one, two, leases[0]} {
			if err := l.End(Result{}, "", nil); err != nil {
				t.Error(err)
			}
		}
		if err := take(t, c, rebuild).End(Result{}, "no space left", errors.New("no space left on device")); err != nil {
			t.Error(err)
		}
		runs, err := c.Runs(t.Context(), 2)
		if err != nil || len(runs) != 2 || runs[0].State != Failed || runs[0].Reason != "no space left" {
			t.Errorf("the last two runs are %+v, %v", runs, err)
		}
		if newest, err := c.Newest(t.Context()); err != nil || len(newest) != 4 || newest[0].ID != runs[0].ID || newest[1].ID != two.ID() {
			t.Errorf("the newest of each kind and state are %+v, %v", newest, err)
		}
		if last, err := c.Last(t.Context(), "index", Rebuild, Check); err != nil || last.ID != leases[0].ID() {
			t.Errorf("the last that ended well is %+v, %v", last, err)
		}
		if _, err := c.Last(t.Context(), "index", Repair); !errors.Is(err, ErrNotFound) {
			t.Errorf("of a kind that never ran: %v", err)
		}
	})
}

// TestCancel: a run stops when anybody asks it to, and when its own process is to end.
func TestCancel(t *testing.T) {
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		t.Parallel()
		address := dsn()
		c, other := open(t, address), open(t, address)
		l := take(t, c, rebuild)
		if err := other.AskToCancel(t.Context(), l.ID(), "administrator ann"); err != nil {
			t.Fatal(err)
		}
		<-l.Context().Done()
		var by *CancelledError
		if cause := context.Cause(l.Context()); !errors.As(cause, &by) || by.By != "administrator ann" {
			t.Errorf("cancelled: %v", cause)
		}
		if err := l.End(Result{}, "", l.Context().Err()); err != nil {
			t.Fatal(err)
		}
		if run := read(t, c, l.ID()); run.State != Cancelled || !strings.Contains(run.Reason, "administrator ann") || run.CancelAskedBy != "administrator ann" {
			t.Errorf("the run is %+v", run)
		}
		if err := other.AskToCancel(t.Context(), l.ID(), "administrator ann"); !errors.Is(err, ErrNotFound) {
			t.Errorf("asking a run that has ended: %v", err)
		}

		ctx, interrupt := context.WithCancel(t.Context())
		l, err := c.Take(ctx, rebuild)
		if err != nil {
			t.Fatal(err)
		}
		interrupt()
		<-l.Context().Done()
		if err := l.End(Result{}, "", ctx.Err()); err != nil {
			t.Fatal(err)
		}
		if run := read(t, c, l.ID()); run.State != Cancelled || run.Reason == "" {
			t.Errorf("the run is %+v", run)
		}
	})
}

// die stops a lease's signs of life as the end of its process does.
func die(l *Lease, signed bool) {
	l.renewing()
	<-l.renewed
	if signed {
		_ = l.sign.lock.Unlock() // and the file stays
	}
}

// TestDeath: a run that died is given up, at once where its process certainly ended, else when its lease has run out; where it lives after all it learns of it.
func TestDeath(t *testing.T) {
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		t.Parallel()
		c := open(t, dsn())
		killed := take(t, c, rebuild)
		die(killed, true)
		if run := read(t, c, killed.ID()); run.State != Failed || run.Finished == nil {
			t.Errorf("a run whose process was killed is shown as %+v", run)
		}
		silent := take(t, c, rebuild)
		if isDead(killed.sign.name) {
			t.Error("what a killed process leaves behind is not removed")
		}
		if run := read(t, c, killed.ID()); !strings.Contains(run.Reason, "process ended") {
			t.Errorf("a run whose process was killed is remembered as %+v", run)
		}
		if run, err := c.Follow(t.Context(), killed.ID(), nil); err != nil || run.State != Failed {
			t.Errorf("who follows it is told %+v, %v", run, err)
		}

		die(silent, false)
		if _, err := c.Take(t.Context(), rebuild); !errors.Is(err, ErrBusy) {
			t.Fatalf("a run that was silent for a moment is given up: %v", err)
		}
		past := time.Now().UTC().Add(-time.Second)
		if err := c.db.Model(&Run{}).Where("id = ?", silent.ID()).Update("expires", past).Error; err != nil {
			t.Fatal(err)
		}
		next := take(t, c, rebuild)
		if run := read(t, c, silent.ID()); run.State != Failed || !strings.Contains(run.Reason, leaseTime.String()) {
			t.Errorf("a run that was silent too long is remembered as %+v", run)
		}
		if _, err := silent.renew(t.Context()); !errors.Is(err, ErrLost) {
			t.Errorf("it learns that by %v", err)
		}
		if err := silent.End(Result{}, "", nil); !errors.Is(err, ErrLost) {
			t.Errorf("it ends with %v", err)
		}
		if run := read(t, c, next.ID()); run.State != Running {
			t.Errorf("the next is %+v", run)
		}
	})
}

// TestLost: a run that was given up stops.
func TestLost(t *testing.T) {
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		t.Parallel()
		c := open(t, dsn())
		l := take(t, c, rebuild)
		if err := c.db.Exec("UPDATE runs SET state = 'failed', finished = started").Error; err != nil {
			t.Fatal(err)
		}
		<-l.Context().Done()
		if cause := context.Cause(l.Context()); !errors.Is(cause, ErrLost) {
			t.Errorf("it stops for %v", cause)
		}
	})
}

// TestOldRunsAreForgotten: the table does not grow for ever.
func TestOldRunsAreForgotten(t *testing.T) {
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		t.Parallel()
		c := open(t, dsn())
		first := take(t, c, rebuild)
		if err := first.End(Result{}, "", nil); err != nil {
			t.Fatal(err)
		}
		working := take(t, c, rebuild)
		late := Run{ID: keptRuns + 1, Kind: Check, AskedBy: "server", Worker: "x", State: Done, Finished: &time.Time{}}
		if err := c.db.Create(&late).Error; err != nil {
			t.Fatal(err)
		}
		if c.postgres() { // which does not see ids that it did not give out
			if err := c.db.Exec("SELECT setval(pg_get_serial_sequence('runs', 'id'), ?)", late.ID).Error; err != nil {
				t.Fatal(err)
			}
		}
		take(t, c, RunStart{Kind: Import, AskedBy: "server"})
		runs, err := c.Runs(t.Context(), 10)
		if err != nil || len(runs) != 3 || runs[2].ID != working.ID() {
			t.Errorf("these are left: %+v, %v", runs, err)
		}
	})
}
