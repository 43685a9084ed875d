package search

import (
	"context"
	"errors"
	"iter"
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
	// SampleHits. All come from one generation.
	Export(context.Context, Query) iter.Seq2[Hit, error]
	// Info describes the generation that answers now. ErrNoIndex before the first index.
	Info(context.Context) (Info, error)
}

// Indexer builds an engine's generations.
type Indexer interface {
	// Begin starts a new generation beside the one that serves. It fails with ErrBusy where another process builds one.
	Begin(ctx context.Context, catalogueVersion int64) (Generation, error)
}

// Generation is an index that is being built. Nobody sees it before Commit.
type Generation interface {
	// Add takes one experiment, with all its samples. Experiments come in order of accession code.
	Add(context.Context, *Document) error
	// Counts returns how many experiments and distinct samples were added.
	Counts() Total
	// Commit makes the generation the one that serves, atomically, and drops those that nobody needs any more.
	Commit(context.Context) error
	// Abort drops it; after Commit it does nothing.
	Abort() error
}

// Info describes a generation.
type Info struct {
	Generation       string // its name, in pages and JSON
	CatalogueVersion int64  // models.State.Version it was built from
	Total            Total
}
