package elastic

import (
	"context"

	"github.com/facetome/facetome/search"
)

type suggested struct{}

func (e *Engine) respell(ctx context.Context, r *reading) ([]search.Respelled, error) {
	return nil, nil
}
