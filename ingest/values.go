package ingest

import (
	"slices"
	"unicode"

	"github.com/facetome/facetome/models"
)

// usualValues is how many values most samples have at most.
const usualValues = 12

// valueList collects a sample's values, each spelling once a field.
type valueList struct {
	list []models.FieldValue
	few  []valueKey        // of the list, as long as it is short: a map would take longer
	many map[valueKey]bool // of a longer one
}

// valueKey is what makes two values the same.
type valueKey struct{ field, folded string }

func (l *valueList) add(values ...models.FieldValue) {
	if l.list == nil && len(values) > 0 {
		l.list, l.few = make([]models.FieldValue, 0, usualValues), make([]valueKey, 0, usualValues)
	}
	for _, v := range values {
		if l.take(valueKey{v.Field, models.Fold(v.Value)}) {
			l.list = append(l.list, v)
		}
	}
}

// take remembers a key, and tells whether it is new.
func (l *valueList) take(key valueKey) bool {
	if l.many == nil && len(l.few) == usualValues {
		l.many = make(map[valueKey]bool, 2*usualValues)
		for _, k := range l.few {
			l.many[k] = true
		}
	}
	if l.many == nil {
		if slices.Contains(l.few, key) {
			return false
		}
		l.few = append(l.few, key)
		return true
	}
	known := l.many[key]
	l.many[key] = true
	return !known
}

// replace puts a value in the place of the first of its field that it is better than.
func (l *valueList) replace(v models.FieldValue, better func(v, than models.FieldValue) bool) {
	for i, old := range l.list {
		if old.Field == v.Field && better(v, old) {
			l.list[i] = v
			l.take(valueKey{v.Field, models.Fold(v.Value)})
			return
		}
	}
}

// has tells whether there is a value of the field.
func (l *valueList) has(field string) bool {
	for _, v := range l.list {
		if v.Field == field {
			return true
		}
	}
	return false
}

func isLetter(r rune) bool { return unicode.IsLetter(r) }
