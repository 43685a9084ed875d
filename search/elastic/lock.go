package elastic

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/facetome/facetome/search"
)

// How a builder says that it lives. A lock that is not renewed for as long as a builder that begins looks at it is of a process that was killed: clocks
// are not compared. A builder that was only slow finds its lock taken when it commits, and fails.
const (
	heartbeat = time.Second

	// DefaultSilence is that of Config.
	DefaultSilence = 10 * time.Second
)

// lock is the document that says who builds: one process at a time.
type lock struct {
	engine      *Engine
	owner       string
	seqNo, term int64
	mu          sync.Mutex
	lost        error
	end         context.CancelFunc
	done        chan struct{}
}

func (e *Engine) lockPath() string { return "/" + e.stateIndex() + "/_doc/" + builderDocument }

// written is what the cluster says of a document that it wrote.
type written struct {
	SeqNo       int64 `json:"_seq_no"`
	PrimaryTerm int64 `json:"_primary_term"`
}

// takeLock takes the lock; search.ErrBusy where another builder has it.
func (e *Engine) takeLock(ctx context.Context) (*lock, error) {
	l := &lock{engine: e, owner: rand.Text(), done: make(chan struct{})}
	err := l.write(ctx, "?op_type=create")
	if errors.Is(err, errConflict) {
		err = l.takeOver(ctx)
	}
	if err != nil {
		return nil, err
	}
	beat, end := context.WithCancel(context.WithoutCancel(ctx))
	l.end = end
	go l.keep(beat)
	return l, nil
}

// takeOver waits whether the lock that is there is renewed; one that is not is taken.
func (l *lock) takeOver(ctx context.Context) error {
	var seen document
	for waited := time.Duration(0); ; waited += heartbeat {
		var now document
		err := l.engine.client.call(ctx, http.MethodGet, l.engine.lockPath(), nil, &now)
		if errors.Is(err, errNotFound) { // given back
			err = l.write(ctx, "?op_type=create")
			return busy(err)
		}
		if err != nil {
			return err
		}
		if waited > 0 && now.SeqNo != seen.SeqNo {
			return search.ErrBusy
		}
		if waited >= l.engine.config.Silence {
			return busy(l.write(ctx, unchanged(now.SeqNo, now.PrimaryTerm)))
		}
		seen = now
		if err := pause(ctx, heartbeat); err != nil {
			return err
		}
	}
}

// busy says of a lock that another took at the same time that it is taken.
func busy(err error) error {
	if errors.Is(err, errConflict) {
		return search.ErrBusy
	}
	return err
}

// unchanged is the condition that nobody wrote the document since it was of these numbers.
func unchanged(seqNo, term int64) string {
	return fmt.Sprintf("?if_seq_no=%d&if_primary_term=%d", seqNo, term)
}

func (l *lock) write(ctx context.Context, condition string) error {
	var w written
	if err := l.engine.client.call(ctx, http.MethodPut, l.engine.lockPath()+condition, object{"stored": object{"owner": l.owner}}, &w); err != nil {
		return err
	}
	l.seqNo, l.term = w.SeqNo, w.PrimaryTerm
	return nil
}

// keep renews the lock. A cluster that does not answer is asked on: whether the lock was lost is decided by what it says then.
func (l *lock) keep(ctx context.Context) {
	defer close(l.done)
	for pause(ctx, heartbeat) == nil {
		if err := l.check(ctx); errors.Is(err, errConflict) || errors.Is(err, errNotFound) {
			return
		}
	}
}

// check renews the lock, and fails where it is lost.
func (l *lock) check(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost != nil {
		return l.lost
	}
	err := l.write(ctx, unchanged(l.seqNo, l.term))
	if errors.Is(err, errConflict) && l.isOurs(ctx) {
		return nil
	}
	if errors.Is(err, errConflict) {
		l.lost = fmt.Errorf("another process took over building the search index, since this one did not answer for %s: %w", l.engine.config.Silence, err)
		return l.lost
	}
	return err
}

// problem says that the lock is lost, as far as is known.
func (l *lock) problem() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lost
}

// isOurs says whether the lock was last written by us: by a renewal whose answer did not reach us in time, and which the next one stumbles over.
func (l *lock) isOurs(ctx context.Context) bool {
	var now document
	if err := l.engine.client.call(ctx, http.MethodGet, l.engine.lockPath(), nil, &now); err != nil {
		return false
	}
	var stored struct {
		Owner string `json:"owner"`
	}
	if err := json.Unmarshal(now.Source.Stored, &stored); err != nil || stored.Owner != l.owner {
		return false
	}
	l.seqNo, l.term = now.SeqNo, now.PrimaryTerm
	return true
}

// release gives the lock back.
func (l *lock) release(ctx context.Context) error {
	l.end()
	<-l.done
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost != nil {
		return nil
	}
	l.lost = errors.New("the lock was given back")
	err := l.remove(ctx)
	if errors.Is(err, errConflict) && l.isOurs(ctx) { // the last renewal was cut off, but arrived
		err = l.remove(ctx)
	}
	if errors.Is(err, errConflict) || errors.Is(err, errNotFound) {
		return nil
	}
	return err
}

func (l *lock) remove(ctx context.Context) error {
	return l.engine.client.call(ctx, http.MethodDelete, l.engine.lockPath()+unchanged(l.seqNo, l.term), nil, nil)
}
