package models_test

import (
	"context"
	"testing"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// TestValueSets opens a catalogue that had a row for each sample and value.
func TestValueSets(t *testing.T) {
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
		same(t, "sets", []string{"3", "4", "3", "6", "none"},
			rows(t, store, "SELECT coalesce(CAST(value_set_id AS TEXT), 'none') FROM samples ORDER BY id"))

		// What is imported from now on does not take a set for one of those.
		from(t, store, "a", models.SampleBody{AccessionCode: "GSM8", Values: []models.FieldValue{{Field: models.FieldTissue, Value: "liver"}}})
		same(t, "set of a later sample", []string{"7"}, rows(t, store, "SELECT CAST(value_set_id AS TEXT) FROM samples WHERE accession_code = 'GSM8'"))
	})
}

// TestSamplesShareSets imports replicates, corrects one of them, and then the others.
func TestSamplesShareSets(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		sets := func() []string {
			return rows(t, store, `SELECT (SELECT count(*) FROM samples WHERE value_set_id = s.value_set_id) || ' have ' || count(*)
				FROM value_set_values s GROUP BY value_set_id ORDER BY 1`)
		}
		sample := func(code, tissue string) models.SampleBody {
			return models.SampleBody{AccessionCode: code, Values: []models.FieldValue{
				{Field: models.FieldTissue, Value: tissue}, {Field: models.FieldSex, Value: "female"}}}
		}
		from(t, store, "a", sample("GSM1", "liver"), sample("GSM2", "liver"), sample("GSM3", "liver"), models.SampleBody{AccessionCode: "GSM4"})
		same(t, "three alike", []string{"3 have 2"}, sets())
		from(t, store, "a", sample("GSM2", "brain"))
		same(t, "one corrected", []string{"1 have 2", "2 have 2"}, sets())
		from(t, store, "a", sample("GSM1", "brain"), sample("GSM3", "brain"))
		same(t, "the others corrected", []string{"1 have 2", "2 have 2"}, sets())
		same(t, "values", []string{"brain", "female"}, rows(t, store, "SELECT label FROM field_values ORDER BY label"))
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
