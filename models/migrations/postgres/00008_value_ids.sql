-- The values of a sample stand in its own row, and a value knows how many samples carry it: a sample is one row to write, in place of one
-- and several links, each with its indexes. sample_values stays what it was to whoever reads it.
-- The same tables as in ../sqlite; keep the two in step.

-- +goose Up
ALTER TABLE field_values ADD COLUMN samples BIGINT NOT NULL DEFAULT 0 CHECK (samples >= 0); -- that carry it
UPDATE field_values SET samples = carried.n
    FROM (SELECT value_id, count(*) AS n FROM sample_values GROUP BY value_id) carried WHERE carried.value_id = field_values.id;

ALTER TABLE samples ADD COLUMN value_ids TEXT NOT NULL DEFAULT ''; -- of field_values, with commas between them
UPDATE samples SET value_ids = sets.value_ids
    FROM (SELECT value_set_id, string_agg(CAST(value_id AS TEXT), ',' ORDER BY value_id) AS value_ids FROM value_set_values GROUP BY value_set_id) sets
    WHERE sets.value_set_id = samples.value_set_id;

DROP VIEW sample_values;
DROP TABLE value_set_values;
ALTER TABLE samples DROP COLUMN value_set_id; -- and its index
CREATE VIEW sample_values AS
    SELECT s.id AS sample_id, v.value_id FROM samples s CROSS JOIN LATERAL unnest(CAST(string_to_array(s.value_ids, ',') AS BIGINT[])) AS v(value_id);

-- As of the links of 00005: the importer alone writes these rows, gives out the ids that they name, and encodes the bodies.
ALTER TABLE sample_records DROP CONSTRAINT IF EXISTS sample_records_body_check;
ALTER TABLE experiment_accessions DROP CONSTRAINT IF EXISTS experiment_accessions_experiment_id_fkey;
ALTER TABLE experiment_records DROP CONSTRAINT IF EXISTS experiment_records_experiment_id_fkey;
ALTER TABLE experiment_publications DROP CONSTRAINT IF EXISTS experiment_publications_experiment_id_fkey,
    DROP CONSTRAINT IF EXISTS experiment_publications_publication_id_fkey;
