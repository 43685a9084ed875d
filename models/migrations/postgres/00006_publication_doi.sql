-- Publications are looked up by their DOI, which is compared in small letters; their PubMed id is in their key.
-- The same as in ../sqlite; keep the two in step.

-- +goose Up
CREATE INDEX publications_doi ON publications (lower(doi));
