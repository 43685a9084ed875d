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
	Years    *Years
	Pictures []Picture
	Lists    []Picture
}

// Example is a search that finds something in this catalogue.
type Example struct {
	Label string
	Query search.Query
	Found Headline
}

// URL is where the example leads.
func (e Example) URL() string { return SearchURL(e.Query) }

// Fields that the first page draws large, beside the years, and those that it lists.
var (
	homePictures = []string{models.FieldOrganism, models.FieldTechnology}
	homeLists    = []string{models.FieldTissue, models.FieldDisease, models.FieldPlatform}
)

// NewHomePage makes the view of the first page from the answer to the empty query and from examples whose numbers were
// looked up.
func NewHomePage(r *search.Result, examples []Example) HomePage {
	p := HomePage{Size: Headline{r.Total.Samples, r.Total.Experiments}, Examples: examples}
	p.Head = Head{
		Box: BoxNone, Counted: OnGeneration(r.Generation),
		Description: p.Size.Words() + ". Find them by organism, technology, tissue, disease and more. Every number is exact: " +
			"each sample is counted once, however many experiments share it.",
	}
	p.Years, p.Pictures, p.Lists = wholeCatalogue(r, homePictures, homeLists)
	return p
}

// wholeCatalogue draws the answer to the empty query.
func wholeCatalogue(r *search.Result, pictured, listed []string) (*Years, []Picture, []Picture) {
	draw := func(names []string, shown int) (list []Picture) {
		for _, name := range names {
			if facet := r.Facet(name); facet != nil {
				list = append(list, newPicture(search.Query{}, facet, shown, allPagesURL(name)))
			}
		}
		return list
	}
	var years *Years
	if facet := r.Facet(fieldYear); facet != nil {
		years = newYears(search.Query{}, facet)
	}
	return years, draw(pictured, valuesInPicture), draw(listed, valuesInList)
}

// allPagesURL leads to all values of a field: to the list of their pages where they have any, else to the search.
func allPagesURL(field string) string {
	switch field {
	case models.FieldOrganism, models.FieldPlatform:
		return ValuesPath(field)
	}
	return allValuesURL(search.Query{}, field)
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
	tissue, hasTissue := topBucket(r, models.FieldTissue)
	if hasTissue {
		add("Samples of "+tissue.Label, only(models.FieldTissue, tissue))
	}
	if disease, ok := topBucket(r, models.FieldDisease, healthy...); ok {
		add(disease.Label+", female", only(models.FieldDisease, disease), search.Condition{Field: models.FieldSex, Include: []string{"female"}})
	}
	if text, plain := asText(tissue.Label); plain && hasTissue && hasTechnology {
		q := ValueQuery(models.FieldTechnology, technology.Value)
		q.Text = text
		list = append(list, Example{Label: "Experiments that mention “" + tissue.Label + "”, " + technology.Label, Query: q})
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

// topBucket is the reported value that the most experiments have, passing over some: one huge study says little of a catalogue.
func topBucket(r *search.Result, field string, but ...string) (search.Bucket, bool) {
	facet := r.Facet(field)
	if facet == nil {
		return search.Bucket{}, false
	}
	var top search.Bucket
	for _, b := range facet.Buckets {
		if !b.NotReported && b.Samples > 0 && !has(but, b.Value) && b.Experiments > top.Experiments {
			top = b
		}
	}
	return top, top.Experiments > 0
}
