package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facetome/facetome/bench/against"
	"github.com/facetome/facetome/models/modelstest"
)

// TestBenchAgainstSeed: all sides are asked, and those that are to be exact are.
func TestBenchAgainstSeed(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("writes the same catalogue several times")
	}
	cluster := testCluster(t)
	dsn, schema := modelstest.PostgresDSN(t)
	prefix := strings.ReplaceAll(schema, "_", "-")
	t.Cleanup(func() { dropIndices(t, cluster, prefix) })
	where := []string{"--data=" + t.TempDir(), "--database=" + dsn, "--elasticsearch=" + cluster, longTimes, "--elasticsearch-prefix=" + prefix}
	facetome(t, append([]string{"import", catalogueFile(t, 60, 3)}, where...)...).must(t)
	file := filepath.Join(t.TempDir(), "report.json")
	o := facetome(t, append([]string{"bench", "--against-seed", "--rounds=1", "--json=" + file}, where...)...).must(t)
	wantWords(t, "the table", o.stdout, "everything", "Elasticsearch engine", "embedded engine", "COUNT(DISTINCT)", "seed, its own facets", "All exact sides say the same.")
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var report against.Report
	if err := json.Unmarshal(written, &report); err != nil {
		t.Fatal(err)
	}
	if want := held(t, 60, 3); report.Catalogue != want || report.Server == "" {
		t.Errorf("measured %+v on %q, want %+v", report.Catalogue, report.Server, want)
	}
	if want := len(report.Queries) * 5; len(report.Times) != want || len(report.Queries) < 4 {
		t.Errorf("%d times of %d queries", len(report.Times), len(report.Queries))
	}
	wrong := 0
	for _, n := range report.Numbers {
		if strings.HasPrefix(n.Side, "seed") {
			wrong += n.Values - n.Exact
		} else if n.Exact != n.Values || n.Values == 0 {
			t.Errorf("not exact: %+v", n)
		}
	}
	if wrong == 0 {
		t.Error("the seed is right: then this catalogue shares no samples, and shows nothing")
	}
}

// dropIndices removes what a test made on a server that others use, too.
func dropIndices(t *testing.T, cluster, prefix string) {
	t.Helper()
	engine, err := (&indexFlags{Elasticsearch: []string{cluster}, ElasticsearchPrefix: prefix}).openElastic()
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodGet, "/_cat/indices/"+prefix+"*?h=index&expand_wildcards=all", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := engine.Perform(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	names, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range strings.Fields(string(names)) {
		if err := (against.SeedIndex{Server: engine, Name: name}).Drop(context.Background()); err != nil {
			t.Error(err)
		}
	}
}
