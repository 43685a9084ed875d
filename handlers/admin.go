package handlers

import (
	"cmp"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/views"
)

// Admin is what the administrators' pages work with. Control, Keeper, Editor and the importer are required.
type Admin struct {
	Control *control.Control
	Keeper  Keeper
	Imports Imports
	Editor  Editor
	Proxies []string         // networks (10.0.0.0/8) of proxies that say whom they ask for; this machine's own are among them
	Now     func() time.Time // of sessions and waiting; nil is time.Now
	Look    time.Duration    // how often it is looked how far work is; a second where 0, which is how often that is written down
}

// administrator is who asks.
type administrator struct {
	*control.Session
	token string
}

// administratorKey is under which echo's context holds who asks.
const administratorKey = "administrator"

// isAdministrator says whether guard let an administrator in.
func isAdministrator(c echo.Context) bool { return c.Get(administratorKey) != nil }

// adminHandler answers an administrator.
type adminHandler func(echo.Context, *administrator) error

// prepareAdmin takes over what administrators' pages work with.
func (s *server) prepareAdmin(admin *Admin) (err error) {
	if admin == nil {
		return nil
	}
	config := *admin
	if config.Now == nil {
		config.Now = time.Now
	}
	config.Look = cmp.Or(config.Look, time.Second)
	s.admin = &config
	s.clientAddress, err = addressReader(config.Proxies)
	return err
}

// isAdmin tells addresses of administrators' pages.
func isAdmin(path string) bool {
	return path == views.AdminPath || strings.HasPrefix(path, views.AdminPath+"/")
}

// guard keeps everybody but administrators from their pages. Where there is no administrator, there are no such pages: what is asked for is not found, whatever it is and however.
func (s *server) guard(next echo.HandlerFunc) echo.HandlerFunc {
	nothing := bounded(compressed(func(echo.Context) error { return echo.ErrNotFound })) // as with any address that is none
	return func(c echo.Context) error {
		if s.admin == nil || !isAdmin(c.Request().URL.Path) {
			return next(c)
		}
		ctx := c.Request().Context()
		if some, err := s.admin.Control.HasAdministrators(ctx); err != nil {
			return err
		} else if !some {
			return nothing(c)
		}
		c.Response().Header().Set("Cache-Control", "no-store")
		who, err := s.administrator(c)
		switch {
		case err == nil:
			c.Set(administratorKey, who)
			return next(c)
		case !errors.Is(err, control.ErrNoSession):
			return err
		case c.Request().URL.Path == views.AdminLoginPath:
			return next(c)
		case c.Request().Method == http.MethodGet || c.Request().Method == http.MethodHead:
			return c.Redirect(http.StatusSeeOther, views.AdminLoginURL(views.AdminNext(c.Request().URL.RequestURI())))
		}
		return echo.NewHTTPError(http.StatusUnauthorized, "Nothing was done. Log in, then try again: the login may have ended, since nothing was done with it for an hour.")
	}
}

// administrator is who a request's cookie proves; control.ErrNoSession where that is nobody.
func (s *server) administrator(c echo.Context) (*administrator, error) {
	token := sessionToken(c.Request())
	if token == "" {
		return nil, control.ErrNoSession
	}
	session, err := s.admin.Control.Session(c.Request().Context(), token, s.admin.Now())
	if err != nil {
		return nil, err
	}
	return &administrator{session, token}, nil
}

// asAdministrator hands a request to who may ask it; guard has seen to that already.
func (s *server) asAdministrator(handler adminHandler) echo.HandlerFunc {
	return func(c echo.Context) error {
		who, ok := c.Get(administratorKey).(*administrator)
		if !ok {
			return echo.ErrUnauthorized
		}
		return handler(c, who)
	}
}

// adminRoutes lists every route of administrators.
func (s *server) adminRoutes(e *echo.Echo) {
	if s.admin == nil {
		return
	}
	get := func(path string, handler adminHandler) {
		e.Match([]string{http.MethodGet, http.MethodHead}, path, s.asAdministrator(handler))
	}
	post := func(path string, handler adminHandler) { e.POST(path, s.asAdministrator(handler)) }
	e.Match([]string{http.MethodGet, http.MethodHead}, views.AdminLoginPath, s.loginPage)
	e.POST(views.AdminLoginPath, s.login)
	post(views.AdminLogoutPath, s.logout)
	get(views.AdminPath, s.indexPage)
	get(views.AdminPath+"/", s.indexPage)
	post(views.AdminRunPath, s.startRun)
	post(views.AdminCancelPath, s.cancelRun)
	e.GET(views.AdminProgressPath, s.asAdministrator(s.progress))
	get(views.AdminImportPath, s.importPage)
	post(views.AdminUploadPath, s.uploadFiles)
	post(views.AdminPickPath, s.pickFolder)
	get(views.AdminReportPath, s.reportPage)
	get(views.AdminCataloguePath, s.editPage)
	post(views.AdminHidePath, s.hide)
	post(views.AdminUnhidePath, s.unhide)
	post(views.AdminCorrectPath, s.correct)
	post(views.AdminUndoPath, s.undo)
	get(views.AdminActionsPath, s.actionsPage)
}

// public is an error's text as pages may show it.
func (s *server) public(err error) string {
	if _, message := problem(err); message != "" {
		return message
	}
	return "It failed; the log says how."
}

// frame is what a page of an administrator has around it.
func frame(title string, who *administrator) views.AdminFrame {
	return views.AdminFrame{Title: title, Name: who.Administrator}
}
