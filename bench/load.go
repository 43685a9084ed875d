package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// Options say how much to ask; see Run.
type Options struct {
	Rounds  int    // how often each query is asked
	Clients int    // how many ask at a time
	Seed    uint64 // of the order
	Kind    string // ask only queries of this kind; empty is all

	Progress func(done, total int) // called after each request, from several goroutines; may be nil
}

// answerLimit is the longest that one answer may take; something is broken then.
const answerLimit = time.Minute

// Run asks the server at base ("http://127.0.0.1:8080") all queries of the mix. An answer other than 200 is an error, as is a server
// that does not answer.
func Run(ctx context.Context, base string, o Options) (*Report, error) {
	b := &bencher{base: strings.TrimRight(base, "/"), client: &http.Client{
		Timeout:   answerLimit,
		Transport: &http.Transport{MaxIdleConnsPerHost: o.Clients, DisableCompression: true}, // the bytes of the wire are counted
	}}
	defer b.client.CloseIdleConnections()
	report := &Report{Rounds: o.Rounds, Clients: o.Clients, Seed: o.Seed}
	words, err := b.words(ctx, report)
	if err != nil {
		return nil, err
	}
	for _, q := range mix() {
		if o.Kind != "" && q.Kind != o.Kind {
			continue
		}
		filled, err := words.fill(q)
		if err != nil {
			report.LeftOut = append(report.LeftOut, fmt.Sprintf("%s (%v)", q.Query, err))
			continue
		}
		page, err := b.canonical(ctx, "/search?"+filled.Query)
		if err != nil {
			return nil, err
		}
		report.Queries = append(report.Queries, QueryTimes{Kind: q.Kind, URL: page})
	}
	if len(report.Queries) == 0 {
		return nil, errors.New("no query to measure: is there anything in the catalogue, and a kind of that name in the mix?")
	}
	return report, b.rounds(ctx, report, o)
}

type bencher struct {
	base   string
	client *http.Client
}

// rounds asks all queries as often as the options say.
func (b *bencher) rounds(ctx context.Context, report *Report, o Options) error {
	random := rand.New(rand.NewPCG(o.Seed, 0))
	type request struct{ query, round int }
	requests := make(chan request)
	for i := range report.Queries {
		report.Queries[i].took = make([]time.Duration, o.Rounds)
		report.Queries[i].bytes = make([]int64, o.Rounds)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(requests)
		for round := range o.Rounds {
			for _, q := range random.Perm(len(report.Queries)) {
				select {
				case requests <- request{q, round}:
				case <-ctx.Done():
					return ctx.Err()
				}
				if o.Progress != nil {
					o.Progress(round*len(report.Queries), o.Rounds*len(report.Queries))
				}
			}
		}
		return nil
	})
	start := time.Now()
	for range o.Clients {
		group.Go(func() error {
			for r := range requests {
				q := &report.Queries[r.query]
				begin := time.Now()
				n, err := b.read(ctx, q.URL, nil)
				if err != nil {
					return err
				}
				q.took[r.round], q.bytes[r.round] = time.Since(begin), n
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	report.finish(time.Since(start))
	return nil
}

// read asks for a page and reads all of it, into where that is not nil.
func (b *bencher) read(ctx context.Context, page string, into func(*http.Response) error) (n int64, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, b.base+page, nil)
	if err != nil {
		return 0, err
	}
	if into == nil {
		request.Header.Set("Accept-Encoding", "gzip")
	}
	response, err := b.client.Do(request)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	if response.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s: the server answers %s", page, response.Status)
	}
	if into != nil {
		return 0, into(response)
	}
	return io.Copy(io.Discard, response.Body)
}

// canonical asks for a page once and returns the address where redirects end.
func (b *bencher) canonical(ctx context.Context, page string) (string, error) {
	var canonical string
	_, err := b.read(ctx, page, func(r *http.Response) error {
		canonical = r.Request.URL.RequestURI()
		_, err := io.Copy(io.Discard, r.Body)
		return err
	})
	return canonical, err
}

// titles is how many experiments phrases are taken from.
const titles = 50

// words asks the server for the values of its catalogue.
func (b *bencher) words(ctx context.Context, report *Report) (words, error) {
	var answer struct {
		Total  Catalogue `json:"total"`
		Facets map[string][]struct {
			Value *string `json:"value"`
		} `json:"facets"`
		Hits []struct {
			Title string `json:"title"`
		} `json:"hits"`
	}
	_, err := b.read(ctx, "/search.json?size="+strconv.Itoa(titles), func(r *http.Response) error {
		return json.NewDecoder(r.Body).Decode(&answer)
	})
	if err != nil {
		return nil, err
	}
	report.Catalogue = answer.Total
	found := words{}
	for field, buckets := range answer.Facets {
		for _, bucket := range buckets {
			if bucket.Value != nil {
				found[field] = append(found[field], *bucket.Value)
			}
		}
	}
	for _, hit := range answer.Hits {
		if phrase, ok := phraseOf(hit.Title); ok {
			found["phrase"] = append(found["phrase"], phrase)
		}
	}
	return found, nil
}
