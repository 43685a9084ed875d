package elastic

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/facetome/facetome/search"
)

// builder is a generation in the making. Documents go to the cluster as they come; what is kept in memory is which values occur.
type builder struct {
	engine *Engine
	lock   *lock
	labels search.Labels
	state  state  // complete when it was counted
	base   *base  // of one that begins as another; nil of one that begins with nothing
	last   string // accession code that was added

	bulk      *bulk
	occurring occurring // in what was added
	spool     *spool
	waiting   []waitingSet

	counted, done bool
	stays         bool // it may serve: see inDoubt
}

// Begin implements search.Indexer.
func (e *Engine) Begin(ctx context.Context, basis search.Basis) (search.Generation, error) {
	return e.start(ctx, basis, func(b *builder, _ state) error {
		for _, kind := range indexKinds {
			if err := e.createIndex(ctx, b.index(kind), kind); err != nil {
				return err
			}
		}
		return nil
	})
}

// start takes the lock and removes what killed builders left behind; makeIndices is told which generation serves, if any does.
func (e *Engine) start(ctx context.Context, basis search.Basis, makeIndices func(*builder, state) error) (search.Generation, error) {
	if err := e.createState(ctx); err != nil {
		return nil, fmt.Errorf("beginning a generation: %w", err)
	}
	lock, err := e.takeLock(ctx)
	if err != nil {
		return nil, fmt.Errorf("beginning a generation: %w", err)
	}
	b := &builder{
		engine: e, lock: lock, labels: basis.Labels, bulk: newBulk(e.client), occurring: occurring{},
		state: state{
			ID: rand.Text(), Format: formatVersion, Facets: search.FacetNames(), TextFields: search.TextFieldNames(),
			CatalogueVersion: basis.CatalogueVersion, Ranges: map[string][]int{},
		},
	}
	if err := b.begin(ctx, makeIndices); err != nil {
		return nil, errors.Join(fmt.Errorf("beginning a generation: %w", err), b.Abort())
	}
	return b, nil
}

func (e *Engine) createState(ctx context.Context) error {
	settings := object{"index.number_of_shards": 1, "index.auto_expand_replicas": "0-2", "index.hidden": true}
	err := e.client.slow(ctx, http.MethodPut, "/"+e.stateIndex(), object{"settings": settings, "mappings": file("stored")}, nil)
	if alreadyThere(err) {
		return nil
	}
	return err
}

func (b *builder) begin(ctx context.Context, makeIndices func(*builder, state) error) error {
	current, err := b.engine.readState(ctx)
	if err != nil && !errors.Is(err, errNotFound) {
		return err
	}
	_, last, err := b.engine.clean(ctx, current.Number)
	if err != nil {
		return err
	}
	if b.spool, err = newSpool(); err != nil {
		return err
	}
	b.state.Number = max(last, current.Number) + 1
	return makeIndices(b, current)
}

func (b *builder) index(kind string) string { return b.engine.indexOf(b.state.Number, kind) }

// Add implements search.Generation.
func (b *builder) Add(ctx context.Context, d *search.Document) error {
	if err := errors.Join(ctx.Err(), b.lock.problem()); err != nil {
		return err
	}
	code := d.Hit.AccessionCode
	switch {
	case b.counted:
		return fmt.Errorf("experiment %s was added after the generation was counted", code)
	case code <= b.last:
		return fmt.Errorf("experiment %s was added after %s: they come in order of accession code", code, b.last)
	case b.base != nil && !b.base.changed[code]:
		return fmt.Errorf("experiment %s was added, and was not said to have changed", code)
	}
	b.last = code
	b.addValues(d)
	own, sets := owned(d)
	doc, err := experimentDocument(d, own, sets)
	if err != nil {
		return err
	}
	if err := b.bulk.add(ctx, b.index(experimentsIndex), code, doc); err != nil {
		return err
	}
	if err := b.addChunks(ctx, code, own); err != nil {
		return err
	}
	return b.addSets(ctx, d, sets)
}

// addValues notes which values occur.
func (b *builder) addValues(d *search.Document) {
	for field, values := range d.Values {
		b.occurring.add(field, values)
	}
	for field, n := range d.Numbers {
		b.state.spread(field, n)
	}
	fields := search.SampleFields()
	for i := range d.Samples {
		for n, values := range d.Samples[i].Values {
			b.occurring.add(fields[n].Name, values)
		}
	}
}

// spread makes a field's range reach as far as a number.
func (s *state) spread(field string, n int) {
	if search.FieldByName(field).Bins != nil {
		return
	}
	ends := s.Ranges[field]
	if ends == nil {
		ends = []int{n, n}
	}
	s.Ranges[field] = []int{min(ends[0], n), max(ends[1], n)}
}

func (b *builder) addChunks(ctx context.Context, owner string, s *samples) error {
	for n, chunk := range s.chunks() {
		if err := b.bulk.add(ctx, b.index(storedIndex), chunkID(owner, n), object{"stored": chunk}); err != nil {
			return err
		}
	}
	return nil
}

// Commit implements search.Generation.
func (b *builder) Commit(ctx context.Context) error {
	if err := b.commit(ctx); err != nil {
		return errors.Join(fmt.Errorf("writing the index: %w", err), b.Abort())
	}
	b.done = true
	_, _, _ = b.engine.clean(ctx, b.state.Number) // it serves: what is left behind now is the next builder's to drop
	_, _ = b.spool.close(), b.lock.release(ctx)
	return nil
}

func (b *builder) commit(ctx context.Context) error {
	if _, err := b.Counts(ctx); err != nil {
		return err
	}
	if b.base == nil { // else it would cost with the catalogue
		if err := b.engine.merge(ctx, b.state); err != nil {
			return err
		}
	}
	if err := b.engine.complete(ctx, b.state); err != nil {
		return err
	}
	// One write makes the complete generation the one that serves: a kill before it leaves the old one, after it the new one.
	if err := b.lock.check(ctx); err != nil {
		return err
	}
	b.state.Committed = time.Now().UTC()
	if err := b.engine.makeCurrent(ctx, b.state); err != nil {
		return b.inDoubt(err)
	}
	return nil
}

// inDoubt finds out whether a generation serves though the answer to the switch did not come. Where nobody can say, it stays: were it dropped and the
// switch came through, nothing would serve. The next builder drops it if it does not serve.
func (b *builder) inDoubt(failed error) error {
	ctx, cancel := context.WithTimeout(context.Background(), abortTimeout)
	defer cancel()
	if current, err := b.engine.readState(ctx); err == nil && current.ID == b.state.ID {
		return nil
	}
	b.stays = true
	return failed
}

// abortTimeout bounds how long a build that failed goes on to clean up behind itself; the next one cleans the rest.
const abortTimeout = 30 * time.Second

// Abort implements search.Generation.
func (b *builder) Abort() error {
	if b.done {
		return nil
	}
	b.done = true
	ctx, cancel := context.WithTimeout(context.Background(), abortTimeout)
	defer cancel()
	errs := []error{b.bulk.close(ctx)}
	if b.state.Number > 0 && b.lock.problem() == nil && !b.stays { // else it is the next builder's to drop
		errs = append(errs, b.engine.drop(ctx, b.state.Number))
	}
	return errors.Join(append(errs, b.spool.close(), b.lock.release(ctx))...)
}
