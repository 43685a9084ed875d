package models_test

import (
	"context"
	"testing"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// TestValueIDs opens a catalogue that had a row for each sample and value.
func TestValueIDs(t *testing.T) {
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		ctx, address := context.Background(), dsn()
		old, err := models.OpenAt(ctx, address, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{
			"INSERT INTO samples (id, accession_code, title) VALUES (3, 'GSM3', ''), (4, 'GSM4', ''), (5, 'GSM5', ''), (6, 'GSM6', ''), (7, 'GSM7', '')",
			`INSERT INTO field_values (id, field, key, label, name, taxonomy_id) VALUES
				(2, 'tissue', 'liver', 'liver', '', 0), (10, 'sex', 'female', 'female', '', 0), (11, 'sex', 'male', 'male', '', 0)`,
			"INSERT INTO sample_values (sample_id, value_id) VALUES (3, 2), (3, 10), (4, 11), (4, 2), (5, 10), (5, 2), (6, 2)",
			"UPDATE catalogue_state SET version = 1, samples = 5",
		} {
			if err := old.DB().Exec(statement).Error; err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		if err := old.Close(); err != nil {
			t.Fatal(err)
		}
		store, err := models.Open(ctx, address)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		same(t, "values of samples", []string{"3 2", "3 10", "4 2", "4 11", "5 2", "5 10", "6 2"},
			rows(t, store, "SELECT sample_id || ' ' || value_id FROM sample_values ORDER BY sample_id, value_id"))
		same(t, "values of rows", []string{"2,10", "2,11", "2,10", "2", ""}, rows(t, store, "SELECT value_ids FROM samples ORDER BY id"))
		carried := func() []string {
			return rows(t, store, "SELECT label || ' ' || samples FROM field_values ORDER BY label")
		}
		same(t, "counts", []string{"female 2", "liver 4", "male 1"}, carried())

		// What is imported from now on is counted beside it.
		from(t, store, "a", models.SampleBody{AccessionCode: "GSM8", Values: []models.FieldValue{{Field: models.FieldTissue, Value: "liver"}}})
		same(t, "counts with a later sample", []string{"female 2", "liver 5", "male 1"}, carried())
	})
}

// TestValuesAreCounted imports replicates, corrects one of them, then the others, and one of them twice in an import.
func TestValuesAreCounted(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		carried := func() []string {
			return rows(t, store, "SELECT label || ' ' || samples FROM field_values ORDER BY label")
		}
		sample := func(code, tissue string) models.SampleBody {
			return models.SampleBody{AccessionCode: code, Values: []models.FieldValue{
				{Field: models.FieldTissue, Value: tissue}, {Field: models.FieldSex, Value: "female"}}}
		}
		from(t, store, "a", sample("GSM1", "liver"), sample("GSM2", "liver"), sample("GSM3", "liver"), models.SampleBody{AccessionCode: "GSM4"})
		same(t, "three alike", []string{"female 3", "liver 3"}, carried())
		from(t, store, "a", sample("GSM2", "brain"))
		same(t, "one corrected", []string{"brain 1", "female 3", "liver 2"}, carried())
		from(t, store, "a", sample("GSM1", "brain"), sample("GSM3", "brain"))
		same(t, "the others corrected", []string{"brain 3", "female 3"}, carried())
		from(t, store, "a", sample("GSM3", "skin"), sample("GSM3", "brain"))
		same(t, "corrected and taken back", []string{"brain 3", "female 3"}, carried())
	})
}

// rows reads a column of texts.
func rows(t *testing.T, store *models.Store, query string) []string {
	t.Helper()
	var texts []string
	if err := store.DB().Raw(query).Scan(&texts).Error; err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return texts
}
