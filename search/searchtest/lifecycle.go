package searchtest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// lifecycle follows an engine through its generations and tells what it gets wrong. Store and engine are empty at first.
func lifecycle(ctx context.Context, store *models.Store, b Backend) []string {
	l := &life{store: store, Backend: b}
	for _, step := range []func(context.Context) error{
		l.beforeTheFirst, l.nothingToAmend, l.aborted, l.first, l.abortAfterCommit, l.replaced,
		l.unchanged, l.notAmended, l.notCommitted, l.busy, l.amended, l.emptied, l.cancelled,
	} {
		if err := step(ctx); err != nil {
			return append(l.wrong, err.Error())
		}
	}
	return l.wrong
}

type life struct {
	Backend
	store *models.Store
	now   *version // that serves, once amendments begin
	wrong []string
}

func (l *life) add(format string, args ...any) {
	l.wrong = append(l.wrong, fmt.Sprintf(format, args...))
}

// everything is a query that all hits of a catalogue match.
var everything = search.Query{Sort: search.SortMostSamples, View: search.ViewExperiments, Page: 1, Size: search.DefaultSize}

// beforeTheFirst: without an index, everything fails with ErrNoIndex.
func (l *life) beforeTheFirst(ctx context.Context) error {
	if err := l.Refresh(); err != nil {
		return fmt.Errorf("without an index: Refresh: %w", err)
	}
	_, searchErr := l.Engine.Search(ctx, everything)
	_, infoErr := l.Engine.Info(ctx)
	_, exportErr := export(ctx, l.Engine, everything)
	for what, err := range map[string]error{"Search": searchErr, "Info": infoErr, "Export": exportErr} {
		if !errors.Is(err, search.ErrNoIndex) {
			l.add("%s without an index gives the error %v, want %v", what, err, search.ErrNoIndex)
		}
	}
	return nil
}

// aborted: a generation that was not committed never serves, and only one is built at a time.
func (l *life) aborted(ctx context.Context) error {
	if err := sharedSamples.Import(ctx, l.store); err != nil {
		return err
	}
	g, err := l.Indexer.Begin(ctx, search.Basis{CatalogueVersion: 1})
	if err != nil {
		return fmt.Errorf("Begin: %w", err)
	}
	if second, err := l.Indexer.Begin(ctx, search.Basis{CatalogueVersion: 1}); !errors.Is(err, search.ErrBusy) {
		l.add("Begin while a generation is built gives the error %v, want %v", err, search.ErrBusy)
		if err == nil {
			_ = second.Abort()
		}
	}
	err = l.store.Snapshot(ctx, func(s *models.Snapshot) error {
		return s.Each(ctx, func(e *models.Experiment) error { return g.Add(ctx, search.NewDocument(e)) })
	})
	if err != nil {
		return fmt.Errorf("Add: %w", err)
	}
	got, err := g.Counts(ctx)
	if err != nil {
		return err
	}
	if want := (search.Total{Experiments: 4, Samples: 5}); got != want {
		l.add("the generation counts %+v, want %+v", got, want)
	}
	if _, err := l.Engine.Info(ctx); !errors.Is(err, search.ErrNoIndex) {
		l.add("a generation serves while it is built (error %v)", err)
	}
	if err := g.Abort(); err != nil {
		return fmt.Errorf("Abort: %w", err)
	}
	return l.beforeTheFirst(ctx)
}

// first: the first generation serves what is in the catalogue.
func (l *life) first(ctx context.Context) error {
	if err := l.index(ctx, l.store); err != nil {
		return err
	}
	return l.serves(ctx, search.Total{Experiments: 4, Samples: 5})
}

// serves compares what the engine says of its generation with the catalogue.
func (l *life) serves(ctx context.Context, want search.Total) error {
	state, err := l.store.State(ctx)
	if err != nil {
		return err
	}
	info, err := l.Engine.Info(ctx)
	if err != nil {
		return fmt.Errorf("Info: %w", err)
	}
	if info.CatalogueVersion != state.Version || info.Total != want || info.Generation == "" {
		l.add("the index is %+v, want version %d with %+v", info, state.Version, want)
	}
	result, err := l.Engine.Search(ctx, everything)
	if err != nil {
		return fmt.Errorf("Search: %w", err)
	}
	if result.Total != want || result.Generation != info.Generation || result.CatalogueVersion != info.CatalogueVersion {
		l.add("a search finds %+v in %s of version %d, want %+v in %s of version %d", result.Total, result.Generation, result.CatalogueVersion,
			want, info.Generation, info.CatalogueVersion)
	}
	return nil
}

// abortAfterCommit: Abort does nothing any more.
func (l *life) abortAfterCommit(ctx context.Context) error {
	g, err := l.Indexer.Begin(ctx, search.Basis{CatalogueVersion: 1})
	if err != nil {
		return fmt.Errorf("Begin: %w", err)
	}
	if err := errors.Join(g.Commit(ctx), g.Abort(), l.Refresh()); err != nil {
		return fmt.Errorf("commit an empty generation: %w", err)
	}
	info, err := l.Engine.Info(ctx)
	if err != nil || info.Total != (search.Total{}) {
		l.add("after an empty generation was committed, and Abort called, the index is %+v (error %v)", info, err)
	}
	return l.first(ctx)
}

