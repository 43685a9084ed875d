package elastic

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/facetome/facetome/search"
)

// alreadyThere says of an error that an index was not made since there is one of its name.
func alreadyThere(err error) bool {
	return err != nil && strings.Contains(err.Error(), "resource_already_exists_exception")
}

// numberOf reads the number of a generation from the name of one of its indices; 0 where it is none.
func (e *Engine) numberOf(index string) int {
	rest, ours := strings.CutPrefix(index, e.config.Prefix+"-gen-")
	digits, kind, _ := strings.Cut(rest, "-")
	if !ours || !slices.Contains(indexKinds, kind) {
		return 0
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// clean drops all generations but one: those that were replaced, unless something still reads them, and what killed builders left behind. It returns
// the numbers of those that are left, and the highest number that there was.
func (e *Engine) clean(ctx context.Context, keep int) (left []int, last int, err error) {
	read, err := e.inUse(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("looking for old indices: %w", err)
	}
	for n, isRead := range read {
		last = max(last, n)
		if n == keep || isRead {
			left = append(left, n)
			continue
		}
		if err := e.drop(ctx, n); err != nil {
			return nil, 0, err
		}
	}
	return left, last, nil
}

// inUse says of every generation that the cluster has anything of, by number, whether something reads it.
func (e *Engine) inUse(ctx context.Context) (map[int]bool, error) {
	ours := "/" + e.config.Prefix + "-gen-*"
	var there map[string]any // also those of which no shard is on any node, and which have no statistics
	if err := e.client.slow(ctx, http.MethodGet, ours+"?expand_wildcards=all&filter_path=*.settings.index.uuid", nil, &there); err != nil {
		return nil, err
	}
	var stats struct {
		Indices map[string]struct {
			Total struct {
				Search struct {
					Contexts int `json:"open_contexts"`
				} `json:"search"`
			} `json:"total"`
		} `json:"indices"`
	}
	if err := e.client.slow(ctx, http.MethodGet, ours+"/_stats/search?expand_wildcards=all&forbid_closed_indices=false", nil, &stats); err != nil {
		return nil, err
	}
	read := map[int]bool{}
	for index := range there {
		if n := e.numberOf(index); n > 0 {
			read[n] = read[n] || stats.Indices[index].Total.Search.Contexts > 0
		}
	}
	return read, nil
}

// drop removes a generation, or what there is of it.
func (e *Engine) drop(ctx context.Context, number int) error {
	if err := e.client.slow(ctx, http.MethodDelete, "/"+e.everyIndex(number)+"?ignore_unavailable=true", nil, nil); err != nil {
		return fmt.Errorf("dropping %s: %w", nameOf(number), err)
	}
	return nil
}

// complete makes what was written ready to be searched: visible, with its copies, and not to be changed any more. It fails where documents are missing.
func (e *Engine) complete(ctx context.Context, s state) error {
	all := e.everyIndex(s.Number)
	if err := e.refreshIndices(ctx, s.Number); err != nil {
		return err
	}
	settings := object{"index.number_of_replicas": e.config.Replicas, "index.blocks.write": true}
	if err := e.client.slow(ctx, http.MethodPut, "/"+all+"/_settings", settings, nil); err != nil {
		return err
	}
	// Copies are waited for, but a cluster with fewer nodes than copies serves without them.
	var health struct{ Status string }
	path := "/_cluster/health/" + all + "?wait_for_status=green&timeout=" + copiesTimeout
	if err := e.client.slow(ctx, http.MethodGet, path, nil, &health); err != nil && !errors.Is(err, search.ErrUnavailable) {
		return err
	}
	var count struct{ Count int }
	if err := e.client.slow(ctx, http.MethodGet, "/"+e.indexOf(s.Number, experimentsIndex)+"/_count", nil, &count); err != nil {
		return err
	}
	if count.Count != s.Total.Experiments {
		return fmt.Errorf("the cluster holds %d of %d experiments", count.Count, s.Total.Experiments)
	}
	return nil
}

// copiesTimeout is how long a new generation waits for its copies.
const copiesTimeout = "60s"
