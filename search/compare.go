package search

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/facetome/facetome/models"
)

// Serving describes the generation that serves now, whoever built it; ErrNoIndex where none does that this program can read.
type Serving func(context.Context) (Info, error)

// errReplaced says that a generation was replaced before it could be compared.
var errReplaced = errors.New("the index was replaced meanwhile")

// compareTries is how often a comparison begins again where the index was replaced at its very beginning.
const compareTries = 5

// Check compares the index with the catalogue, experiment by experiment; differing, which may be nil, is called with the code of each that differs. It reads all of both in little memory, and
// changes nothing; the index may be replaced meanwhile. ErrRebuild says that they cannot be compared, ErrNoIndex that there is nothing to compare.
func Check(ctx context.Context, store *models.Store, indexer Indexer, serving Serving, differing func(code string), progress Progress) (drift *Drift, err error) {
	for range compareTries {
		err = store.Snapshot(ctx, func(snapshot *models.Snapshot) error {
			c := comparison{snapshot: snapshot, differing: differing, progress: progress}
			err := c.run(ctx, indexer, serving)
			drift = &c.drift
			return err
		})
		if !errors.Is(err, errReplaced) {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("comparing the index with the catalogue: %w", err)
	}
	return drift, nil
}

// comparison walks through catalogue and index side by side.
type comparison struct {
	snapshot  *models.Snapshot
	differing func(string)
	progress  Progress

	drift   Drift
	pending map[string]bool

	next func() (Held, error, bool) // the next that the index holds
	held Held                       // the current one
	more bool                       // whether there is one
}

func (c *comparison) run(ctx context.Context, indexer Indexer, serving Serving) error {
	info, err := serving(ctx)
	if err != nil {
		return err
	}
	if info.CatalogueVersion > c.snapshot.State.Version { // it may have been replaced since the snapshot was taken
		return fmt.Errorf("%w: %w", errReplaced, ErrRebuild)
	}
	changed, err := changedSince(ctx, c.snapshot, info.CatalogueVersion)
	if err != nil {
		return err
	}
	c.pending = make(map[string]bool, len(changed))
	for _, code := range changed {
		c.pending[code] = true
	}
	c.drift = Drift{Generation: info.Generation, IndexVersion: info.CatalogueVersion, CatalogueVersion: c.snapshot.State.Version, Pending: len(changed), Index: info.Total}

	next, stop := iter.Pull2(indexer.Held(ctx))
	defer stop()
	c.next = next
	if err := c.advance(); err != nil {
		return err
	}
	if again, err := serving(ctx); err != nil || again.Generation != info.Generation {
		return errors.Join(errReplaced, err) // nobody knows which of the two is being read
	}
	return c.compare(ctx)
}

func (c *comparison) compare(ctx context.Context) error {
	done := 0
	err := c.snapshot.Each(ctx, func(e *models.Experiment) error {
		done++
		c.progress.told(stepCompare, done, c.snapshot.State.Experiments)
		return c.experiment(e)
	})
	if err != nil {
		return err
	}
	for c.more {
		if err := c.leftOver(); err != nil {
			return err
		}
	}
	if c.drift.Catalogue, err = totalOf(ctx, c.snapshot); err != nil {
		return err
	}
	c.drift.TotalsDiffer = c.drift.Held != c.drift.Index.Experiments || c.drift.Pending == 0 && c.drift.Index != c.drift.Catalogue
	return nil
}

// experiment compares the catalogue's next with the index, in which those before it are left over.
func (c *comparison) experiment(e *models.Experiment) error {
	for c.more && c.held.AccessionCode < e.AccessionCode {
		if err := c.leftOver(); err != nil {
			return err
		}
	}
	found := c.more && c.held.AccessionCode == e.AccessionCode
	held := c.held
	if found {
		if err := c.advance(); err != nil {
			return err
		}
	}
	if c.pending[e.AccessionCode] {
		return nil
	}
	c.drift.Compared++
	if !found {
		c.drift.Missing.add(e.AccessionCode, 0, len(e.Samples))
		c.differs(e.AccessionCode)
		return nil
	}
	sum, err := NewDocument(e).Checksum()
	if err != nil {
		return err
	}
	if held.Samples != len(e.Samples) || held.Checksum != sum {
		c.drift.Different.add(e.AccessionCode, held.Samples, len(e.Samples))
		c.differs(e.AccessionCode)
	}
	return nil
}

func (c *comparison) leftOver() error {
	if !c.pending[c.held.AccessionCode] {
		c.drift.Compared++
		c.drift.LeftOver.add(c.held.AccessionCode, c.held.Samples, 0)
		c.differs(c.held.AccessionCode)
	}
	return c.advance()
}

func (c *comparison) differs(code string) {
	if c.differing != nil {
		c.differing(code)
	}
}

// advance takes the next that the index holds.
func (c *comparison) advance() error {
	last, first := c.held.AccessionCode, c.drift.Held == 0
	held, err, more := c.next()
	if err != nil {
		return err
	}
	if c.held, c.more = held, more; !more {
		return nil
	}
	if c.drift.Held++; !first && held.AccessionCode <= last {
		return fmt.Errorf("%w: it yields %s after %s", ErrRebuild, held.AccessionCode, last)
	}
	return nil
}
