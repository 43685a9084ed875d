package handlers

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/search"
)

// Addresses for those who watch over the program.
const (
	healthPath  = "/healthz" // the process lives: where it does not answer, start it again
	readyPath   = "/readyz"  // pages can be answered: where not, send readers elsewhere
	metricsPath = "/metrics" // what Prometheus collects
)

// readyTime bounds what readyPath asks: who watches asks again in seconds.
const readyTime = 5 * time.Second

// health answers as long as the process does, whatever it depends on.
func (s *server) health(c echo.Context) error {
	return c.JSON(http.StatusOK, map[string]string{"status": "ok"})
}

// readiness is what readyPath answers.
type readiness struct {
	Status     string       `json:"status"`   // "ok", "empty" (nothing was imported yet) or "unavailable"
	Database   string       `json:"database"` // "ok", or what is wrong
	Engine     string       `json:"engine"`   // the same
	Generation string       `json:"generation,omitempty"`
	Total      search.Total `json:"total"`
}

// ready says whether database and engine answer, by asking both a question. An empty catalogue is ready: there is nothing to search yet.
func (s *server) ready(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), readyTime)
	defer cancel()
	r := readiness{Status: "ok", Database: "ok", Engine: "ok"}
	var result *search.Result
	var engineErr error
	var asking sync.WaitGroup
	asking.Go(func() {
		q, _ := search.Parse(nil)
		q.Size = 1
		result, engineErr = s.engine.Search(ctx, q)
	})
	state, databaseErr := s.store.State(ctx)
	asking.Wait()
	switch {
	case engineErr == nil:
		r.Generation, r.Total = result.Generation, result.Total
	case databaseErr == nil && state.Experiments == 0 && state.Samples == 0:
		r.Status, r.Engine = "empty", s.trouble(engineErr)
		if isNoIndex(engineErr) {
			engineErr = nil
		}
	default:
		r.Engine = s.trouble(engineErr)
	}
	if databaseErr != nil {
		r.Database = s.trouble(databaseErr)
	}
	if engineErr == nil && databaseErr == nil {
		return c.JSON(http.StatusOK, r)
	}
	r.Status = "unavailable"
	c.Response().Header().Set("Retry-After", retryAfter)
	return c.JSON(http.StatusServiceUnavailable, r)
}

// trouble is an error in words for anybody; the log has its own.
func (s *server) trouble(err error) string {
	s.logger.Warn("not ready", "error", err)
	if _, message := problem(err); message != "" {
		return message
	}
	return "It failed; the log says how."
}
