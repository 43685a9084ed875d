package handlers

import (
	"context"

	"github.com/labstack/echo/v4"
)

// originKey is under which a request's context holds its origin.
type originKey struct{}

// askedFor is where a request was sent: pages name their whole address for link previews.
type askedFor struct{ site, path string }

// withOrigin notes the origin. Behind a proxy the scheme is what X-Forwarded-Proto says; a wrong one misleads nobody but who sent it.
func withOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		scheme := "http"
		if isHTTPS(r) {
			scheme = "https"
		}
		o := askedFor{scheme + "://" + r.Host, r.URL.EscapedPath()}
		c.SetRequest(r.WithContext(context.WithValue(r.Context(), originKey{}, o)))
		return next(c)
	}
}

// asked returns the site and the path that a request asks for.
func asked(ctx context.Context) (site, path string) {
	o, _ := ctx.Value(originKey{}).(askedFor)
	return o.site, o.path
}
