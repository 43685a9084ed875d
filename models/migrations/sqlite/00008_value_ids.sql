-- The values of a sample stand in its own row, and a value knows how many samples carry it: a sample is one row to write, in place of one
-- and several links, each with its indexes. sample_values stays what it was to whoever reads it.
-- The same tables as in ../postgres; keep the two in step.

-- +goose Up
ALTER TABLE field_values ADD COLUMN samples INTEGER NOT NULL DEFAULT 0 CHECK (samples >= 0); -- that carry it
UPDATE field_values SET samples = carried.n
    FROM (SELECT value_id, count(*) AS n FROM sample_values GROUP BY value_id) carried WHERE carried.value_id = field_values.id;

ALTER TABLE samples ADD COLUMN value_ids TEXT NOT NULL DEFAULT ''; -- of field_values, with commas between them
UPDATE samples SET value_ids = (SELECT string_agg(CAST(value_id AS TEXT), ',' ORDER BY value_id) FROM value_set_values v
    WHERE v.value_set_id = samples.value_set_id) WHERE value_set_id IN (SELECT value_set_id FROM value_set_values);

DROP VIEW sample_values;
DROP TABLE value_set_values;
DROP INDEX samples_value_set;
ALTER TABLE samples DROP COLUMN value_set_id;
CREATE VIEW sample_values AS
    SELECT s.id AS sample_id, v.value AS value_id FROM samples s JOIN json_each('[' || s.value_ids || ']') v;
