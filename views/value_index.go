package views

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// ValueIndexSize is how many values a page of the list shows: a screen or two more than the usual hundred or so.
const ValueIndexSize = 200

// The orders of the list of values, as its URL says them; by samples is the default.
const (
	BySamples     = "samples"
	ByExperiments = "experiments"
	ByName        = "name"
)

// ValueIndexQuery is what the list of a field's values is asked for, as its URL says it.
type ValueIndexQuery struct {
	Find string // part of the name, the code or a common name
	Sort string
	Page int // from 1
}

// URL is the list's address; defaults and blanks are left out.
func (q ValueIndexQuery) URL(path string) string {
	v := url.Values{}
	if q.Find != "" {
		v.Set("find", q.Find)
	}
	if q.Sort != BySamples {
		v.Set("sort", q.Sort)
	}
	if q.Page > 1 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	return withQuery(path, v)
}

// ValueIndexPage lists all organisms or all platforms.
type ValueIndexPage struct {
	Head        Head
	Title       string
	Path        string
	Field       *search.Field
	Italic      bool
	Query       ValueIndexQuery
	Hint        string // in the box that finds
	Position    string
	Columns     []ValueColumn
	Rows        []ValueRow
	NotReported *PictureRow
	Pages       Pagination
	Nothing     string // said where nothing is found
}

// ValueColumn is a column that can be sorted by.
type ValueColumn struct {
	Label, URL, Ink string
	Sorted          string // as aria-sort says it; empty where it is not
}

// ValueRow is one value.
type ValueRow struct {
	Label, URL, Code, Also     string
	Samples, Experiments       int
	SamplesURL, ExperimentsURL string
	SamplesBar                 string
}

// NewValueIndexPage makes the list of a field's values from the answer to the empty query. common gives the common names of an organism.
func NewValueIndexPage(all *search.Result, field string, q ValueIndexQuery, common func(string) []string) ValueIndexPage {
	facet := all.Facet(field)
	f := facet.Field
	reported, notReported := splitBuckets(facet.Buckets)
	path := ValuesPath(f.Name)
	title := strings.ToUpper(f.Many[:1]) + f.Many[1:]
	p := ValueIndexPage{
		Title: title, Path: path, Field: f, Italic: f.Name == models.FieldOrganism, Query: q,
		Hint: "Find among " + number(len(reported)) + " " + f.Many,
		Head: Head{
			Title: number(len(reported)) + " " + f.Many, Address: q.URL(path),
			Description: "All " + number(len(reported)) + " " + f.Many + " of the catalogue, each with its unique samples and experiments.",
			Counted:     OnGeneration(all.Generation),
		},
	}
	found := slices.DeleteFunc(slices.Clone(reported), func(b search.Bucket) bool {
		return !containsFold(b.Label, q.Find) && !containsFold(b.Value, q.Find) &&
			!slices.ContainsFunc(common(b.Value), func(name string) bool { return containsFold(name, q.Find) })
	})
	slices.SortStableFunc(found, func(a, b search.Bucket) int {
		switch q.Sort {
		case ByExperiments:
			return cmp.Compare(b.Experiments, a.Experiments)
		case ByName:
			return strings.Compare(models.Fold(a.Label), models.Fold(b.Label))
		}
		return cmp.Compare(b.Samples, a.Samples)
	})
	most := mostSamples(reported)
	first := min((q.Page-1)*ValueIndexSize, len(found))
	for _, b := range found[first:min(first+ValueIndexSize, len(found))] {
		p.Rows = append(p.Rows, newValueRow(f.Name, b, most, common))
	}
	if notReported != nil && notReported.Samples+notReported.Experiments > 0 && q.Find == "" {
		row := newPictureRow(search.Query{}, f, *notReported)
		p.NotReported = &row
	}
	if len(found) == 0 {
		p.Nothing = "No " + f.Noun() + " of the catalogue contains “" + q.Find + "”."
	}
	p.Position = position(q.Page, ValueIndexSize, len(found))
	p.Pages = NewPagination(q.Page, pageCount(len(found), ValueIndexSize), func(page int) string {
		q := q
		q.Page = page
		return q.URL(path)
	})
	for _, column := range []ValueColumn{{Label: f.Label, URL: ByName}, {Label: "Unique samples", URL: BySamples, Ink: "ink-samples"}, {Label: "Experiments", URL: ByExperiments, Ink: "ink-experiments"}} {
		by := ValueIndexQuery{Find: q.Find, Sort: column.URL}
		if q.Sort == by.Sort {
			column.Sorted = "descending"
			if by.Sort == ByName {
				column.Sorted = "ascending"
			}
		}
		column.URL = by.URL(path)
		p.Columns = append(p.Columns, column)
	}
	return p
}

func newValueRow(field string, b search.Bucket, most int, common func(string) []string) ValueRow {
	row := ValueRow{
		Label: b.Label, URL: TermURL(field, b.Value), Also: strings.Join(common(b.Value), ", "),
		Samples: b.Samples, Experiments: b.Experiments, SamplesBar: share(b.Samples, most),
		SamplesURL: SearchURL(inView(ValueQuery(field, b.Value), search.ViewSamples)), ExperimentsURL: ValueURL(field, b.Value),
	}
	if b.Label == "" {
		row.Label = b.Value
	}
	if row.Label != b.Value {
		row.Code = b.Value
	}
	return row
}

// FindValue returns the value of a facet that a slug means: its own, in any case, or else what pages may lead to it from: a name that is called so.
func FindValue(facet *search.Facet, slug string, called func(value, text string) bool) (search.Bucket, bool) {
	key := models.Fold(Slug(slug))
	text := strings.ReplaceAll(slug, "_", " ")
	for _, is := range []func(search.Bucket) bool{
		func(b search.Bucket) bool { return Slug(b.Value) == Slug(slug) },
		func(b search.Bucket) bool { return models.Fold(Slug(b.Value)) == key },
		func(b search.Bucket) bool { return called(b.Value, text) },
	} {
		for _, b := range facet.Buckets {
			if !b.NotReported && is(b) {
				return b, true
			}
		}
	}
	return search.Bucket{}, false
}
