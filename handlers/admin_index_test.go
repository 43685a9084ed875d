package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/upkeep"
)

const fakeTarget = "the index"

// fakeKeeper begins runs that last until a test ends them.
type fakeKeeper struct {
	control *control.Control

	mu     sync.Mutex
	lag    upkeep.Lag
	err    error
	leases []*control.Lease
}

func (f *fakeKeeper) Start(ctx context.Context, kind control.Kind, askedBy string) (uint, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return 0, f.err
	}
	lease, err := f.control.Take(context.WithoutCancel(ctx), control.RunStart{Kind: kind, Target: fakeTarget, AskedBy: askedBy})
	if err != nil {
		return 0, err
	}
	f.leases = append(f.leases, lease)
	return lease.ID(), nil
}

func (f *fakeKeeper) Lag(context.Context) (upkeep.Lag, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.lag, f.err
}

func (f *fakeKeeper) Waiting(context.Context, search.Info) (int, bool, error) { return 12, true, nil }

func (f *fakeKeeper) LastCheck(ctx context.Context) (control.Run, error) {
	return f.control.Last(ctx, fakeTarget, control.Check)
}

// last is the run that began last.
func (f *fakeKeeper) last() *control.Lease {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.leases[len(f.leases)-1]
}

// close ends what tests left under way.
func (f *fakeKeeper) close() {
	for _, l := range f.leases {
		_ = l.End(control.Result{}, "the test ended", errors.New("the test ended")) // most have ended
	}
}

// fakeInspector is an engine that says how it is.
type fakeInspector struct {
	*fakeEngine
	status search.Status
}

func (f *fakeInspector) Status(context.Context) search.Status { return f.status }

func TestIndexPage(t *testing.T) {
	t.Parallel()
	built := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	s := newAdminSite(t)
	s.keeper.lag = upkeep.Lag{State: models.State{Version: 8, Experiments: 812, Samples: 18350}, Info: search.Info{
		Generation: "g7", CatalogueVersion: 8, Total: search.Total{Experiments: 812, Samples: 18342}, Committed: built,
	}}
	s.inspector.status = search.Status{Engine: "Elasticsearch", Version: "8.19.0", Health: "yellow", Nodes: 3, Bytes: 382e6, Free: 5e9}
	d := s.page(t, "/admin", http.StatusOK, s.session(t)...)
	for _, says := range []string{
		"up to date", "812 experiments", "18,350 samples", "18,342 unique samples", "version 8", "g7", "began to serve 3 hours ago", "Elasticsearch 8.19.0", "yellow, 3 nodes", "382 MB",
		"5.0 GB free", "Last checknever", "None is remembered.",
	} {
		if got := text(d.Find("main")); !strings.Contains(got, says) {
			t.Errorf("the page does not say %q: %s", says, got)
		}
	}
	if n := d.Find("button[name=kind]:not([disabled])").Length(); n != 4 || d.Find("[data-events], noscript").Length() != 0 {
		t.Errorf("%d buttons; it is asked for again: %v", n, d.Find("[data-events], noscript").Length())
	}
	noInline(t, "/admin", d)

	s.keeper.lag.State.Version = 9
	if got := text(s.page(t, "/admin", http.StatusOK, s.session(t)...).Find(".index-state")); got != "The index is behind the catalogue: 12 experiments wait to be indexed." {
		t.Errorf("behind: %s", got)
	}
	s.keeper.lag = upkeep.Lag{State: models.State{Version: 8, Experiments: 812}, Missing: true}
	s.inspector.status = search.Status{Engine: "Elasticsearch", Trouble: "connection refused"}
	s.keeper.err = fmt.Errorf("secret path: %w", search.ErrUnavailable)
	d = s.page(t, "/admin", http.StatusOK, s.session(t)...)
	if got := text(d.Find("main")); !strings.Contains(got, "The search engine does not answer") || !strings.Contains(got, "812 experiments") || strings.Contains(got, "There is no index") || strings.Contains(got, "secret") {
		t.Errorf("without the engine: %s", got)
	}
	s.keeper.err = nil
	d = s.page(t, "/admin", http.StatusOK, s.session(t)...)
	if got := text(d.Find("main")); !strings.Contains(got, "There is no index") || !strings.Contains(got, "does not answer: connection refused") {
		t.Errorf("without an index: %s", got)
	}
	if got := d.Find(".button-main").AttrOr("value", ""); got != "rebuild" {
		t.Errorf("without an index the button to press is %q", got)
	}
}

