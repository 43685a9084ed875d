package study

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
)

// Query is what a table of samples shows. In URLs:
//
//	sort=age, sort=-age       by a column, or from its end
//	tissue=liver, tissue!=x   as in searches: a value, not that value; tissue=* any, tissue!=* not reported
//	age=20..40                of a column of numbers those from one to the other; age=20.. and age=..40 have one end
//	in.title=day+7            those whose value contains a text
//	col=age&col=raw.genotype  these columns; col=* all of them
//	open=GSM1                 with all that is known of this sample
//	page=2, size=100
//	from=q%3Dleukemia         the search that led here
//
// Columns are sample fields, "accession", "title", "experiment" (another one that the samples belong to), "alternate"
// (other codes: runs, BioSamples), and "raw." with the key of an
// attribute as submitted.
type Query struct {
	Sort       string // a column's name
	Descending bool
	Filters    []Filter // in the order of the columns, none of them empty
	Columns    []string // shown beside accession code and title, in the order of the study; nil are those of Default
	Open       []string // accession codes
	Page, Size int
	From       string // the canonical query string of a search; empty is none
}

// Filter is the condition on one column. Included values, reported and not reported are OR-ed, then excluded values and the text narrow.
type Filter struct {
	Column      string
	Include     []string
	Exclude     []string
	Reported    bool
	NotReported bool
	Contains    string
}

// Names and limits in URLs.
const (
	paramSort = "sort"
	paramCol  = "col"
	paramOpen = "open"
	paramPage = "page"
	paramSize = "size"
	paramFrom = "from"
	paramIn   = "in." // before a column's name

	anyValue    = "*"
	excludeMark = "!"

	// NotReportedOption is what a list of options sends for "not reported": a list has one name, so that tissue!=* is not its to say.
	NotReportedOption = "!*"

	DefaultSize = 50
	MaxSize     = 500
	maxPage     = 1_000_000 // keeps page times size far from overflow
	maxOpen     = MaxSize
	maxText     = 200  // bytes of a text to contain
	maxFrom     = 8000 // bytes of a search
)

// AllColumns as the only column stands for all of them.
const AllColumns = "*"

// Sizes are those that a page offers.
var Sizes = []int{20, DefaultSize, 100, 200, MaxSize}

// Empty says whether the filter asks nothing.
func (f Filter) Empty() bool {
	return len(f.Include) == 0 && len(f.Exclude) == 0 && !f.Reported && !f.NotReported && f.Contains == ""
}

// Filter returns the condition on a column; an empty one where there is none.
func (q Query) Filter(column string) Filter {
	for _, f := range q.Filters {
		if f.Column == column {
			return f
		}
	}
	return Filter{Column: column}
}

// Values writes the query as a URL's parameters; what is as by default is left out.
func (q Query) Values() url.Values {
	v := url.Values{}
	if q.Sort != "" && (q.Sort != ColumnCode || q.Descending) {
		v.Set(paramSort, q.sort())
	}
	for _, f := range q.Filters {
		for _, value := range f.Include {
			v.Add(f.Column, escape(value))
		}
		if f.Reported {
			v.Add(f.Column, anyValue)
		}
		for _, value := range f.Exclude {
			v.Add(f.Column+excludeMark, escape(value))
		}
		if f.NotReported {
			v.Add(f.Column+excludeMark, anyValue)
		}
		if f.Contains != "" {
			v.Set(paramIn+f.Column, f.Contains)
		}
	}
	if len(q.Columns) > 0 {
		v[paramCol] = slices.Clone(q.Columns)
	}
	if len(q.Open) > 0 {
		v[paramOpen] = slices.Clone(q.Open)
	}
	if q.Page > 1 {
		v.Set(paramPage, strconv.Itoa(q.Page))
	}
	if q.Size > 0 && q.Size != DefaultSize {
		v.Set(paramSize, strconv.Itoa(q.Size))
	}
	if q.From != "" {
		v.Set(paramFrom, q.From)
	}
	return v
}

func (q Query) sort() string {
	if q.Descending {
		return "-" + q.Sort
	}
	return q.Sort
}

// SortedBy returns the query sorted by a column: from its end where it is sorted by it already.
func (q Query) SortedBy(column string) Query {
	q.Descending = q.Sort == column && !q.Descending
	q.Sort, q.Page = column, 1
	return q
}

// With returns the query with another condition on a column, on its first page.
func (q Query) With(f Filter) Query {
	q.Filters = slices.DeleteFunc(slices.Clone(q.Filters), func(g Filter) bool { return g.Column == f.Column })
	if !f.Empty() {
		q.Filters = append(q.Filters, f)
	}
	q.Page = 1
	return q
}

// OnPage returns another page of the query, with no sample opened.
func (q Query) OnPage(page int) Query {
	q.Page, q.Open = page, nil
	return q
}

// Toggled returns the query with a sample opened, or closed where it is open.
func (q Query) Toggled(code string) Query {
	open := slices.DeleteFunc(slices.Clone(q.Open), func(o string) bool { return o == code })
	if len(open) == len(q.Open) {
		open = append(open, code)
		slices.Sort(open)
	}
	q.Open = open
	return q
}

// IsOpen tells whether a sample is shown in full.
func (q Query) IsOpen(code string) bool { return slices.Contains(q.Open, code) }

// Plain is the query without what a table as data has no use for: pages, opened samples, where somebody came from.
func (q Query) Plain() Query {
	q.Page, q.Size, q.Open, q.From = 1, DefaultSize, nil, ""
	return q
}

// A value that is itself a star, or what stands for "not reported", is written with a backslash.
func escape(value string) string {
	if rest := strings.TrimLeft(value, `\`); rest == anyValue || rest == NotReportedOption {
		return `\` + value
	}
	return value
}

func unescape(value string) string {
	if rest := strings.TrimLeft(value, `\`); rest != value && (rest == anyValue || rest == NotReportedOption) {
		return value[1:]
	}
	return value
}

// has tells whether a value is in a list.
func has(values []string, value string) bool {
	key := models.Fold(value)
	return slices.ContainsFunc(values, func(v string) bool { return models.Fold(v) == key })
}
