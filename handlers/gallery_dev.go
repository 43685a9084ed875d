//go:build dev

package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/views"
)

// devRoutes are the routes that only development builds have.
func (s *server) devRoutes(get func(path string, handler echo.HandlerFunc)) {
	get(views.GalleryPath, func(c echo.Context) error {
		return render(c, http.StatusOK, views.Gallery(s.site(c.Request().Context()), views.GalleryItems()))
	})
}