func TestRunsAreBegunAndCancelled(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	ada := s.session(t)
	if w := s.post("/admin/run", url.Values{"kind": {"delete"}}, ada...); w.Code != http.StatusBadRequest {
		t.Errorf("work that is none answers %d", w.Code)
	}
	w := s.post("/admin/run", url.Values{"kind": {"rebuild"}}, ada...)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/admin?said=started" {
		t.Fatalf("beginning answers %d and leads to %q", w.Code, w.Header().Get("Location"))
	}
	d := s.page(t, "/admin?said=started", http.StatusOK, ada...)
	if got := text(d.Find(".run")); !strings.Contains(got, "Building the search index anew") || !strings.Contains(got, "administrator ada") {
		t.Errorf("it shows %q", got)
	}
	if refresh := d.Find("head noscript").Text(); !strings.Contains(refresh, `http-equiv="refresh" content="3"`) || d.Find("#live").AttrOr("data-events", "") != "/admin/progress" {
		t.Errorf("it is not asked for again: %q", refresh)
	}
	if n := d.Find("button[name=kind]:not([disabled])").Length(); n != 0 {
		t.Errorf("%d buttons can be pressed while a run works", n)
	}
	if at := s.post("/admin/run", url.Values{"kind": {"check"}}, ada...).Header().Get("Location"); at != "/admin?said=busy" {
		t.Errorf("beginning another leads to %q", at)
	}
	lease := s.keeper.last()
	cancel := url.Values{"run": {strconv.Itoa(int(lease.ID()))}}
	if at := s.post("/admin/run/cancel", cancel, ada...).Header().Get("Location"); at != "/admin?said=stopping" {
		t.Errorf("cancelling leads to %q", at)
	}
	if got := text(s.page(t, "/admin", http.StatusOK, ada...).Find(".run")); !strings.Contains(got, "Stopping, as the administrator ada asked") {
		t.Errorf("while it stops it shows %q", got)
	}
	<-lease.Context().Done()
	if err := lease.End(control.Result{}, "", context.Cause(lease.Context())); err != nil {
		t.Fatal(err)
	}
	if at := s.post("/admin/run/cancel", cancel, ada...).Header().Get("Location"); at != "/admin?said=ended" {
		t.Errorf("cancelling what has ended leads to %q", at)
	}
	d = s.page(t, "/admin", http.StatusOK, ada...)
	if got := text(d.Find("tbody tr")); !strings.Contains(got, "cancelled") || !strings.Contains(got, "cancelled by the administrator ada") {
		t.Errorf("the history has %q", got)
	}
	var did []string
	for _, a := range s.actions(t) {
		did = append(did, string(a.What)+" "+string(a.Outcome))
	}
	if want := []string{"cancel refused", "cancel done", "check refused", "rebuild cancelled"}; !slices.Equal(did, want) {
		t.Errorf("recorded is %q, want %q", did, want)
	}
}

func TestRunThatCannotBegin(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	s.keeper.err = errors.New("secret path")
	w := s.post("/admin/run", url.Values{"kind": {"rebuild"}}, s.session(t)...)
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("it answers %d: %s", w.Code, w.Body)
	}
	if a := s.actions(t)[0]; a.What != control.ActionRebuild || a.Outcome != control.OutcomeFailed || strings.Contains(a.Reason, "secret") {
		t.Errorf("recorded is %+v", a)
	}
}

func TestPace(t *testing.T) {
	t.Parallel()
	var p paces
	at := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	run := control.Run{ID: 1, Step: "Indexing", Done: 100, Total: 1000}
	see := func(seconds int, done int64, step string) (rate float64, left time.Duration) {
		run.Done, run.Step = done, step
		w := p.of([]control.Run{run}, at.Add(time.Duration(seconds)*time.Second))[0]
		return w.Rate, w.Left
	}
	if rate, left := see(0, 100, "Indexing"); rate != 0 || left != 0 {
		t.Errorf("at first sight it is %v a second, %v left", rate, left)
	}
	if rate, left := see(4, 300, "Indexing"); rate != 50 || left != 14*time.Second {
		t.Errorf("200 in 4 s are %v a second, 700 more take %v", rate, left)
	}
	if rate, _ := see(5, 5, "Counting"); rate != 0 {
		t.Errorf("another step begins with %v a second", rate)
	}
	if p.of(nil, at); len(p.seen) != 0 {
		t.Error("what has ended is remembered")
	}
}
