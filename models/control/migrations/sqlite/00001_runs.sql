-- What is worked on and was worked on: runs that build, amend and check indices, and imports. The same tables as in ../postgres; keep the two in step.

-- +goose Up
CREATE TABLE runs (
    id                INTEGER PRIMARY KEY,
    kind              TEXT NOT NULL CHECK (kind IN ('rebuild', 'changes', 'check', 'repair', 'import')),
    target            TEXT NOT NULL, -- of which one run works at a time; empty where several may
    asked_by          TEXT NOT NULL CHECK (asked_by <> ''),
    worker            TEXT NOT NULL CHECK (worker <> ''),
    sign              TEXT NOT NULL,
    state             TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
    step              TEXT NOT NULL,
    done              INTEGER NOT NULL CHECK (done >= 0),
    total             INTEGER NOT NULL CHECK (total >= 0),
    started           TIMESTAMP NOT NULL,
    finished          TIMESTAMP,
    expires           TIMESTAMP NOT NULL,
    cancel_asked_by   TEXT NOT NULL,
    reason            TEXT NOT NULL,
    generation        TEXT NOT NULL,
    catalogue_version INTEGER NOT NULL CHECK (catalogue_version >= 0),
    experiments       INTEGER NOT NULL CHECK (experiments >= 0),
    samples           INTEGER NOT NULL CHECK (samples >= 0),
    changed           INTEGER NOT NULL CHECK (changed >= 0),
    drift             TEXT NOT NULL CHECK (drift = '' OR json_valid(drift)),
    details           TEXT NOT NULL CHECK (details = '' OR json_valid(details)),
    CHECK ((finished IS NULL) = (state = 'running'))
);
CREATE UNIQUE INDEX runs_one_at_a_time ON runs (target) WHERE state = 'running' AND target <> '';
CREATE INDEX runs_running ON runs (id) WHERE state = 'running';
