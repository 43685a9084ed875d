package views

import (
	"math"
	"slices"
	"strconv"

	"github.com/facetome/facetome/search"
)

// Fields of the table of facets that pages say in words of their own.
const (
	fieldYear        = "year"
	fieldPublication = "publication"
	fieldSamples     = "samples"
	fieldSource      = "source"
)

const noMin = math.MinInt

// maxGaps bounds how many empty bars are drawn between those that have samples: one wrong year must not flatten all others.
const maxGaps = 60

// Histogram is a range field's bins as bars that are links, with boxes for any other range.
type Histogram struct {
	Bars        []Bar
	First, Last string // labels below the axis
	FromName    string
	ToName      string
	From, To    string // what stands in the boxes
	HintFrom    string
	HintTo      string
}

// Bar is one bin.
type Bar struct {
	Label  string // "2012: 1,204 samples in 41 experiments"
	URL    string
	Y      string // from the top, in percent
	Height string
	Chosen bool // within what the query includes; every bar, if it includes nothing
}

func newHistogram(q search.Query, f *search.Field, buckets []search.Bucket) *Histogram {
	h := &Histogram{FromName: f.Name + FromEnd, ToName: f.Name + ToEnd, HintFrom: "from", HintTo: "to"}
	bins := newBins(f, buckets)
	if len(bins) == 0 {
		return h
	}
	condition := q.Condition(f.Name)
	most := 0
	for _, b := range bins {
		most = max(most, b.Samples, b.Experiments) // experiments without samples are seen, too
	}
	for _, b := range bins {
		bar := Bar{
			Label:  rangeLabel(f.Name, b.Range) + ": " + samples(b.Samples) + " in " + experiments(b.Experiments),
			Chosen: chosen(condition, b.Range),
			URL:    barURL(q, f.Name, b.String()),
		}
		bar.Y, bar.Height = barSize(max(b.Samples, min(b.Experiments, 1)), most)
		h.Bars = append(h.Bars, bar)
	}
	h.First, h.Last = rangeLabel(f.Name, bins[0].Range), rangeLabel(f.Name, bins[len(bins)-1].Range)
	if f.Bins == nil {
		h.HintFrom, h.HintTo = h.First, h.Last
	}
	return h
}

// barURL chooses a bar's range alone; the bar that is chosen already lifts it.
func barURL(q search.Query, field, value string) string {
	return SearchURL(withCondition(q, field, func(c *search.Condition) {
		chosen := slices.Equal(c.Include, []string{value}) && len(c.Exclude) == 0 && !c.Reported && !c.NotReported
		*c = search.Condition{Field: field}
		if !chosen {
			c.Include = []string{value}
		}
	}))
}

type bin struct {
	search.Range
	Samples, Experiments int
}

// newBins returns a field's own bins with their numbers, in order, those between them that have none included. Ranges that
// only the query named are no bins.
func newBins(f *search.Field, buckets []search.Bucket) []bin {
	var bins []bin
	for _, b := range buckets {
		r, ok := search.ParseRange(b.Value)
		if !ok || (f.Bins == nil && r.Min != r.Max) || (f.Bins != nil && !slices.Contains(f.Bins, r)) {
			continue
		}
		bins = append(bins, bin{r, b.Samples, b.Experiments})
	}
	slices.SortFunc(bins, func(a, b bin) int { return a.Min - b.Min })
	var filled []bin
	for _, b := range bins {
		if n := len(filled); f.Bins == nil && n > 0 && b.Min-filled[n-1].Min <= maxGaps {
			for year := filled[n-1].Min + 1; year < b.Min; year++ {
				filled = append(filled, bin{Range: search.Between(year, year)})
			}
		}
		filled = append(filled, b)
	}
	return filled
}

// chosen says whether a bin lies within what is included and outside of what is excluded.
func chosen(c search.Condition, r search.Range) bool {
	covered := func(values []string) bool {
		return slices.ContainsFunc(values, func(v string) bool {
			other, ok := search.ParseRange(v)
			return ok && other.Min <= r.Max && r.Min <= other.Max
		})
	}
	return (!c.Includes() || c.Reported || covered(c.Include)) && !covered(c.Exclude)
}

// barSize places a bar on its axis; a bin that has anything is seen.
func barSize(n, most int) (y, height string) {
	if n <= 0 || most <= 0 {
		return "100%", "0"
	}
	percent := max(100*float64(n)/float64(most), 3)
	return strconv.FormatFloat(100-percent, 'f', 1, 64) + "%", strconv.FormatFloat(percent, 'f', 1, 64) + "%"
}

// fill writes a range into the boxes.
func (h *Histogram) fill(value string) {
	r, ok := search.ParseRange(value)
	if !ok {
		return
	}
	if r.Min != noMin {
		h.From = strconv.Itoa(r.Min)
	}
	if r.Max != math.MaxInt {
		h.To = strconv.Itoa(r.Max)
	}
}
