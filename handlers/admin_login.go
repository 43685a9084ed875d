package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/views"
)

// loginPage asks for name and password. Who is logged in is led on.
func (s *server) loginPage(c echo.Context) error {
	next := views.AdminNext(c.QueryParam("next"))
	if isAdministrator(c) {
		return c.Redirect(http.StatusSeeOther, next)
	}
	return s.askToLogIn(c, http.StatusOK, views.AdminLogin{Next: next})
}

func (s *server) askToLogIn(c echo.Context, status int, p views.AdminLogin) error {
	p.Secure = isSecure(c.Request())
	return render(c, status, views.Login(s.site(c.Request().Context()), p))
}

// login begins a session for who knows an administrator's password. What it says, and how long it takes, does not tell which names there are.
func (s *server) login(c echo.Context) error {
	ctx, now := c.Request().Context(), s.admin.Now()
	if !isSecure(c.Request()) {
		return s.askToLogIn(c, http.StatusForbidden, views.AdminLogin{})
	}
	name, address := control.FoldName(c.FormValue("name")), s.clientAddress(c.Request())
	p := views.AdminLogin{Next: views.AdminNext(c.FormValue("next")), Name: name}
	attempt, err := s.admin.Control.BeginAttempt(ctx, name, networkOf(address), now)
	if err != nil {
		return err
	}
	if wait := attempt.Until.Sub(now); !attempt.Until.IsZero() {
		return s.tooManyLogins(c, p, wait)
	}
	known, right, err := s.authenticate(c, name)
	if err != nil {
		return err
	}
	action := control.Action{Began: now, Address: address, What: control.ActionLogin, Outcome: control.OutcomeFailed, Reason: "wrong name or password"}
	if known {
		action.By = name // what is no name may be a password, typed into the wrong box
	}
	if !right {
		if _, err := s.admin.Control.Record(ctx, action); err != nil {
			return err
		}
		p.Problem = "This name and this password do not belong together. Nothing else is said about which of them is wrong."
		return s.askToLogIn(c, http.StatusUnauthorized, p)
	}
	action.Outcome, action.Reason = control.OutcomeDone, ""
	if _, err := s.admin.Control.Record(ctx, action); err != nil {
		return err
	}
	if err := s.beginSession(c, name, address); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, p.Next)
}

// authenticate looks at the password of one login at a time: each takes much memory for a moment.
func (s *server) authenticate(c echo.Context, name string) (known, right bool, err error) {
	ctx := c.Request().Context()
	if err := s.passwords.enter(ctx); err != nil {
		return false, false, err
	}
	defer s.passwords.leave()
	return s.admin.Control.Authenticate(ctx, name, c.FormValue("password"), s.admin.Now())
}

func (s *server) tooManyLogins(c echo.Context, p views.AdminLogin, wait time.Duration) error {
	seconds := int(wait/time.Second) + 1
	c.Response().Header().Set("Retry-After", strconv.Itoa(seconds))
	p.Problem = fmt.Sprintf("Too many logins failed. Try again at %s, in %s.",
		s.admin.Now().Add(wait).UTC().Truncate(time.Minute).Add(time.Minute).Format("15:04 UTC"), views.Minutes(wait))
	return s.askToLogIn(c, http.StatusTooManyRequests, p)
}

// beginSession gives the browser a new token. One that it had before ends.
func (s *server) beginSession(c echo.Context, name, address string) error {
	ctx := c.Request().Context()
	if old := sessionToken(c.Request()); old != "" {
		if err := s.admin.Control.EndSession(ctx, old); err != nil {
			return err
		}
	}
	token, err := s.admin.Control.BeginSession(ctx, control.Session{Administrator: name, Address: address, Browser: cutText(c.Request().UserAgent(), 300)}, s.admin.Now())
	if err != nil {
		return err
	}
	c.SetCookie(sessionCookie(c.Request(), token))
	return s.admin.Control.EndAttempt(ctx, name, networkOf(address))
}

// logout ends the session, or all of the administrator's.
func (s *server) logout(c echo.Context, who *administrator) error {
	ctx := c.Request().Context()
	action := s.action(c, who, control.ActionLogout, "")
	if c.FormValue("everywhere") != "" {
		ended, err := s.admin.Control.EndSessions(ctx, who.Administrator)
		if err != nil {
			return err
		}
		action.What, action.Reason = control.ActionLogoutEverywhere, views.Logins(ended)
	} else if err := s.admin.Control.EndSession(ctx, who.token); err != nil {
		return err
	}
	_, err := s.admin.Control.Record(ctx, action)
	c.SetCookie(endedCookie(c.Request()))
	return errors.Join(err, c.Redirect(http.StatusSeeOther, views.AdminLoginPath))
}

// cutText is the beginning of a text, at most so many bytes.
func cutText(text string, most int) string { return text[:min(len(text), most)] }
