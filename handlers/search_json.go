package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/search"
)

// answer is a page of a search as JSON.
type answer struct {
	Total      search.Total        `json:"total"`
	Facets     map[string][]bucket `json:"facets"` // by field name, every value
	Hits       any                 `json:"hits"`   // []search.ExperimentHit or []search.SampleHit
	Query      url.Values          `json:"query"`  // what was used, defaults left out
	Warnings   []search.Warning    `json:"warnings"`
	Generation string              `json:"generation"`
}

// bucket is a value with its numbers; not reported has the value null.
type bucket struct {
	Value       *string          `json:"value"`
	Label       string           `json:"label"`
	Experiments int              `json:"experiments"`
	Samples     int              `json:"samples"`
	Selected    search.Selection `json:"selected"`
}

// searchJSON answers a query as data.
func (s *server) searchJSON(c echo.Context) error {
	q, warnings := readQuery(c.Request().URL)
	result, err := s.search(c.Request().Context(), q)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, newAnswer(q, result, warnings))
}

func newAnswer(q search.Query, r *search.Result, warnings []search.Warning) answer {
	a := answer{
		Total: r.Total, Facets: map[string][]bucket{}, Query: q.Values(), Generation: r.Generation,
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
