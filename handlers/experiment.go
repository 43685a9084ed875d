package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/study"
	"github.com/facetome/facetome/views"
)

// experimentPage shows an experiment. Its other accession codes lead to its own one; a code of several lists them. The table of its
// samples is as the address says (see study.Query); another spelling of the address leads to its own one. htmx gets the table alone.
func (s *server) experimentPage(c echo.Context) error {
	ctx := c.Request().Context()
	c.Response().Header().Add(echo.HeaderVary, "HX-Request")
	e, err := s.experiment(c)
	if e == nil || err != nil {
		return err
	}
	t, err := s.studyTable(c, e)
	if err != nil {
		return err
	}
	own := views.StudyURL(e.AccessionCode, t.query)
	if canRedirect(c.Request(), t.warnings) && c.Request().URL.RequestURI() != own {
		return c.Redirect(http.StatusFound, own)
	}
	back := cameFrom(c)
	if t.query.From == "" {
		t.query.From = back.search // links on the page keep it; the page's own address need not
	}
	data, err := s.studyTableData(ctx, e, t)
	if err != nil {
		return err
	}
	if isHTMX(c.Request()) {
		c.Response().Header().Set("HX-Push-Url", own)
		return render(c, http.StatusOK, views.StudySamples(views.NewStudyTable(data)))
	}
	return render(c, http.StatusOK, views.Experiment(s.site(ctx), views.NewExperimentPage(views.ExperimentData{
		Experiment: e, Study: t.study, Table: data, Back: back.links(t.query.From),
	})))
}

// experiment finds the experiment that a path means. Where that is none or several, the answer is given: both results are nil, or the
// error is what to say.
func (s *server) experiment(c echo.Context) (*models.Experiment, error) {
	ctx := c.Request().Context()
	code, err := accession(c)
	if err != nil {
		return nil, err
	}
	e, err := s.store.Experiment(ctx, code)
	switch {
	case errors.Is(err, models.ErrHidden): // which is an ErrNotFound, too
		return nil, err
	case errors.Is(err, models.ErrNotFound):
		return nil, s.missingExperiment(ctx, code)
	case errors.Is(err, models.ErrShared) && strings.HasSuffix(c.Path(), ":accession"):
		return nil, s.sharedCode(c, s.store.ExperimentsByCode, "experiment", code, views.ExperimentURL)
	case errors.Is(err, models.ErrShared):
		return nil, echo.NewHTTPError(http.StatusNotFound, "This is the code of several experiments; "+views.ExperimentURL(code)+" lists them.")
	}
	return e, err
}

// studyRequest is what an address asks of an experiment's samples.
type studyRequest struct {
	study    *study.Study
	query    study.Query
	warnings []search.Warning
}

func (s *server) studyTable(c echo.Context, e *models.Experiment) (studyRequest, error) {
	samples, err := s.studies.get(c.Request().Context(), e.ID)
	if err != nil {
		return studyRequest{}, err
	}
	values, err := url.ParseQuery(c.Request().URL.RawQuery)
	t := studyRequest{study: samples}
	t.query, t.warnings = samples.Parse(values)
	if err != nil {
		t.warnings = append(t.warnings, unreadable(err))
	}
	return t, nil
}

// studyTableData selects the samples that a query asks for, and reads those that are shown in full.
func (s *server) studyTableData(ctx context.Context, e *models.Experiment, t studyRequest) (views.StudyTableData, error) {
	d := views.StudyTableData{Code: e.AccessionCode, Study: t.study, Query: t.query, Selected: t.study.Select(t.query), Open: map[string]*models.Sample{}}
	for _, w := range t.warnings {
		d.Notices = append(d.Notices, w.Message)
	}
	if last := max(1, (len(d.Selected)+t.query.Size-1)/t.query.Size); t.query.Page > last {
		d.Notices = append(d.Notices, fmt.Sprintf("The table has no page %d; this is its last.", t.query.Page))
		d.Query.Page = last
	}
	from := min((d.Query.Page-1)*d.Query.Size, len(d.Selected))
	for _, i := range d.Selected[from:min(from+d.Query.Size, len(d.Selected))] {
		code := t.study.Samples[i].AccessionCode
		if !t.query.IsOpen(code) {
			continue
		}
		sample, err := s.store.Sample(ctx, code)
		if errors.Is(err, models.ErrNotFound) { // an import took it away this very moment
			continue
		}
		if err != nil {
			return d, err
		}
		d.Open[code] = sample
	}
	return d, nil
}

// sharedCode lists what a code means, where that is more than one.
func (s *server) sharedCode(c echo.Context, find func(context.Context, string) ([]models.Named, error), kind, code string, url func(string) string) error {
	ctx := c.Request().Context()
	named, err := find(ctx, code)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, views.Shared(s.site(ctx), views.NewSharedPage(kind, code, named, url)))
}

// missingExperiment says that there is none, and names the sample that has the code instead.
func (s *server) missingExperiment(ctx context.Context, code string) error {
	m := &missing{kind: "experiment", code: code}
	sample, err := s.store.Sample(ctx, code)
	switch {
	case err == nil:
		m.other = &views.Link{Label: "It is the code of a sample: " + sample.AccessionCode, URL: views.SampleURL(sample.AccessionCode)}
	case errors.Is(err, models.ErrShared):
		m.other = &views.Link{Label: "It is a code of several samples", URL: views.SampleURL(code)}
	case !errors.Is(err, models.ErrNotFound):
		return err
	}
	return m
}

// accession reads the code in a path.
func accession(c echo.Context) (string, error) { return pathValue(c, "accession") }

// maxPage keeps page times size far from overflow; no list has as many.
const maxPage = 1_000_000

// pageNumber reads ?page=.
func pageNumber(c echo.Context) (int, error) {
	text := c.QueryParam("page")
	if text == "" {
		return 1, nil
	}
	page, err := strconv.Atoi(text)
	if err != nil || page < 1 || page > maxPage {
		return 0, echo.NewHTTPError(http.StatusBadRequest, "page is a number from 1 on.")
	}
	return page, nil
}

// redirect leads to a record's own address; the catalogue may change, so browsers are not to remember it.
func redirect(c echo.Context, to string) error {
	if query := c.Request().URL.RawQuery; query != "" {
		to += "?" + query
	}
	return c.Redirect(http.StatusFound, to)
}
