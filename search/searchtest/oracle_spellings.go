package searchtest

import (
	"context"

	"github.com/facetome/facetome/search"
)

// spelling is how a value is shown.
type spelling struct{ Key, Value, Label string }

// spellings finds the commonest spelling of every value of a field.
func (o *Oracle) spellings(ctx context.Context, f *search.Field) (map[string]spelling, error) {
	if known, ok := o.shown[f]; ok {
		return known, nil
	}
	all, err := o.allSpellings(ctx, f)
	if err != nil {
		return nil, err
	}
	commonest := map[string]spelling{}
	for _, s := range all {
		if _, known := commonest[s.Key]; !known {
			commonest[s.Key] = s
		}
	}
	o.shown[f] = commonest
	return commonest, nil
}

// allSpellings lists every spelling of every value of a field, the commonest first: by distinct samples that are in an
// experiment, or by experiments; of equally common ones the first in byte order.
func (o *Oracle) allSpellings(ctx context.Context, f *search.Field) ([]spelling, error) {
	statement := sql(`SELECT v.key AS key, v.label AS value, COALESCE(NULLIF(p.name, ''), v.label) AS label
		FROM field_values v
		JOIN sample_values sv ON sv.value_id = v.id
		LEFT JOIN platforms p ON p.id = v.platform_id
		WHERE v.field = ? AND EXISTS (SELECT 1 FROM experiment_samples es WHERE es.sample_id = sv.sample_id)
		GROUP BY v.key, v.label, p.name
		ORDER BY COUNT(DISTINCT sv.sample_id) DESC, v.label `+o.dialect.bytes, f.Name)
	if f.Scope == search.OfExperiment {
		column, err := o.dialect.column(f.Name)
		if err != nil {
			return nil, err
		}
		statement = sql(`SELECT key, value, value AS label
			FROM (SELECT e.id, ` + column.key + ` AS key, ` + column.spelling + ` AS value FROM experiments e) x
			WHERE key IS NOT NULL
			GROUP BY key, value
			ORDER BY COUNT(DISTINCT id) DESC, value ` + o.dialect.bytes)
	}
	var all []spelling
	err := o.read(ctx, &all, statement)
	return all, err
}
