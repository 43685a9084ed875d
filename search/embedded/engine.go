package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/facetome/facetome/search"
)

// Engine searches the newest generation below a folder.
type Engine struct {
	dir     directory
	refresh sync.Mutex
	current atomic.Pointer[generation]
}

// generation is an index that was read. A search holds on to the one that it began with; the stored file of one that nobody holds
// any more is closed when it is collected.
type generation struct {
	name     string
	manifest manifest
	columns  *columns
	stored   *os.File
	bytes    int64 // of its files
}

// Open serves the newest generation below dir; there need not be one yet.
func Open(dir string) (*Engine, error) {
	e := &Engine{dir: directory{path: dir}}
	_, err := e.Refresh()
	return e, err
}

// refreshTries is how often a generation is followed that is replaced while it is read.
const refreshTries = 5

// Refresh takes up a generation that was committed since, by whatever process; searches that run go on with theirs. On an error
// the old one goes on serving.
func (e *Engine) Refresh() (changed bool, err error) {
	e.refresh.Lock()
	defer e.refresh.Unlock()
	known := ""
	if old := e.current.Load(); old != nil {
		known = old.name
	}
	next, err := e.dir.newest(known)
	if errors.Is(err, search.ErrNoIndex) {
		return false, nil // or of another version of the program: not for us
	}
	if next != nil {
		e.current.Store(next)
	}
	return next != nil, err
}

// newest opens the generation that serves, unless it is the one that is known: then there is nothing to open. Where a generation is replaced
// while it is read, the next one is read. ErrNoIndex where there is none that this program can read.
func (d *directory) newest(known string) (g *generation, err error) {
	for range refreshTries {
		name, currentErr := d.current()
		switch {
		case currentErr != nil:
			return nil, fmt.Errorf("looking for a new index: %w", currentErr)
		case name == "":
			return nil, search.ErrNoIndex
		case name == known:
			return nil, nil //nolint:nilnil // nothing new
		}
		if g, err = d.open(name); err == nil || errors.Is(err, search.ErrNoIndex) {
			return g, err
		}
		if !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	return nil, fmt.Errorf("reading the index: %w", err)
}

func (d *directory) open(name string) (*generation, error) {
	g := &generation{name: name, columns: newColumns()}
	m, err := os.ReadFile(filepath.Join(d.of(name), manifestFile))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(m, &g.manifest); err != nil {
		return nil, fmt.Errorf("%w (its manifest: %v)", errDamaged, err)
	}
	if !g.manifest.fits() {
		return nil, search.ErrNoIndex
	}
	if err := readSections(filepath.Join(d.of(name), columnsFile), g.columns.sections()); err != nil {
		return nil, err
	}
	if err := g.columns.finish(); err != nil {
		return nil, fmt.Errorf("%w (%v)", errDamaged, err)
	}
	if g.bytes, err = sizeOf(d.of(name)); err != nil {
		return nil, err
	}
	g.stored, err = os.Open(filepath.Join(d.of(name), storedFile))
	return g, err
}

// Close ends the engine: it has no index any more.
func (e *Engine) Close() error {
	e.current.Store(nil)
	return nil
}

// generation returns the one that serves.
func (e *Engine) generation() (*generation, error) {
	if g := e.current.Load(); g != nil {
		return g, nil
	}
	return nil, search.ErrNoIndex
}

// Info implements search.Engine.
func (e *Engine) Info(context.Context) (search.Info, error) {
	g, err := e.generation()
	if err != nil {
		return search.Info{}, err
	}
	return g.manifest.info(g.name), nil
}

// Search implements search.Engine.
func (e *Engine) Search(ctx context.Context, q search.Query) (*search.Result, error) {
	g, err := e.generation()
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := newRun(g, q)
	defer s.release()
	if err := s.count(ctx); err != nil {
		return nil, err
	}
	s.respell()
	r := &search.Result{Generation: g.name, CatalogueVersion: g.manifest.CatalogueVersion, Total: s.total, Facets: s.facets(), Text: s.outcome,
		Warnings: append(s.outcome.Warnings(q.Text), s.warnings...)}
	from := (q.Page - 1) * q.Size
	if q.View == search.ViewSamples {
		r.Samples, err = s.samplePage(from, from+q.Size)
	} else {
		r.Experiments, err = s.experimentPage(from, from+q.Size)
	}
	return r, err
}

// Export implements search.Engine.
func (e *Engine) Export(ctx context.Context, q search.Query, began func(generation string)) iter.Seq2[search.Hit, error] {
	return func(yield func(search.Hit, error) bool) {
		g, err := e.generation()
		if err != nil {
			yield(nil, err)
			return
		}
		s := newRun(g, q)
		defer s.release()
		if err := s.count(ctx); err != nil {
			yield(nil, err)
			return
		}
		if began != nil {
			began(g.name)
		}
		s.export(ctx, yield)
	}
}
