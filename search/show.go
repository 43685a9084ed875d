package search

import (
	"net/url"
	"slices"

	"github.com/facetome/facetome/models"
)

// Columns of the table of samples that are no sample fields. The accession code always stands first and is none that can be chosen.
const (
	ColumnTitle       = "title"
	ColumnExperiments = "experiments"
)

// Columns lists the columns that the table of samples can have, in its order.
func Columns() []string {
	columns := []string{ColumnTitle}
	for _, f := range SampleFields() {
		columns = append(columns, f.Name)
	}
	return append(columns, ColumnExperiments)
}

// DefaultColumns are those of a query that chooses none: as many as fit on a screen, the same for every query.
func DefaultColumns() []string {
	return []string{
		ColumnTitle, models.FieldOrganism, models.FieldTechnology, models.FieldTissue, models.FieldDisease, models.FieldSex, ColumnExperiments,
	}
}

// ShownColumns are the columns of the query's table of samples.
func (q Query) ShownColumns() []string {
	if len(q.Columns) == 0 {
		return DefaultColumns()
	}
	return q.Columns
}

// SameHits says whether two queries list the same hits on the same page, however their facets and tables are shown.
func (q Query) SameHits(other Query) bool {
	return q.onlyHits().Encode() == other.onlyHits().Encode()
}

// onlyHits is the query's URL without what only shows facets and tables in another way.
func (q Query) onlyHits() url.Values {
	q.All, q.In, q.Fold, q.Unfold, q.Columns = nil, nil, nil, nil, nil
	return q.Values()
}

// named returns those of the known names that a parameter gives, in the order of known. Others are told with what they are not.
func (p *parser) named(param string, known []string, what string) []string {
	given := map[string]bool{}
	for _, name := range p.list(param) {
		if !slices.Contains(known, name) {
			p.warn(param, name, "There is no %s %q%s.", what, shorten(name), didYouMean(nearest(name, known)))
			continue
		}
		given[name] = true
	}
	var list []string
	for _, name := range known {
		if given[name] {
			list = append(list, name)
		}
	}
	return list
}

// shown reads what a URL says of how facets and tables are shown.
func (p *parser) shown(q *Query) {
	q.All = p.named(paramAll, FacetNames(), "facet")
	q.Fold = p.named(paramFold, FacetNames(), "facet")
	for _, field := range p.named(paramUnfold, FacetNames(), "facet") {
		if !slices.Contains(q.Fold, field) {
			q.Unfold = append(q.Unfold, field)
		}
	}
	q.Columns = p.named(paramColumn, Columns(), "column")
	if slices.Equal(q.Columns, DefaultColumns()) {
		q.Columns = nil
	}
}
