package searchtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// nothingToAmend: without an index there is nothing to amend, and nothing is held; a generation can be begun nevertheless.
func (l *life) nothingToAmend(ctx context.Context) error {
	if g, err := l.Indexer.Amend(ctx, search.Basis{CatalogueVersion: 1}, nil); !errors.Is(err, search.ErrNoIndex) {
		l.add("Amend without an index gives the error %v, want %v", err, search.ErrNoIndex)
		if err == nil {
			return g.Abort()
		}
	}
	for _, err := range l.Indexer.Held(ctx) {
		if !errors.Is(err, search.ErrNoIndex) {
			l.add("Held without an index gives the error %v, want %v", err, search.ErrNoIndex)
		}
	}
	return nil
}

// unchanged: a generation that is amended by nothing is another one with the same in it.
func (l *life) unchanged(ctx context.Context) error {
	old, err := l.Engine.Info(ctx)
	if err != nil {
		return err
	}
	if l.now, err = readVersion(ctx, l.store, nil); err != nil {
		return err
	}
	if err := l.amendTo(ctx, l.now); err != nil {
		return err
	}
	info, err := l.Engine.Info(ctx)
	if err != nil {
		return err
	}
	if info.Generation == old.Generation {
		l.add("an amended generation has the old one's name, %s", info.Generation)
	}
	return nil
}

// amendTo amends the generation that serves to a version.
func (l *life) amendTo(ctx context.Context, v *version) error {
	wrong, err := l.serve(ctx, v, l.amend)
	l.wrong = append(l.wrong, wrong...)
	l.now = v
	if err != nil {
		return err
	}
	return l.serves(ctx, v.total)
}

// next imports more, and reads the version that the catalogue then is.
func (l *life) next(ctx context.Context, more Catalogue) (*version, error) {
	if err := more.Import(ctx, l.store); err != nil {
		return nil, err
	}
	return readVersion(ctx, l.store, l.now)
}

// notAmended: an amendment that was aborted leaves everything as it was, and while it is made nothing else is.
func (l *life) notAmended(ctx context.Context) error {
	v, err := l.next(ctx, Catalogue{Experiments: []models.ExperimentBody{experiment("GSE92", "GSM92 GSM2"), experiment("GSE90", "GSM90")}})
	if err != nil {
		return err
	}
	g, err := l.amend(ctx, v)
	if err != nil {
		return err
	}
	_, beginErr := l.Indexer.Begin(ctx, v.basis)
	_, amendErr := l.Indexer.Amend(ctx, v.basis, v.changed)
	for what, err := range map[string]error{"Begin": beginErr, "Amend": amendErr} {
		if !errors.Is(err, search.ErrBusy) {
			l.add("%s while a generation is amended gives the error %v, want %v", what, err, search.ErrBusy)
		}
	}
	if err := l.isStill(ctx, "while it is amended"); err != nil {
		return err
	}
	if err := errors.Join(g.Abort(), l.Refresh()); err != nil {
		return fmt.Errorf("abort an amendment: %w", err)
	}
	return l.isStill(ctx, "after an amendment was aborted")
}

// notCommitted: neither does one that could not be committed change anything.
func (l *life) notCommitted(ctx context.Context) error {
	v, err := readVersion(ctx, l.store, l.now)
	if err != nil {
		return err
	}
	g, err := l.amend(ctx, v)
	if err != nil {
		return err
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := g.Commit(cancelled); err == nil {
		l.add("an amendment that nobody waits for any more is committed")
	}
	if err := errors.Join(g.Abort(), l.Refresh()); err != nil {
		return fmt.Errorf("abort an amendment that could not be committed: %w", err)
	}
	return l.isStill(ctx, "after an amendment could not be committed")
}

// busy: nothing is amended while a generation is built.
func (l *life) busy(ctx context.Context) error {
	g, err := l.Indexer.Begin(ctx, l.now.basis)
	if err != nil {
		return fmt.Errorf("Begin: %w", err)
	}
	if _, err := l.Indexer.Amend(ctx, l.now.basis, nil); !errors.Is(err, search.ErrBusy) {
		l.add("Amend while a generation is built gives the error %v, want %v", err, search.ErrBusy)
	}
	return g.Abort()
}

// isStill: the version that served serves.
func (l *life) isStill(ctx context.Context, when string) error {
	result, err := l.Engine.Search(ctx, everything)
	if err != nil {
		return fmt.Errorf("Search %s: %w", when, err)
	}
	if result.Total != l.now.total {
		l.add("%s a search finds %+v, want %+v", when, result.Total, l.now.total)
	}
	wrong, err := l.holds(ctx, l.now)
	for _, w := range wrong {
		l.add("%s: %s", when, w)
	}
	return err
}

// amended: searches that run while a generation is amended see the one or the other as a whole, and never fail.
func (l *life) amended(ctx context.Context) error {
	v, err := l.next(ctx, Catalogue{Experiments: []models.ExperimentBody{experiment("GSE93", "GSM93 GSM1 GSM91")}})
	if err != nil {
		return err
	}
	return l.whileSearching(ctx, func() error { return l.amendTo(ctx, v) })
}

// emptied: everything can go, and come back.
func (l *life) emptied(ctx context.Context) error {
	all := l.now
	nothing := &version{basis: all.basis, changed: changes(all.held, nil)}
	if err := l.amendTo(ctx, nothing); err != nil {
		return err
	}
	again := *all
	again.changed = nothing.changed
	return l.amendTo(ctx, &again)
}
