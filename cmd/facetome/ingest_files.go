package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
)

// An import has little memory in use and leaves much behind, so that it may grow by more percent than Go's own 100 before it is collected, up to
// a bound; beside that SQLite has some 100 MB of its own. An index has much in use and leaves little behind.
const (
	importGC    = 400       // percent of what is in use: about a fifth less of the processor than with 100
	importBound = 160 << 20 // bytes from which on it is collected sooner
	indexGC     = 30
)

// sparing sets how memory is collected, unless the environment says it, and returns what takes that back and gives back what is not in use.
func sparing(percent int, bound int64) (end func()) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	formerPercent, formerBound := debug.SetGCPercent(percent), debug.SetMemoryLimit(bound)
	return func() {
		debug.SetGCPercent(formerPercent)
		debug.SetMemoryLimit(formerBound)
		debug.FreeOSMemory()
	}
}

// ingestFiles imports with progress on stderr, beside that of options.
func ingestFiles(p *program, store *models.Store, paths []string, options ingest.Options) (ingest.Report, error) {
	what := "Importing"
	if options.DryRun {
		what = "Trying to import"
	}
	bar := newProgress(p.stderr, what, true)
	defer bar.end()
	speed := newSpeed(time.Now())
	options.Stdin = p.stdin
	told := options.Progress
	options.Progress = func(at ingest.Progress) {
		if told != nil {
			told(at)
		}
		pace := speed.at(time.Now(), at)
		bar.set(at.Bytes, at.TotalBytes, pace.rate, fmt.Sprintf(", %s and %s so far, %s, reading %s",
			count(at.Experiments, "experiment"), count(at.Samples, "sample"), pace, at.File))
	}
	defer sparing(importGC, importBound)()
	report, err := ingest.Import(p.ctx, store, paths, options)
	return report, errors.Join(err, store.Release(context.WithoutCancel(p.ctx)))
}

// speed tells how fast an import is, and how long it takes yet.
type speed struct {
	start   time.Time
	from    time.Time // of the current stretch
	samples int       // at its beginning
	rate    float64   // samples a second
}

// stretch is over which time a rate is taken: long enough to be steady, short enough to follow a change of files.
const stretch = 5 * time.Second

func newSpeed(start time.Time) *speed { return &speed{start: start, from: start} }

// pace is a speed as people read it.
type pace struct {
	rate string // "12,300 samples/s"
	left string // "2m left"; empty where it is not known
}

func (p pace) String() string {
	if p.left == "" {
		return p.rate
	}
	return p.rate + ", " + p.left
}

// at takes how far the import is.
func (s *speed) at(now time.Time, at ingest.Progress) pace {
	if passed := now.Sub(s.from); passed >= stretch || s.rate == 0 && passed > 0 {
		s.rate = float64(at.Samples-s.samples) / passed.Seconds()
		if passed >= stretch {
			s.from, s.samples = now, at.Samples
		}
	}
	p := pace{rate: number(int(s.rate)) + " samples/s"}
	if at.Bytes > 0 && at.TotalBytes >= at.Bytes { // the bytes are read at a steadier pace than files differ in samples
		left := time.Duration(float64(now.Sub(s.start)) * float64(at.TotalBytes-at.Bytes) / float64(at.Bytes))
		p.left = left.Round(time.Second).String() + " left"
	}
	return p
}
