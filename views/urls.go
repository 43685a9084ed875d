package views

import (
	"net/url"
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// Paths of the site. Handlers serve them, pages link to them.
const (
	HomePath       = "/"
	SearchPath     = "/search"
	HelpPath       = "/help"
	ExperimentPath = "/experiments/"
	SamplePath     = "/samples/"
	CataloguePath  = "/catalogue"
	SourcesPath    = CataloguePath + "/sources"
	OrganismsPath  = "/organisms"
	PlatformsPath  = "/platforms"
)

// Endings of a parameter that holds one end of a range: a form without script can not write "year=2012..2018" into one
// box from two. The search handler joins them.
const (
	FromEnd = ".from"
	ToEnd   = ".to"
)

// SearchURL is the one URL of a query.
func SearchURL(q search.Query) string { return withQuery(SearchPath, q.Values()) }

// DataURL is the URL of the same query as data: "json", "csv" or "tsv".
func DataURL(q search.Query, format string) string {
	return withQuery(SearchPath+"."+format, q.Values())
}

func withQuery(path string, v url.Values) string {
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// ExperimentURL is the page of an experiment.
func ExperimentURL(code string) string { return ExperimentPath + url.PathEscape(code) }

// SampleURL is the page of a sample.
func SampleURL(code string) string { return SamplePath + url.PathEscape(code) }

// OrganismURL is the page of an organism: /organisms/Homo_sapiens.
func OrganismURL(name string) string { return OrganismsPath + "/" + url.PathEscape(Slug(name)) }

// PlatformURL is the page of a platform, by its accession code: /platforms/GPL570.
func PlatformURL(code string) string { return PlatformsPath + "/" + url.PathEscape(Slug(code)) }

// Slug is a value as the last part of its page's path: blanks are written as underscores, which nobody has to escape. Pages are found by
// the slugs of all values, so that a value with an underscore of its own has its page, too.
func Slug(value string) string { return strings.ReplaceAll(value, " ", "_") }

// TermURL is where a value of a field leads on pages that are no search: an organism and a platform have pages of their own, other values
// lead to their search.
func TermURL(field, value string) string {
	switch field {
	case models.FieldOrganism:
		return OrganismURL(value)
	case models.FieldPlatform:
		return PlatformURL(value)
	}
	return ValueURL(field, value)
}

// ValueURL is the search for one value of one field.
func ValueURL(field, value string) string {
	return SearchURL(withCondition(search.Query{}, field, func(c *search.Condition) { c.Include = []string{value} }))
}

// withCondition returns q with the condition of one field changed, on its first page, since other hits follow.
func withCondition(q search.Query, field string, change func(*search.Condition)) search.Query {
	q = q.Clone()
	q.Page = 1
	i := slices.IndexFunc(q.Conditions, func(c search.Condition) bool { return c.Field == field })
	if i < 0 {
		i = len(q.Conditions)
		q.Conditions = append(q.Conditions, search.Condition{Field: field})
	}
	change(&q.Conditions[i])
	q.Conditions = slices.DeleteFunc(q.Conditions, search.Condition.Empty)
	slices.SortStableFunc(q.Conditions, func(a, b search.Condition) int { return fieldNumber(a.Field) - fieldNumber(b.Field) })
	return q
}

// cleared returns q without any condition and text; its view stays, and its order where it needs no text.
func cleared(q search.Query) search.Query {
	q = withoutText(q)
	q.Conditions = nil
	return q
}

// withoutText returns q without its text, on the first page. Hits that were ordered by relevance have the usual order then.
func withoutText(q search.Query) search.Query {
	q = q.Clone()
	q.Text, q.Codes, q.Page = "", nil, 1
	if q.Sort == search.SortRelevance {
		q.Sort = q.DefaultSort()
	}
	return q
}

// withPage returns another page of q.
func withPage(q search.Query, page int) search.Query {
	q.Page = page
	return q
}

// withAll returns q with the facet of a field showing all of its values, or a few.
func withAll(q search.Query, field string, all bool) search.Query {
	q = q.Clone()
	q.All = withoutField(q.All, field)
	if all {
		q.All = withField(q.All, field)
	}
	return q
}

// withoutIn returns q with the values of a facet no longer narrowed by a text.
func withoutIn(q search.Query, field string) search.Query {
	q = q.Clone()
	q.In = slices.DeleteFunc(q.In, func(in search.In) bool { return in.Field == field })
	return q
}

func fieldNumber(name string) int {
	return slices.IndexFunc(search.Fields, func(f *search.Field) bool { return f.Name == name })
}

// put adds a value to a condition's list, which stays sorted as search.Parse sorts it.
func put(values []string, value string) []string {
	if has(values, value) {
		return values
	}
	values = append(values, value)
	slices.SortFunc(values, func(a, b string) int { return strings.Compare(models.Fold(a), models.Fold(b)) })
	return values
}

// drop takes a value out of a condition's list.
func drop(values []string, value string) []string {
	key := models.Fold(value)
	return slices.DeleteFunc(values, func(v string) bool { return models.Fold(v) == key })
}

func has(values []string, value string) bool {
	key := models.Fold(value)
	return slices.ContainsFunc(values, func(v string) bool { return models.Fold(v) == key })
}

// parameter is one name and value of a URL, as a form's control sends it.
type parameter struct{ Name, Value string }

// parameters returns what a condition says in the URL.
func parameters(c search.Condition) []parameter {
	v := search.Query{Conditions: []search.Condition{c}}.Values()
	var list []parameter
	for _, name := range []string{c.Field, c.Field + "!"} {
		for _, value := range v[name] {
			list = append(list, parameter{name, value})
		}
	}
	return list
}

// included and excluded are the parameters of one value; a blank value is "not reported".
func included(field, value string) parameter {
	c := search.Condition{Field: field, Include: []string{value}}
	if value == "" {
		c = search.Condition{Field: field, NotReported: true}
	}
	return parameters(c)[0]
}

func excluded(field, value string) parameter {
	c := search.Condition{Field: field, Exclude: []string{value}}
	if value == "" {
		c = search.Condition{Field: field, Reported: true}
	}
	return parameters(c)[0]
}

// External returns a link of somebody else's data if it leads to the web, else nothing: a record may hold any text.
func External(link string) string {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return u.String()
}
