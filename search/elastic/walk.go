package elastic

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// walk goes through all matching experiments in the query's order, by search_after, on a point in time: as long as that is open, the generation is not
// dropped.
type walk struct {
	engine  *Engine
	request *request
	pit     string
	after   []json.RawMessage // the last hit's place in the order
	over    bool
}

// How long a point in time stays open after it was used last, and how long closing it may take.
const (
	keepAlive  = "5m"
	endTimeout = 5 * time.Second
)

func (e *Engine) walk(ctx context.Context, r *request) (*walk, error) {
	var opened struct{ ID string }
	path := "/" + r.generation.experiments + "/_pit?keep_alive=" + keepAlive
	if err := e.client.call(ctx, http.MethodPost, path, nil, &opened); err != nil {
		return nil, err
	}
	return &walk{engine: e, request: r, pit: opened.ID}, nil
}

// end lets the generation go.
func (w *walk) end() {
	ctx, cancel := context.WithTimeout(context.Background(), endTimeout)
	defer cancel()
	// One that is not closed ends by itself when it was not used for a while.
	_ = w.engine.client.call(ctx, http.MethodDelete, "/_pit", object{"id": w.pit}, nil)
}

// next returns the next hits, n at most; none at the end. change, which may be nil, changes what is asked of each.
func (w *walk) next(ctx context.Context, n int, change func(body object)) ([]hit, error) {
	if w.over {
		return nil, nil
	}
	r := w.request
	body := object{"size": n, "query": all(r.passing()), "track_total_hits": false,
		"pit": object{"id": w.pit, "keep_alive": keepAlive}}
	r.ordered(body)
	if w.after != nil {
		body["search_after"] = w.after
	}
	if change != nil {
		change(body)
	}
	path := searchPath
	if r.isScored() {
		path += "&search_type=" + overAllShards
	}
	found, err := w.engine.askOne(ctx, path, body)
	if err != nil {
		return nil, err
	}
	if found.PIT != "" {
		w.pit = found.PIT
	}
	hits := found.Hits.Hits
	w.over = len(hits) < n
	if len(hits) > 0 {
		w.after = hits[len(hits)-1].Sort
	}
	return hits, nil
}

// experimentPage walks to a page that is behind the window.
func (w *walk) experimentPage(ctx context.Context, from, size int) ([]hit, error) {
	for from > 0 {
		hits, err := w.next(ctx, min(from, window), func(body object) { body["_source"] = false })
		if err != nil || len(hits) == 0 {
			return nil, err
		}
		from -= len(hits)
	}
	return w.next(ctx, size, w.request.explained)
}
