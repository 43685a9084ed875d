package harmonise

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
)

// ageUnit stands in keys.tsv instead of a field, for keys that say the unit of the age beside them.
const ageUnit = "age unit"

// ageWord is a spelling of age.tsv: before the number or after it.
type ageWord struct{ place, word string }

// ageRow is what a spelling names.
type ageRow struct{ unit, since string }

// ageShape parts an age into the words before the number, a bound, one or two numbers, "or more", and the words after them.
var ageShape = regexp.MustCompile(`^([a-z][a-z -]*?)?[ -]?(<=|>=|[<>≤≥])? ?([0-9]+(?:\.[0-9]+|,[0-9]{1,2})?)(?: ?(?:-|–|to) ?([0-9]+(?:\.[0-9]+|,[0-9]{1,2})?))?(\+)?[ -]?(\(?[a-z].*)?$`)

// boundOf spells bounds as models.Age does.
var boundOf = map[string]string{"<": "<", "<=": "≤", "≤": "≤", ">": ">", ">=": "≥", "≥": "≥"}

// oldWords may follow a unit without saying more.
var oldWords = regexp.MustCompile(`[ -](old|of age)$`)

// readAge reads an age as submitters write it: "34 yr", "P7", "8-10 weeks", "E12.5", "65+". unit is that of a bare number, as its key or the
// column beside it says: a spelling of age.tsv, or empty. ok is false where any part of the text is not understood.
func readAge(text, unit string) (age models.Age, ok bool) {
	m := ageShape.FindStringSubmatch(models.Fold(text))
	if m == nil {
		return models.Age{}, false
	}
	before, bound, low, high, more, after := m[1], m[2], m[3], m[4], m[5], m[6]
	if age.Low, ok = parseNumber(low); !ok {
		return models.Age{}, false
	}
	if age.High = age.Low; high != "" {
		if age.High, ok = parseNumber(high); !ok || age.High < age.Low {
			return models.Age{}, false
		}
	}
	switch age.Bound = boundOf[bound]; {
	case bound != "" && (high != "" || more != ""), more != "" && high != "":
		return models.Age{}, false
	case more != "":
		age.Bound = "≥"
	}
	if before == "" && after == "" {
		after = unit
	}
	var first, last ageRow
	if before != "" {
		if first, ok = tables().ages[ageWord{"before", strings.TrimSpace(before)}]; !ok {
			return models.Age{}, false
		}
	}
	if after != "" {
		if last, ok = unitOf(after); !ok {
			return models.Age{}, false
		}
	}
	if before != "" && (first.unit == "") == (last.unit == "") || first.since != "" && last.since != "" {
		return models.Age{}, false // "P7 weeks", "postnatal 7"
	}
	age.Unit, age.Since = first.unit+last.unit, first.since+last.since
	return age, true
}

// unitOf looks up the words after a number.
func unitOf(words string) (ageRow, bool) {
	words = models.Fold(words)
	words = oldWords.ReplaceAllString(words, "")
	if inner, ok := strings.CutPrefix(words, "("); ok && strings.HasSuffix(inner, ")") {
		words = strings.TrimSuffix(inner, ")")
	}
	row, ok := tables().ages[ageWord{"after", words}]
	return row, ok
}

func parseNumber(text string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	return f, err == nil && f < 1e6
}

// SameAgeWithUnit tells whether an age is the number of another, which has no unit, with one.
func SameAgeWithUnit(age, other models.FieldValue) bool {
	a, known := models.ReadAge(age.Value)
	b, number := models.ReadAge(other.Value)
	return known && number && a.Unit != "" && b.Unit == "" && a.Low == b.Low && a.High == b.High && a.Bound == b.Bound
}

// WithAgeUnit gives ages without a unit that which stands under a key of its own ("age_units: Years"), if one and the same does.
func WithAgeUnit(values []models.FieldValue, attributes []models.Attribute) []models.FieldValue {
	var units []string
	for _, a := range attributes {
		if tables().keys[fold(a.Key)].field == ageUnit && !slices.Contains(units, models.Fold(a.Value)) {
			units = append(units, models.Fold(a.Value))
		}
	}
	if len(units) != 1 {
		return values
	}
	for i := range values {
		v := &values[i]
		if v.Field != models.FieldAge {
			continue
		}
		if age, ok := models.ReadAge(v.Value); !ok || age.Unit != "" {
			continue
		}
		raw := v.RawValue
		if raw == "" {
			raw = v.Value
		}
		if age, ok := readAge(raw, units[0]); ok {
			v.Value, v.RawValue = age.String(), raw
		}
	}
	return values
}
