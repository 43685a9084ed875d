package searchtest

import (
	"context"

	"github.com/facetome/facetome/search"
)

// Answer is all that the oracle says of a query, whatever its page.
type Answer struct {
	Total       search.Total
	Facets      []search.Facet  // in the order of search.Fields, all of them
	Experiments []ExperimentRow // all that match, in the query's order
}

// Answer asks everything.
func (o *Oracle) Answer(ctx context.Context, q search.Query) (*Answer, error) {
	var a Answer
	var err error
	if a.Total, err = o.Totals(ctx, q); err != nil {
		return nil, err
	}
	for _, f := range search.Fields {
		buckets, err := o.Facet(ctx, q, f.Name)
		if err != nil {
			return nil, err
		}
		a.Facets = append(a.Facets, search.Facet{Field: f, Buckets: buckets})
	}
	if a.Experiments, err = o.Experiments(ctx, q); err != nil {
		return nil, err
	}
	return &a, nil
}
