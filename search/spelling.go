package search

import "github.com/facetome/facetome/models"

// Spelled returns the query with its values as the catalogue commonly spells them, so that one search has one URL: "homo sapiens" becomes
// "Homo sapiens". r is the query's own result. Values that the catalogue does not have stay as they are.
func (q Query) Spelled(r *Result) Query {
	q = q.Clone()
	for i := range q.Conditions {
		c := &q.Conditions[i]
		facet := r.Facet(c.Field)
		if facet == nil || facet.Field.IsRange() {
			continue
		}
		common := map[string]string{}
		for _, b := range facet.Buckets {
			if b.Selected != Neither && !b.NotReported {
				common[models.Fold(b.Value)] = b.Value
			}
		}
		for _, values := range [][]string{c.Include, c.Exclude} {
			for i, value := range values {
				if spelling, known := common[models.Fold(value)]; known {
					values[i] = spelling // equal when folded: the order stays
				}
			}
		}
	}
	return q
}
