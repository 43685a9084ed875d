package elastic

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/embedded"
	"github.com/facetome/facetome/search/searchtest"
	"github.com/facetome/facetome/synthetic"
)

// Random queries whose answers are compared with those of the embedded engine, of each catalogue; FACETOME_SEARCHTEST_QUERIES asks more.
const (
	parityQueries          = 40
	parityQueriesGenerated = 250
	parityQueriesShort     = 5
)

// TestParityGenerated compares the engines over generated catalogues, on one shard and on three.
func TestParityGenerated(t *testing.T) {
	t.Parallel()
	for shards, seed := range map[int]uint64{1: 12, 3: 11} {
		t.Run(fmt.Sprintf("shards=%d", shards), func(t *testing.T) {
			t.Parallel()
			var catalogue bytes.Buffer
			if err := synthetic.Generate(&catalogue, synthetic.Options{Experiments: 300, Seed: seed}); err != nil {
				t.Fatal(err)
			}
			store := modelstest.SQLite(t)
			if _, err := ingest.Import(t.Context(), store, []string{"-"}, ingest.Options{Stdin: &catalogue}); err != nil {
				t.Fatal(err)
			}
			e := engineOn(t, oneNode, Config{Shards: shards})
			compareEngines(t, store, e, seed, parityQueriesGenerated, "liver", "stress", "regulation", "SYNE000001")
		})
	}
}

// TestParityPublished compares the engines over published files, where they are kept beside the project. FACETOME_TEST_CATALOGUE may name a SQLite
// catalogue instead, to be compared as a whole:
//
//	FACETOME_TEST_CATALOGUE=data/catalogue.db FACETOME_SEARCHTEST_QUERIES=500 go test ./search/elastic -run ParityPublished -v -timeout 3h
func TestParityPublished(t *testing.T) {
	t.Parallel()
	e := engineOn(t, oneNode, Config{Shards: 1})
	compareEngines(t, published(t), e, 5, parityQueries, "liver", "cancer", "cells", "RNA", "GSE1133", "stress", "brain", "mouse")
}

func published(t *testing.T) *models.Store {
	t.Helper()
	if path := os.Getenv("FACETOME_TEST_CATALOGUE"); path != "" {
		store, err := models.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = store.Close() })
		return store
	}
	path := filepath.Join("..", "..", "..", "shared", "data", "geo-soft")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no real data: %v", err)
	}
	store := modelstest.SQLite(t)
	if _, err := ingest.Import(t.Context(), store, []string{path}, ingest.Options{}); err != nil {
		t.Fatal(err)
	}
	return store
}

// compareEngines asks both engines n random queries of a catalogue. Words are those of texts, beside the catalogue's own.
func compareEngines(t *testing.T, store *models.Store, e *Engine, seed uint64, n int, words ...string) {
	t.Helper()
	dir := t.TempDir()
	for _, indexer := range []search.Indexer{e, embedded.NewIndexer(dir)} {
		begin := time.Now()
		if _, err := search.Reindex(t.Context(), store, indexer, nil); err != nil {
			t.Fatal(err)
		}
		t.Logf("%T: indexed in %s", indexer, time.Since(begin).Round(time.Millisecond))
	}
	other, err := embedded.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	maker, err := searchtest.NewQueries(t.Context(), store, seed, words...)
	if err != nil {
		t.Fatal(err)
	}
	if testing.Short() {
		n = parityQueriesShort
	}
	if more, err := strconv.Atoi(os.Getenv("FACETOME_SEARCHTEST_QUERIES")); err == nil {
		n = more
	}
	var times []time.Duration
	for range n {
		q, err := maker.Next().Resolve(t.Context(), store)
		if err != nil {
			t.Fatal(err)
		}
		times = append(times, compareOn(t, q, e, other))
	}
	slices.Sort(times)
	t.Logf("%d queries: median %s, 90%% within %s, longest %s", n, times[n/2], times[n*9/10], times[n-1])
}

// compareOn tells where two engines differ on a query, and how long the first took.
func compareOn(t *testing.T, q search.Query, e, other search.Engine) time.Duration {
	t.Helper()
	begin := time.Now()
	got, err := e.Search(t.Context(), q)
	took := time.Since(begin)
	if err != nil {
		t.Errorf("/search?%s: %v", q.Values().Encode(), err)
		return took
	}
	want, err := other.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	ignore := []gocmp.Option{cmpopts.IgnoreFields(search.Result{}, "Generation", "CatalogueVersion", "Facets"), cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(search.TextProblem{})}
	if q.Sort == search.SortRelevance { // an order of each engine's own
		ignore = append(ignore, cmpopts.IgnoreFields(search.Result{}, "Experiments", "Samples"))
	}
	ignore = append(ignore, cmpopts.SortSlices(func(a, b search.Term) bool { return cmp.Compare(a.Value, b.Value) < 0 }))
	if diff := gocmp.Diff(want, got, ignore...); diff != "" {
		t.Errorf("/search?%s (-embedded +elastic):\n%s", q.Values().Encode(), diff)
	}
	for i, f := range want.Facets {
		if diff := gocmp.Diff(f.Buckets, got.Facets[i].Buckets, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("/search?%s: %s (-embedded +elastic):\n%s", q.Values().Encode(), f.Field.Name, diff)
		}
	}
	return took
}
