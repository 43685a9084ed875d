package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/search"
)

const healthPath = "/healthz"

// health says whether searches are answered, by making one. An empty catalogue is healthy: there is nothing to search yet.
func (s *server) health(c echo.Context) error {
	ctx := c.Request().Context()
	empty, err := s.isEmpty(ctx)
	if err != nil {
		return err
	}
	status := struct {
		Status     string       `json:"status"`
		Generation string       `json:"generation,omitempty"`
		Total      search.Total `json:"total"`
	}{Status: "empty"}
	if !empty {
		r, err := s.numbers(ctx, search.Query{})
		if err != nil {
			return err
		}
		status.Status, status.Generation, status.Total = "ok", r.Generation, r.Total
	}
	return c.JSON(http.StatusOK, status)
}
