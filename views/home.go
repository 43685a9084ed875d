package views

import (
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// HomePage is the first page.
type HomePage struct {
	Head     Head
	Size     Headline
	Examples []Example
	Tops     []Top
}

// Example is a search that finds something in this catalogue.
type Example struct {
	Label string
	Query search.Query
	Found Headline
}

// URL is where the example leads.
func (e Example) URL() string { return SearchURL(e.Query) }

// Top lists the largest values of a field.
type Top struct {
	Label  string
	Italic bool
	Rows   []FacetRow // links only: Toggle is the search for the value
	All    Link
}

// topValues is how many values of a field the home page shows.
const topValues = 6

// NewHomePage makes the view of the first page from the answer to the empty query and from examples whose numbers were
// looked up.
func NewHomePage(r *search.Result, examples []Example) HomePage {
	p := HomePage{
		Head: Head{
			Box:         BoxNone,
			Description: "Find transcriptome experiments and the samples in them. Every number is exact: each sample is counted once.",
		},
		Size: Headline{r.Total.Samples, r.Total.Experiments}, Examples: examples,
	}
	for _, field := range []string{models.FieldOrganism, models.FieldTechnology, models.FieldTissue} {
		if facet := r.Facet(field); facet != nil {
			p.Tops = append(p.Tops, newTop(facet))
		}
	}
	return p
}

func newTop(facet *search.Facet) Top {
	f := facet.Field
	empty := search.Query{}
	top := Top{Label: f.Label, Italic: f.Name == models.FieldOrganism}
	reported, _ := splitBuckets(facet.Buckets)
	most := mostSamples(reported)
	for i, b := range reported {
		if i == topValues {
			top.All = Link{"All " + number(len(reported)) + " " + f.Many, SearchURL(withAll(empty, f.Name, true))}
			break
		}
		row := newRow(empty, f, search.Condition{Field: f.Name}, b, most)
		row.Toggle = ValueURL(f.Name, b.Value)
		top.Rows = append(top.Rows, row)
	}
	return top
}

// ExampleQueries proposes searches from what the catalogue holds most of; their numbers are still to be looked up.
func ExampleQueries(r *search.Result) []Example {
	var list []Example
	add := func(label string, conditions ...search.Condition) {
		q := search.Query{}
		for _, c := range conditions {
			q = withCondition(q, c.Field, func(into *search.Condition) { *into = c })
		}
		list = append(list, Example{Label: label, Query: q})
	}
	only := func(field string, b search.Bucket) search.Condition {
		return search.Condition{Field: field, Include: []string{b.Value}}
	}
	organism, hasOrganism := topBucket(r, models.FieldOrganism)
	technology, hasTechnology := topBucket(r, models.FieldTechnology)
	if hasOrganism && hasTechnology {
		add(organism.Label+", "+technology.Label, only(models.FieldOrganism, organism), only(models.FieldTechnology, technology))
	}
	if tissue, ok := topBucket(r, models.FieldTissue); ok {
		add("Samples of "+tissue.Label, only(models.FieldTissue, tissue))
		if disease, ok := topBucket(r, models.FieldDisease, healthy...); ok {
			add(disease.Label+", female", only(models.FieldDisease, disease), search.Condition{Field: models.FieldSex, Include: []string{"female"}})
		}
	}
	if hasOrganism {
		add("Everything but "+organism.Label, search.Condition{Field: models.FieldOrganism, Exclude: []string{organism.Value}})
	}
	add("Large and published", search.Condition{Field: "samples", Include: []string{search.From(100).String()}},
		search.Condition{Field: fieldPublication, Include: []string{"yes"}})
	newest := search.Query{Sort: search.SortNewest}
	list = append(list, Example{Label: "The newest first", Query: newest})
	return list
}

// healthy are the values of the field "disease" that name none; an example is to name one.
var healthy = []string{"normal", "healthy", "healthy control", "control", "none", "unaffected"}

// topBucket is the reported value with the most samples, passing over some.
func topBucket(r *search.Result, field string, but ...string) (search.Bucket, bool) {
	facet := r.Facet(field)
	if facet == nil {
		return search.Bucket{}, false
	}
	for _, b := range facet.Buckets {
		if !b.NotReported && b.Samples > 0 && !has(but, b.Value) {
			return b, true
		}
	}
	return search.Bucket{}, false
}
