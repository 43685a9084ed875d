-- A code may be named by several experiments or samples (identity.go says when), and a source is the file, not its name.
-- The same as in ../sqlite; keep the two in step.

-- +goose Up
ALTER TABLE catalogue_state ADD COLUMN identity BIGINT NOT NULL DEFAULT 0; -- the rule by which records were parted into experiments and samples

ALTER TABLE sources RENAME COLUMN name TO key;
ALTER TABLE sources ADD COLUMN name TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE sources SET name = key, key = 'name:' || key;

ALTER TABLE experiment_accessions -- every code of an experiment, its own included
    ADD COLUMN shared BOOLEAN NOT NULL DEFAULT FALSE, -- others name it too
    ADD COLUMN means  BOOLEAN NOT NULL DEFAULT TRUE,  -- where it is looked up, it means this one
    DROP CONSTRAINT experiment_accessions_pkey,
    ADD PRIMARY KEY (accession_code, experiment_id);

ALTER TABLE sample_accessions -- the same of samples
    ADD COLUMN shared BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN means  BOOLEAN NOT NULL DEFAULT TRUE,
    DROP CONSTRAINT sample_accessions_pkey,
    ADD PRIMARY KEY (accession_code, sample_id);
