package ingest

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/synthetic"
)

// BenchmarkImport imports a catalogue into an empty SQLite file and an empty PostgreSQL schema: FACETOME_BENCH_FILE, or a made-up one of
// 500 experiments where it is unset. Run one of them a process: max-RSS-MB is the most memory that the process ever had (on Linux).
func BenchmarkImport(b *testing.B) {
	file := os.Getenv("FACETOME_BENCH_FILE")
	if file == "" {
		file = filepath.Join(b.TempDir(), "bench.ndjson")
		out, err := os.Create(file)
		if err != nil {
			b.Fatal(err)
		}
		if err := synthetic.Generate(out, synthetic.Options{Experiments: 500}); err != nil {
			b.Fatal(err)
		}
		if err := out.Close(); err != nil {
			b.Fatal(err)
		}
	}
	modelstest.Benchmarks(b, func(b *testing.B, dsn string) {
		store := modelstest.Open(b, dsn)
		begin, cpu := time.Now(), cpuTime(b)
		report, err := Import(context.Background(), store, []string{file}, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if report.Problems() > 0 || report.Changes.SamplesAdded == 0 {
			b.Fatalf("%d samples, %d problems", report.Changes.SamplesAdded, report.Problems())
		}
		b.ReportMetric(float64(report.Changes.SamplesAdded), "samples")
		b.ReportMetric(float64(report.Changes.SamplesAdded)/time.Since(begin).Seconds(), "samples/s")
		b.ReportMetric((cpuTime(b) - cpu).Seconds(), "cpu-s")
		b.ReportMetric(maxRSS(), "max-RSS-MB")
	})
}

// cpuTime is what this process used of all cores; a PostgreSQL server's share is not in it.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// maxRSS is VmHWM of /proc; 0 where there is none.
func maxRSS() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	words := strings.Fields(after)
	if len(words) == 0 {
		return 0
	}
	kb, err := strconv.ParseFloat(words[0], 64)
	if err != nil {
		return 0
	}
	return kb / 1024
}
