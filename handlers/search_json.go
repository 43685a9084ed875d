package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// answer is a page of a search as JSON.
type answer struct {
	Total      search.Total        `json:"total"`
	Facets     map[string][]bucket `json:"facets"`                 // by field name, every value
	Hits       any                 `json:"hits"`                   // []search.ExperimentHit or []search.SampleHit
	Query      url.Values          `json:"query"`                  // what was used, defaults left out
	Found      []found             `json:"found"`                  // what the codes of the text found
	DidYouMean string              `json:"did_you_mean,omitempty"` // the text with words that the catalogue has
	Warnings   []search.Warning    `json:"warnings"`
	Generation string              `json:"generation"`        // of the index that counted
	Version    int64               `json:"catalogue_version"` // of the catalogue that this generation was built from
}

// bucket is a value with its numbers; not reported has the value null.
type bucket struct {
	Value       *string          `json:"value"`
	Label       string           `json:"label"`
	Experiments int              `json:"experiments"`
	Samples     int              `json:"samples"`
	Selected    search.Selection `json:"selected"`
}

// found is a code and what the catalogue has under it; nothing, where both lists are empty and there is no platform.
type found struct {
	Code        string          `json:"code"`
	Kind        models.CodeKind `json:"kind"`
	Experiments []string        `json:"experiments"`
	Samples     []string        `json:"samples"`
	Platform    *string         `json:"platform"` // to filter by
}

// searchJSON answers a query as data.
func (s *server) searchJSON(c echo.Context) error {
	ctx := c.Request().Context()
	q, warnings := readQuery(c.Request().URL)
	q, err := q.Resolve(ctx, s.store)
	if err != nil {
		return err
	}
	result, err := s.engine.Search(ctx, q)
	if err != nil {
		return err
	}
	if moved, ok := result.Moved(q); ok {
		warnings = append(warnings, moved)
	}
	c.Response().Header().Set(generationHeader, result.Generation)
	return c.JSON(http.StatusOK, newAnswer(q, result, warnings))
}

func newAnswer(q search.Query, r *search.Result, warnings []search.Warning) answer {
	a := answer{
		Total: r.Total, Facets: map[string][]bucket{}, Query: q.Values(), Generation: r.Generation, Version: r.CatalogueVersion,
		Found: newFound(q.Codes), DidYouMean: r.Text.Respell(q.Text),
		Warnings: append(append([]search.Warning{}, warnings...), r.Warnings...),
	}
	if q.View == search.ViewSamples {
		a.Hits = append([]search.SampleHit{}, r.Samples...)
	} else {
		a.Hits = append([]search.ExperimentHit{}, r.Experiments...)
	}
	for _, facet := range r.Facets {
		buckets := make([]bucket, len(facet.Buckets))
		for i, b := range facet.Buckets {
			buckets[i] = bucket{Label: b.Label, Experiments: b.Experiments, Samples: b.Samples, Selected: b.Selected}
			if !b.NotReported {
				buckets[i].Value = &facet.Buckets[i].Value
			}
		}
		a.Facets[facet.Field.Name] = buckets
	}
	return a
}

func newFound(codes []models.Resolved) []found {
	list := make([]found, len(codes))
	for i, r := range codes {
		list[i] = found{Code: r.Code.Text, Kind: r.Code.Kind, Experiments: append([]string{}, r.Experiments...), Samples: append([]string{}, r.Samples...)}
		if r.Platform != nil {
			list[i].Platform = &codes[i].Platform.AccessionCode
		}
	}
	return list
}
