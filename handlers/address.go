package handlers

import (
	"context"

	"github.com/labstack/echo/v4"
)

// addressKey is under which a request's context holds its address.
type addressKey struct{}

// address is where a request was sent: pages name their whole address for link previews.
type address struct{ site, path string }

// withAddress notes it. Behind a proxy the scheme is what X-Forwarded-Proto says; a wrong one misleads nobody but who sent it.
func withAddress(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		scheme := "http"
		if c.Scheme() == "https" {
			scheme = "https"
		}
		o := address{scheme + "://" + r.Host, r.URL.EscapedPath()}
		c.SetRequest(r.WithContext(context.WithValue(r.Context(), addressKey{}, o)))
		return next(c)
	}
}

// asked returns the site and the path that a request asks for.
func asked(ctx context.Context) (site, path string) {
	o, _ := ctx.Value(addressKey{}).(address)
	return o.site, o.path
}
