package search

import (
	"context"
	"errors"
	"iter"
	"time"
)

// ErrNoIndex says that nothing was indexed yet.
var ErrNoIndex = errors.New("the catalogue has no search index yet: run `facetome reindex`")

// ErrUnavailable says that an engine's server is down, too slow, or answers in part only. Numbers that may be incomplete are never given.
var ErrUnavailable = errors.New("the search engine does not answer")

// ErrBusy says that another process builds a generation.
var ErrBusy = errors.New("another process is building the search index")

// Engine answers queries. All engines give the same numbers: searchtest holds them to it. Safe for concurrent use.
type Engine interface {
	// Search answers one page of a query, with the counts of all facets. ErrNoIndex before the first index.
	Search(context.Context, Query) (*Result, error)
	// Export yields every hit of a query in its order, whatever its page and size: ExperimentHits or, with the samples view,
	// SampleHits. All come from one generation, of which began, which may be nil, is told the name before the first hit.
	Export(ctx context.Context, q Query, began func(generation string)) iter.Seq2[Hit, error]
	// Info describes the generation that answers now. ErrNoIndex before the first index.
	Info(context.Context) (Info, error)
}

// Indexer builds an engine's generations.
type Indexer interface {
	// Begin starts a new generation beside the one that serves, with nothing in it. It fails with ErrBusy where another process builds one.
	Begin(context.Context, Basis) (Generation, error)
	// Amend starts a new generation that begins as the one that serves, without the experiments of some accession codes, which are in byte order: those
	// of them that the catalogue still has are added again, and what they share with others is put right in both. Everything else must be as it was.
	// ErrNoIndex where no generation serves that this program can read, ErrBusy as with Begin.
	Amend(ctx context.Context, b Basis, changed []string) (Generation, error)
	// Held yields what the generation that serves holds of each experiment, in byte order of accession codes.
	Held(context.Context) iter.Seq2[Held, error]
}

// Basis is what a generation is built from, beside documents.
type Basis struct {
	CatalogueVersion int64  // models.State.Version
	Labels           Labels // of the whole catalogue
}

// Generation is an index that is being built. Nobody sees it before Commit.
type Generation interface {
	// Add takes one experiment, with all its samples. Experiments come in order of accession code.
	Add(context.Context, *Document) error
	// Counts returns how many experiments and distinct samples the generation holds, those that it began with included. Nothing can be added after it.
	Counts(context.Context) (Total, error)
	// Commit makes the generation the one that serves, atomically, and drops those that nobody needs any more. After an error it does not serve. What
	// cannot be dropped is no error: the next Begin or Amend tries again, and says if it cannot either.
	Commit(context.Context) error
	// Abort drops it; after Commit it does nothing.
	Abort() error
}

// Held is what a generation holds of one experiment.
type Held struct {
	AccessionCode string
	Samples       int    // as it would be counted
	Checksum      uint64 // Document.Checksum of what was added
}

// Info describes a generation.
type Info struct {
	Generation       string // its name, in pages and JSON
	CatalogueVersion int64  // models.State.Version it was built from
	Total            Total
	Committed        time.Time // when it began to serve
}

// Inspector is an engine that can say how it is, for administrators.
type Inspector interface {
	// Status asks now. An engine that cannot be reached is a Status with a Trouble, not an error.
	Status(context.Context) Status
}

// Status is how an engine is.
type Status struct {
	Engine  string // "Elasticsearch", or "inside the program"
	Version string // of its server; empty inside the program
	Health  string // of a cluster: green, yellow, red
	Nodes   int    // of a cluster
	Bytes   int64  // on disk, of the generation that serves, without copies
	Free    int64  // bytes left on the disk, the fullest node's; negative where it is not known
	Trouble string // why it does not answer; empty where all is well
}
