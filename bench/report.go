package bench

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// Report is what was measured. It is what `facetome bench --json` writes.
type Report struct {
	Catalogue Catalogue `json:"catalogue"`
	Rounds    int       `json:"rounds"`
	Clients   int       `json:"clients"`
	Seed      uint64    `json:"seed"`

	All       Times        `json:"all"`
	Kinds     []KindTimes  `json:"kinds"` // in the order of mix.txt
	Queries   []QueryTimes `json:"queries"`
	PerSecond float64      `json:"requests_per_second"` // of all clients together
	LeftOut   []string     `json:"left_out,omitempty"`  // queries whose values the catalogue does not have, and why

	// Of the program itself, where it ran for the measurement; zero elsewhere.
	Steps []Step `json:"steps,omitempty"`
}

// Catalogue is the size of what was searched.
type Catalogue struct {
	Experiments int `json:"experiments"`
	Samples     int `json:"samples"`
}

// Step is one command, run as a process of its own.
type Step struct {
	Name    string  `json:"name"` // "import", "reindex", "open", "serve"
	Seconds float64 `json:"seconds,omitempty"`
	// PeakMemory is the most that was resident, in bytes; 0 where the system does not tell.
	PeakMemory int64 `json:"peak_memory_bytes,omitempty"`
}

// Times are percentiles of single requests, in milliseconds, by nearest rank: p95 is the time that 95 of 100 requests did not exceed.
type Times struct {
	Requests int     `json:"requests"`
	P50      float64 `json:"p50_ms"`
	P95      float64 `json:"p95_ms"`
	P99      float64 `json:"p99_ms"`
	Max      float64 `json:"max_ms"`
	Bytes    float64 `json:"mean_bytes"` // of a page, as sent
}

// KindTimes are the times of one kind of queries.
type KindTimes struct {
	Kind    string `json:"kind"`
	Queries int    `json:"queries"`
	Times
}

// QueryTimes are the times of one query.
type QueryTimes struct {
	Kind string `json:"kind"`
	URL  string `json:"url"`
	Times

	took  []time.Duration // by round
	bytes []int64
}

// finish computes the percentiles.
func (r *Report) finish(all time.Duration) {
	var took []time.Duration
	var bytes []int64
	for i := range r.Queries {
		q := &r.Queries[i]
		q.Times = timesOf(q.took, q.bytes)
		took, bytes = append(took, q.took...), append(bytes, q.bytes...)
		if !slices.ContainsFunc(r.Kinds, func(k KindTimes) bool { return k.Kind == q.Kind }) {
			r.Kinds = append(r.Kinds, r.kind(q.Kind))
		}
	}
	r.All = timesOf(took, bytes)
	r.PerSecond = float64(len(took)) / max(all.Seconds(), 1e-9)
}

func (r *Report) kind(kind string) KindTimes {
	k := KindTimes{Kind: kind}
	var took []time.Duration
	var bytes []int64
	for _, q := range r.Queries {
		if q.Kind == kind {
			k.Queries++
			took, bytes = append(took, q.took...), append(bytes, q.bytes...)
		}
	}
	k.Times = timesOf(took, bytes)
	return k
}

func timesOf(took []time.Duration, bytes []int64) Times {
	if len(took) == 0 {
		return Times{}
	}
	took = slices.Sorted(slices.Values(took))
	var sum int64
	for _, n := range bytes {
		sum += n
	}
	return Times{
		Requests: len(took),
		P50:      percentile(took, 50), P95: percentile(took, 95), P99: percentile(took, 99), Max: percentile(took, 100),
		Bytes: float64(sum) / float64(len(bytes)),
	}
}

// percentile is that of sorted times by nearest rank, in milliseconds.
func percentile(sorted []time.Duration, p int) float64 {
	rank := (p*len(sorted) + 99) / 100
	return float64(sorted[max(rank, 1)-1].Microseconds()) / 1000
}

// slowest is how many queries the table names.
const slowest = 5

// WriteTable writes the report for people.
func (r *Report) WriteTable(w io.Writer) error {
	out := &table{Writer: tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)}
	out.line("kind\tqueries\trequests\tp50 ms\tp95 ms\tp99 ms\tmax ms\tkB\t")
	for _, k := range r.Kinds {
		out.times(k.Kind, k.Queries, k.Times)
	}
	out.times("all", len(r.Queries), r.All)
	out.flush()
	out.line("\n%d requests a second with %d at a time; whole pages over HTTP, %d rounds.", int(r.PerSecond), r.Clients, r.Rounds)
	out.line("\nSlowest by p95:")
	bySlowness := slices.SortedFunc(slices.Values(r.Queries), func(a, b QueryTimes) int { return cmp.Compare(b.P95, a.P95) })
	for _, q := range bySlowness[:min(slowest, len(bySlowness))] {
		out.line("%8.1f ms  %s", q.P95, q.URL)
	}
	for _, why := range r.LeftOut {
		out.line("Left out: %s", why)
	}
	for _, s := range r.Steps {
		out.line("%s", s)
	}
	out.flush()
	return out.err
}

// String is the step for people.
func (s Step) String() string {
	text := s.Name + ":"
	if s.Seconds > 0 {
		text += fmt.Sprintf(" %.1f s", s.Seconds)
	}
	if s.PeakMemory > 0 {
		text += fmt.Sprintf(" %d MB at most", s.PeakMemory>>20)
	}
	return text
}

// Kinds lists the kinds of queries that the mix has, in its order.
func Kinds() []string {
	var kinds []string
	for _, q := range mix() {
		if !slices.Contains(kinds, q.Kind) {
			kinds = append(kinds, q.Kind)
		}
	}
	return kinds
}

// table keeps the first error of its lines.
type table struct {
	*tabwriter.Writer
	err error
}

func (t *table) line(format string, args ...any) {
	if _, err := fmt.Fprintf(t, format+"\n", args...); err != nil && t.err == nil {
		t.err = err
	}
}

func (t *table) times(name string, queries int, s Times) {
	t.line("%s\t%d\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t", name, queries, s.Requests, s.P50, s.P95, s.P99, s.Max, s.Bytes/1000)
}

func (t *table) flush() {
	if err := t.Flush(); err != nil && t.err == nil {
		t.err = err
	}
}
