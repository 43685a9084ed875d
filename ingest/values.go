package ingest

import (
	"unicode"

	"github.com/facetome/facetome/models"
)

// usualValues is how many values most samples have at most.
const usualValues = 12

// valueList collects a sample's values, each spelling once a field.
type valueList struct {
	list []models.FieldValue
	seen map[[2]string]bool
}

func (l *valueList) add(values ...models.FieldValue) {
	if l.seen == nil && len(values) > 0 {
		l.seen = make(map[[2]string]bool, usualValues)
		l.list = make([]models.FieldValue, 0, usualValues)
	}
	for _, v := range values {
		if key := [2]string{v.Field, models.Fold(v.Value)}; !l.seen[key] {
			l.seen[key] = true
			l.list = append(l.list, v)
		}
	}
}

// replace puts a value in the place of the first of its field that it is better than.
func (l *valueList) replace(v models.FieldValue, better func(v, than models.FieldValue) bool) {
	for i, old := range l.list {
		if old.Field == v.Field && better(v, old) {
			l.list[i], l.seen[[2]string{v.Field, models.Fold(v.Value)}] = v, true
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
