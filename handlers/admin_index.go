package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/upkeep"
	"github.com/facetome/facetome/views"
)

// Keeper keeps the index up; *upkeep.Keeper is one.
type Keeper interface {
	Start(ctx context.Context, kind control.Kind, askedBy string) (id uint, err error)
	Lag(context.Context) (upkeep.Lag, error)
	LastCheck(context.Context) (control.Run, error)
	Waiting(ctx context.Context, info search.Info) (experiments int, known bool, err error)
}

const (
	shownRuns = 30
	// engineTime is how long the page waits for an engine that may be out of reach.
	engineTime = 5 * time.Second
	// refreshEvery is after how many seconds browsers without scripts ask again how far work is.
	refreshEvery = 3
)

// indexPage shows how the index is and what works on it.
func (s *server) indexPage(c echo.Context, who *administrator) error {
	ctx := c.Request().Context()
	d, err := s.indexData(ctx)
	if err != nil {
		return err
	}
	d.Frame = frame("The search index", who)
	d.Frame.Notice = views.AdminSaid(c.QueryParam("said"))
	if len(d.Working) > 0 {
		d.Frame.Refresh = refreshEvery
	}
	return render(c, http.StatusOK, views.IndexPage(s.site(ctx), views.NewAdminIndex(d)))
}

func (s *server) indexData(ctx context.Context) (views.AdminIndexData, error) {
	d := views.AdminIndexData{Now: s.admin.Now(), Importing: s.importing != nil && s.importing()}
	lag, err := s.askEngine(ctx, &d)
	if err != nil {
		return d, err
	}
	d.State, d.Info, d.Missing = lag.State, lag.Info, lag.Missing
	if !d.Unreachable && !lag.None() && !lag.Missing {
		if d.Waiting, d.Known, err = s.admin.Keeper.Waiting(ctx, lag.Info); err != nil {
			return d, err
		}
	}
	last, err := s.admin.Keeper.LastCheck(ctx)
	if err == nil {
		d.LastCheck = &last
		d.Drift, err = upkeep.DriftOf(last)
	}
	if err != nil && !errors.Is(err, control.ErrNotFound) {
		return d, err
	}
	if d.Working, err = s.working(ctx, 0); err != nil {
		return d, err
	}
	if d.Runs, err = s.admin.Control.Runs(ctx, shownRuns); err != nil {
		return d, err
	}
	d.Found = map[uint]*search.Drift{}
	for _, r := range d.Runs {
		if d.Found[r.ID], err = upkeep.DriftOf(r); err != nil {
			return d, err
		}
	}
	return d, nil
}

// askEngine asks the engine how it is and what it serves. One that does not answer in time is a state, too: the page says so, and the rest of it.
func (s *server) askEngine(ctx context.Context, d *views.AdminIndexData) (upkeep.Lag, error) {
	limited, cancel := context.WithTimeout(ctx, min(engineTime, s.pageTime/2))
	defer cancel()
	var asking sync.WaitGroup
	if s.inspector != nil {
		asking.Go(func() {
			status := s.inspector.Status(limited)
			d.Status = &status
		})
	}
	lag, err := s.admin.Keeper.Lag(limited)
	asking.Wait()
	if errors.Is(err, search.ErrUnavailable) || errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		d.Unreachable = true
		lag.State, err = s.store.State(ctx)
	}
	return lag, err
}

// working lists what works now, and how fast; only one run where that is not 0.
func (s *server) working(ctx context.Context, only uint) ([]views.Working, error) {
	runs, err := s.admin.Control.Working(ctx)
	if err != nil {
		return nil, err
	}
	working := s.paces.of(runs, s.admin.Now())
	if only > 0 {
		working = slices.DeleteFunc(working, func(w views.Working) bool { return w.ID != only })
	}
	return working, nil
}

// runKinds are what may be asked for, and how that is recorded.
var runKinds = map[control.Kind]control.ActionKind{
	control.Rebuild: control.ActionRebuild, control.Changes: control.ActionChanges, control.Check: control.ActionCheck, control.Repair: control.ActionRepair,
}

// startRun begins what a button asks for. It goes on whether or not anybody watches it.
func (s *server) startRun(c echo.Context, who *administrator) error {
	kind := control.Kind(c.FormValue("kind"))
	what, known := runKinds[kind]
	if !known {
		return echo.NewHTTPError(http.StatusBadRequest, "There is no such work.")
	}
	ctx := c.Request().Context()
	action := s.action(c, who, what, "")
	id, err := s.admin.Keeper.Start(ctx, kind, who.asks())
	said := "started"
	if busy := (*control.BusyError)(nil); errors.As(err, &busy) {
		action.Outcome, action.Reason, said = control.OutcomeRefused, busy.Error(), "busy"
		_, err = s.admin.Control.Record(ctx, action)
	} else {
		err = s.recordBegun(ctx, action, id, err)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, views.AdminPath+"?said="+said)
}

// recordBegun records an action that began a run, or failed to, which is the error then.
func (s *server) recordBegun(ctx context.Context, action control.Action, run uint, err error) error {
	if err != nil {
		action.Outcome, action.Reason = control.OutcomeFailed, s.public(err)
	} else {
		action.Outcome, action.RunID = control.OutcomeRunning, run
	}
	_, recordErr := s.admin.Control.Record(ctx, action)
	return errors.Join(err, recordErr)
}

// cancelRun asks a run to stop. One that has ended meanwhile needs no asking.
func (s *server) cancelRun(c echo.Context, who *administrator) error {
	ctx := c.Request().Context()
	id, ok := readID(c.FormValue("run"))
	if !ok {
		return echo.NewHTTPError(http.StatusBadRequest, "There is no such run.")
	}
	action := s.action(c, who, control.ActionCancel, fmt.Sprint("run ", id))
	run, err := s.admin.Control.Run(ctx, id)
	if err == nil {
		action.About = run.Kind.String()
		err = s.admin.Control.AskToCancel(ctx, id, who.asks())
	}
	said := "stopping"
	switch {
	case errors.Is(err, control.ErrNotFound):
		action.Outcome, action.Reason, said = control.OutcomeRefused, "it had ended by then", "ended"
	case err != nil:
		return err
	}
	if _, err := s.admin.Control.Record(ctx, action); err != nil {
		return err
	}
	back := views.AdminPath
	if run.Kind == control.Import {
		back = views.AdminImportPath
	}
	return c.Redirect(http.StatusSeeOther, back+"?"+url.Values{"said": {said}}.Encode())
}

// action is something that an administrator does now, and that is done unless it is said otherwise.
func (s *server) action(c echo.Context, who *administrator, what control.ActionKind, about string) control.Action {
	return control.Action{
		Began: s.admin.Now(), By: who.Administrator, Address: s.clientAddress(c.Request()), What: what, About: about, Outcome: control.OutcomeDone,
	}
}

// readID reads the id of a run or of a correction.
func readID(text string) (uint, bool) {
	id, err := strconv.ParseUint(text, 10, 31)
	return uint(id), err == nil
}

// asks is how runs name who asked for them.
func (a *administrator) asks() string { return "administrator " + a.Administrator }
