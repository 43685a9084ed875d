package suggest

import (
	"slices"

	"github.com/facetome/facetome/models"
)

// CommonNames lists what an organism is called beside its scientific name, in the order of the table; none where nobody calls it otherwise.
func CommonNames(organism string) []string {
	return slices.Clone(commonNames()[models.Fold(organism)])
}

// Called says whether a text is a common name or the abbreviation of an organism: "human", "E. coli".
func Called(organism, text string) bool {
	text = fold(text)
	if text == "" {
		return false
	}
	names := append(CommonNames(organism), abbreviated(organism))
	return slices.ContainsFunc(names, func(name string) bool { return fold(name) == text })
}
