-- As of the links of 00005: the importer alone writes these rows, and gives out the ids that they name. Nothing of it is needed in ../sqlite.

-- +goose Up
ALTER TABLE value_set_values DROP CONSTRAINT IF EXISTS value_set_values_value_id_fkey;
ALTER TABLE sample_series DROP CONSTRAINT IF EXISTS sample_series_sample_id_fkey;
