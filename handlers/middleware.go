package handlers

import (
	"context"
	"log/slog"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"github.com/facetome/facetome/static"
	"github.com/facetome/facetome/views"
)

const (
	// maxURL bounds an address: the most values that a query may name, of a usual length, fit; what is longer is no search.
	maxURL = 64 << 10
	// maxBody bounds what a request may send along: an administrator's form. Uploads have a bound of their own.
	maxBody = "64K"
	// gzipLevel is where more effort no longer makes pages noticeably smaller.
	gzipLevel = 5
	// gzipFrom is the size in bytes from which compression is worth it: about one packet.
	gzipFrom = 1024
)

// contentSecurityPolicy lets a page load its own style sheet, scripts and pictures, and nothing else: no inline script or
// style, whatever a submitter wrote into a title.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// use sets up what every request passes, from the outside in.
func (s *server) use(e *echo.Echo) {
	e.Use(
		middleware.RequestID(),
		withOrigin,
		middleware.RequestLoggerWithConfig(s.accessLog()),
		middleware.RecoverWithConfig(middleware.RecoverConfig{
			DisableErrorHandler: true, // the error goes on to the access log, which hands it to handleError
			LogErrorFunc: func(c echo.Context, err error, stack []byte) error {
				s.logger.Error("panic", "error", err, "path", c.Request().URL.Path, "request", requestID(c), "stack", string(stack))
				return err
			},
		}),
		s.metrics.middleware(),
		headers,
		limits,
		s.timeLimit,
		sameOrigin,
		s.guard,
		bounded,
		compressed,
	)
}

// bounded refuses requests that send much along.
var bounded = middleware.BodyLimitWithConfig(middleware.BodyLimitConfig{Limit: maxBody, Skipper: func(c echo.Context) bool {
	return isAdministrator(c) && isUpload(c.Request().URL.Path)
}})

// compressed compresses answers that do not do so themselves, or come in parts at once.
var compressed = middleware.GzipWithConfig(middleware.GzipConfig{Level: gzipLevel, MinLength: gzipFrom, Skipper: func(c echo.Context) bool {
	return isAsset(c) || isAdministrator(c) && isStream(c.Request().URL.Path)
}})

// accessLog writes a line a request. It names the path but not what was searched for or by whom.
func (s *server) accessLog() middleware.RequestLoggerConfig {
	return middleware.RequestLoggerConfig{
		HandleError: true,
		LogMethod:   true, LogURIPath: true, LogStatus: true, LogLatency: true, LogResponseSize: true, LogRequestID: true,
		LogError: true,
		LogValuesFunc: func(c echo.Context, v middleware.RequestLoggerValues) error {
			level := slog.LevelInfo
			attributes := []slog.Attr{
				slog.String("method", v.Method), slog.String("path", v.URIPath), slog.Int("status", v.Status),
				slog.Duration("duration", v.Latency), slog.Int64("bytes", v.ResponseSize), slog.String("request", v.RequestID),
			}
			if v.Error != nil && v.Status >= http.StatusInternalServerError {
				level = slog.LevelError
				attributes = append(attributes, slog.String("error", v.Error.Error()))
			}
			s.logger.LogAttrs(c.Request().Context(), level, "request", attributes...)
			return nil
		},
	}
}

// headers sets what every answer says to browsers.
func headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin") // pages of records lead back to the search that led to them
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		// Numbers change with every import: a kept page is asked for anew.
		h.Set("Cache-Control", "no-cache")
		return next(c)
	}
}

// isAsset says whether a file is asked for, which compresses itself.
func isAsset(c echo.Context) bool { return strings.HasPrefix(c.Request().URL.Path, static.Prefix) }

// sameOrigin refuses requests that are to change something and come from other sites.
func sameOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c echo.Context) error {
		if err := protection.Check(c.Request()); err != nil {
			return echo.NewHTTPError(http.StatusForbidden, "Another site asked for this, which is refused. Nothing was done.")
		}
		return next(c)
	}
}

func limits(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if len(c.Request().RequestURI) > maxURL {
			return echo.NewHTTPError(http.StatusRequestURITooLong, "Take some filters out, then try again.")
		}
		return next(c)
	}
}

// timeLimit ends the work for a page that takes too long. Downloads take as long as somebody reads them; each question that they ask has a
// limit of its own.
func (s *server) timeLimit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if path := c.Request().URL.Path; isDownload(path) || isStream(path) || isUpload(path) {
			return next(c)
		}
		unlimited := c.Request()
		ctx, cancel := context.WithTimeout(unlimited.Context(), s.pageTime)
		defer cancel()
		c.SetRequest(unlimited.WithContext(ctx))
		defer c.SetRequest(unlimited) // the page that says that it took too long comes after the limit
		return next(c)
	}
}

// isStream tells addresses that answer as long as something goes on.
func isStream(path string) bool { return path == views.AdminProgressPath }

// isUpload tells addresses that take files.
func isUpload(path string) bool { return path == views.AdminUploadPath }

// isDownload tells addresses that stream all rows of an answer.
func isDownload(path string) bool {
	return strings.HasSuffix(path, ".csv") || strings.HasSuffix(path, ".tsv")
}

func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }
