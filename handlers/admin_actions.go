package handlers

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/views"
)

// actionsPage lists what administrators did, and where the one who asks is logged in.
func (s *server) actionsPage(c echo.Context, who *administrator) error {
	ctx := c.Request().Context()
	page, err := pageNumber(c)
	if err != nil {
		return err
	}
	d := views.AdminActionsData{Frame: frame("Actions", who), Page: page, This: who.TokenHash}
	if d.Actions, d.Total, err = s.admin.Control.Actions(ctx, (page-1)*views.AdminActionsSize, views.AdminActionsSize); err != nil {
		return err
	}
	if len(d.Actions) == 0 && page > 1 {
		return echo.NewHTTPError(http.StatusNotFound, "There is no page "+strconv.Itoa(page)+" of actions.")
	}
	if d.Sessions, err = s.admin.Control.Sessions(ctx, who.Administrator, s.admin.Now()); err != nil {
		return err
	}
	return render(c, http.StatusOK, views.ActionsPage(s.site(ctx), views.NewAdminActions(d)))
}
