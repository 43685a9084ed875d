package study

import "slices"

// words are the groups of a column of numbers whose value is none.
func words(c *Column) []Group {
	numbers := map[string]bool{}
	for i := range c.Numbers.Count {
		numbers[c.Cells[i].Values[0].Key] = true
	}
	return slices.DeleteFunc(c.Groups(), func(g Group) bool { return numbers[g.Key] })
}

func newRange(c *Column) *Range {
	n := c.Numbers
	low, high := n.Low[:n.Count], n.High[:n.Count]
	r := &Range{Low: low[0], High: slices.Max(high), Unit: n.Unit, Samples: n.Samples, Bins: make([]int, bins)}
	width := (low[n.Count-1] - r.Low) / bins
	median, before := false, 0
	for i := range low {
		before += c.Cells[i].Samples
		if !median && 2*before >= n.Samples {
			r.Median, median = low[i], true
		}
		bin := 0
		if width > 0 {
			bin = min(int((low[i]-r.Low)/width), bins-1)
		}
		r.Bins[bin] += c.Cells[i].Samples
	}
	return r
}
