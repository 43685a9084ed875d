// Package upkeep keeps a search index up with the catalogue: builds it, brings it up to date with what changed, compares it with the catalogue and repairs it.
//
// All of this is runs (package control): one at a time writes an index, over all processes and machines, and everybody can see how far it is and ask it to stop. Whoever finds a run under
// way may follow it in place of doing the same work again.
//
//	Rebuild  builds a generation of the whole catalogue, then applies what changed meanwhile
//	Changes  applies what changed since the generation that serves; builds anew where that cannot be
//	Check    compares the generation that serves with the catalogue; anything may go on beside it
//	Repair   does that, and then writes anew what differs
//
// A run that fails, is cancelled or dies leaves the generation that serves as it was; what it leaves behind the next one removes.
package upkeep

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
)

// Index is what is kept up.
type Index interface {
	search.Indexer
	// Serving describes the generation that serves now, whoever built it; search.ErrNoIndex where none does that this program can read.
	Serving(context.Context) (search.Info, error)
}

// Config is what a Keeper is made from.
type Config struct {
	Store   *models.Store
	Control *control.Control
	Index   Index
	Target  string             // names the index: the same in all processes that work on it, and of no other index
	Reason  func(error) string // an error in words for administrators, without passwords; err.Error on one line where nil
}

// Keeper runs what keeps an index up. It is safe for concurrent use.
type Keeper struct {
	Config
	started sync.WaitGroup
	life    context.Context // of runs that Start began
	end     context.CancelFunc
}

// New returns a Keeper, which is to be closed.
func New(config Config) *Keeper {
	if config.Reason == nil {
		config.Reason = func(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
	}
	k := &Keeper{Config: config}
	k.life, k.end = context.WithCancel(context.Background())
	return k
}

// Close cancels the runs that Start began, and waits for their ends.
func (k *Keeper) Close() {
	k.end()
	k.started.Wait()
}

// Run does a run of some kind for whom asked, and returns how it ended. progress may be nil. Where another run works on the index the error is a *control.BusyError;
// a run that was asked to stop ends with a *control.CancelledError.
func (k *Keeper) Run(ctx context.Context, kind control.Kind, askedBy string, progress search.Progress) (control.Run, error) {
	lease, err := k.take(ctx, kind, askedBy)
	if err != nil {
		return control.Run{}, err
	}
	return k.work(lease, kind, progress)
}

// Start begins a run that goes on after it returns, until it has ended or the Keeper is closed, and returns its id. The error is that of Run.
func (k *Keeper) Start(ctx context.Context, kind control.Kind, askedBy string) (id uint, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	lease, err := k.take(k.life, kind, askedBy)
	if err != nil {
		return 0, err
	}
	k.started.Go(func() { _, _ = k.work(lease, kind, nil) }) // how it ended is remembered with the run
	return lease.ID(), nil
}

func (k *Keeper) take(ctx context.Context, kind control.Kind, askedBy string) (*control.Lease, error) {
	target := k.Target
	if kind == control.Check || kind == control.Repair {
		target = k.checkTarget() // until there is something to write
	}
	return k.Control.Take(ctx, control.RunStart{Kind: kind, Target: target, AskedBy: askedBy})
}

// checkTarget is what checks exclude one another by: the index may be replaced while it is compared, which takes long.
func (k *Keeper) checkTarget() string { return k.Target + ", compared with the catalogue" }

// work does what a run is for, and remembers how it ended.
func (k *Keeper) work(lease *control.Lease, kind control.Kind, progress search.Progress) (control.Run, error) {
	r := &running{Keeper: k, lease: lease, ctx: lease.Context(), progress: func(step string, done, total int) {
		lease.Progress(step, int64(done), int64(total))
		if progress != nil {
			progress(step, done, total)
		}
	}}
	err := r.do(kind)
	ctx := context.WithoutCancel(r.ctx)
	if err != nil && r.ctx.Err() != nil {
		err = why(r.ctx) // whatever it was in the middle of
	}
	reason := ""
	if err != nil {
		reason = k.Reason(err)
	}
	endErr := lease.End(r.result, reason, err)
	run, readErr := k.Control.Run(ctx, lease.ID())
	if err == nil {
		err = errors.Join(endErr, readErr)
	}
	if err != nil {
		return run, fmt.Errorf("%s: %w", kind, err)
	}
	return run, nil
}

// why a context is done that a lease gave.
func why(ctx context.Context) error {
	cause := context.Cause(ctx)
	if asked := (*control.CancelledError)(nil); errors.As(cause, &asked) || errors.Is(cause, control.ErrLost) {
		return cause
	}
	return ctx.Err()
}

// Lag is how far the index is behind the catalogue.
type Lag struct {
	State   models.State
	Info    search.Info // empty where there is no index
	Missing bool        // there is no index that this program can read
}

// None says that the index was built from the catalogue as it is.
func (l Lag) None() bool { return !l.Missing && l.Info.CatalogueVersion == l.State.Version }

// cure is the kind of run that puts an end to it.
func (l Lag) cure() control.Kind {
	if l.Missing {
		return control.Rebuild
	}
	return control.Changes
}

// behind says that the index has not reached a version of the catalogue, or is none of this catalogue.
func (l Lag) behind(version int64) bool {
	return l.Missing || l.Info.CatalogueVersion < version || l.Info.CatalogueVersion > l.State.Version
}

// Lag asks how far the index is behind.
func (k *Keeper) Lag(ctx context.Context) (Lag, error) {
	state, err := k.Store.State(ctx)
	if err != nil {
		return Lag{}, err
	}
	info, err := k.Index.Serving(ctx)
	if errors.Is(err, search.ErrNoIndex) {
		return Lag{State: state, Missing: true}, nil
	}
	return Lag{State: state, Info: info}, err
}

// retryEvery is how often a run looks again whether the index may be written: another process of an older program, or one that was given up and does not know it yet,
// may hold the index's own lock.
const retryEvery = time.Second
