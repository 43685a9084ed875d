package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/views"
)

// statusClientGone is what logs say of a request whose client left before the answer; nobody receives it. (nginx's number.)
const statusClientGone = 499

// missing says that the catalogue has no record of a kind under an accession code, or no organism or platform of a name.
type missing struct {
	kind, code string
	other      *views.Link  // a record of the other kind with that code
	near       []views.Link // organisms or platforms that may be meant
}

func (m *missing) Error() string { return "no " + m.kind + " " + m.code }
func (m *missing) Unwrap() error { return models.ErrNotFound }

// problem maps an error to a status and to words for people; blank words are left to the status.
func problem(err error) (status int, message string) {
	var httpError *echo.HTTPError
	switch {
	case errors.As(err, &httpError):
		if text, ok := httpError.Message.(string); ok && text != http.StatusText(httpError.Code) {
			message = text
		}
		return httpError.Code, message
	case errors.Is(err, models.ErrNotFound):
		return http.StatusNotFound, ""
	case errors.Is(err, search.ErrNoIndex):
		return http.StatusServiceUnavailable, sentence(search.ErrNoIndex.Error())
	case errors.Is(err, context.Canceled):
		return statusClientGone, ""
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable, "This took too long and was stopped. Try again, or with fewer filters."
	}
	return http.StatusInternalServerError, ""
}

// handleError answers with the page of an error, or with a JSON problem (RFC 9457) where JSON was asked for.
func (s *server) handleError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	status, message := problem(err)
	if status == http.StatusServiceUnavailable {
		c.Response().Header().Set("Retry-After", "5")
	}
	path := c.Request().URL.Path
	if strings.HasSuffix(path, ".json") || path == healthPath {
		err = problemJSON(c, status, message)
	} else {
		page := views.NewErrorPage(status, message, requestID(c), c.Request().URL.RequestURI())
		var gone *missing
		if errors.As(err, &gone) {
			page = views.NewMissingPage(gone.kind, gone.code, gone.other, gone.near)
		}
		err = render(c, status, views.Error(s.site(c.Request().Context()), page))
	}
	if err != nil {
		s.logger.Error("the page of an error failed", "error", err, "request", requestID(c))
	}
}

func problemJSON(c echo.Context, status int, message string) error {
	title := http.StatusText(status)
	if title == "" {
		title = "Client closed request"
	}
	body, err := json.Marshal(struct {
		Title   string `json:"title"`
		Status  int    `json:"status"`
		Detail  string `json:"detail,omitempty"`
		Request string `json:"request"`
	}{title, status, message, requestID(c)})
	if err != nil {
		return err
	}
	return c.Blob(status, "application/problem+json", append(body, '\n'))
}

// sentence makes an error's text a sentence of a page.
func sentence(text string) string {
	return strings.ToUpper(text[:1]) + strings.ReplaceAll(text[1:], "`", "") + "."
}
