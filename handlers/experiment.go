package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/views"
)

// experimentPage shows an experiment. Its other accession codes lead to its own one; a code of several lists them.
func (s *server) experimentPage(c echo.Context) error {
	ctx := c.Request().Context()
	code, err := accession(c)
	if err != nil {
		return err
	}
	page, err := pageNumber(c)
	if err != nil {
		return err
	}
	e, err := s.store.Experiment(ctx, code)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return s.missingExperiment(ctx, code)
	case errors.Is(err, models.ErrShared):
		return s.sharedCode(c, s.store.ExperimentsByCode, "experiment", code, views.ExperimentURL)
	}
	if err != nil {
		return err
	}
	if e.AccessionCode != code {
		return redirect(c, views.ExperimentURL(e.AccessionCode))
	}
	d := views.ExperimentData{Experiment: e, Page: page, Back: cameFrom(c)}
	offset := (page - 1) * views.ExperimentSamplesSize
	if d.Samples, d.Total, err = s.store.ExperimentSamples(ctx, e.ID, offset, views.ExperimentSamplesSize); err != nil {
		return err
	}
	if page > 1 && len(d.Samples) == 0 {
		return echo.NewHTTPError(http.StatusNotFound, "The experiment has no page "+strconv.Itoa(page)+" of samples.")
	}
	if d.Values, err = s.store.ExperimentValues(ctx, e.ID); err != nil {
		return err
	}
	if d.Shared, err = s.store.SharedWith(ctx, e.ID); err != nil {
		return err
	}
	return render(c, http.StatusOK, views.Experiment(s.site(ctx), views.NewExperimentPage(d)))
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

// maxPage keeps page times size far from overflow; no experiment has that many samples.
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

// cameFrom is the search on this site that the reader came from.
func cameFrom(c echo.Context) string {
	u, err := url.Parse(c.Request().Referer())
	if err != nil || u.Host != c.Request().Host || u.Path != views.SearchPath {
		return ""
	}
	return u.RequestURI()
}
