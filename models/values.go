package models

import (
	"database/sql"
	"fmt"
)

// readValues reads values by their ids, with their organisms and platforms: those of a condition, or all.
func (s *session) readValues(where string, args ...any) (map[uint]*Value, error) {
	values := map[uint]*Value{}
	return values, s.query(`SELECT v.id, v.field, v.key, v.label, o.id, o.key, o.name, o.taxonomy_id, p.id, p.key, p.accession_code, p.name
		FROM field_values v LEFT JOIN organisms o ON o.id = v.organism_id LEFT JOIN platforms p ON p.id = v.platform_id `+where, func(rows *sql.Rows) error {
		v := &Value{}
		var organism struct {
			id, taxonomyID sql.Null[int64]
			key, name      sql.Null[string]
		}
		var platform struct {
			id              sql.Null[int64]
			key, code, name sql.Null[string]
		}
		if err := rows.Scan(&v.ID, &v.Field, &v.Key, &v.Label, &organism.id, &organism.key, &organism.name, &organism.taxonomyID,
			&platform.id, &platform.key, &platform.code, &platform.name); err != nil {
			return err
		}
		if organism.id.Valid {
			v.Organism = &Organism{ID: uint(organism.id.V), Key: organism.key.V, Name: organism.name.V, TaxonomyID: int(organism.taxonomyID.V)}
			v.OrganismID = &v.Organism.ID
		}
		if platform.id.Valid {
			v.Platform = &Platform{ID: uint(platform.id.V), Key: platform.key.V, AccessionCode: platform.code.V, Name: platform.name.V}
			v.PlatformID = &v.Platform.ID
		}
		values[v.ID] = v
		return nil
	}, args...)
}

// valuesOf is readValues for some ids.
func (s *session) valuesOf(ids []uint) (map[uint]*Value, error) {
	arg, err := list(s, ids)
	if err != nil {
		return nil, err
	}
	return s.readValues("WHERE v.id IN "+s.ids(), arg)
}

// valueIDs counts how often ids stand in lists of values, which a query gives.
func (s *session) valueIDs(query string, args ...any) (map[uint]int, error) {
	found := map[uint]int{}
	return found, s.query(query, func(rows *sql.Rows) error {
		var ids string
		if err := rows.Scan(&ids); err != nil {
			return err
		}
		if err := eachID(ids, func(id uint) { found[id]++ }); err != nil {
			return fmt.Errorf("the values of a sample: %w", err)
		}
		return nil
	}, args...)
}
