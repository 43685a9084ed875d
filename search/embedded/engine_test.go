package embedded_test

import (
	"testing"

	"github.com/facetome/facetome/search/embedded"
	"github.com/facetome/facetome/search/searchtest"
)

func TestEngine(t *testing.T) {
	t.Parallel()
	searchtest.Run(t, func(t *testing.T) searchtest.Backend { return backend(t) })
}

// backend is an empty engine in a folder of its own.
func backend(tb testing.TB) searchtest.Backend {
	tb.Helper()
	dir := tb.TempDir()
	engine, err := embedded.Open(dir)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := engine.Close(); err != nil {
			tb.Error(err)
		}
	})
	return searchtest.Backend{
		Engine:  engine,
		Indexer: embedded.NewIndexer(dir),
		Refresh: func() error {
			_, err := engine.Refresh()
			return err
		},
	}
}
