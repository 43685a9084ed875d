package handlers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/views"
)

const (
	// beatEvery is how often something is sent, whether there is news or not, so that nothing on the way takes the connection for dead, and the browser's end is noticed.
	beatEvery = 15 * time.Second
	// eventTime is how long a browser may take to take one event.
	eventTime = 30 * time.Second
)

// progress tells a browser by server-sent events how far what works now is, or one run of it that the address names: "runs", which is HTML, whenever that changes; "end", in words, when it
// has ended.
func (s *server) progress(c echo.Context, who *administrator) error {
	ctx := c.Request().Context()
	only := uint(0)
	if c.QueryParam("run") != "" {
		run, err := s.runOf(c)
		if err != nil {
			return err
		}
		only = run.ID
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, "text/event-stream")
	header.Set("X-Accel-Buffering", "no") // nginx would keep events until there are many
	c.Response().WriteHeader(http.StatusOK)
	stream := &events{c: c, control: http.NewResponseController(c.Response())}
	ticks := time.NewTicker(s.admin.Look)
	defer ticks.Stop()
	shown, sent := "", time.Now()
	for {
		runs, err := s.runsShown(ctx, only)
		if err != nil {
			return s.endEvents(err)
		}
		switch {
		case len(runs.List) == 0:
			return s.endEvents(stream.send("end", s.lastOutcome(ctx, only)))
		case time.Since(sent) >= beatEvery:
			if lives, err := s.admin.Control.IsSession(ctx, who.token, s.admin.Now()); err != nil || !lives {
				return s.endEvents(err)
			}
			sent = time.Now()
			err = stream.beat()
		}
		var html bytes.Buffer
		err = errors.Join(err, views.RunsFragment(runs).Render(ctx, &html))
		if now := html.String(); err == nil && now != shown {
			shown = now
			err = stream.send("runs", now)
		}
		if err != nil {
			return s.endEvents(err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.ending:
			return nil // the browser asks again, and is answered by who comes after
		case <-ticks.C:
		}
	}
}

func (s *server) runsShown(ctx context.Context, only uint) (views.Runs, error) {
	working, err := s.working(ctx, only)
	return views.NewRuns(working), err
}

// lastOutcome says how a run ended; 0 is the last one.
func (s *server) lastOutcome(ctx context.Context, only uint) string {
	runs, err := s.admin.Control.Runs(ctx, 1)
	if only > 0 {
		var run control.Run
		run, err = s.admin.Control.Run(ctx, only)
		runs = []control.Run{run}
	}
	if err != nil || len(runs) == 0 {
		return "Nothing works any more."
	}
	return views.RunOutcome(runs[0])
}

// endEvents ends a stream. The status is sent already, and the browser asks again: what went wrong is for the log alone.
func (s *server) endEvents(err error) error {
	if err != nil && !errors.Is(err, context.Canceled) {
		s.logger.Warn("following what works ended", "error", err)
	}
	return nil
}

// events writes server-sent events.
type events struct {
	c       echo.Context
	control *http.ResponseController
}

// send sends an event of a kind; each line of its data has a line of its own.
func (e *events) send(kind, data string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "event: %s\n", kind)
	for line := range strings.SplitSeq(data, "\n") {
		fmt.Fprintf(&b, "data: %s\n", strings.TrimSuffix(line, "\r"))
	}
	return e.write(b.String() + "\n")
}

// beat sends a comment, which browsers ignore.
func (e *events) beat() error { return e.write(": still here\n\n") }

// write sends something at once. The server's limit for a whole answer does not hold here: each part has a limit of its own.
func (e *events) write(text string) error {
	if err := e.control.SetWriteDeadline(time.Now().Add(eventTime)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := e.c.Response().Write([]byte(text)); err != nil {
		return err
	}
	return e.control.Flush()
}
