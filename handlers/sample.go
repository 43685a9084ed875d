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
	came := cameFrom(c)
	alike, err := s.alikeSamples(ctx, sample)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, views.Sample(s.site(ctx), views.NewSamplePage(views.SampleData{
		Sample: sample, Alike: alike, Back: came.links(came.search), From: came.search,
	})))
}

// alikeExperiments is of how many experiments of a sample others like it are counted: each is read for that.
const alikeExperiments = 3

// alikeSamples counts in a sample's first experiments the others that agree with it in all that varies there.
func (s *server) alikeSamples(ctx context.Context, sample *models.Sample) ([]views.AlikeSamples, error) {
	var list []views.AlikeSamples
	for i := range sample.Experiments {
		if i == alikeExperiments {
			break
		}
		samples, err := s.studies.get(ctx, sample.Experiments[i].ID)
		if err != nil {
			return nil, err
		}
		query, others := samples.Alike(sample.AccessionCode)
		list = append(list, views.AlikeSamples{Others: others, Query: query, Version: samples.Version})
	}
	return list, nil
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
