package elastic

import (
	"context"
	"fmt"
	"net/http"
)

// merge makes each shard of the indices that are searched one segment: what every search does once a segment, such as preparing thirteen facets, is
// done once. It reads and writes the indices as a whole, so it is for a generation that was built anew.
func (e *Engine) merge(ctx context.Context, s state) error {
	searched := e.indexOf(s.Number, experimentsIndex) + "," + e.indexOf(s.Number, sharedIndex)
	var merged struct {
		Shards struct{ Failed int } `json:"_shards"`
	}
	if err := e.client.slow(ctx, http.MethodPost, "/"+searched+"/_forcemerge?max_num_segments=1", nil, &merged); err != nil {
		return fmt.Errorf("merging %s: %w", nameOf(s.Number), err)
	}
	if merged.Shards.Failed > 0 {
		return fmt.Errorf("merging %s: %d shards failed", nameOf(s.Number), merged.Shards.Failed)
	}
	return nil
}
