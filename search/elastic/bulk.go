package elastic

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/elastic/go-elasticsearch/v8/esutil"

	"github.com/facetome/facetome/search"
)

// How documents are written.
const (
	bulkWorkers = 2
	bulkBytes   = 4 << 20 // of one request: larger ones take more memory and are no faster
	bulkTimeout = 2 * time.Minute

	// bulkRounds is how often documents that the cluster refused for the time being are sent again, each time after a longer pause.
	bulkRounds = 5
	bulkPause  = 500 * time.Millisecond
	// maxRefused is how many documents wait to be sent again: beyond it the cluster is not able to take them.
	maxRefused = 2000
)

// bulk writes and deletes documents, several at once, in no order: what stands in the way of a document is deleted, and finish called, before it is added.
type bulk struct {
	client  *client
	indexer esutil.BulkIndexer // nil while there is nothing to write

	mu      sync.Mutex
	refused []esutil.BulkIndexerItem // for the time being
	reason  error                    // of the last refusal
	failed  error                    // the first document that the cluster will never take
}

func newBulk(c *client) *bulk { return &bulk{client: c} }

type cancelKey struct{}

// send hands an item to those that write.
func (b *bulk) send(ctx context.Context, item esutil.BulkIndexerItem) error {
	if b.indexer == nil {
		if err := b.open(); err != nil {
			return err
		}
	}
	return b.indexer.Add(ctx, item)
}

func (b *bulk) open() (err error) {
	b.indexer, err = esutil.NewBulkIndexer(esutil.BulkIndexerConfig{
		Client: b.client.es, NumWorkers: bulkWorkers, FlushBytes: bulkBytes,
		OnFlushStart: func(ctx context.Context) context.Context {
			ctx, cancel := context.WithTimeout(ctx, bulkTimeout)
			return context.WithValue(ctx, cancelKey{}, cancel)
		},
		OnFlushEnd: func(ctx context.Context) {
			if cancel, ok := ctx.Value(cancelKey{}).(context.CancelFunc); ok {
				cancel()
			}
		},
	})
	if err != nil {
		return fmt.Errorf("preparing to write documents: %w", err)
	}
	return nil
}

// add writes a document. It waits while the cluster is slower than documents come.
func (b *bulk) add(ctx context.Context, index, id string, doc any) error {
	if err := b.problem(); err != nil {
		return err
	}
	body, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("writing document %s: %w", id, err)
	}
	item := esutil.BulkIndexerItem{Action: "index", Index: index, DocumentID: id, Body: bytes.NewReader(body), OnFailure: b.note}
	return b.send(ctx, item)
}

// remove deletes a document. It waits as add does.
func (b *bulk) remove(ctx context.Context, index, id string) error {
	if err := b.problem(); err != nil {
		return err
	}
	return b.send(ctx, esutil.BulkIndexerItem{Action: deleteAction, Index: index, DocumentID: id, OnFailure: b.note})
}

const deleteAction = "delete"

// note remembers a document that was not written, or not deleted; one that is not there any more is.
func (b *bulk) note(_ context.Context, item esutil.BulkIndexerItem, answer esutil.BulkIndexerResponseItem, err error) {
	if item.Action == deleteAction && answer.Status == http.StatusNotFound && answer.Error.Type == "" {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err == nil {
		err = fmt.Errorf("status %d: %s: %.*s", answer.Status, answer.Error.Type, longestReason, answer.Error.Reason)
	}
	err = fmt.Errorf("document %s of %s: %w", item.DocumentID, item.Index, err)
	if forNow := answer.Status == 0 || answer.Status == http.StatusTooManyRequests || answer.Status >= 500; !forNow {
		b.failed = errors.Join(b.failed, err)
		return
	}
	b.refused, b.reason = append(b.refused, item), fmt.Errorf("%w (%w)", search.ErrUnavailable, err)
}

func (b *bulk) problem() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.failed != nil:
		return fmt.Errorf("the search cluster refuses documents: %w", b.failed)
	case len(b.refused) > maxRefused:
		return fmt.Errorf("the search cluster takes no more documents: %w", b.reason)
	}
	return nil
}

// finish writes what is left, and sends again what was refused for the time being. All documents are written, or it fails. More may be added then.
func (b *bulk) finish(ctx context.Context) error {
	for round := 1; ; round++ {
		if err := b.close(ctx); err != nil {
			return err
		}
		again := b.takeRefused()
		if err := b.problem(); err != nil || len(again) == 0 {
			return err
		}
		if round > bulkRounds {
			return fmt.Errorf("the search cluster did not take %d documents: %w", len(again), b.reason)
		}
		if err := pause(ctx, time.Duration(round)*bulkPause); err != nil {
			return err
		}
		for _, item := range again {
			if item.Body != nil {
				if _, err := item.Body.Seek(0, 0); err != nil {
					return err
				}
			}
			if err := b.send(ctx, item); err != nil {
				return err
			}
		}
	}
}

// close ends the writing of what was added until now.
func (b *bulk) close(ctx context.Context) error {
	if b.indexer == nil {
		return nil
	}
	indexer := b.indexer
	b.indexer = nil
	return indexer.Close(ctx)
}

func (b *bulk) takeRefused() []esutil.BulkIndexerItem {
	b.mu.Lock()
	defer b.mu.Unlock()
	again := b.refused
	b.refused = nil
	return again
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
