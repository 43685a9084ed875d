package handlers

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/views"
)

// shownImports is how many imports the page of the catalogue lists.
const shownImports = 10

// cataloguePage shows what the catalogue holds, from where, and how far each field is reported.
func (s *server) cataloguePage(c echo.Context) error {
	ctx := c.Request().Context()
	var d views.CatalogueData
	var err error
	if d.State, err = s.store.State(ctx); err != nil {
		return err
	}
	if d.Info, err = s.engine.Info(ctx); err != nil {
		return err
	}
	if d.Overview, err = s.overview.get(ctx, d.State.Version); err != nil {
		return err
	}
	known, err := s.covered.get(ctx, s.engine, s.newCovered)
	if err != nil {
		return err
	}
	d.All, d.Coverage = known.all, known.fields
	if d.Imports, err = s.store.Imports(ctx, shownImports); err != nil {
		return err
	}
	d.Importing = s.importing != nil && s.importing()
	return render(c, http.StatusOK, views.Catalogue(s.site(ctx), views.NewCataloguePage(d)))
}

// sourcesPage lists the files that were read, of one format or all.
func (s *server) sourcesPage(c echo.Context) error {
	ctx := c.Request().Context()
	page, err := pageNumber(c)
	if err != nil {
		return err
	}
	format := c.QueryParam("format")
	state, err := s.store.State(ctx)
	if err != nil {
		return err
	}
	list, total, err := s.store.Sources(ctx, format, (page-1)*views.SourcesSize, views.SourcesSize)
	if err != nil {
		return err
	}
	if len(list) == 0 && (page > 1 || format != "") {
		return echo.NewHTTPError(http.StatusNotFound, "The catalogue has no page "+strconv.Itoa(page)+" of such files.")
	}
	return render(c, http.StatusOK, views.Sources(s.site(ctx), views.NewSourcesPage(format, list, page, total, state.Version)))
}

// covered is how far the fields of one generation are reported: it takes a search for each of them and changes only with the index.
type covered struct {
	all    *search.Result
	fields []views.Coverage
}

// newCovered asks the index how far each field is reported.
func (s *server) newCovered(ctx context.Context) (covered, string, error) {
	all, err := s.numbers(ctx, search.Query{})
	if err != nil {
		return covered{}, "", err
	}
	c := covered{all: all}
	for _, f := range search.Fields {
		if !views.HasCoverage(f) {
			continue
		}
		r, err := s.numbers(ctx, search.Query{Conditions: []search.Condition{{Field: f.Name, Reported: true}}})
		if err != nil {
			return covered{}, "", err
		}
		c.fields = append(c.fields, views.NewCoverage(all, f, r.Total))
	}
	return c, all.Generation, nil
}

// overviewAge is how old an overview may be while the catalogue changes: an import changes it with each file, and counting a million
// samples takes seconds.
const overviewAge = time.Minute

// overviewCache remembers what the database was asked to count.
type overviewCache struct {
	store Catalogue

	gate     gate
	overview models.Overview
	counted  time.Time // zero before the first
}

// get counts anew where the catalogue has another version than what is known, and that is not of the last minute.
func (o *overviewCache) get(ctx context.Context, version int64) (models.Overview, error) {
	if err := o.gate.enter(ctx); err != nil {
		return models.Overview{}, err
	}
	defer o.gate.leave()
	if !o.counted.IsZero() && (o.overview.Version == version || time.Since(o.counted) < overviewAge) {
		return o.overview, nil
	}
	overview, err := o.store.Overview(ctx, models.FieldAge, models.FieldTreatment)
	if err != nil {
		return models.Overview{}, err
	}
	o.overview, o.counted = overview, time.Now()
	return overview, nil
}
