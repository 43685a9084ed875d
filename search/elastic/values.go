package elastic

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/facetome/facetome/search"
)

// notReported is the term of what has no value: no key is empty.
const notReported = ""

// maxTerm is the longest key, in bytes, that is indexed as it is: Lucene's own bound is 32,766.
const maxTerm = 4096

// termOf is what a key is indexed as.
func termOf(key string) string {
	if len(key) <= maxTerm {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	return key[:maxTerm-len(sum)*2] + hex.EncodeToString(sum[:])
}

// values say how a generation's values are shown, by field and term.
type values map[string]map[string]search.Term

func newValues() values {
	all := values{}
	for _, f := range search.Fields {
		if !f.IsRange() {
			all[f.Name] = map[string]search.Term{}
		}
	}
	return all
}

// occurring collects which terms occur, by field.
type occurring map[string]map[string]bool

func (o occurring) add(field string, values []search.Value) {
	if o[field] == nil {
		o[field] = map[string]bool{}
	}
	for _, v := range values {
		o[field][termOf(v.Key)] = true
	}
}

// shownTerms are the labels of a field by what is indexed.
func shownTerms(labels search.Labels, field string) func(term string) search.Term {
	long := map[string]string{} // keys that are not indexed as they are, by term
	for key := range labels[field] {
		if len(key) > maxTerm {
			long[termOf(key)] = key
		}
	}
	return func(term string) search.Term {
		if key, isLong := long[term]; isLong {
			term = key
		}
		return labels.Of(field, term)
	}
}

// valueChunk is a document of values.
type valueChunk struct {
	Field  string     `json:"field"`
	Values [][]string `json:"values"` // term, value, label
}

// valuesOfChunk is how many values a document holds: some 200 KB.
const valuesOfChunk = 5000

// chunks parts the values into documents.
func (v values) chunks() []valueChunk {
	var all []valueChunk
	for _, f := range search.Fields {
		terms := slices.Sorted(maps.Keys(v[f.Name]))
		for part := range slices.Chunk(terms, valuesOfChunk) {
			chunk := valueChunk{Field: f.Name}
			for _, term := range part {
				shown := v[f.Name][term]
				chunk.Values = append(chunk.Values, []string{term, shown.Value, shown.Label})
			}
			all = append(all, chunk)
		}
	}
	return all
}

// sizes is how many values each field has.
func (v values) sizes() map[string]int {
	sizes := map[string]int{}
	for field, terms := range v {
		sizes[field] = len(terms)
	}
	return sizes
}

func valuesID(n int) string { return "values/" + strconv.Itoa(n) }

// readValues reads all values of a generation.
func (e *Engine) readValues(ctx context.Context, g *generation) (values, error) {
	all := newValues()
	var ids []string
	for n := range g.state.Chunks {
		ids = append(ids, valuesID(n))
	}
	err := e.readStored(ctx, g, ids, func(data json.RawMessage) error {
		var chunk valueChunk
		if err := json.Unmarshal(data, &chunk); err != nil {
			return err
		}
		for _, v := range chunk.Values {
			all[chunk.Field][v[0]] = search.Term{Value: v[1], Label: v[2]}
		}
		return nil
	})
	return all, err
}

// storedAtOnce is how many documents of the stored index are read by one request.
const storedAtOnce = 100

// readStored reads documents of the stored index, in the order of their ids. All must be there.
func (e *Engine) readStored(ctx context.Context, g *generation, ids []string, read func(json.RawMessage) error) error {
	for part := range slices.Chunk(ids, storedAtOnce) {
		var found struct {
			Docs []document `json:"docs"`
		}
		if err := e.client.call(ctx, http.MethodPost, "/"+g.stored+"/_mget", object{"ids": part}, &found); err != nil {
			return err
		}
		for _, doc := range found.Docs {
			switch {
			case len(doc.Error) > 0:
				return missing(doc.Error)
			case !doc.Found:
				return fmt.Errorf("the index is damaged; run `facetome reindex` (document %q is missing)", doc.ID)
			}
			if err := read(doc.Source.Stored); err != nil {
				return fmt.Errorf("the index is damaged; run `facetome reindex` (document %q: %w)", doc.ID, err)
			}
		}
	}
	return nil
}

// missing is the error of a document that could not be read.
func missing(reason json.RawMessage) error {
	var said struct{ Type string }
	if json.Unmarshal(reason, &said) == nil && said.Type == "index_not_found_exception" {
		return fmt.Errorf("%w (%s)", errNotFound, reason)
	}
	return fmt.Errorf("%w (%.*s)", search.ErrUnavailable, longestReason, reason)
}
