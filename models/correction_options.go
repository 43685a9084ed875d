package models

import "slices"

// CorrectedOptions lists the values that a field can be corrected to, where it cannot have others; nil is any.
func CorrectedOptions(field string) []string {
	switch field {
	case FieldProcessed:
		return []string{"yes", "no"}
	case FieldTechnology:
		return slices.Clone(technologies)
	}
	return nil
}
