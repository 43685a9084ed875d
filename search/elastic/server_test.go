package elastic

import (
	"context"
	"crypto/rand"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// Servers that tests run on, see scripts/elastic.sh: one node, and three of a cluster.
const (
	oneNode    = "FACETOME_TEST_ELASTICSEARCH"
	threeNodes = "FACETOME_TEST_ELASTICSEARCH_CLUSTER"
)

// testTimeout lets slow machines be slow: no test is about how long a search takes.
const testTimeout = 2 * time.Minute

// testEngine is an engine without a generation, with names of indices of its own, on one node.
func testEngine(tb testing.TB, shards int) *Engine {
	tb.Helper()
	return engineOn(tb, oneNode, Config{Shards: shards})
}

// engineOn is an engine without a generation on a server that a variable names. What it leaves behind is removed.
func engineOn(tb testing.TB, variable string, c Config) *Engine {
	tb.Helper()
	addresses := os.Getenv(variable)
	if addresses == "" {
		if os.Getenv("FACETOME_TEST_REQUIRE") != "" {
			tb.Fatalf("%s is not set", variable)
		}
		tb.Skipf("%s is not set: no Elasticsearch to test on", variable)
	}
	c.Addresses, c.Prefix, c.Timeout = strings.Split(addresses, ","), "test-"+strings.ToLower(rand.Text()), testTimeout
	e, err := Open(c)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), testTimeout)
		defer cancel()
		var there map[string]any
		if err := e.client.slow(ctx, http.MethodGet, "/"+c.Prefix+"-*?expand_wildcards=all&filter_path=*.settings.index.uuid", nil, &there); err != nil {
			tb.Error(err)
		}
		for name := range there {
			if err := e.client.slow(ctx, http.MethodDelete, "/"+name, nil, nil); err != nil {
				tb.Error(err)
			}
		}
	})
	return e
}
