package upkeep_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/upkeep"
)

// fakeEngine serves the generation that it took up last.
type fakeEngine struct {
	index *fakeIndex
	mu    sync.Mutex
	info  search.Info
}

func (e *fakeEngine) Info(context.Context) (search.Info, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.info.Generation == "" {
		return search.Info{}, search.ErrNoIndex
	}
	return e.info, nil
}

func (e *fakeEngine) Refresh(ctx context.Context) (changed bool, err error) {
	info, err := e.index.Serving(ctx)
	if errors.Is(err, search.ErrNoIndex) {
		return false, nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	changed = e.info != info
	e.info = info
	return changed, err
}

// log is what a server logs.
type log struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// server keeps an engine up until the test ends.
type server struct {
	*bench
	engine *fakeEngine
	log    *log
	busy   atomic.Bool
	end    func()
}

func (b *bench) serve(t *testing.T, w upkeep.Watch) *server {
	t.Helper()
	s := &server{bench: b, engine: &fakeEngine{index: b.index}, log: &log{}}
	w.Engine, w.Logger = s.engine, slog.New(slog.NewTextHandler(s.log, nil))
	w.Busy = func(context.Context) (bool, error) { return s.busy.Load(), nil }
	ctx, end := context.WithCancel(context.Background())
	var keeping sync.WaitGroup
	keeping.Go(func() { b.Keep(ctx, w) })
	s.end = func() {
		end()
		keeping.Wait()
	}
	t.Cleanup(func() {
		s.end()
		if said := s.log.String(); t.Failed() {
			t.Log(said[max(0, len(said)-4000):])
		}
	})
	return s
}

// shows waits until the engine serves so many experiments.
func (s *server) shows(t *testing.T, experiments int) {
	t.Helper()
	eventually(t, "the server shows what there is", func() bool {
		info, err := s.engine.Info(t.Context())
		return err == nil && info.Total.Experiments == experiments
	})
}

// TestKeep: a server builds an index where there is none, applies what nobody else will, and takes up what others built.
func TestKeep(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(3)...)
		s := b.serve(t, upkeep.Watch{})
		s.shows(t, 3)
		b.put(t, "NEW1: GSM1000")
		s.shows(t, 4)
		if runs, err := b.runs.Runs(t.Context(), 10); err != nil || len(runs) != 2 || runs[0].Kind != control.Changes || runs[0].AskedBy != "server" || runs[1].Kind != control.Rebuild {
			t.Errorf("the runs are %+v, %v", runs, err)
		}

		s.busy.Store(true)
		b.put(t, "NEW2: GSM1000")
		time.Sleep(2500 * time.Millisecond) // some looks
		if runs, err := b.runs.Runs(t.Context(), 10); err != nil || len(runs) != 2 {
			t.Errorf("while another changes the catalogue and will index it, the server does: %+v, %v", runs, err)
		}
		b.another(t).run(t, control.Changes)
		s.shows(t, 5)
		s.busy.Store(false)
		b.isCurrent(t)

		b.index.mu.Lock()
		b.index.serves = nil
		b.index.mu.Unlock()
		eventually(t, "the server builds an index again that was lost", func() bool {
			lag, err := b.Lag(t.Context())
			return err == nil && lag.None()
		})
		s.shows(t, 5)
	})
}

// TestKeepTries: what fails is tried again, and said once.
func TestKeepTries(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(3)...)
		b.index.setFault(func(step string) error {
			if step == "commit" {
				return errors.New("no space left on device")
			}
			return nil
		})
		s := b.serve(t, upkeep.Watch{})
		failed := func() int {
			runs, err := b.runs.Runs(t.Context(), 10)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, run := range runs {
				if run.State == control.Failed {
					n++
				}
			}
			return n
		}
		eventually(t, "it was tried twice", func() bool { return failed() == 2 })
		b.index.setFault(nil)
		s.shows(t, 3)
		if said := s.log.String(); strings.Count(said, "no space left") != 1 {
			t.Errorf("the log says %s", said)
		}
	})
}

// TestKeepChecks: a server compares index and catalogue as often as it is to, and repairs what differs where it may.
func TestKeepChecks(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(10)...)
		b.run(t, control.Rebuild)
		b.index.tamper(drift)
		s := b.serve(t, upkeep.Watch{CheckEvery: time.Second})
		eventually(t, "the check is logged", func() bool {
			return strings.Contains(s.log.String(), "1 are missing in the index, 3 are left over, and 2 are different")
		})
		s.end()
		if found := b.check(t); found.Experiments() != 6 {
			t.Errorf("what only was to be checked is now %+v", found)
		}
		s = b.another(t).serve(t, upkeep.Watch{CheckEvery: time.Second, Repair: true})
		eventually(t, "the index is repaired", func() bool {
			run, err := b.runs.Last(t.Context(), "index", control.Repair)
			return err == nil && run.Changed == 6
		})
		s.end()
		b.isCurrent(t)
	})
}
