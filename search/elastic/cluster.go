package elastic

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/facetome/facetome/search"
)

// Perform sends a request of somebody else's to the cluster, with its login and to the node that is next: a path such as "/index/_search" is enough.
func (e *Engine) Perform(request *http.Request) (*http.Response, error) {
	return e.client.es.Perform(request)
}

// Check asks whether the cluster has the indices of the generation that serves: search.ErrNoIndex where it lost one, or has none.
func (e *Engine) Check(ctx context.Context) error {
	g, err := e.generation(ctx)
	if err != nil {
		return err
	}
	err = e.client.call(ctx, http.MethodHead, "/"+g.experiments+","+g.shared+","+g.stored, nil, nil)
	if errors.Is(err, errNotFound) {
		return fmt.Errorf("%w (the cluster has lost indices of %s)", search.ErrNoIndex, g.name())
	}
	return err
}
