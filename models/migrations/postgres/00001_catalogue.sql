-- The catalogue. Ids are given out by the importer, which is alone in writing. Text is compared byte by byte (COLLATE "C").
-- The same tables as in ../sqlite; keep the two in step.

-- +goose Up
CREATE TABLE catalogue_state (
    id          BIGINT PRIMARY KEY CHECK (id = 1), -- one row
    version     BIGINT NOT NULL CHECK (version >= 0),
    experiments BIGINT NOT NULL CHECK (experiments >= 0),
    samples     BIGINT NOT NULL CHECK (samples >= 0),
    synthetic   BOOLEAN NOT NULL
);
INSERT INTO catalogue_state (id, version, experiments, samples, synthetic) VALUES (1, 0, 0, 0, FALSE);

CREATE TABLE sources (
    id     BIGINT PRIMARY KEY,
    name   TEXT COLLATE "C" NOT NULL UNIQUE CHECK (name <> ''),
    format TEXT NOT NULL CHECK (format <> '')
);

-- Experiments

CREATE TABLE experiments (
    id                    BIGINT PRIMARY KEY,
    accession_code        TEXT COLLATE "C" NOT NULL UNIQUE CHECK (accession_code <> ''),
    title                 TEXT NOT NULL,
    description           TEXT NOT NULL,
    protocol              TEXT NOT NULL,
    source_database       TEXT NOT NULL,
    source_url            TEXT NOT NULL,
    submitter_institution TEXT NOT NULL,
    has_publication       BOOLEAN NOT NULL,
    first_published       TIMESTAMPTZ,
    last_modified         TIMESTAMPTZ,
    synthetic             BOOLEAN NOT NULL
);

CREATE TABLE experiment_accessions ( -- every code of an experiment, its own included
    accession_code TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (accession_code <> ''),
    experiment_id  BIGINT NOT NULL REFERENCES experiments ON DELETE CASCADE
);
CREATE INDEX experiment_accessions_experiment ON experiment_accessions (experiment_id);

CREATE TABLE experiment_records (
    id             BIGINT PRIMARY KEY,
    experiment_id  BIGINT NOT NULL REFERENCES experiments ON DELETE CASCADE,
    source_id      BIGINT NOT NULL REFERENCES sources,
    accession_code TEXT COLLATE "C" NOT NULL CHECK (accession_code <> ''),
    body           TEXT NOT NULL CHECK (body::json IS NOT NULL),
    UNIQUE (source_id, accession_code)
);
CREATE INDEX experiment_records_experiment ON experiment_records (experiment_id);

CREATE TABLE publications (
    id        BIGINT PRIMARY KEY,
    key       TEXT COLLATE "C" NOT NULL UNIQUE CHECK (key <> ''),
    pubmed_id TEXT NOT NULL,
    doi       TEXT NOT NULL,
    title     TEXT NOT NULL,
    authors   TEXT NOT NULL CHECK (authors::json IS NOT NULL) -- a JSON list
);

CREATE TABLE experiment_publications (
    experiment_id  BIGINT NOT NULL REFERENCES experiments ON DELETE CASCADE,
    publication_id BIGINT NOT NULL REFERENCES publications ON DELETE CASCADE,
    PRIMARY KEY (experiment_id, publication_id)
);
CREATE INDEX experiment_publications_publication ON experiment_publications (publication_id);

-- Samples

CREATE TABLE samples (
    id             BIGINT PRIMARY KEY,
    accession_code TEXT COLLATE "C" NOT NULL UNIQUE CHECK (accession_code <> ''),
    title          TEXT NOT NULL
);

CREATE TABLE sample_accessions ( -- every code of a sample, its own included
    accession_code TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (accession_code <> ''),
    sample_id      BIGINT NOT NULL REFERENCES samples ON DELETE CASCADE
);
CREATE INDEX sample_accessions_sample ON sample_accessions (sample_id);

