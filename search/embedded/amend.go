package embedded

import (
	"context"
	"errors"
	"iter"

	"github.com/facetome/facetome/search"
)

// Amend implements search.Indexer.
func (x *Indexer) Amend(context.Context, search.Basis, []string) (search.Generation, error) {
	return nil, errors.New("not built yet")
}

// Held implements search.Indexer.
func (x *Indexer) Held(context.Context) iter.Seq2[search.Held, error] {
	return func(yield func(search.Held, error) bool) { yield(search.Held{}, errors.New("not built yet")) }
}
