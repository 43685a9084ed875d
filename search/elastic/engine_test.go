package elastic

import (
	"testing"

	"github.com/facetome/facetome/search/searchtest"
)

// TestEngine holds the engine to the suite of all engines, on one and on three shards, on one node and on three.
func TestEngine(t *testing.T) {
	t.Parallel()
	for name, server := range map[string]struct {
		variable string
		config   Config
		all      bool // of the random queries
	}{
		"one shard":                   {oneNode, Config{Shards: 1}, false},
		"three shards on one node":    {oneNode, Config{Shards: 3}, true},
		"three shards on three nodes": {threeNodes, Config{Shards: 3, Replicas: 1}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			engineOn(t, server.variable, server.config) // or the test is skipped as a whole
			run := searchtest.RunFew
			if server.all {
				run = searchtest.Run
			}
			run(t, func(t *testing.T) searchtest.Backend { return backend(t, server.variable, server.config) })
		})
	}
}

// backend is an empty engine on a server.
func backend(tb testing.TB, variable string, c Config) searchtest.Backend {
	tb.Helper()
	e := engineOn(tb, variable, c)
	return searchtest.Backend{Engine: e, Indexer: e, Refresh: func() error {
		_, err := e.Refresh(tb.Context())
		return err
	}}
}