CREATE TABLE sample_records (
    id             BIGINT PRIMARY KEY,
    sample_id      BIGINT NOT NULL REFERENCES samples ON DELETE CASCADE,
    source_id      BIGINT NOT NULL REFERENCES sources,
    accession_code TEXT COLLATE "C" NOT NULL CHECK (accession_code <> ''),
    body           TEXT NOT NULL CHECK (body::json IS NOT NULL),
    UNIQUE (source_id, accession_code)
);
CREATE INDEX sample_records_sample ON sample_records (sample_id);

CREATE TABLE sample_series ( -- series that samples name themselves; they need not be in the catalogue
    sample_id      BIGINT NOT NULL REFERENCES samples ON DELETE CASCADE,
    accession_code TEXT COLLATE "C" NOT NULL CHECK (accession_code <> ''),
    PRIMARY KEY (sample_id, accession_code)
);
CREATE INDEX sample_series_accession_code ON sample_series (accession_code);

CREATE TABLE experiment_samples (
    experiment_id BIGINT NOT NULL REFERENCES experiments ON DELETE CASCADE,
    sample_id     BIGINT NOT NULL REFERENCES samples ON DELETE CASCADE,
    PRIMARY KEY (experiment_id, sample_id)
);
CREATE INDEX experiment_samples_sample ON experiment_samples (sample_id);

-- Values

CREATE TABLE organisms (
    id          BIGINT PRIMARY KEY,
    key         TEXT COLLATE "C" NOT NULL UNIQUE CHECK (key <> ''),
    name        TEXT COLLATE "C" NOT NULL CHECK (name <> ''),
    taxonomy_id BIGINT NOT NULL CHECK (taxonomy_id >= 0)
);

CREATE TABLE platforms (
    id             BIGINT PRIMARY KEY,
    key            TEXT COLLATE "C" NOT NULL UNIQUE CHECK (key <> ''),
    accession_code TEXT COLLATE "C" NOT NULL CHECK (accession_code <> ''),
    name           TEXT COLLATE "C" NOT NULL
);

CREATE TABLE platform_records ( -- what a source says of a platform itself
    source_id      BIGINT NOT NULL REFERENCES sources,
    accession_code TEXT COLLATE "C" NOT NULL CHECK (accession_code <> ''),
    platform_id    BIGINT NOT NULL REFERENCES platforms ON DELETE CASCADE,
    name           TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (source_id, accession_code)
);
CREATE INDEX platform_records_platform ON platform_records (platform_id);

CREATE TABLE field_values (
    id          BIGINT PRIMARY KEY,
    field       TEXT NOT NULL CHECK (field <> ''),
    key         TEXT COLLATE "C" NOT NULL CHECK (key <> ''),
    label       TEXT COLLATE "C" NOT NULL CHECK (label <> ''),
    name        TEXT COLLATE "C" NOT NULL,                            -- of a platform, as samples say it
    taxonomy_id BIGINT NOT NULL CHECK (taxonomy_id >= 0), -- of an organism, likewise
    organism_id BIGINT REFERENCES organisms,
    platform_id BIGINT REFERENCES platforms,
    CHECK ((organism_id IS NOT NULL) = (field = 'organism')),
    CHECK ((platform_id IS NOT NULL) = (field = 'platform')),
    UNIQUE (field, label, name, taxonomy_id)
);
CREATE INDEX field_values_key ON field_values (field, key);
CREATE INDEX field_values_organism ON field_values (organism_id) WHERE organism_id IS NOT NULL;
CREATE INDEX field_values_platform ON field_values (platform_id) WHERE platform_id IS NOT NULL;

CREATE TABLE sample_values (
    sample_id BIGINT NOT NULL REFERENCES samples ON DELETE CASCADE,
    value_id  BIGINT NOT NULL REFERENCES field_values,
    PRIMARY KEY (sample_id, value_id)
);
CREATE INDEX sample_values_value ON sample_values (value_id);
