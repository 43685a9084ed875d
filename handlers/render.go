package handlers

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/views"
)

// render writes a page. It is rendered to the end first, so that a template that fails leaves nothing half written.
func render(c echo.Context, status int, page templ.Component) error {
	var html bytes.Buffer
	if err := page.Render(c.Request().Context(), &html); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	return c.HTMLBlob(status, html.Bytes())
}

// site is what all pages show. That a catalogue can not be read is told by the page's own work, not by its frame.
func (s *server) site(ctx context.Context) views.Site {
	site := s.look
	state, err := s.state.get(ctx)
	if err != nil {
		s.logger.Warn("the state of the catalogue is not known", "error", err)
	}
	site.Synthetic = state.Synthetic
	return site
}

// stateAge is how old the known state of the catalogue may be: a page need not ask the database what seldom changes.
const stateAge = 3 * time.Second

// stateCache remembers the state of the catalogue for a moment.
type stateCache struct {
	store Catalogue

	mu    sync.Mutex
	state models.State
	until time.Time
}

func (s *stateCache) get(ctx context.Context) (models.State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Now().Before(s.until) {
		return s.state, nil
	}
	state, err := s.store.State(ctx)
	if err != nil {
		return s.state, fmt.Errorf("state of the catalogue: %w", err) // the last one known is likely still true
	}
	s.state, s.until = state, time.Now().Add(stateAge)
	return state, nil
}

// isEmpty says whether there is nothing to search yet.
func (s *server) isEmpty(ctx context.Context) (bool, error) {
	state, err := s.state.get(ctx)
	return err == nil && state.Experiments == 0 && state.Samples == 0, err
}
