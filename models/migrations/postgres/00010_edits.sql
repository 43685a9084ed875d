-- What administrators change: corrections of single fields, and experiments that are hidden. Both stand beside what was imported, which they
-- leave as it is. The same tables as in ../sqlite; keep the two in step.

-- +goose Up
CREATE TABLE corrections (
    id             BIGINT PRIMARY KEY,
    kind           TEXT NOT NULL CHECK (kind IN ('experiment', 'sample')),
    accession_code TEXT COLLATE "C" NOT NULL CHECK (accession_code <> ''), -- its own when it was corrected
    field          TEXT NOT NULL CHECK (field <> ''),
    said           TEXT NOT NULL CHECK (said::json IS NOT NULL), -- a list of values; empty is not reported
    corrected_by   TEXT NOT NULL CHECK (corrected_by <> ''),
    corrected_at   TIMESTAMPTZ NOT NULL,
    undone_by      TEXT NOT NULL DEFAULT '',
    undone_at      TIMESTAMPTZ,
    replaced_by    BIGINT NOT NULL DEFAULT 0, -- the correction that holds in its place
    CHECK ((undone_at IS NULL) = (undone_by = ''))
);

-- The records of hidden experiments. Which those are, is said by codes, so that it holds for what is imported later, too.
CREATE TABLE hidden_experiments (
    accession_code TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (accession_code <> ''), -- its own when it was hidden
    title          TEXT NOT NULL,
    hidden_by      TEXT NOT NULL CHECK (hidden_by <> ''),
    hidden_at      TIMESTAMPTZ NOT NULL,
    reason         TEXT NOT NULL
);

CREATE TABLE hidden_records ( -- of experiments, as in experiment_records
    id             BIGINT PRIMARY KEY,
    source_id      BIGINT NOT NULL REFERENCES sources,
    accession_code TEXT COLLATE "C" NOT NULL CHECK (accession_code <> ''),
    body           TEXT NOT NULL CHECK (body::json IS NOT NULL),
    UNIQUE (source_id, accession_code)
);

CREATE TABLE hidden_accessions ( -- every code that a hidden record is sure to mean
    accession_code TEXT COLLATE "C" NOT NULL CHECK (accession_code <> ''),
    record_id      BIGINT NOT NULL REFERENCES hidden_records ON DELETE CASCADE,
    PRIMARY KEY (accession_code, record_id)
);
CREATE INDEX hidden_accessions_record ON hidden_accessions (record_id);
