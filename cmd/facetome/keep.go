package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search/embedded"
	"github.com/facetome/facetome/upkeep"
)

// commandLine is who asked for what commands do.
const commandLine = "command line"

// keeper keeps an index up, and has what is remembered of that.
type keeper struct {
	*upkeep.Keeper
	control *control.Control
}

// openKeeper opens what keeps the index up.
func (f *indexFlags) openKeeper(ctx context.Context, store *models.Store) (*keeper, error) {
	var index upkeep.Index = embedded.NewIndexer(f.indexDir())
	if len(f.Elasticsearch) > 0 {
		engine, err := f.openElastic()
		if err != nil {
			return nil, err
		}
		index = onCluster{engine}
	}
	target, err := f.target()
	if err != nil {
		return nil, err
	}
	runs, err := control.Open(ctx, f.dsn())
	if err != nil {
		return nil, err
	}
	return &keeper{control: runs, Keeper: upkeep.New(upkeep.Config{Store: store, Control: runs, Index: index, Target: target, Reason: f.reason})}, nil
}

// Close ends what it does, and then its connections.
func (k *keeper) Close() error {
	k.Keeper.Close()
	return k.control.Close()
}

// target names the index: a cluster's by its addresses, one in a folder by that, and, where other machines may have the same catalogue, by the machine.
func (f *indexFlags) target() (string, error) {
	if len(f.Elasticsearch) > 0 {
		return "the index " + f.ElasticsearchPrefix + " of " + strings.Join(slices.Sorted(slices.Values(f.Elasticsearch)), ", "), nil
	}
	folder, err := filepath.Abs(f.indexDir())
	if err != nil || f.Database == "" {
		return "the index in " + folder, err
	}
	host, err := os.Hostname()
	return "the index in " + folder + " on " + host, err
}

// reason is an error as administrators read it, on one line, without passwords.
func (f *indexFlags) reason(err error) string {
	return strings.Join(strings.Fields(f.removeSecrets(err.Error())), " ")
}

// withKeeper opens catalogue and keeper for a command.
func (f *indexFlags) withKeeper(p *program, work func(*models.Store, *keeper) error) (err error) {
	store, err := f.open(p.ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	k, err := f.openKeeper(p.ctx, store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.Close()) }()
	return work(store, k)
}

// watched calls work with what shows on stderr how far a run is, whoever's it is.
func watched(stderr io.Writer, what string, work func(upkeep.Watcher) error) error {
	defer sparing(indexGC, math.MaxInt64)()
	bar := newProgress(stderr, what, false)
	defer bar.end()
	return work(upkeep.Watcher{
		Progress: func(step string, done, total int) {
			bar.at(cmp.Or(step, what))
			bar.set(int64(done), int64(total), "", "")
		},
		Follows: func(run control.Run) {
			bar.end()
			say(stderr, "%s; waiting for it …", &control.BusyError{Run: run})
		},
	})
}

// update brings the index up to date, and tells how far it is on stderr and what it has on stdout.
func (k *keeper) update(ctx context.Context, stdout, stderr io.Writer) error {
	if lag, err := k.Lag(ctx); err != nil || lag.None() {
		return err
	}
	return watched(stderr, "Indexing", func(w upkeep.Watcher) error {
		run, done, err := k.Update(ctx, commandLine, w)
		if err != nil || !done {
			return err
		}
		sayIndexed(stdout, run)
		return nil
	})
}

// sayIndexed tells what an index holds after a run.
func sayIndexed(stdout io.Writer, run control.Run) {
	changed := ""
	if run.Kind != control.Rebuild {
		changed = fmt.Sprintf("; %s changed", count(run.Changed, "experiment"))
	}
	say(stdout, "Indexed %s with %s%s.", count(run.Experiments, "experiment"), count(run.Samples, "unique sample"), changed)
}
