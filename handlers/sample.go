package handlers

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/views"
)

// samplePage shows a sample. Its other accession codes lead to its own one; a code of several lists them.
func (s *server) samplePage(c echo.Context) error {
	ctx := c.Request().Context()
	code, err := accession(c)
	if err != nil {
		return err
	}
	sample, err := s.store.Sample(ctx, code)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return s.missingSample(ctx, code)
	case errors.Is(err, models.ErrShared):
		return s.sharedCode(c, s.store.SamplesByCode, "sample", code, views.SampleURL)
	}
	if err != nil {
		return err
	}
	if sample.AccessionCode != code {
		return redirect(c, views.SampleURL(sample.AccessionCode))
	}
	return render(c, http.StatusOK, views.Sample(s.site(ctx), views.NewSamplePage(sample, cameFrom(c))))
}

// missingSample says that there is none, and names the experiment that has the code instead.
func (s *server) missingSample(ctx context.Context, code string) error {
	m := &missing{kind: "sample", code: code}
	e, err := s.store.Experiment(ctx, code)
	switch {
	case err == nil:
		m.other = &views.Link{Label: "It is the code of an experiment: " + e.AccessionCode, URL: views.ExperimentURL(e.AccessionCode)}
	case errors.Is(err, models.ErrShared):
		m.other = &views.Link{Label: "It is a code of several experiments", URL: views.ExperimentURL(code)}
	case !errors.Is(err, models.ErrNotFound):
		return err
	}
	return m
}
