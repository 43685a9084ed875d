package elastic

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/facetome/facetome/search"
)

// formatVersion grows with every change of what the indices hold. A generation of another version counts as none.
const formatVersion = 4

// state says which generation serves, and what it was built from.
type state struct {
	ID               string           `json:"id"` // of the build: names may come again after the cluster was emptied
	Number           int              `json:"number"`
	Format           int              `json:"format"`
	Facets           []string         `json:"facets"` // names of search.Fields
	TextFields       []string         `json:"text_fields"`
	CatalogueVersion int64            `json:"catalogue_version"`
	Total            search.Total     `json:"total"`
	Values           map[string]int   `json:"values"`        // how many values each field with terms has
	Chunks           int              `json:"value_chunks"`  // documents of values in the stored index
	Ranges           map[string][]int `json:"range_numbers"` // of each range without fixed bins: the first and the last number, if there is any
	Committed        time.Time        `json:"committed"`     // when it began to serve, by the clock of who built it
}

// everyIndex are the names of a generation's indices, parted by commas as paths take them.
func (e *Engine) everyIndex(number int) string {
	var names []string
	for _, kind := range indexKinds {
		names = append(names, e.indexOf(number, kind))
	}
	return strings.Join(names, ",")
}

// fits says whether this program can search the generation.
func (s state) fits() bool {
	return s.Format == formatVersion && slices.Equal(s.Facets, search.FacetNames()) && slices.Equal(s.TextFields, search.TextFieldNames())
}

// Documents of the state index.
const (
	currentDocument = "current"
	builderDocument = "builder"
)

func (e *Engine) stateIndex() string { return e.config.Prefix + "-state" }

// nameOf is the generation's name; indexOf that of one of its indices.
func nameOf(number int) string { return fmt.Sprintf("gen-%06d", number) }

func (e *Engine) indexOf(number int, kind string) string {
	return e.config.Prefix + "-" + nameOf(number) + "-" + kind
}

// Kinds of indices of a generation.
const (
	experimentsIndex = "experiments"
	sharedIndex      = "shared"
	storedIndex      = "stored"
)

var indexKinds = []string{experimentsIndex, sharedIndex, storedIndex}

// document is one as the cluster returns it by its id.
type document struct {
	ID          string          `json:"_id"`
	Found       bool            `json:"found"`
	SeqNo       int64           `json:"_seq_no"`
	PrimaryTerm int64           `json:"_primary_term"`
	Error       json.RawMessage `json:"error"` // of one of several documents
	Source      struct {
		Stored json.RawMessage `json:"stored"`
	} `json:"_source"`
}

// readState asks which generation serves; errNotFound where there is none.
func (e *Engine) readState(ctx context.Context) (s state, err error) {
	var doc document
	if err := e.client.call(ctx, http.MethodGet, "/"+e.stateIndex()+"/_doc/"+currentDocument, nil, &doc); err != nil {
		return s, fmt.Errorf("asking which index serves: %w", err)
	}
	if err := json.Unmarshal(doc.Source.Stored, &s); err != nil {
		return s, fmt.Errorf("asking which index serves: %w", err)
	}
	return s, nil
}

// makeCurrent makes a generation the one that serves: one write, which every search sees as a whole.
func (e *Engine) makeCurrent(ctx context.Context, s state) error {
	path := "/" + e.stateIndex() + "/_doc/" + currentDocument
	return e.client.call(ctx, http.MethodPut, path, object{"stored": s}, nil)
}

// generation is an index as it is searched.
type generation struct {
	state                       state
	experiments, shared, stored string // names of indices
	values                      values
}

func (g *generation) name() string { return nameOf(g.state.Number) }

// generationOf names a generation's indices; its values are not read yet.
func (e *Engine) generationOf(s state) *generation {
	return &generation{state: s,
		experiments: e.indexOf(s.Number, experimentsIndex), shared: e.indexOf(s.Number, sharedIndex), stored: e.indexOf(s.Number, storedIndex)}
}

// open reads what a search needs to know of a generation.
func (e *Engine) open(ctx context.Context, s state) (*generation, error) {
	g := e.generationOf(s)
	var err error
	if g.values, err = e.readValues(ctx, g); err != nil {
		return nil, fmt.Errorf("reading the values of %s: %w", g.name(), err)
	}
	return g, nil
}
