package against

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/facetome/facetome/search"
)

// Report is what was measured and compared. It is what `facetome bench --against-seed --json` writes.
type Report struct {
	Catalogue search.Total   `json:"catalogue"`
	Server    string         `json:"server"` // Elasticsearch's version
	Rounds    int            `json:"rounds"`
	Queries   []Query        `json:"queries"`
	Times     []Times        `json:"times"` // by query, then by side
	Numbers   []FieldNumbers `json:"numbers"`

	// Differences names where sides that are to be exact do not agree.
	Differences []string `json:"differences"`
}

// Times are those of one side and query, in milliseconds.
type Times struct {
	Query       string  `json:"query"`
	Side        string  `json:"side"`
	Facets      int     `json:"facets"`
	Experiments int     `json:"experiments"` // found
	Requests    int     `json:"requests"`
	P50         float64 `json:"p50_ms"`
	P95         float64 `json:"p95_ms"`
}

func newTimes(side Named, q Query, took []time.Duration, counts Counts) Times {
	took = slices.Sorted(slices.Values(took))
	at := func(percent int) float64 { // nearest rank
		return float64(took[max((percent*len(took)+99)/100, 1)-1].Microseconds()) / 1000
	}
	return Times{Query: q.Name, Side: side.Name, Facets: side.Facets, Experiments: counts.Total.Experiments, Requests: len(took), P50: at(50), P95: at(95)}
}

// WriteTable writes the report for people.
func (r *Report) WriteTable(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	var failed error
	line := func(format string, args ...any) {
		if _, err := fmt.Fprintf(out, format+"\n", args...); failed == nil {
			failed = err
		}
	}
	for _, q := range r.Queries {
		line("%s\t\tfacets\texperiments\tp50 ms\tp95 ms\tasked", q.Name)
		for _, t := range r.Times {
			if t.Query == q.Name {
				line("\t%s\t%d\t%d\t%.1f\t%.1f\t%d", t.Side, t.Facets, t.Experiments, t.P50, t.P95, t.Requests)
			}
		}
	}
	line("\nNumbers of samples over everything that can be downloaded:")
	line("side\tfacet\tvalues\texact\tas the seed means it\tfurthest off")
	for _, n := range r.Numbers {
		furthest := ""
		if len(n.Worst) > 0 {
			o := n.Worst[0]
			furthest = fmt.Sprintf("%s: says %d, right is %d", o.Value, o.Says, o.Right)
		}
		line("%s\t%s\t%d\t%d\t%d\t%s", n.Side, n.Field, n.Values, n.Exact, n.Meant, furthest)
	}
	if len(r.Differences) == 0 {
		line("\nAll exact sides say the same.")
	}
	for _, d := range r.Differences {
		line("DIFFERENT: %s", d)
	}
	if err := out.Flush(); failed == nil {
		failed = err
	}
	return failed
}
