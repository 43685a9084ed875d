package ingest

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/facetome/facetome/models"
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
		begin, cpu, server := time.Now(), cpuTime(b), newServerCPU(b, store)
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
		if server != nil {
			b.ReportMetric(server.used(b)-server.before, "server-cpu-s")
		}
		b.ReportMetric(maxRSS(), "max-RSS-MB")
	})
}

// cpuTime is what this process used of all cores; a PostgreSQL server's share is not in it: see serverCPU.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// serverCPU tells what all processes of a PostgreSQL server used of all cores, where it runs on this machine (a Linux).
type serverCPU struct {
	first  string // process
	before float64
}

// newServerCPU begins to measure; nil is a catalogue in a file, or a server elsewhere.
func newServerCPU(b *testing.B, store *models.Store) *serverCPU {
	b.Helper()
	var backend int
	if store.DB().Name() != "postgres" {
		return nil
	}
	if err := store.DB().Raw("SELECT pg_backend_pid()").Scan(&backend).Error; err != nil {
		b.Fatal(err)
	}
	stat := processStat(strconv.Itoa(backend))
	if stat == nil {
		return nil
	}
	s := &serverCPU{first: stat[1]}
	s.before = s.used(b)
	return s
}

// used is what was used up to now, in seconds: of the first process, of those that it began, and of those of them that ended.
func (s *serverCPU) used(b *testing.B) float64 {
	b.Helper()
	folders, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		b.Fatal(err)
	}
	ticks := 0
	for _, folder := range folders {
		var columns []string // utime and stime, cutime and cstime
		switch stat := processStat(filepath.Base(folder)); {
		case stat == nil: // ended
		case filepath.Base(folder) == s.first:
			columns = stat[11:15]
		case stat[1] == s.first:
			columns = stat[11:13]
		}
		for _, column := range columns {
			n, err := strconv.Atoi(column)
			if err != nil {
				b.Fatal(err)
			}
			ticks += n
		}
	}
	return float64(ticks) / 100 // USER_HZ
}

// processStat are the columns of /proc/PID/stat (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html) after the name: state, parent and so on;
// nil where there is no such process.
func processStat(process string) []string {
	stat, err := os.ReadFile(filepath.Join("/proc", process, "stat"))
	if err != nil {
		return nil
	}
	return strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
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
