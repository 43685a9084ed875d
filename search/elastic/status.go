package elastic

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/facetome/facetome/search"
)

// statusTimeout bounds how long an administrator waits for the state of a cluster that does not answer.
const statusTimeout = 5 * time.Second

// Status implements search.Inspector.
func (e *Engine) Status(ctx context.Context) search.Status {
	ctx, cancel := context.WithTimeoutCause(ctx, min(statusTimeout, e.config.Timeout), search.ErrUnavailable)
	defer cancel()
	s := search.Status{Engine: "Elasticsearch", Free: -1}
	for _, ask := range []func(context.Context, *search.Status) error{e.askNodes, e.askHealth, e.askIndices} {
		if err := ask(ctx, &s); err != nil {
			s.Trouble = err.Error()
			break
		}
	}
	return s
}

// askNodes asks for the versions and the disks of the nodes.
func (e *Engine) askNodes(ctx context.Context, s *search.Status) error {
	var nodes []struct {
		Version string `json:"version"`
		Free    string `json:"disk.avail"`
	}
	if err := e.client.call(ctx, http.MethodGet, "/_cat/nodes?format=json&bytes=b&h=version,disk.avail", nil, &nodes); err != nil {
		return err
	}
	var versions []string
	for _, n := range nodes {
		versions = append(versions, n.Version)
		var free int64
		if _, err := fmt.Sscan(n.Free, &free); err != nil { // a node that just came does not know it yet
			continue
		}
		if s.Free < 0 || free < s.Free {
			s.Free = free
		}
	}
	slices.Sort(versions)
	s.Nodes, s.Version = len(nodes), strings.Join(slices.Compact(versions), ", ") // several while a cluster is updated
	return nil
}

func (e *Engine) askHealth(ctx context.Context, s *search.Status) error {
	var err error
	s.Health, err = e.health(ctx, "")
	return err
}

// health is that of some indices, or, where none are named, of the cluster: green, yellow or red.
func (e *Engine) health(ctx context.Context, indices string) (string, error) {
	var health struct{ Status string }
	err := e.client.call(ctx, http.MethodGet, "/_cluster/health/"+indices+"?filter_path=status", nil, &health)
	return health.Status, err
}

// askIndices asks for the generation that serves.
func (e *Engine) askIndices(ctx context.Context, s *search.Status) error {
	g, err := e.generation(ctx)
	if err != nil {
		return err
	}
	indices := e.everyIndex(g.state.Number)
	if err := e.Check(ctx); err != nil { // its health would be waited for if it were lost
		return err
	}
	health, err := e.health(ctx, indices)
	if err != nil {
		return err
	}
	if health == red {
		return fmt.Errorf("%w (parts of %s are on no node that runs)", search.ErrUnavailable, g.name())
	}
	var stats struct {
		All struct {
			Primaries struct {
				Store struct {
					Bytes int64 `json:"size_in_bytes"`
				} `json:"store"`
			} `json:"primaries"`
		} `json:"_all"`
	}
	err = e.client.call(ctx, http.MethodGet, "/"+indices+"/_stats/store?filter_path=_all.primaries.store.size_in_bytes", nil, &stats)
	s.Bytes = stats.All.Primaries.Store.Bytes
	return err
}

// red is the health of indices some shards of which cannot be read.
const red = "red"
