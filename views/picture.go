package views

import (
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// Picture shows how a catalogue, or the part of it that a query finds, is spread over the values of a field: bars in the two inks, each
// value a link to its search. Bars compare the values that are shown; what is not reported has numbers alone, since it may dwarf them.
type Picture struct {
	Name   string // of the field
	Label  string
	Italic bool
	Rows   []PictureRow
	All    *Link // to all values, where some are left out
	Cut    int   // how many values are left out
}

// PictureRow is one value.
type PictureRow struct {
	Label, URL                 string
	NotReported                bool
	Samples, Experiments       int
	SamplesBar, ExperimentsBar string // widths: "57.3%"
}

// newPicture draws at most shown values of a facet of base's answer, and what is not reported. all leads to all values; it gets its words
// here.
func newPicture(base search.Query, facet *search.Facet, shown int, all string) Picture {
	f := facet.Field
	p := Picture{Name: f.Name, Label: f.Label, Italic: f.Name == models.FieldOrganism}
	reported, notReported := splitBuckets(facet.Buckets)
	if len(reported) > shown+1 { // "and 1 more" would take as much room
		p.Cut = len(reported) - shown
		p.All = &Link{"All " + number(len(reported)) + " " + f.Many, all}
		reported = reported[:shown]
	}
	most := search.Total{}
	for _, b := range reported {
		most = search.Total{Experiments: max(most.Experiments, b.Experiments), Samples: max(most.Samples, b.Samples)}
	}
	for _, b := range reported {
		row := newPictureRow(base, f, b)
		row.SamplesBar, row.ExperimentsBar = share(b.Samples, most.Samples), share(b.Experiments, most.Experiments)
		p.Rows = append(p.Rows, row)
	}
	if notReported != nil && notReported.Experiments > 0 {
		p.Rows = append(p.Rows, newPictureRow(base, f, *notReported))
	}
	return p
}

func newPictureRow(base search.Query, f *search.Field, b search.Bucket) PictureRow {
	return PictureRow{
		Label: bucketLabel(f, b), URL: bucketURL(base, f.Name, b), NotReported: b.NotReported,
		Samples: b.Samples, Experiments: b.Experiments, SamplesBar: "0", ExperimentsBar: "0",
	}
}

// bucketURL is base with one bucket as the only condition of its field.
func bucketURL(base search.Query, field string, b search.Bucket) string {
	return SearchURL(withCondition(base, field, func(c *search.Condition) {
		*c = search.Condition{Field: field, NotReported: b.NotReported}
		if !b.NotReported {
			c.Include = []string{b.Value}
		}
	}))
}

// allValuesURL is base with all values of a facet shown.
func allValuesURL(base search.Query, field string) string {
	return SearchURL(withAll(base, field, true))
}

// noneReported says that no value of the field is.
func (p Picture) noneReported() string { return "No " + strings.ToLower(p.Label) + " is reported." }

// Years is a picture of the years of first publication: samples above the axis, experiments below it, each on a scale of its own.
type Years struct {
	Bars                         []YearBar
	First, Last                  string
	MostSamples, MostExperiments int
	NotReported                  *PictureRow
}

// YearBar is one year.
type YearBar struct {
	Year, URL, Words     string
	Samples, Experiments int
	Up, UpY, Down        string // heights of the two bars, and where the upper one begins, in percent of the picture
	Labelled             bool   // its year stands below it
}

// upPart is how much of the picture's height samples have, in percent; the rest is of experiments.
const upPart = 64

// labelledYears is about how many years are named below the picture; more would run into one another on a phone.
const labelledYears = 6

// newYears draws the years of base's answer; it is nil where no year is reported.
func newYears(base search.Query, facet *search.Facet) *Years {
	reported, notReported := splitBuckets(facet.Buckets)
	bins := newBins(facet.Field, reported)
	if len(bins) == 0 {
		return nil
	}
	y := &Years{}
	for _, b := range bins {
		y.MostSamples, y.MostExperiments = max(y.MostSamples, b.Samples), max(y.MostExperiments, b.Experiments)
	}
	step := max(1, (len(bins)+labelledYears-1)/labelledYears)
	for i, b := range bins {
		bar := YearBar{
			Year: rangeLabel(fieldYear, b.Range), URL: bucketURL(base, fieldYear, search.Bucket{Value: b.String()}),
			Samples: b.Samples, Experiments: b.Experiments, Labelled: i%step == 0,
		}
		bar.Words = bar.Year + ": " + Headline{b.Samples, b.Experiments}.Words()
		up, down := height(b.Samples, y.MostSamples, upPart), height(b.Experiments, y.MostExperiments, 99-upPart)
		bar.Up, bar.UpY, bar.Down = percentOf(up), percentOf(upPart-up), percentOf(down)
		y.Bars = append(y.Bars, bar)
	}
	y.First, y.Last = y.Bars[0].Year, y.Bars[len(y.Bars)-1].Year
	if notReported != nil && notReported.Experiments > 0 {
		row := newPictureRow(base, facet.Field, *notReported)
		y.NotReported = &row
	}
	return y
}

// height is a bar's height on a scale whose largest number is drawn part high; what is there at all is seen.
func height(n, most int, part float64) float64 {
	if n <= 0 || most <= 0 {
		return 0
	}
	return max(part*float64(n)/float64(most), 1)
}

func percentOf(p float64) string { return strconv.FormatFloat(p, 'f', 1, 64) + "%" }
