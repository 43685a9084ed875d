package models

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// maxRemembered bounds the values whose ids are remembered in an import; some 200 bytes each. A catalogue of 1.2 million
// samples has about as many in all fields but free text.
const maxRemembered = 200_000

// said is a value as samples say it: a row of field_values. What they say of a platform's name or an organism's number belongs to it,
// so that both are known as long as one sample says so, and no longer.
type said struct {
	field, label, name string
	taxonomyID         int
}

// dictionary knows the ids of values, organisms and platforms.
type dictionary struct {
	ids       map[said]uint
	organisms renewed
	platforms renewed
	complete  bool         // whatever is not in ids is not in the tables
	carried   map[uint]int // by how many samples more, or fewer, a value is carried than before the import
}

// renewed are organisms or platforms by their keys, and those of which the catalogue may now say something else.
type renewed struct {
	ids   map[string]uint
	renew map[uint]bool
}

func newDictionary() *dictionary {
	return &dictionary{
		ids:       map[said]uint{},
		organisms: renewed{map[string]uint{}, map[uint]bool{}},
		platforms: renewed{map[string]uint{}, map[uint]bool{}},
		carried:   map[uint]int{},
	}
}

// next is the dictionary for the import after this one.
func (d *dictionary) next() *dictionary {
	after := newDictionary()
	after.ids, after.organisms.ids, after.platforms.ids, after.complete = d.ids, d.organisms.ids, d.platforms.ids, d.complete
	return after
}

func saidOf(v *FieldValue) said { return said{v.Field, v.Value, v.Name, v.TaxonomyID} }

// writeValues adds the values of samples, and returns the ids of each sample's, as its row has them.
func (w *Writer) writeValues(merged []SampleBody) ([]string, error) {
	d := w.values
	if len(d.ids) > maxRemembered {
		clear(d.ids)
		d.complete = false
	}
	var ids []uint // of all values of all samples; 0 is not known yet
	var open []said
	for i := range merged {
		for j := range merged[i].Values {
			v := saidOf(&merged[i].Values[j])
			id := d.ids[v]
			if ids = append(ids, id); id == 0 {
				open = append(open, v)
			}
		}
	}
	if err := w.knowValues(open); err != nil {
		return nil, err
	}
	texts := make([]string, len(merged))
	var text []byte
	for i := range merged {
		own := ids[:len(merged[i].Values)]
		ids = ids[len(own):]
		for j, id := range own {
			if id == 0 {
				own[j] = d.ids[open[0]]
				open = open[1:]
			}
		}
		text = text[:0]
		for j, id := range distinct(own) {
			if j > 0 {
				text = append(text, idSeparator...)
			}
			text = strconv.AppendUint(text, uint64(id), 10)
			d.carried[id]++
		}
		texts[i] = string(text)
	}
	return texts, nil
}

// knowValues finds the ids of values, and adds those that the tables do not have.
func (w *Writer) knowValues(open []said) error {
	if len(open) == 0 {
		return nil
	}
	if !w.values.complete {
		missing := map[string][]string{} // labels by field
		for _, v := range open {
			missing[v.field] = append(missing[v.field], v.label)
		}
		for _, field := range slices.Sorted(maps.Keys(missing)) {
			if err := w.findValues(field, distinct(missing[field])); err != nil {
				return err
			}
		}
	}
	return w.addValues(open)
}

// dropCarried takes the values of a sample's former row from it.
func (d *dictionary) dropCarried(valueIDs string) error {
	for text := range items(valueIDs, idSeparator) {
		id, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			return fmt.Errorf("the values %q of a sample: %w", valueIDs, err)
		}
		d.carried[uint(id)]--
	}
	return nil
}

// findValues reads the ids of a field's values.
func (w *Writer) findValues(field string, labels []string) error {
	arg, err := list(w.session, labels)
	if err != nil {
		return err
	}
	return w.query("SELECT id, label, name, taxonomy_id FROM field_values WHERE field = ? AND label IN "+w.texts(), func(rows *sql.Rows) error {
		v := said{field: field}
		var id uint
		err := rows.Scan(&id, &v.label, &v.name, &v.taxonomyID)
		w.values.ids[v] = id
		return err
	}, field, arg)
}

// addValues adds to the tables those of the values that they do not have.
func (w *Writer) addValues(open []said) error {
	var added []said
	labels := map[string][]string{} // of organisms and platforms
	for _, v := range open {
		if w.values.ids[v] == 0 {
			w.values.ids[v] = w.newID("field_values")
			added = append(added, v)
			labels[v.field] = append(labels[v.field], v.label)
		}
	}
	organisms, err := w.thingIDs(&w.values.organisms, "organisms", "name", "taxonomy_id", 0, labels[FieldOrganism])
	if err != nil {
		return err
	}
	platforms, err := w.thingIDs(&w.values.platforms, "platforms", "accession_code", "name", "", labels[FieldPlatform])
	if err != nil {
		return err
	}
	values := w.bulk("field_values (id, field, key, label, name, taxonomy_id, organism_id, platform_id)", 8)
	for _, v := range added {
		var organism, platform any
		switch v.field {
		case FieldOrganism:
			organism = int64(organisms[v.label])
		case FieldPlatform:
			platform = int64(platforms[v.label])
		}
		values.add(int64(w.values.ids[v]), v.field, Fold(v.label), v.label, v.name, v.taxonomyID, organism, platform)
	}
	return w.insert(values)
}

// thingIDs returns the ids of organisms or platforms by label, and adds those that the table does not have; their other columns
// are filled when the import ends.
func (w *Writer) thingIDs(r *renewed, table, labelColumn, otherColumn string, other any, labels []string) (map[string]uint, error) {
	var missing []string
	for _, label := range labels {
		if _, known := r.ids[Fold(label)]; !known {
			missing = append(missing, Fold(label))
		}
	}
	if len(missing) > 0 && !w.values.complete {
		arg, err := list(w.session, distinct(missing))
		if err != nil {
			return nil, err
		}
		if err := w.query("SELECT key, id FROM "+table+" WHERE key IN "+w.texts(), func(rows *sql.Rows) error {
			var key string
			var id uint
			err := rows.Scan(&key, &id)
			r.ids[key] = id
			return err
		}, arg); err != nil {
			return nil, err
		}
	}
	ids := map[string]uint{}
	added := w.bulk(table+" (id, key, "+labelColumn+", "+otherColumn+")", 4)
	for _, label := range labels {
		key := Fold(label)
		if _, known := r.ids[key]; !known {
			r.ids[key] = w.newID(table)
			added.add(int64(r.ids[key]), key, label, other)
		}
		ids[label] = r.ids[key]
		r.renew[r.ids[key]] = true
	}
	return ids, w.insert(added)
}
