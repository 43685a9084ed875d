package models

import (
	"context"
	"fmt"
)

// ValueCount is how many samples of an experiment carry a value.
type ValueCount struct {
	Field   string // a Field… constant
	Key     string // what is compared
	Label   string // one spelling, the first in byte order; of a platform, its accession code
	Name    string // of a platform: its name; may be empty
	Samples int    // distinct
}

// ExperimentValues counts the values that the samples of an experiment carry: fields in byte order, the commonest values of
// each first, ties by Key.
func (s *Store) ExperimentValues(ctx context.Context, experimentID uint) ([]ValueCount, error) {
	var counts []ValueCount
	err := s.db.WithContext(ctx).Raw(`
		SELECT v.field, v.key, MIN(v.label) AS label, COALESCE(MAX(p.name), '') AS name, COUNT(DISTINCT es.sample_id) AS samples
		FROM experiment_samples es
		JOIN sample_values sv ON sv.sample_id = es.sample_id
		JOIN field_values v ON v.id = sv.value_id
		LEFT JOIN platforms p ON p.id = v.platform_id
		WHERE es.experiment_id = ?
		GROUP BY v.field, v.key
		ORDER BY v.field, samples DESC, v.key`, experimentID).Scan(&counts).Error
	if err != nil {
		return nil, fmt.Errorf("count the values of an experiment: %w", err)
	}
	return counts, nil
}
