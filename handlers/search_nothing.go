package handlers

import (
	"context"
	"errors"
	"time"

	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/views"
)

// removalTime bounds the searches that say what would be found without one of the filters. They are at most one a facet and take
// milliseconds each; what was not counted by then is offered without its number.
const removalTime = 2 * time.Second

// removals counts what a query that finds nothing would find without its text or without one of its filters.
func (s *server) removals(ctx context.Context, q search.Query, r *search.Result) ([]views.Removal, error) {
	ctx, cancel := context.WithTimeout(ctx, removalTime)
	defer cancel()
	list := views.Removals(q, r)
	for i := range list {
		less := list[i].Query
		less.View, less.Size = search.ViewExperiments, 1 // only the numbers are wanted
		less, err := less.Resolve(ctx, s.store)
		if err != nil {
			return nil, err
		}
		result, err := s.engine.Search(ctx, less)
		if errors.Is(err, context.DeadlineExceeded) {
			break
		}
		if err != nil {
			return nil, err
		}
		list[i].Total, list[i].Counted = result.Total, true
	}
	return list, nil
}
