-- What an index has to look at again: the experiments of which something changed that an index holds, with the version of the catalogue that
-- changed them last. The same tables as in ../sqlite; keep the two in step.

-- +goose Up
ALTER TABLE catalogue_state ADD COLUMN changes_since BIGINT NOT NULL DEFAULT 0 CHECK (changes_since >= 0); -- later versions are remembered
UPDATE catalogue_state SET changes_since = version;

CREATE TABLE changes (
    accession_code TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (accession_code <> ''), -- an experiment's own, also of one that is no more
    version        BIGINT NOT NULL CHECK (version > 0)
);
CREATE INDEX changes_version ON changes (version);
