package handlers

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

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
	site.Origin, site.Path = asked(ctx)
	state, err := s.state.get(ctx)
	if err != nil {
		s.logger.Warn("the state of the catalogue is not known", "error", err)
	}
	site.Synthetic = state.Synthetic
	return site
}

// isEmpty says whether there is nothing to search yet.
func (s *server) isEmpty(ctx context.Context) (bool, error) {
	state, err := s.state.get(ctx)
	return err == nil && state.Experiments == 0 && state.Samples == 0, err
}

// unlessEmpty shows a page, or, where there is nothing to search yet, how to fill the catalogue.
func (s *server) unlessEmpty(c echo.Context, page func(context.Context) error) error {
	ctx := c.Request().Context()
	empty, err := s.isEmpty(ctx)
	switch {
	case err != nil:
		return err
	case empty:
		return render(c, http.StatusOK, views.Empty(s.site(ctx), views.NewEmptyPage()))
	}
	return page(ctx)
}
