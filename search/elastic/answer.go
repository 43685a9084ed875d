package elastic

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/facetome/facetome/search"
)

// answer is what the cluster says to one search.
type answer struct {
	TimedOut bool `json:"timed_out"`
	Shards   struct {
		Total, Successful, Failed int
	} `json:"_shards"`
	Hits struct {
		Total struct{ Value int }
		Hits  []hit
	}
	Aggregations aggregations
	Suggest      map[string][]suggested
	PIT          string `json:"pit_id"`
	Status       int
	Error        json.RawMessage
}

// hit is a document that was found.
type hit struct {
	ID      string            `json:"_id"`
	Sort    []json.RawMessage `json:"sort"`
	Matched []string          `json:"matched_queries"`
	Source  struct {
		Stored storedHit `json:"stored"`
	} `json:"_source"`
	Fields struct {
		Checksum []string `json:"checksum"`
	} `json:"fields"`
}

// number is one of the keys that the hit is ordered by. On a point in time the cluster adds one of its own.
func (h hit) number(n int) (int, error) {
	if n >= len(h.Sort) {
		return 0, fmt.Errorf("the cluster did not say how %s is ordered", h.ID)
	}
	f, err := strconv.ParseFloat(string(h.Sort[n]), 64)
	if err != nil {
		return 0, fmt.Errorf("the cluster orders %s by %s, which is no number", h.ID, h.Sort[n])
	}
	return int(f), nil
}

// complete fails where an answer is none, or not of all shards: numbers of a part are never shown.
func (a *answer) complete() error {
	switch {
	case len(a.Error) > 0:
		if strings.Contains(string(a.Error), "index_not_found_exception") {
			return fmt.Errorf("%w (%.*s)", errNotFound, longestReason, a.Error)
		}
		if a.Status == 0 {
			a.Status = 500
		}
		return refused(a.Status, a.Error)
	case a.TimedOut:
		return fmt.Errorf("%w (a search took too long)", search.ErrUnavailable)
	case a.Shards.Failed > 0 || a.Shards.Successful < a.Shards.Total:
		return fmt.Errorf("%w (%d of %d shards answered)", search.ErrUnavailable, a.Shards.Successful, a.Shards.Total)
	}
	return nil
}

// total is how many documents match.
func (a *answer) total() int { return a.Hits.Total.Value }
