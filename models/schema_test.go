package models_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// TestConstraints breaks every rule that the database itself must hold, by statements that go round the Writer.
func TestConstraints(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		experiment := func(values string) string {
			return `INSERT INTO experiments (id, accession_code, title, description, protocol, source_database, source_url, submitter_institution,
				has_publication, synthetic) VALUES (` + values + `, '', '', '', '', '', FALSE, FALSE)`
		}
		type rule struct{ name, ok, broken string }
		rules := []rule{
			{"an experiment's code is unique", experiment("91, 'new', ''"), experiment("92, 'GSE1', ''")},
			{"an experiment has a code", experiment("93, 'newer', ''"), experiment("94, '', ''")},
			{"an experiment's title is not null", experiment("95, 'newest', ''"), experiment("96, 'other', NULL")},
			{"a code is of an experiment once", "INSERT INTO experiment_accessions (accession_code, experiment_id, shared, means) VALUES ('new', 91, FALSE, TRUE)",
				"INSERT INTO experiment_accessions (accession_code, experiment_id, shared, means) VALUES ('new', 91, TRUE, TRUE)"},
			{"a sample's code is unique", "INSERT INTO samples (id, accession_code, title) VALUES (91, 'new', '')",
				"INSERT INTO samples (id, accession_code, title) VALUES (92, 'GSM1', '')"},
			{"a code is of a sample once", "INSERT INTO sample_accessions (accession_code, sample_id, shared, means) VALUES ('new', 91, FALSE, TRUE)",
				"INSERT INTO sample_accessions (accession_code, sample_id, shared, means) VALUES ('new', 91, TRUE, TRUE)"},
			{"a sample is in an experiment once", "INSERT INTO experiment_samples (experiment_id, sample_id) VALUES (91, 91)",
				"INSERT INTO experiment_samples (experiment_id, sample_id) VALUES (91, 91)"},
			{"a source's key is unique", "INSERT INTO sources (id, key, name, format) VALUES (91, 'new', 'a.jsonl', 'x')",
				"INSERT INTO sources (id, key, name, format) VALUES (92, 'a.jsonl', 'new', 'x')"},
			{"a source says one thing of a sample", "INSERT INTO sample_records (id, sample_id, source_id, accession_code, body) VALUES (91, 91, 91, 'x', '{}')",
				"INSERT INTO sample_records (id, sample_id, source_id, accession_code, body) VALUES (93, 91, 91, 'x', '{}')"},
			{"an experiment's record is JSON", "INSERT INTO experiment_records (id, experiment_id, source_id, accession_code, body) VALUES (91, 91, 91, 'x', '{}')",
				"INSERT INTO experiment_records (id, experiment_id, source_id, accession_code, body) VALUES (92, 91, 91, 'y', 'text')"},
			{"a source with records stays", "", "DELETE FROM sources WHERE id = 91"},
			{"a publication's key is unique", "INSERT INTO publications (id, key, pubmed_id, doi, title, authors) VALUES (91, 'new', '', '', '', '[]')",
				"INSERT INTO publications (id, key, pubmed_id, doi, title, authors) VALUES (92, 'pmid:1', '', '', '', '[]')"},
			{"an organism's key is unique", "INSERT INTO organisms (id, key, name, taxonomy_id) VALUES (91, 'new', 'New', 0)",
				"INSERT INTO organisms (id, key, name, taxonomy_id) VALUES (92, 'homo sapiens', 'H', 0)"},
			{"a taxonomy id is none or above", "", "INSERT INTO organisms (id, key, name, taxonomy_id) VALUES (93, 'newer', 'New', -1)"},
			{"a platform's key is unique", "INSERT INTO platforms (id, key, accession_code, name) VALUES (91, 'new', 'New', '')",
				"INSERT INTO platforms (id, key, accession_code, name) VALUES (92, 'gpl570', 'GPL570', '')"},
			{"a value is there once", "INSERT INTO field_values (id, field, key, label, name, taxonomy_id) VALUES (91, 'tissue', 'new', 'New', '', 0)",
				"INSERT INTO field_values (id, field, key, label, name, taxonomy_id) VALUES (92, 'tissue', 'liver', 'liver', '', 0)"},
			{"an organism's value has an organism", "",
				"INSERT INTO field_values (id, field, key, label, name, taxonomy_id) VALUES (93, 'organism', 'new', 'New', '', 0)"},
			{"and no other has", "",
				"INSERT INTO field_values (id, field, key, label, name, taxonomy_id, organism_id) VALUES (94, 'tissue', 'newer', 'Newer', '', 0, 91)"},
			{"an organism that values have stays", "", "DELETE FROM organisms WHERE key = 'homo sapiens'"},
			{"no value is carried by less than no sample", "", "UPDATE field_values SET samples = -1 WHERE label = 'liver'"},
			{"one state", "UPDATE catalogue_state SET version = version + 1",
				"INSERT INTO catalogue_state (id, version, experiments, samples, synthetic) VALUES (2, 0, 0, 0, FALSE)"},
		}
		if store.DB().Name() == "sqlite" { // PostgreSQL leaves it to the importer that these links name what there is
			rules = append(rules, []rule{
				{"a code is of a sample that there is", "INSERT INTO sample_accessions (accession_code, sample_id, shared, means) VALUES ('new 2', 91, FALSE, TRUE)",
					"INSERT INTO sample_accessions (accession_code, sample_id, shared, means) VALUES ('new 3', 999, FALSE, TRUE)"},
				{"a record is of a source that there is", "", "INSERT INTO sample_records (id, sample_id, source_id, accession_code, body) VALUES (92, 91, 999, 'x', '{}')"},
				{"a sample's record is JSON", "", "INSERT INTO sample_records (id, sample_id, source_id, accession_code, body) VALUES (94, 91, 91, 'y', '{')"},
				{"a code is of an experiment that there is", "", "INSERT INTO experiment_accessions (accession_code, experiment_id, shared, means) VALUES ('new 3', 999, FALSE, TRUE)"},
				{"in an experiment that there is", "", "INSERT INTO experiment_samples (experiment_id, sample_id) VALUES (999, 91)"},
				{"a sample that there is", "", "INSERT INTO experiment_samples (experiment_id, sample_id) VALUES (91, 999)"},
			}...)
		}
		for _, rule := range rules {
			if rule.ok != "" {
				if err := store.DB().Exec(rule.ok).Error; err != nil {
					t.Errorf("%s: %s: %v", rule.name, rule.ok, err)
				}
			}
			err := store.DB().Exec(rule.broken).Error
			if err == nil {
				t.Errorf("%s: %s was taken", rule.name, rule.broken)
			} else if !strings.Contains(strings.ToLower(err.Error()), "constraint") && !strings.Contains(err.Error(), "json") {
				t.Errorf("%s: %v", rule.name, err)
			}
		}

		// What belongs to an entity goes with it.
		if store.DB().Name() != "sqlite" {
			return
		}
		if err := store.DB().Exec("DELETE FROM samples WHERE id = 91").Error; err != nil {
			t.Error(err)
		}
		if err := store.DB().Exec("DELETE FROM experiments WHERE id = 91").Error; err != nil {
			t.Error(err)
		}
		for _, query := range []string{
			"SELECT count(*) FROM sample_accessions WHERE sample_id = 91", "SELECT count(*) FROM sample_values WHERE sample_id = 91",
			"SELECT count(*) FROM sample_records WHERE sample_id = 91", "SELECT count(*) FROM experiment_samples WHERE sample_id = 91",
			"SELECT count(*) FROM experiment_accessions WHERE experiment_id = 91", "SELECT count(*) FROM experiment_records WHERE experiment_id = 91",
		} {
			var left int
			if err := store.DB().Raw(query).Scan(&left).Error; err != nil || left != 0 {
				t.Errorf("%s: %d, %v", query, left, err)
			}
		}
	})
}

