package against

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// Server is the Elasticsearch server that the seed's index is on. It does what an http.Client does with paths such as "/index/_search".
type Server interface {
	Perform(*http.Request) (*http.Response, error)
}

// precisionThreshold is the one that the seed used, the greatest that there is.
const precisionThreshold = 40000

// bucketSize is how many values of a facet are asked for: more than there are, so that what is missing is not for want of asking.
const bucketSize = 10000

// SeedIndex is the seed's index on a server.
type SeedIndex struct {
	Server Server
	Name   string
	Shards int
}

type object = map[string]any

// Create makes the index anew, empty.
func (s SeedIndex) Create(ctx context.Context) error {
	if err := s.Drop(ctx); err != nil {
		return err
	}
	properties := object{
		"accession_code":       object{"type": "keyword"},
		"title":                object{"type": "text"},
		"description":          object{"type": "text"},
		"samples":              object{"type": "integer"},
		"year":                 object{"type": "integer"},
		"downloadable_samples": object{"type": "keyword"},
	}
	for _, f := range search.Fields {
		if !f.IsRange() {
			properties[f.Name] = object{"type": "keyword"}
		}
	}
	return s.call(ctx, http.MethodPut, "/"+s.Name, object{
		"settings": object{"number_of_shards": s.Shards, "number_of_replicas": 0, "refresh_interval": -1},
		"mappings": object{"dynamic": "strict", "properties": properties},
	}, nil)
}

// Drop removes the index, if there is one.
func (s SeedIndex) Drop(ctx context.Context) error {
	err := s.call(ctx, http.MethodDelete, "/"+s.Name, nil, nil)
	if missing := new(statusError); errors.As(err, &missing) && missing.status == http.StatusNotFound {
		return nil
	}
	return err
}

// Uncached has the server compute every answer of indices anew, or end that: what was kept of an earlier round is no measurement.
func (s SeedIndex) Uncached(ctx context.Context, indices string, uncached bool) error {
	settings := object{"index.requests.cache.enable": nil} // the default
	if uncached {
		settings["index.requests.cache.enable"] = false
	}
	return s.call(ctx, http.MethodPut, "/"+indices+"/_settings", settings, nil)
}

// bulkBytes is how much is sent at a time.
const bulkBytes = 4 << 20

// Load writes documents and makes them searchable, merged as far as an index that no longer changes can be.
func (s SeedIndex) Load(ctx context.Context, documents func(yield func(Document) error) error) error {
	var batch bytes.Buffer
	flush := func() error {
		if batch.Len() == 0 {
			return nil
		}
		var answer struct{ Errors bool }
		err := s.call(ctx, http.MethodPost, "/"+s.Name+"/_bulk", batch.Bytes(), &answer)
		batch.Reset()
		if err == nil && answer.Errors {
			err = errors.New("the server did not take all documents of the seed")
		}
		return err
	}
	lines := json.NewEncoder(&batch)
	if err := documents(func(d Document) error {
		if err := errors.Join(lines.Encode(object{"index": object{}}), lines.Encode(d.source())); err != nil {
			return err
		}
		if batch.Len() < bulkBytes {
			return nil
		}
		return flush()
	}); err != nil {
		return err
	}
	if err := flush(); err != nil {
		return err
	}
	if err := s.call(ctx, http.MethodPost, "/"+s.Name+"/_forcemerge?max_num_segments=1", nil, nil); err != nil {
		return err
	}
	return s.call(ctx, http.MethodPost, "/"+s.Name+"/_refresh", nil, nil)
}

// Seed is the side that asks as the seed did, with some facets.
type Seed struct {
	Index  SeedIndex
	Fields []string
}

// request is the seed's search: conditions narrow hits and all facets alike.
func (s Seed) request(q Query) object {
	filters, facets := []object{}, object{}
	for _, c := range q.Conditions {
		filters = append(filters, object{"term": object{c.Field: models.Fold(c.Value)}})
	}
	distinct := object{"samples": object{"cardinality": object{"field": "downloadable_samples", "precision_threshold": precisionThreshold}}}
	for _, name := range s.Fields {
		by := object{"terms": object{"field": name, "size": bucketSize}}
		if f := search.FieldByName(name); f.Bins != nil {
			ranges := []object{}
			for _, bin := range f.Bins {
				ranges = append(ranges, rangeOf(bin))
			}
			by = object{"range": object{"field": name, "ranges": ranges}}
		}
		by["aggs"] = distinct
		facets[name] = by
	}
	return object{
		"query": object{"bool": object{"filter": filters}}, "size": 10, "track_total_hits": true,
		"_source": object{"excludes": []string{"downloadable_samples"}},
		"sort":    []object{{"samples": "desc"}},
		"aggs":    facets,
	}
}

// rangeOf is a bin as Elasticsearch has it: with its end left out.
func rangeOf(r search.Range) object {
	o := object{"key": r.String()}
	if r.Min != math.MinInt {
		o["from"] = r.Min
	}
	if r.Max != math.MaxInt {
		o["to"] = r.Max + 1
	}
	return o
}

// Ask implements Side.
func (s Seed) Ask(ctx context.Context, q Query) (Counts, error) {
	var answer struct {
		Hits         struct{ Total struct{ Value int } }
		Aggregations map[string]struct {
			Buckets []struct {
				Key     any
				Count   int                 `json:"doc_count"`
				Samples struct{ Value int } // approximate
			}
		}
	}
	if err := s.Index.call(ctx, http.MethodPost, "/"+s.Index.Name+"/_search?request_cache=false", s.request(q), &answer); err != nil {
		return Counts{}, err
	}
	c := Counts{Total: search.Total{Experiments: answer.Hits.Total.Value}, Facets: map[string]map[string]search.Total{}}
	for name, facet := range answer.Aggregations {
		c.Facets[name] = map[string]search.Total{}
		for _, b := range facet.Buckets {
			c.Facets[name][models.Fold(fmt.Sprint(b.Key))] = search.Total{Experiments: b.Count, Samples: b.Samples.Value}
		}
	}
	return c, nil
}

// statusError is an answer that is none.
type statusError struct {
	status int
	said   string
}

func (e *statusError) Error() string {
	return fmt.Sprintf("Elasticsearch answers %d: %.300s", e.status, e.said)
}

// call sends a request. A body is JSON already (bytes) or made JSON.
func (s SeedIndex) call(ctx context.Context, method, path string, body, out any) error {
	data, ready := body.([]byte)
	if !ready && body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			return err
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	if len(data) > 0 {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := s.Server.Perform(request)
	if err != nil {
		return fmt.Errorf("ask Elasticsearch: %w", err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("read the answer of Elasticsearch: %w", err)
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return &statusError{response.StatusCode, string(answer)}
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}
