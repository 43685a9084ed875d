package main

import (
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/facetome/facetome/bench"
	"github.com/facetome/facetome/handlers"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search/embedded"
)

// TestBench measures a small catalogue that it makes itself.
func TestBench(t *testing.T) {
	t.Parallel()
	data, file := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "bench.json")
	p := start(t, "bench", "--data", data, "--experiments", "40", "--reindex", "--rounds", "1", "--json", file)
	if code := p.code(t); code != exitOK {
		t.Fatalf("exit code %d\n%s%s", code, p.stdout.String(), p.stderr.String())
	}
	wantWords(t, "the table", p.stdout.String(), "40 experiments", "p95 ms", "reindex:", "open:", "serve:")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var report bench.Report
	if err := json.Unmarshal(text, &report); err != nil {
		t.Fatal(err)
	}
	if report.Catalogue.Experiments != 40 || len(report.Queries) < 20 || report.All.P50 <= 0 || len(report.Steps) != 4 {
		t.Errorf("the report is of %d experiments, %d queries, %d steps, p50 %v ms",
			report.Catalogue.Experiments, len(report.Queries), len(report.Steps), report.All.P50)
	}
	again := facetome(t, "bench", "--data", data, "--experiments", "40")
	if again.code != exitError {
		t.Errorf("a catalogue that is there is not overwritten: exit code %d, %s", again.code, again.stderr)
	}
	wantWords(t, "the error", again.stderr, "is not empty")
}

func TestBenchUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"--rounds", "0"}, {"--clients", "0"}, {"--kind", "slow"}, {"--experiments", "-1"}, {"--url", "http://127.0.0.1:1", "--reindex"},
	} {
		if got := facetome(t, append([]string{"bench"}, args...)...); got.code != exitUsage {
			t.Errorf("bench %v: exit code %d, want %d\n%s", args, got.code, exitUsage, got.stderr)
		}
	}
}

// BenchmarkPages asks the mix of `facetome bench` of a server in this process, so that it can be profiled:
//
//	FACETOME_TEST_BENCH_DATA=$PWD/big go test ./cmd/facetome -run '^$' -bench Pages -benchtime 1x -cpuprofile cpu.out
func BenchmarkPages(b *testing.B) {
	data := os.Getenv("FACETOME_TEST_BENCH_DATA")
	if data == "" {
		b.Skip("FACETOME_TEST_BENCH_DATA names no data folder with a catalogue and its index")
	}
	store, err := models.Open(b.Context(), filepath.Join(data, "catalogue.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	engine, err := embedded.Open(filepath.Join(data, "index"))
	if err != nil {
		b.Fatal(err)
	}
	defer engine.Close()
	site, err := handlers.New(handlers.Config{Store: store, Engine: engine, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(site)
	defer server.Close()
	for b.Loop() {
		report, err := bench.Run(b.Context(), server.URL, bench.Options{Rounds: 20, Clients: 1, Seed: 1})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(report.All.P50, "p50-ms")
		b.ReportMetric(report.All.P95, "p95-ms")
	}
}
