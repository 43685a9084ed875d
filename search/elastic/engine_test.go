package elastic_test

import (
	"crypto/rand"
	"os"
	"strings"
	"testing"

	"github.com/facetome/facetome/search/elastic"
	"github.com/facetome/facetome/search/searchtest"
)

func TestDebug(t *testing.T) {
	shards := 1
	if os.Getenv("SHARDS") != "" {
		shards = 3
	}
	searchtest.Run(t, func(t *testing.T) searchtest.Backend {
		return backendOf(t, os.Getenv("FACETOME_TEST_ELASTICSEARCH"), shards)
	})
}

func backendOf(tb testing.TB, addresses string, shards int) searchtest.Backend {
	tb.Helper()
	engine, err := elastic.Open(elastic.Config{Addresses: strings.Split(addresses, ","), Shards: shards,
		Prefix: strings.ToLower("test-" + rand.Text())})
	if err != nil {
		tb.Fatal(err)
	}
	return searchtest.Backend{Engine: engine, Indexer: engine, Refresh: func() error {
		_, err := engine.Refresh(tb.Context())
		return err
	}}
}
