package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/suggest"
	"github.com/facetome/facetome/views"
)

// organismPage and platformPage show what the catalogue holds of one organism, one platform.
func (s *server) organismPage(c echo.Context) error { return s.valuePage(c, models.FieldOrganism) }
func (s *server) platformPage(c echo.Context) error { return s.valuePage(c, models.FieldPlatform) }

// organismsPage and platformsPage list all of them.
func (s *server) organismsPage(c echo.Context) error { return s.valueIndex(c, models.FieldOrganism) }
func (s *server) platformsPage(c echo.Context) error { return s.valueIndex(c, models.FieldPlatform) }

// valuePage shows one value of a field. Another spelling, and a common name of an organism, lead to its own address.
func (s *server) valuePage(c echo.Context, field string) error {
	slug, err := pathValue(c, "value")
	if err != nil {
		return err
	}
	return s.unlessEmpty(c, func(ctx context.Context) error {
		all, err := s.everything.get(ctx, s.engine, s.newEverything)
		if err != nil {
			return err
		}
		value, ok := views.FindValue(all.Facet(field), slug, calledIn(field))
		if !ok {
			return s.missingValue(ctx, field, strings.ReplaceAll(slug, "_", " "))
		}
		if views.Slug(value.Value) != slug {
			return redirect(c, views.TermURL(field, value.Value))
		}
		d := views.ValueData{Field: all.Facet(field).Field, Value: value}
		for _, by := range []struct {
			sort search.Sort
			into **search.Result
		}{{search.SortMostSamples, &d.Largest}, {search.SortNewest, &d.Newest}} {
			q := views.ValueQuery(field, value.Value)
			q.Sort = by.sort
			if *by.into, err = s.some(ctx, q, views.ValueHits); err != nil {
				return err
			}
		}
		if field == models.FieldOrganism {
			d.CommonNames = suggest.CommonNames(value.Value)
			organism, err := s.store.Organism(ctx, value.Value)
			switch {
			case err == nil:
				d.TaxonomyID = organism.TaxonomyID
			case !errors.Is(err, models.ErrNotFound): // the index may be older than the catalogue
				return err
			}
		}
		return render(c, http.StatusOK, views.Value(s.site(ctx), views.NewValuePage(d)))
	})
}

// valueIndex lists the values of a field.
func (s *server) valueIndex(c echo.Context, field string) error {
	page, err := pageNumber(c)
	if err != nil {
		return err
	}
	q := views.ValueIndexQuery{Find: strings.TrimSpace(c.QueryParam("find")), Sort: c.QueryParam("sort"), Page: page}
	if q.Sort == "" {
		q.Sort = views.BySamples
	}
	if orders := []string{views.BySamples, views.ByExperiments, views.ByName}; !slices.Contains(orders, q.Sort) {
		return echo.NewHTTPError(http.StatusBadRequest, "sort is one of "+strings.Join(orders, ", ")+".")
	}
	return s.unlessEmpty(c, func(ctx context.Context) error {
		all, err := s.everything.get(ctx, s.engine, s.newEverything)
		if err != nil {
			return err
		}
		common := suggest.CommonNames
		if field != models.FieldOrganism {
			common = func(string) []string { return nil }
		}
		p := views.NewValueIndexPage(all, field, q, common)
		if len(p.Rows) == 0 && page > 1 {
			return echo.NewHTTPError(http.StatusNotFound, "The list is not that long. Its first page has its beginning.")
		}
		return render(c, http.StatusOK, views.ValueIndex(s.site(ctx), p))
	})
}

// calledIn says by what other names the values of a field are known.
func calledIn(field string) func(value, text string) bool {
	if field == models.FieldOrganism {
		return suggest.Called
	}
	return func(string, string) bool { return false }
}

// newEverything is the answer to the empty query, without hits.
func (s *server) newEverything(ctx context.Context) (*search.Result, string, error) {
	all, err := s.numbers(ctx, search.Query{})
	if err != nil {
		return nil, "", err
	}
	return all, all.Generation, nil
}

// nearValues is how many values the page of one that is not there proposes.
const nearValues = 5

// missingValue says that there is no such value, and which are alike.
func (s *server) missingValue(ctx context.Context, field, text string) error {
	p, err := s.proposals.get(ctx, s.engine, s.newProposals)
	if err != nil {
		return err
	}
	m := &missing{kind: field, code: text}
	for _, found := range p.index.Find(text, nearValues) {
		if found.Field != nil && found.Field.Name == field {
			m.near = append(m.near, views.Link{Label: found.Label, URL: views.TermURL(field, found.Value.Value)})
		}
	}
	return m
}

// pathValue is a part of the path. The router matches the escaped path where there is one, and then hands out escaped parts.
func pathValue(c echo.Context, name string) (string, error) {
	value := c.Param(name)
	if c.Request().URL.RawPath == "" {
		return value, nil
	}
	value, err := url.PathUnescape(value)
	if err != nil {
		return "", echo.NewHTTPError(http.StatusBadRequest, "A part of it is wrongly escaped.").SetInternal(err)
	}
	return value, nil
}
