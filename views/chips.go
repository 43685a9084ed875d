package views

import (
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// Chip is one filter that is on, and the link that takes it off.
type Chip struct {
	Field    string // "Organism"
	Label    string // "Homo sapiens"
	Excluded bool
	Italic   bool
	Remove   string // URL
}

// Words are the chip as text: "Organism: Homo sapiens", "Disease: not melanoma".
func (c Chip) Words() string { return c.Field + ": " + c.not() + c.Label }

func (c Chip) not() string {
	if c.Excluded {
		return "not "
	}
	return ""
}

// textChip is the text as a chip.
func textChip(q search.Query) []Chip {
	if q.Text == "" {
		return nil
	}
	return []Chip{{Field: "Text", Label: excerpt(q.Text, maxChipText), Remove: SearchURL(withoutText(q))}}
}

// maxChipText is how many characters of the text a chip shows; all of it stands in the search box.
const maxChipText = 60

// NewChips lists the filters that are on, in the order of the facets.
func NewChips(q search.Query, r *search.Result) []Chip {
	var chips []Chip
	for _, c := range q.Conditions {
		f := search.FieldByName(c.Field)
		add := func(label string, excluded bool, remove func(*search.Condition)) {
			chips = append(chips, Chip{
				Field: f.Label, Label: label, Excluded: excluded,
				Italic: f.Name == models.FieldOrganism && label != NotReported && label != anyReported,
				Remove: SearchURL(withCondition(q, f.Name, remove)),
			})
		}
		for _, value := range c.Include {
			add(labelIn(r, f, value), false, func(c *search.Condition) { c.Include = drop(c.Include, value) })
		}
		if c.Reported {
			add(anyReported, false, func(c *search.Condition) { c.Reported = false })
		}
		if c.NotReported {
			add(NotReported, false, func(c *search.Condition) { c.NotReported = false })
		}
		for _, value := range c.Exclude {
			add(labelIn(r, f, value), true, func(c *search.Condition) { c.Exclude = drop(c.Exclude, value) })
		}
	}
	return chips
}

const anyReported = "any reported"

// labelIn is how a facet of the result spells a value.
func labelIn(r *search.Result, f *search.Field, value string) string {
	if f.IsRange() {
		if rng, ok := search.ParseRange(value); ok {
			return rangeLabel(f.Name, rng)
		}
		return value
	}
	if r != nil {
		if facet := r.Facet(f.Name); facet != nil {
			for _, b := range facet.Buckets {
				if !b.NotReported && models.Fold(b.Value) == models.Fold(value) {
					return bucketLabel(f, b)
				}
			}
		}
	}
	return valueLabel(f.Name, value, value)
}
