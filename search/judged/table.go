package judged

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Write writes the report as a table for people, a line a query, the means at the end.
func (r *Report) Write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "query\tfound\tnDCG@10\tfirst good\tnot judged")
	found := 0
	for _, o := range r.Outcomes {
		found += o.Found
		fmt.Fprintf(t, "%s\t%d\t%.3f\t%s\t%s\n", o.Query.Text, o.Found, o.NDCG, place(o.Rank), strings.Join(o.Unjudged, " "))
	}
	fmt.Fprintf(t, "mean of %d queries\t%d\t%.3f\tMRR %.3f\t%d hits\n", len(r.Outcomes), found/max(1, len(r.Outcomes)), r.NDCG, r.MRR, r.Unjudged)
	return t.Flush()
}

// place is where the first relevant hit stands.
func place(rank float64) string {
	if rank == 0 {
		return "none"
	}
	return fmt.Sprintf("%.0f.", 1/rank)
}