// TestBothSchemasAgree compares the tables of SQLite and PostgreSQL, column by column.
func TestBothSchemasAgree(t *testing.T) {
	t.Parallel()
	columns := map[string][]string{}
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		query := `SELECT m.name || '.' || c.name || CASE WHEN c."notnull" = 0 AND c.pk = 0 THEN ' or null' ELSE '' END
			FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`
		if store.DB().Name() == "postgres" {
			query = `SELECT table_name || '.' || column_name || CASE WHEN is_nullable = 'YES' THEN ' or null' ELSE '' END
				FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
				WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`
		}
		var all []string
		if err := store.DB().Raw(query).Scan(&all).Error; err != nil {
			t.Fatal(err)
		}
		all = slices.DeleteFunc(all, func(c string) bool { return strings.HasPrefix(c, "goose_") || strings.HasPrefix(c, "sqlite_") })
		slices.Sort(all)
		columns[store.DB().Name()] = all
		if len(all) < 50 {
			t.Errorf("%d columns", len(all))
		}
	})
	if len(columns) == 2 {
		same(t, "SQLite and PostgreSQL", columns["sqlite"], columns["postgres"])
	}
}

// TestTextIsInByteOrder holds both databases to the order of Go, whatever the server's own is.
func TestTextIsInByteOrder(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		codes := []string{"b", "A", "a", "B", "ä", "a 1", "a-1", "a1", "Z9", "z9", "_"}
		for _, code := range codes {
			from(t, store, "a", models.ExperimentBody{AccessionCode: code})
		}
		var got []string
		err := store.Snapshot(context.Background(), func(s *models.Snapshot) error {
			return s.Each(context.Background(), func(e *models.Experiment) error { got = append(got, e.AccessionCode); return nil })
		})
		if err != nil {
			t.Fatal(err)
		}
		same(t, "order", sorted(codes), got)
	})
}
