package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/static"
	"github.com/facetome/facetome/views"
)

// routes lists every route of what people are given. All of them only read, but those of administrators.
func (s *server) routes(e *echo.Echo) {
	get := func(path string, handler echo.HandlerFunc) {
		e.Match([]string{http.MethodGet, http.MethodHead}, path, handler)
	}
	get(views.HomePath, s.homePage)
	get(views.HelpPath, s.helpPage)
	get(views.SearchPath, s.searchPage)
	get(views.SearchPath+".json", s.searchJSON)
	get(views.SearchPath+".csv", s.searchCSV)
	get(views.SearchPath+".tsv", s.searchTSV)
	get(views.SuggestPath, s.suggestOptions)
	get(views.ExperimentPath+":accession", s.experimentPage)
	get(views.ExperimentPath+":accession"+views.SamplesTable+".json", s.samplesJSON)
	get(views.ExperimentPath+":accession"+views.SamplesTable+".csv", s.samplesCSV)
	get(views.ExperimentPath+":accession"+views.SamplesTable+".tsv", s.samplesTSV)
	get(views.SamplePath+":accession", s.samplePage)
	get(views.CataloguePath, s.cataloguePage)
	get(views.SourcesPath, s.sourcesPage)
	get(views.OrganismsPath, s.organismsPage)
	get(views.OrganismsPath+"/", s.organismsPage)
	get(views.OrganismsPath+"/:value", s.organismPage)
	get(views.PlatformsPath, s.platformsPage)
	get(views.PlatformsPath+"/", s.platformsPage)
	get(views.PlatformsPath+"/:value", s.platformPage)
	get(static.Prefix+"*", s.asset)
	get(healthPath, s.health)
	get(readyPath, s.ready)
	get(metricsPath, s.metrics.handler())
	s.devRoutes(get)
	s.adminRoutes(e)
}

// asset serves the style sheet, scripts and icon.
func (s *server) asset(c echo.Context) error {
	if !s.assets.Has(c.Request().URL.Path) {
		return echo.ErrNotFound
	}
	s.assets.ServeHTTP(c.Response(), c.Request())
	return nil
}
