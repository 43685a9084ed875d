-- The imports, as the catalogue page tells of them. The same tables as in ../postgres; keep the two in step.

-- +goose Up
CREATE TABLE imports (
    id                INTEGER PRIMARY KEY,
    started           TIMESTAMP NOT NULL,
    finished          TIMESTAMP,
    state             TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled', 'unfinished')),
    reason            TEXT NOT NULL,
    named             TEXT NOT NULL,
    files             INTEGER NOT NULL CHECK (files >= 0),
    left_out          INTEGER NOT NULL CHECK (left_out >= 0),
    problems          INTEGER NOT NULL CHECK (problems >= 0),
    experiments       INTEGER NOT NULL CHECK (experiments >= 0),
    samples           INTEGER NOT NULL CHECK (samples >= 0),
    records_new       INTEGER NOT NULL CHECK (records_new >= 0),
    records_changed   INTEGER NOT NULL CHECK (records_changed >= 0),
    records_same      INTEGER NOT NULL CHECK (records_same >= 0),
    records_merged    INTEGER NOT NULL CHECK (records_merged >= 0),
    formats           TEXT NOT NULL CHECK (json_valid(formats)), -- files by format
    catalogue_version INTEGER NOT NULL CHECK (catalogue_version >= 0),
    CHECK ((finished IS NULL) = (state IN ('running', 'unfinished')))
);
