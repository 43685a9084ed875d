package search

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/facetome/facetome/models"
)

// View is what a search lists.
type View string

// The two views.
const (
	ViewExperiments View = "experiments" // the default
	ViewSamples     View = "samples"
)

// Views lists all views as the page offers them.
var Views = []View{ViewExperiments, ViewSamples}

// Sort is an order of hits; ties are ordered by accession code.
type Sort string

// The orders.
const (
	SortRelevance     Sort = "relevance"      // the default with text; without text there is none
	SortMostSamples   Sort = "most-samples"   // matching ones; the default without text
	SortFewestSamples Sort = "fewest-samples" // matching ones
	SortNewest        Sort = "newest"         // by first publication; not reported last
	SortOldest        Sort = "oldest"         // by first publication; not reported last
)

// Sorts lists all orders as the page offers them.
var Sorts = []Sort{SortRelevance, SortMostSamples, SortFewestSamples, SortNewest, SortOldest}

// Sizes are the page sizes that the page offers; any from 1 to MaxSize is valid.
var Sizes = []int{10, 20, 50, 100}

// Bounds of what a URL may ask.
const (
	DefaultSize = 20
	MaxSize     = 100
	// MaxPage keeps page*size far from overflow; no catalogue has that many pages.
	MaxPage = 10_000_000
	// MaxText is the longest text, in bytes: longer than any title, shorter than what a browser can send.
	MaxText = 2000
	// MaxValues is how many values one field may name: beyond what a person would choose, within what a URL can hold.
	MaxValues = 500
	// MaxValue is the longest value, in bytes.
	MaxValue = 1000
)

// Query is a search, as its URL says it. Parse makes it canonical: two URLs that say the same in another spelling give
// equal queries.
type Query struct {
	Text       string
	Conditions []Condition // one a field at most, in the order of Fields, none empty
	Sort       Sort        // never empty
	View       View        // never empty
	Page       int         // from 1
	Size       int         // 1 to MaxSize
	All        []string    // fields whose facet shows all values (all=f), in the order of Fields
	In         []In        // facets that show only values containing a text (in.f=text), in the order of Fields
	Fold       []string    // fields whose facet is folded (fold=f), in the order of Fields
	Unfold     []string    // fields whose facet is not folded although it could not narrow the result (unfold=f), likewise
	Generation string      // that the page which led here was counted on (generation=g), from the second page on; it changes no number
	Columns    []string    // of the table of samples (column=c), in the order of Columns; none are DefaultColumns

	// Codes are what the codes in Text name, see Resolve; they are no part of the URL.
	Codes []models.Resolved
}

// In narrows the values that a facet shows; it changes no number.
type In struct{ Field, Text string }

// Condition is what a query asks of one field. A value passes if it is included (or nothing is) and not excluded.
type Condition struct {
	Field       string
	Include     []string // f=v, sorted, distinct by models.Fold; of a range, Range.String
	Exclude     []string // f!=v, likewise
	Reported    bool     // f=*: any reported value is included
	NotReported bool     // f!=*: not reported is included
}

// Empty says whether the condition asks nothing.
func (c Condition) Empty() bool {
	return len(c.Include) == 0 && len(c.Exclude) == 0 && !c.Reported && !c.NotReported
}

// Includes says whether anything is included: then other values do not pass.
func (c Condition) Includes() bool { return len(c.Include) > 0 || c.Reported || c.NotReported }

// Condition returns what the query asks of a field; an empty condition where it asks nothing.
func (q Query) Condition(field string) Condition {
	for _, c := range q.Conditions {
		if c.Field == field {
			return c
		}
	}
	return Condition{Field: field}
}

// DefaultSort is the order of a query whose URL names none.
func (q Query) DefaultSort() Sort {
	if q.Text != "" {
		return SortRelevance
	}
	return SortMostSamples
}

// Values is the query's one URL: defaults and blanks left out. url.Values.Encode sorts it. Parse(q.Values()) == q.
func (q Query) Values() url.Values {
	v := url.Values{}
	set := func(key, value string, isDefault bool) {
		if !isDefault {
			v.Set(key, value)
		}
	}
	set(paramText, q.Text, q.Text == "")
	set(paramSort, string(q.Sort), q.Sort == "" || q.Sort == q.DefaultSort())
	set(paramView, string(q.View), q.View == "" || q.View == ViewExperiments)
	set(paramPage, strconv.Itoa(q.Page), q.Page <= 1)
	set(paramSize, strconv.Itoa(q.Size), q.Size == 0 || q.Size == DefaultSize)
	set(paramGeneration, q.Generation, q.Generation == "" || q.Page <= 1)
	for _, c := range q.Conditions {
		for _, value := range c.Include {
			v.Add(c.Field, escapeStar(value))
		}
		for _, value := range c.Exclude {
			v.Add(c.Field+excludeMark, escapeStar(value))
		}
		if c.Reported {
			v.Add(c.Field, anyValue)
		}
		if c.NotReported {
			v.Add(c.Field+excludeMark, anyValue)
		}
	}
	for _, field := range q.All {
		v.Add(paramAll, field)
	}
	for _, in := range q.In {
		v.Set(paramIn+in.Field, in.Text)
	}
	for _, field := range q.Fold {
		v.Add(paramFold, field)
	}
	for _, field := range q.Unfold {
		v.Add(paramUnfold, field)
	}
	for _, column := range q.Columns {
		v.Add(paramColumn, column)
	}
	return v
}

// Clone returns a copy that shares no slices with q, to be changed at will.
func (q Query) Clone() Query {
	q.Conditions = slices.Clone(q.Conditions)
	for i := range q.Conditions {
		q.Conditions[i].Include = slices.Clone(q.Conditions[i].Include)
		q.Conditions[i].Exclude = slices.Clone(q.Conditions[i].Exclude)
	}
	q.All = slices.Clone(q.All)
	q.In = slices.Clone(q.In)
	q.Fold, q.Unfold, q.Columns = slices.Clone(q.Fold), slices.Clone(q.Unfold), slices.Clone(q.Columns)
	return q
}
