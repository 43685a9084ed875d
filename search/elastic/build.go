package elastic

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/RoaringBitmap/roaring/v2/roaring64"

	"github.com/facetome/facetome/search"
)

// builder is a generation in the making. Documents go to the cluster as they come; what is kept in memory is a bit for each sample and the spellings
// of values.
type builder struct {
	engine *Engine
	lock   *lock
	state  state

	bulk      *bulk
	spellings spellings
	samples   *roaring64.Bitmap // by database id
	last      string            // accession code
	spool     *os.File          // what is searched of experiments that share samples, until their sets are written
	spooled   map[string]extent // by accession code
	spoolEnd  int64

	done bool
}

// extent is a part of a file.
type extent struct{ at, size int64 }

// Begin implements search.Indexer. What killed builders left behind is removed.
func (e *Engine) Begin(ctx context.Context, basis search.Basis) (search.Generation, error) {
	if err := e.createState(ctx); err != nil {
		return nil, fmt.Errorf("beginning a generation: %w", err)
	}
	lock, err := e.takeLock(ctx)
	if err != nil {
		return nil, fmt.Errorf("beginning a generation: %w", err)
	}
	b, err := e.begin(ctx, lock, basis.CatalogueVersion)
	if err != nil {
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

func (e *Engine) begin(ctx context.Context, l *lock, catalogueVersion int64) (*builder, error) {
	b := &builder{
		engine: e, lock: l, spellings: newSpellings(), samples: roaring64.New(), spooled: map[string]extent{},
		state: state{
			ID: rand.Text(), Format: formatVersion, Facets: search.FacetNames(), TextFields: search.TextFieldNames(), CatalogueVersion: catalogueVersion,
			Ranges: map[string][]int{},
		},
	}
	current, err := e.readState(ctx)
	if err != nil && !errors.Is(err, errNotFound) {
		return b, err
	}
	_, last, err := e.clean(ctx, current.Number)
	if err != nil {
		return b, err
	}
	b.state.Number = max(last, current.Number) + 1
	for _, kind := range []string{experimentsIndex, sharedIndex, storedIndex} {
		if err := e.createIndex(ctx, e.indexOf(b.state.Number, kind), kind); err != nil {
			return b, err
		}
	}
	if b.spool, err = os.CreateTemp("", "facetome-index-*"); err != nil {
		return b, err
	}
	b.bulk, err = newBulk(e.client)
	return b, err
}

func (b *builder) index(kind string) string { return b.engine.indexOf(b.state.Number, kind) }

// Add implements search.Generation.
func (b *builder) Add(ctx context.Context, d *search.Document) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := b.lock.problem(); err != nil {
		return err
	}
	code := d.Hit.AccessionCode
	if code <= b.last {
		return fmt.Errorf("experiment %s was added after %s: they come in order of accession code", code, b.last)
	}
	b.last = code
	b.state.Total.Experiments++
	b.addValues(d)
	own, sets := owned(d)
	if err := b.bulk.add(ctx, b.index(experimentsIndex), code, experimentDocument(d, own, sets)); err != nil {
		return err
	}
	if err := b.addChunks(ctx, code, own); err != nil {
		return err
	}
	if len(sets) == 0 {
		return nil
	}
	if err := b.keep(d); err != nil {
		return err
	}
	for id, s := range sets {
		if s.experiments[len(s.experiments)-1] == code { // all of them were added
			if err := b.addSet(ctx, id, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// addValues counts spellings: each sample's once, however many experiments have it.
func (b *builder) addValues(d *search.Document) {
	for field, values := range d.Values {
		for _, v := range values {
			b.spellings.add(field, v)
		}
	}
	for field, n := range d.Numbers {
		ends := b.state.Ranges[field]
		if ends == nil {
			ends = []int{n, n}
		}
		b.state.Ranges[field] = []int{min(ends[0], n), max(ends[1], n)}
	}
	fields := search.SampleFields()
	for i := range d.Samples {
		if s := &d.Samples[i]; b.samples.CheckedAdd(uint64(s.ID)) {
			for n, values := range s.Values {
				for _, v := range values {
					b.spellings.add(fields[n].Name, v)
				}
			}
		}
	}
}

func (b *builder) addChunks(ctx context.Context, owner string, s *samples) error {
	for n, chunk := range s.chunks() {
		if err := b.bulk.add(ctx, b.index(storedIndex), chunkID(owner, n), object{"stored": chunk}); err != nil {
			return err
		}
	}
	return nil
}

// keep writes what is searched of an experiment to the spool, for the documents of its sets.
func (b *builder) keep(d *search.Document) error {
	data, err := json.Marshal(searchable(d))
	if err != nil {
		return err
	}
	if _, err := b.spool.WriteAt(data, b.spoolEnd); err != nil {
		return fmt.Errorf("keeping an experiment for later: %w", err)
	}
	b.spooled[d.Hit.AccessionCode] = extent{b.spoolEnd, int64(len(data))}
	b.spoolEnd += int64(len(data))
	return nil
}

// addSet writes a set of experiments and the samples that they share.
func (b *builder) addSet(ctx context.Context, id string, s *samples) error {
	var experiments list
	for _, code := range s.experiments {
		kept, ok := b.spooled[code]
		if !ok {
			return fmt.Errorf("experiment %s shares samples with %s, and was not added", code, b.last)
		}
		data := make([]byte, kept.size)
		if _, err := b.spool.ReadAt(data, kept.at); err != nil {
			return fmt.Errorf("reading an experiment again: %w", err)
		}
		experiments = append(experiments, json.RawMessage(data))
	}
	if err := b.bulk.add(ctx, b.index(sharedIndex), id, setDocument(id, s, experiments)); err != nil {
		return err
	}
	return b.addChunks(ctx, id, s)
}

// Counts implements search.Generation.
func (b *builder) Counts(context.Context) (search.Total, error) { return b.counts(), nil }

func (b *builder) counts() search.Total {
	return search.Total{Experiments: b.state.Total.Experiments, Samples: int(b.samples.GetCardinality())}
}

// Commit implements search.Generation.
func (b *builder) Commit(ctx context.Context) error {
	if err := b.commit(ctx); err != nil {
		return errors.Join(fmt.Errorf("writing the index: %w", err), b.Abort())
	}
	b.done = true
	_, _, err := b.engine.clean(ctx, b.state.Number)
	return errors.Join(err, b.closeSpool(), b.lock.release(ctx))
}

func (b *builder) commit(ctx context.Context) error {
	values := b.spellings.chunks()
	b.state.Total, b.state.Values, b.state.Chunks = b.counts(), b.spellings.sizes(), len(values)
	for n, chunk := range values {
		if err := b.bulk.add(ctx, b.index(storedIndex), valuesID(n), object{"stored": chunk}); err != nil {
			return err
		}
	}
	if err := b.bulk.finish(ctx); err != nil {
		return err
	}
	if err := b.engine.merge(ctx, b.state); err != nil {
		return err
	}
	if err := b.engine.complete(ctx, b.state); err != nil {
		return err
	}
	// One write makes the complete generation the one that serves: a kill before it leaves the old one, after it the new one.
	if err := b.lock.check(ctx); err != nil {
		return err
	}
	return b.engine.makeCurrent(ctx, b.state)
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
	var errs []error
	if b.bulk != nil {
		errs = append(errs, b.bulk.close(ctx))
	}
	if b.state.Number > 0 && b.lock.problem() == nil { // else it is the next builder's to drop
		errs = append(errs, b.engine.drop(ctx, b.state.Number))
	}
	return errors.Join(append(errs, b.closeSpool(), b.lock.release(ctx))...)
}

func (b *builder) closeSpool() error {
	if b.spool == nil {
		return nil
	}
	return errors.Join(b.spool.Close(), os.Remove(b.spool.Name()))
}
