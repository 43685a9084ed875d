package views

import (
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// valueLinks leads from values to their searches; a field that is no facet has none.
func valueLinks(field string, terms []search.Term) []Link {
	links := make([]Link, 0, len(terms))
	for _, term := range terms {
		label := valueLabel(field, term.Value, term.Label)
		if field == models.FieldPlatform {
			label = shortName(term)
		}
		link := Link{Label: label}
		if search.FieldByName(field) != nil {
			link.URL = ValueURL(field, term.Value)
		}
		links = append(links, link)
	}
	return links
}

// recordLabel is what people read of a value: a platform's name rather than its code.
func recordLabel(v *models.Value) string {
	if v.Platform != nil && v.Platform.Name != "" {
		return v.Platform.Name
	}
	return v.Label
}