// replaced: searches that run while a generation is replaced see the one or the other as a whole, and never fail.
func (l *life) replaced(ctx context.Context) error {
	more := Catalogue{Experiments: []models.ExperimentBody{experiment("GSE90", "GSM90 GSM1"), experiment("GSE91", "GSM91")}}
	if err := more.Import(ctx, l.store); err != nil {
		return err
	}
	return l.whileSearching(ctx, func() error {
		if err := l.index(ctx, l.store); err != nil {
			return err
		}
		return l.serves(ctx, search.Total{Experiments: 6, Samples: 7})
	})
}

// whileSearching replaces the generation that serves while searches and an export go on.
func (l *life) whileSearching(ctx context.Context, replace func() error) error {
	old, err := l.Engine.Info(ctx)
	if err != nil {
		return err
	}
	want, err := export(ctx, l.Engine, everything)
	if err != nil {
		return fmt.Errorf("Export: %w", err)
	}
	next, rest := l.exportSlowly(ctx)
	exported, err := next()
	if err != nil {
		return fmt.Errorf("Export: %w", err)
	}
	searching := newSearching(ctx, l.Engine)
	replaceErr := replace()
	seen := searching.stop()
	if replaceErr != nil {
		return replaceErr
	}
	l.wrong = append(l.wrong, seen.wrong...)
	now, err := l.Engine.Info(ctx)
	if err != nil {
		return err
	}
	if now.Generation == old.Generation {
		l.add("a new generation has the old one's name, %s", now.Generation)
	}
	for generation, total := range seen.totals {
		isOld := generation == old.Generation && total == old.Total
		isNew := generation == now.Generation && total == now.Total
		if !isOld && !isNew {
			l.add("a search found %+v in %s while %+v was replaced by %+v", total, generation, old, now)
		}
	}
	after, err := rest()
	if err != nil {
		return fmt.Errorf("Export while its generation is replaced: %w", err)
	}
	if exported = append(exported, after...); !slices.Equal(exported, want.short()) {
		l.add("an export during which its generation was replaced has the hits %q, want %q", exported, want.short())
	}
	return nil
}

// exportSlowly begins an export. next takes one hit of it, rest all others.
func (l *life) exportSlowly(ctx context.Context) (next, rest func() ([]string, error)) {
	pull, end := iter.Pull2(l.Engine.Export(ctx, everything, nil))
	take := func(most int) (taken []string, err error) {
		for len(taken) < most {
			hit, err, more := pull()
			if err != nil || !more {
				return taken, err
			}
			if e, ok := hit.(search.ExperimentHit); ok {
				taken = append(taken, rows{experiments: []ExperimentRow{experimentRow(e)}}.short()...)
			}
		}
		return taken, nil
	}
	return func() ([]string, error) { return take(1) }, func() ([]string, error) { defer end(); return take(math.MaxInt) }
}

// searching searches again and again, and notes what it sees. It rests as long as a search takes, so that an engine on the same machine gets on with what is tested.
type searching struct {
	quit chan struct{}
	done sync.WaitGroup
	seen sightings
}

type sightings struct {
	totals map[string]search.Total // by generation
	wrong  []string
}

func newSearching(ctx context.Context, e search.Engine) *searching {
	s := &searching{quit: make(chan struct{}), seen: sightings{totals: map[string]search.Total{}}}
	s.done.Go(func() {
		for {
			begun := time.Now()
			result, err := e.Search(ctx, everything)
			if err != nil {
				s.seen.wrong = append(s.seen.wrong, fmt.Sprintf("a search fails while the generation is replaced: %v", err))
				return
			}
			if earlier, ok := s.seen.totals[result.Generation]; ok && earlier != result.Total {
				s.seen.wrong = append(s.seen.wrong, fmt.Sprintf("%s first has %+v, then %+v", result.Generation, earlier, result.Total))
				return
			}
			s.seen.totals[result.Generation] = result.Total
			select {
			case <-s.quit:
				return
			case <-time.After(time.Since(begun)):
			}
		}
	})
	return s
}

func (s *searching) stop() sightings {
	close(s.quit)
	s.done.Wait()
	return s.seen
}

// cancelled: a search that nobody waits for any more ends with its context's error.
func (l *life) cancelled(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := l.Engine.Search(ctx, everything); !errors.Is(err, context.Canceled) {
		l.add("a cancelled search gives the error %v", err)
	}
	if _, err := export(ctx, l.Engine, everything); !errors.Is(err, context.Canceled) {
		l.add("a cancelled export gives the error %v", err)
	}
	for _, err := range l.Indexer.Held(ctx) {
		if !errors.Is(err, context.Canceled) {
			l.add("Held, when cancelled, gives the error %v", err)
			break
		}
	}
	return nil
}
