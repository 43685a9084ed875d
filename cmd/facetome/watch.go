package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// watcher keeps a server's engine up with the catalogue, whoever changes it. Searches go on all the while.
type watcher struct {
	indexFlags
	store  *models.Store
	engine index
	logger *slog.Logger

	version   int64 // of the catalogue when it was last looked at
	unchanged int   // looks since that version came up
	trouble   string
}

const (
	// lookEvery is how soon a server takes up what others did; looking costs a small file and one small query.
	lookEvery = time.Second
	// settled is for how many looks a catalogue must stay as it is before the server indexes it by itself: an import of many files
	// changes it again and again.
	settled = 3
	// retryAfter is how many looks later a server tries again to build an index, where that failed: it is much work.
	retryAfter = 60
)

func (w *watcher) run(ctx context.Context) {
	w.unchanged = settled // what was left behind before the start needs no waiting
	state, err := w.store.State(ctx)
	if err == nil {
		w.version = state.Version
	}
	ticks := time.NewTicker(lookEvery)
	defer ticks.Stop()
	for {
		if err := w.look(ctx); ctx.Err() == nil {
			w.report(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
	}
}

// look takes up a new index, and builds one where whoever changed the catalogue is gone without having done so.
func (w *watcher) look(ctx context.Context) error {
	refreshErr := w.refresh(ctx)
	state, err := w.store.State(ctx)
	if err != nil {
		return errors.Join(refreshErr, err)
	}
	info, err := w.engine.Info(ctx)
	missing := errors.Is(errors.Join(refreshErr, err), search.ErrNoIndex) // on a new cluster, or one that lost it
	if !missing && (err != nil || info.CatalogueVersion == state.Version) {
		return errors.Join(refreshErr, err)
	}
	if state.Version != w.version {
		w.version, w.unchanged = state.Version, 0
		return nil
	}
	if w.unchanged++; w.unchanged <= settled {
		return nil
	}
	if busy, err := w.isBusy(ctx, w.store); err != nil || busy {
		return err
	}
	w.logger.Info("the index is missing or older than the catalogue: building it again", "experiments", state.Experiments)
	_, err = search.Reindex(ctx, w.store, w.engine, nil)
	if errors.Is(err, search.ErrBusy) {
		return nil // somebody else builds it
	}
	if err != nil {
		w.unchanged = settled - retryAfter
		return err
	}
	return w.refresh(ctx)
}

// refresh takes up a new index. One that cannot be read leaves the old one serving.
func (w *watcher) refresh(ctx context.Context) error {
	changed, err := w.engine.Refresh(ctx)
	if err != nil || !changed {
		return err
	}
	info, err := w.engine.Info(ctx)
	if err != nil {
		return err
	}
	w.logger.Info("new index", "generation", info.Generation, "experiments", info.Total.Experiments, "samples", info.Total.Samples)
	return nil
}

// report logs trouble once, not at every look.
func (w *watcher) report(err error) {
	text := ""
	if err != nil {
		text = w.removeSecrets(err.Error())
	}
	if text != w.trouble && text != "" {
		w.logger.Error("cannot take up changes of the catalogue; trying on", "error", text)
	}
	w.trouble = text
}
