package elastic

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/facetome/facetome/search"
)

// maxDepth is how many hits may stand before a page: walking further takes longer than a page should. Export has all.
const maxDepth = 100_000

// search answers one page of a query from one generation.
func (e *Engine) search(ctx context.Context, g *generation, q search.Query) (*search.Result, error) {
	text := q.ReadText()
	read, err := e.ask(ctx, newRequest(g, q, text, text.Node, e.config.Timeout))
	if err != nil {
		return nil, err
	}
	absent, anyWord := read, false
	if text.Node != nil && read.textFound == 0 {
		if node, ok := text.AnyWord(); ok {
			if read, err = e.ask(ctx, newRequest(g, q, text, node, e.config.Timeout)); err != nil {
				return nil, err
			}
			anyWord = read.textFound > 0
		}
	}
	result, err := read.result()
	if err != nil {
		return nil, err
	}
	result.Text.AnyWord = anyWord
	if result.Text.Respelled, err = e.respell(ctx, absent); err != nil {
		return nil, err
	}
	result.Warnings = append(result.Text.Warnings(q.Text), result.Warnings...)
	return result, e.latePage(ctx, read, result)
}

// limited bounds the time of a whole search. That it is over is the cluster's fault, not that of whoever asked.
func (e *Engine) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, e.config.Timeout, search.ErrUnavailable)
}

// ask sends a request and reads the answers, within the time limit of the request.
func (e *Engine) ask(ctx context.Context, r *request) (*reading, error) {
	body, err := r.body()
	if err != nil {
		return nil, fmt.Errorf("writing a search: %w", err)
	}
	limited, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	var answers struct{ Responses []answer }
	if err := e.client.within(ctx, limited, http.MethodPost, "/_msearch", body, &answers); err != nil {
		return nil, err
	}
	return r.read(answers.Responses)
}

// searchPath asks an index, or a point in time, for an answer of all shards or none.
const searchPath = "/_search?allow_partial_search_results=false"

// askOne sends one search.
func (e *Engine) askOne(ctx context.Context, path string, body object) (*answer, error) {
	body["timeout"] = fmt.Sprintf("%dms", e.config.Timeout.Milliseconds())
	var a answer
	if err := e.client.call(ctx, http.MethodPost, path, body, &a); err != nil {
		return nil, err
	}
	return &a, a.complete()
}

// latePage fills in the hits that one search cannot return: pages behind the window, and samples.
func (e *Engine) latePage(ctx context.Context, r *reading, result *search.Result) error {
	q := r.query
	from := (q.Page - 1) * q.Size
	samples := q.View == search.ViewSamples
	if !samples && from+q.Size <= window || from >= result.Hits(q.View) {
		return nil
	}
	if from >= maxDepth {
		result.Warnings = append(result.Warnings, search.Warning{Param: "page", Value: strconv.Itoa(q.Page),
			Message: fmt.Sprintf("Pages go as far as hit %d. The downloads have all hits; or choose filters, or another order, to bring what you look for to the front.", maxDepth)})
		return nil
	}
	w, err := e.walk(ctx, r.request)
	if err != nil {
		return err
	}
	defer w.end()
	if samples {
		result.Samples, err = w.samplePage(ctx, from, from+q.Size)
		return err
	}
	r.hits, err = w.experimentPage(ctx, from, q.Size)
	if err != nil {
		return err
	}
	result.Experiments, err = r.experiments()
	return err
}
