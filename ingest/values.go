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
	list     []models.FieldValue
	replaced []valueKey        // values that were in the list
	many     map[valueKey]bool // all, folded, once they are many: to look at each would take longer
}

// valueKey is what makes two values the same; they are compared folded.
type valueKey struct{ field, value string }

func (l *valueList) add(values ...models.FieldValue) {
	if l.list == nil && len(values) > 0 {
		l.list = make([]models.FieldValue, 0, usualValues)
	}
	for _, v := range values {
		if l.take(valueKey{v.Field, v.Value}) {
			l.list = append(l.list, v)
		}
	}
}

// take tells whether a value is new.
func (l *valueList) take(key valueKey) bool {
	if l.many == nil && len(l.list)+len(l.replaced) < usualValues {
		return !l.holds(key)
	}
	if l.many == nil {
		l.many = make(map[valueKey]bool, 2*usualValues)
		for _, k := range l.replaced {
			l.many[k.folded()] = true
		}
		for _, v := range l.list {
			l.many[valueKey{v.Field, v.Value}.folded()] = true
		}
	}
	key = key.folded()
	known := l.many[key]
	l.many[key] = true
	return !known
}

// holds looks at each value.
func (l *valueList) holds(key valueKey) bool {
	for i := range l.list {
		if key.is(l.list[i].Field, l.list[i].Value) {
			return true
		}
	}
	return slices.ContainsFunc(l.replaced, func(k valueKey) bool { return key.is(k.field, k.value) })
}

// is compares; most fields have one value, which need not be folded.
func (k valueKey) is(field, value string) bool {
	return k.field == field && (k.value == value || models.Fold(k.value) == models.Fold(value))
}

func (k valueKey) folded() valueKey { return valueKey{k.field, models.Fold(k.value)} }

// replace puts a value in the place of the first of its field that it is better than.
func (l *valueList) replace(v models.FieldValue, better func(v, than models.FieldValue) bool) {
	for i, old := range l.list {
		if old.Field == v.Field && better(v, old) {
			l.take(valueKey{v.Field, v.Value}) // into many
			l.list[i] = v
			l.replaced = append(l.replaced, valueKey{old.Field, old.Value})
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
