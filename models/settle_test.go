package models_test

import (
	"context"
	"errors"
	"testing"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// TestSettle opens a catalogue that was made when any code that two records shared united them, and when a source was its name.
func TestSettle(t *testing.T) {
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		ctx, address := context.Background(), dsn()
		old, err := models.OpenAt(ctx, address, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{
			"INSERT INTO sources (id, name, format) VALUES (1, 'data/a.jsonl', 'ndjson'), (2, 'b.jsonl', 'ndjson')",
			"INSERT INTO samples (id, accession_code, title) VALUES (1, 'GSM1', 'One')",
			"INSERT INTO sample_accessions (accession_code, sample_id) VALUES ('GSM1', 1), ('GSM2', 1), ('SAMN9', 1)",
			`INSERT INTO sample_records (id, sample_id, source_id, accession_code, body) VALUES
				(1, 1, 1, 'GSM1', '{"accession_code":"GSM1","alternates":["SAMN9"],"title":"One"}'),
				(2, 1, 2, 'GSM2', '{"accession_code":"GSM2","alternates":["SAMN9"],"title":"Two"}')`,
			`INSERT INTO experiments (id, accession_code, title, description, protocol, source_database, source_url, submitter_institution,
				has_publication, synthetic) VALUES (1, 'GSE1', '', '', '', '', '', '', FALSE, FALSE)`,
			"INSERT INTO experiment_accessions (accession_code, experiment_id) VALUES ('GSE1', 1)",
			`INSERT INTO experiment_records (id, experiment_id, source_id, accession_code, body) VALUES
				(1, 1, 1, 'GSE1', '{"accession_code":"GSE1","samples":["SAMN9"]}')`,
			"INSERT INTO experiment_samples (experiment_id, sample_id) VALUES (1, 1)",
			"UPDATE catalogue_state SET version = 3, experiments = 1, samples = 1",
		} {
			if err := old.DB().Exec(statement).Error; err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		if err := old.Close(); err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second time there is nothing to do
			store, err := models.Open(ctx, address)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "state", models.State{Version: 4, Experiments: 1, Samples: 2}, stateOf(t, store))
			same(t, "samples", []string{"GSM1", "GSM2"}, members(t, store, "GSE1"))
			if err := store.Close(); err != nil {
				t.Fatal(err)
			}
		}

		// A file whose path ends as a former source's name is that source, and replaces its own words.
		store, err := models.Open(ctx, address)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		for _, source := range [][2]string{{"file:1", "data/a.jsonl"}, {"file:2", "other/a.jsonl"}} {
			write(t, store, func(w *models.Writer) error {
				return errors.Join(w.Source(source[0], source[1], "ndjson"), w.Sample(models.SampleBody{AccessionCode: "GSM1", Title: "new in " + source[1]}))
			})
		}
		sample, err := store.Sample(ctx, "GSM1")
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, r := range sample.Records {
			said = append(said, r.Source.Key+" "+r.Source.Name+": "+r.Body.Title)
		}
		same(t, "records", []string{"file:1 data/a.jsonl: new in data/a.jsonl", "file:2 other/a.jsonl: new in other/a.jsonl"}, said)
	})
}
