// Package models is the catalogue: experiments, samples, what sources say of them, and the database that holds it all. It knows
// no HTTP and no search engine.
//
// The catalogue is a pure function of its records. A record is what one source (a file) says of one experiment or sample; it is kept
// as it was read. Records that share an accession code are of one entity, and MergeExperiment and MergeSample say what all records of
// an entity say together. Hence the order of imports changes nothing, importing a file twice changes nothing, and a corrected file
// takes back its own words and no others.
//
// The parts:
//
//   - experiment.go, sample.go, record.go: the structs, which are also GORM models;
//   - accession.go, fold.go, clean.go: how codes, values and texts are written and compared;
//   - merge.go, merge_publications.go, identity.go: the pure functions from records to entities;
//   - import.go, writer.go, write_*.go, finish.go: an import, which brings the tables up to date with its records; ahead.go, bulk.go, copy.go: how it
//     writes rows while it goes on; memory.go, codefilter.go: what it need not ask for again;
//   - outbox.go, changes.go: of which experiments an index has to hear again, written in the transaction that changed them;
//   - correct.go, correction.go, hide.go, aside.go: what administrators say over the records, which stay as they are;
//   - read.go, snapshot.go, each*.go: what pages and the indexer read;
//   - open.go, sqlite.go, postgres.go, migrate.go, session.go: SQLite and PostgreSQL.
package models
