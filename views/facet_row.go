package views

import (
	"net/url"
	"strconv"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// FacetRow is one value: a checkbox, its numbers, and a link that excludes it.
type FacetRow struct {
	ID            string    // the same on every page, so that the focus stays where it was
	Box           parameter // what the checkbox sends
	Label         string
	Checked       bool
	Excluded      bool // the checkbox is on and means "not"
	NotReported   bool
	Samples       int
	Experiments   int
	Bar           string // its share of the largest number of samples of any value: "57.3%"; empty where it is not reported
	Toggle        string // URL that excludes the value, or no longer
	ToggleMeaning string // what that link does, in words
}

// hint is what pointing at the row says: the label, which may be cut, or what "not reported" means.
func (r FacetRow) hint() string {
	if r.NotReported {
		return NotReportedWord.Meaning
	}
	return r.Label
}

func newRow(q search.Query, f *search.Field, c search.Condition, b search.Bucket, most int) FacetRow {
	in, out := included(f.Name, b.Value), excluded(f.Name, b.Value)
	row := FacetRow{
		ID: in.Name + "=" + url.QueryEscape(in.Value), Box: in, Label: bucketLabel(f, b), NotReported: b.NotReported,
		Samples: b.Samples, Experiments: b.Experiments,
	}
	if !b.NotReported {
		row.Bar = share(b.Samples, most)
	}
	row.Checked, row.Excluded = has(c.Include, b.Value), has(c.Exclude, b.Value)
	if b.NotReported {
		row.Checked, row.Excluded = c.NotReported, c.Reported
	}
	if row.Excluded {
		row.Box = out
		row.Toggle = SearchURL(withCondition(q, f.Name, func(c *search.Condition) { c.Exclude, c.Reported = lift(c.Exclude, c.Reported, b) }))
		row.ToggleMeaning = "Exclude " + row.Label + " no longer"
		return row
	}
	row.Toggle = SearchURL(withCondition(q, f.Name, func(c *search.Condition) { exclude(c, b) }))
	row.ToggleMeaning = "Exclude " + row.Label
	return row
}

// exclude turns a value out, and takes it from what is included: both at once would find nothing.
func exclude(c *search.Condition, b search.Bucket) {
	if b.NotReported {
		c.Reported, c.NotReported = true, false
		return
	}
	c.Include, c.Exclude = drop(c.Include, b.Value), put(c.Exclude, b.Value)
}

func lift(values []string, star bool, b search.Bucket) ([]string, bool) {
	if b.NotReported {
		return values, false
	}
	return drop(values, b.Value), star
}

func bucketLabel(f *search.Field, b search.Bucket) string {
	switch {
	case b.NotReported:
		return NotReported
	case f.IsRange():
		if r, ok := search.ParseRange(b.Value); ok {
			return rangeLabel(f.Name, r)
		}
	}
	return valueLabel(f.Name, b.Value, b.Label)
}

// valueLabel says the values "yes" and "no" of a field in words.
func valueLabel(field, value, label string) string {
	switch {
	case field == fieldPublication && value == "yes":
		return "with a publication"
	case field == fieldPublication && value == "no":
		return "without"
	case field == models.FieldProcessed && value == "yes":
		return "processed"
	case field == models.FieldProcessed && value == "no":
		return "not processed"
	case label == "":
		return value
	}
	return label
}

// share is a bar's width; anything at all can be seen.
func share(n, most int) string {
	if n <= 0 || most <= 0 {
		return "0"
	}
	return strconv.FormatFloat(max(100*float64(n)/float64(most), 0.5), 'f', 1, 64) + "%"
}
