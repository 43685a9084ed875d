package elastic

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"github.com/facetome/facetome/search"
)

// Config says where the cluster is and how it is used.
type Config struct {
	Addresses      []string // http://host:9200, one or several nodes of one cluster
	User, Password string   // or
	APIKey         string
	CAFile         string // of the authority that signed the nodes' certificates, PEM; empty is one that the system trusts

	Prefix   string        // of all names of indices; DefaultPrefix where empty
	Shards   int           // primary shards of an index; 1 where 0
	Replicas int           // copies of each shard beside the first
	Timeout  time.Duration // of a search and of any other single request; DefaultTimeout where 0
	Silence  time.Duration // after which a builder that says nothing is taken for dead; DefaultSilence where 0
}

// Defaults of Config.
const (
	DefaultPrefix  = "facetome"
	DefaultTimeout = 10 * time.Second
)

// validPrefix is what a name of an index may begin with.
var validPrefix = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]{0,99}$`)

// Engine searches the generation that serves, and builds new ones: it is a search.Engine and a search.Indexer.
type Engine struct {
	client  *client
	config  Config
	refresh sync.Mutex
	current atomic.Pointer[generation]
	checked atomic.Int64 // when it was last asked which generation serves: Unix nanoseconds
}

// Open prepares an engine. It asks the cluster nothing: that may start later.
func Open(c Config) (*Engine, error) {
	c.Prefix, c.Timeout, c.Shards = cmp.Or(c.Prefix, DefaultPrefix), cmp.Or(c.Timeout, DefaultTimeout), cmp.Or(c.Shards, 1)
	c.Silence = cmp.Or(c.Silence, DefaultSilence)
	if !validPrefix.MatchString(c.Prefix) {
		return nil, fmt.Errorf("%q is no prefix for names of indices: lower-case letters, digits, - _ and . are, up to 100 of them", c.Prefix)
	}
	if c.Shards < 1 || c.Replicas < 0 {
		return nil, fmt.Errorf("an index has at least one shard and no fewer than no replicas, not %d and %d", c.Shards, c.Replicas)
	}
	client, err := newClient(c)
	if err != nil {
		return nil, err
	}
	return &Engine{client: client, config: c}, nil
}

// Close ends the engine.
func (e *Engine) Close() error {
	e.current.Store(nil)
	return nil
}

// stateAge is how long an engine trusts what it knows of the generation that serves: a new one is seen within a second.
const stateAge = time.Second

// generation returns the one that serves.
func (e *Engine) generation(ctx context.Context) (*generation, error) {
	g := e.current.Load()
	if g != nil && time.Since(time.Unix(0, e.checked.Load())) < stateAge {
		return g, nil
	}
	if g != nil && !e.refresh.TryLock() { // somebody is asking
		return g, nil
	} else if g == nil {
		e.refresh.Lock()
	}
	defer e.refresh.Unlock()
	return e.take(ctx)
}

// take asks which generation serves, and reads what is needed to search it.
func (e *Engine) take(ctx context.Context) (*generation, error) {
	state, err := e.readState(ctx)
	if errors.Is(err, errNotFound) || err == nil && !state.fits() {
		e.current.Store(nil)
		return nil, search.ErrNoIndex
	}
	if err != nil {
		return nil, err
	}
	g := e.current.Load()
	if g == nil || g.state.ID != state.ID {
		if g, err = e.open(ctx, state); err != nil {
			return nil, err
		}
		e.current.Store(g)
	}
	e.checked.Store(time.Now().UnixNano())
	return g, nil
}

// Refresh takes up a generation that was committed since, by whatever process. Searches do so themselves, within a second.
func (e *Engine) Refresh(ctx context.Context) (changed bool, err error) {
	e.refresh.Lock()
	defer e.refresh.Unlock()
	before := e.current.Load()
	g, err := e.take(ctx)
	if errors.Is(err, search.ErrNoIndex) {
		return before != nil, nil
	}
	return g != before, err
}

// Info implements search.Engine.
func (e *Engine) Info(ctx context.Context) (search.Info, error) {
	g, err := e.generation(ctx)
	if err != nil {
		return search.Info{}, err
	}
	return search.Info{Generation: g.name(), CatalogueVersion: g.state.CatalogueVersion, Total: g.state.Total, Committed: g.state.Committed}, nil
}

// Search implements search.Engine.
func (e *Engine) Search(ctx context.Context, q search.Query) (result *search.Result, err error) {
	err = e.onOne(ctx, func(ctx context.Context, g *generation) error {
		result, err = e.search(ctx, g, q)
		return err
	})
	if err != nil {
		return nil, err
	}
	return result, nil
}

// onOne runs a search on one generation, within the time limit. One that was replaced and dropped meanwhile is searched again on its successor.
func (e *Engine) onOne(caller context.Context, run func(context.Context, *generation) error) error {
	ctx, cancel := e.limited(caller)
	defer cancel()
	g, err := e.generation(ctx)
	for err == nil {
		if err = run(ctx, g); err == nil {
			return nil
		}
		_, refreshErr := e.Refresh(ctx)
		switch next := e.current.Load(); {
		case refreshErr == nil && next == nil:
			err = search.ErrNoIndex
		case refreshErr == nil && next != g:
			g, err = next, nil
		case errors.Is(err, errNotFound):
			err = fmt.Errorf("%w (the cluster has lost the indices of %s)", search.ErrNoIndex, g.name())
		}
	}
	if caller.Err() != nil {
		return caller.Err()
	}
	return err
}

// Export implements search.Engine.
func (e *Engine) Export(ctx context.Context, q search.Query, began func(generation string)) iter.Seq2[search.Hit, error] {
	return func(yield func(search.Hit, error) bool) {
		var x *export
		err := e.onOne(ctx, func(ctx context.Context, g *generation) (err error) {
			x, err = e.beginExport(ctx, g, q)
			return err
		})
		if err != nil {
			yield(nil, err)
			return
		}
		defer x.end()
		if began != nil {
			began(x.walk.request.generation.name())
		}
		x.run(ctx, yield)
	}
}
