package embedded_test

import (
	"bytes"
	"os"
	"strconv"
	"testing"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/searchtest"
	"github.com/facetome/facetome/synthetic"
)

// queriesOfCatalogue are asked of a whole catalogue: the oracle takes a tenth of a second for each facet of each. FACETOME_SEARCHTEST_QUERIES asks more.
const queriesOfCatalogue = 10

// indexed imports files into a new store and indexes it.
func indexed(tb testing.TB, open func(testing.TB) searchtest.Backend, paths []string, opts ingest.Options) (*models.Store, search.Engine) {
	tb.Helper()
	store := modelstest.SQLite(tb)
	if _, err := ingest.Import(tb.Context(), store, paths, opts); err != nil {
		tb.Fatal(err)
	}
	backend := open(tb)
	if _, err := search.Reindex(tb.Context(), store, backend.Indexer, nil); err != nil {
		tb.Fatal(err)
	}
	if err := backend.Refresh(); err != nil {
		tb.Fatal(err)
	}
	return store, backend.Engine
}

func askRandomly(t *testing.T, store *models.Store, engine search.Engine, words ...string) {
	t.Helper()
	maker, err := searchtest.NewQueries(t.Context(), store, 1, words...)
	if err != nil {
		t.Fatal(err)
	}
	n := queriesOfCatalogue
	if more, err := strconv.Atoi(os.Getenv("FACETOME_SEARCHTEST_QUERIES")); err == nil {
		n = more
	}
	queries := []search.Query{everything(t)}
	for range n {
		queries = append(queries, maker.Next())
	}
	searchtest.Check(t, store, engine, queries)
}

func everything(tb testing.TB) search.Query {
	tb.Helper()
	q, warnings := search.Parse(nil)
	if len(warnings) > 0 {
		tb.Fatal(warnings)
	}
	return q
}

func generated(tb testing.TB, experiments int) *bytes.Buffer {
	tb.Helper()
	var catalogue bytes.Buffer
	if err := synthetic.Generate(&catalogue, synthetic.Options{Experiments: experiments, Seed: 7}); err != nil {
		tb.Fatal(err)
	}
	return &catalogue
}

// TestGeneratedCatalogue: every number over a generated catalogue is what SQL says.
func TestGeneratedCatalogue(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("asks SQL thousands of questions")
	}
	store, engine := indexed(t, backend, []string{"-"}, ingest.Options{Stdin: generated(t, 300)})
	askRandomly(t, store, engine, "SYNE000001", "SYNE000007")
}
