-- Samples that carry the same values share one set of them: replicates mostly do, so that there are several times fewer rows than with a
-- row for each sample and value. sample_values stays what it was to whoever reads it.
-- The same tables as in ../sqlite; keep the two in step.

-- +goose Up
ALTER TABLE samples ADD COLUMN value_set_id BIGINT; -- null is a sample without values

CREATE TABLE value_set_values (
    value_set_id BIGINT NOT NULL, -- several sets may hold the same values
    value_id     BIGINT NOT NULL REFERENCES field_values,
    PRIMARY KEY (value_set_id, value_id)
);

-- Of the samples that carry the same values, the smallest id is that of their set.
CREATE TEMPORARY TABLE sets AS
    SELECT sample_id, min(sample_id) OVER (PARTITION BY value_ids) AS value_set_id
    FROM (SELECT sample_id, string_agg(CAST(value_id AS TEXT), ' ' ORDER BY value_id) AS value_ids FROM sample_values GROUP BY sample_id) of_sample;
CREATE UNIQUE INDEX sets_sample ON sets (sample_id);
UPDATE samples SET value_set_id = (SELECT value_set_id FROM sets WHERE sample_id = samples.id);
INSERT INTO value_set_values (value_set_id, value_id)
    SELECT sample_id, value_id FROM sample_values WHERE sample_id IN (SELECT value_set_id FROM sets);
DROP TABLE sets;
DROP TABLE sample_values;

CREATE INDEX samples_value_set ON samples (value_set_id) WHERE value_set_id IS NOT NULL;
CREATE INDEX value_set_values_value ON value_set_values (value_id);
CREATE VIEW sample_values AS
    SELECT s.id AS sample_id, v.value_id FROM samples s JOIN value_set_values v ON v.value_set_id = s.value_set_id;

-- Whether an experiment is made up is asked after every import.
CREATE INDEX experiments_synthetic ON experiments (id) WHERE synthetic;

-- The importer alone writes these rows, and gives out the ids: a query a row, which checks that there is what it has just written, would take
-- longer than all the rest.
ALTER TABLE sample_accessions DROP CONSTRAINT IF EXISTS sample_accessions_sample_id_fkey;
ALTER TABLE sample_records DROP CONSTRAINT IF EXISTS sample_records_sample_id_fkey, DROP CONSTRAINT IF EXISTS sample_records_source_id_fkey;
ALTER TABLE experiment_samples DROP CONSTRAINT IF EXISTS experiment_samples_experiment_id_fkey, DROP CONSTRAINT IF EXISTS experiment_samples_sample_id_fkey;
