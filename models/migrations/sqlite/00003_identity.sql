-- A code may be named by several experiments or samples (identity.go says when), and a source is the file, not its name.
-- The same as in ../postgres; keep the two in step.

-- +goose Up
ALTER TABLE catalogue_state ADD COLUMN identity INTEGER NOT NULL DEFAULT 0; -- the rule by which records were parted into experiments and samples

ALTER TABLE sources RENAME COLUMN name TO key;
ALTER TABLE sources ADD COLUMN name TEXT NOT NULL DEFAULT '';
UPDATE sources SET name = key, key = 'name:' || key;

CREATE TABLE experiment_codes ( -- every code of an experiment, its own included
    accession_code TEXT NOT NULL CHECK (accession_code <> ''),
    experiment_id  INTEGER NOT NULL REFERENCES experiments ON DELETE CASCADE,
    shared         BOOLEAN NOT NULL CHECK (shared IN (0, 1)), -- others name it too
    means          BOOLEAN NOT NULL CHECK (means IN (0, 1)),  -- where it is looked up, it means this one
    PRIMARY KEY (accession_code, experiment_id)
) WITHOUT ROWID;
INSERT INTO experiment_codes SELECT accession_code, experiment_id, FALSE, TRUE FROM experiment_accessions;
DROP TABLE experiment_accessions;
ALTER TABLE experiment_codes RENAME TO experiment_accessions;
CREATE INDEX experiment_accessions_experiment ON experiment_accessions (experiment_id);

CREATE TABLE sample_codes ( -- the same of samples
    accession_code TEXT NOT NULL CHECK (accession_code <> ''),
    sample_id      INTEGER NOT NULL REFERENCES samples ON DELETE CASCADE,
    shared         BOOLEAN NOT NULL CHECK (shared IN (0, 1)),
    means          BOOLEAN NOT NULL CHECK (means IN (0, 1)),
    PRIMARY KEY (accession_code, sample_id)
) WITHOUT ROWID;
INSERT INTO sample_codes SELECT accession_code, sample_id, FALSE, TRUE FROM sample_accessions;
DROP TABLE sample_accessions;
ALTER TABLE sample_codes RENAME TO sample_accessions;
CREATE INDEX sample_accessions_sample ON sample_accessions (sample_id);
