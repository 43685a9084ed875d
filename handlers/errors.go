package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/views"
)

// statusClientGone is what logs say of a request whose client left before the answer; nobody receives it. (nginx's number.)
const statusClientGone = 499

// retryAfter is when, in seconds, it is worth asking again.
const retryAfter = "5"

// frameTime bounds what the frame around an error asks the database, which may be what failed.
const frameTime = time.Second

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
	case errors.Is(err, models.ErrHidden):
		return http.StatusGone, "Whoever runs this site hid this experiment. Its samples stay, in the other experiments that they belong to."
	case errors.Is(err, models.ErrNotFound):
		return http.StatusNotFound, ""
	case errors.Is(err, context.Canceled):
		return statusClientGone, ""
	case errors.Is(err, search.ErrUnavailable):
		return http.StatusServiceUnavailable, "The search index does not answer, or not with all of it. Nothing is lost: try again in a moment."
	case isNoIndex(err):
		return http.StatusServiceUnavailable, sentence(search.ErrNoIndex.Error())
	case models.IsUnavailable(err):
		return http.StatusServiceUnavailable, "The catalogue's database does not answer. Nothing is lost: try again in a moment."
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable, "This took too long and was stopped. Try again in a moment, or with fewer filters."
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
		c.Response().Header().Set("Retry-After", retryAfter)
	}
	switch {
	case strings.HasSuffix(c.Request().URL.Path, ".json"):
		err = problemJSON(c, status, message)
	case status >= http.StatusInternalServerError && isHTMX(c.Request()):
		err = notice(c, views.NewErrorPage(status, message, requestID(c), ""))
	default:
		page := views.NewErrorPage(status, message, requestID(c), c.Request().URL.RequestURI())
		var gone *missing
		if errors.As(err, &gone) {
			page = views.NewMissingPage(gone.kind, gone.code, gone.other, gone.near)
		}
		ctx, cancel := context.WithTimeout(c.Request().Context(), frameTime)
		defer cancel()
		err = render(c, status, views.Error(s.site(ctx), page))
	}
	if err != nil {
		s.logger.Error("the page of an error failed", "error", err, "request", requestID(c))
	}
}

// notice tells a page that is open already why it stays as it is: words for the place that it keeps for them.
func notice(c echo.Context, p views.ErrorPage) error {
	return c.String(p.Status, p.Title+". "+p.Message)
}

func isNoIndex(err error) bool { return errors.Is(err, search.ErrNoIndex) }

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
