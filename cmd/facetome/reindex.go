package main

import (
	"errors"
	"io"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/upkeep"
)

type reindexCmd struct {
	indexFlags
	// What one command is to do is no setting for the environment, where --repair is one of serve's.
	Changes bool `xor:"what" env:"-" help:"Only bring the index up to date with what changed since it was built."`
	Check   bool `xor:"what" env:"-" help:"Only compare the index with the catalogue, experiment by experiment, and say what differs."`
	Repair  bool `xor:"what" env:"-" help:"Compare them, and write anew what differs."`
}

// Help is shown by reindex --help.
func (reindexCmd) Help() string {
	return `Imports index what they changed by themselves: this is for an index that was lost, or for one that a new version of Facetome reads ` +
		`differently. A server that runs goes on with the old index and takes up the new one within seconds; so it does where this is interrupted or fails.

One process at a time builds an index. Where another one does already, on whatever machine, this follows it and ends as it ends.

Exit code: 0 where the index is as it should be, 1 where something failed, or where --check found that the index differs, 2 where the command line asks for ` +
		`something impossible.

Examples:
  facetome reindex
  facetome reindex --check || facetome reindex --repair`
}

// Run builds the index, up to date or not, or does what the flags ask for.
func (c *reindexCmd) Run(p *program) error {
	return c.withKeeper(p, func(_ *models.Store, k *keeper) error {
		kind, what := c.kind()
		return watched(p.stderr, what, func(w upkeep.Watcher) error {
			run, err := k.Do(p.ctx, kind, commandLine, w)
			if err != nil {
				return err
			}
			drift, err := upkeep.DriftOf(run)
			if err != nil {
				return err
			}
			if drift != nil {
				sayDrift(p.stdout, drift)
			}
			switch {
			case kind == control.Check && drift.Found():
				return errors.New("the index differs from the catalogue: facetome reindex --repair puts it right")
			case kind == control.Check, drift != nil && !drift.Found():
				return nil
			}
			sayIndexed(p.stdout, run)
			return nil
		})
	})
}

// kind is what the flags ask for.
func (c *reindexCmd) kind() (kind control.Kind, what string) {
	switch {
	case c.Changes:
		return control.Changes, "Indexing"
	case c.Check:
		return control.Check, "Comparing"
	case c.Repair:
		return control.Repair, "Comparing"
	}
	return control.Rebuild, "Indexing"
}

// sayDrift tells what differs.
func sayDrift(stdout io.Writer, drift *search.Drift) {
	for _, kind := range []struct {
		what  string
		found search.Differences
	}{
		{"missing in the index", drift.Missing},
		{"left over in the index", drift.LeftOver},
		{"different", drift.Different},
	} {
		if kind.found.Count == 0 {
			continue
		}
		say(stdout, "%s %s:", count(kind.found.Count, "experiment"), kind.what)
		for _, d := range kind.found.First {
			say(stdout, "  %s  samples: %s in the index, %s in the catalogue", d.AccessionCode, number(d.Index), number(d.Catalogue))
		}
		if more := kind.found.Count - len(kind.found.First); more > 0 {
			say(stdout, "  and %s more", number(more))
		}
	}
	if drift.TotalsDiffer {
		say(stdout, "The index counts %s with %s and holds %s; the catalogue has %s with %s.",
			count(drift.Index.Experiments, "experiment"), count(drift.Index.Samples, "unique sample"), count(drift.Held, "experiment"),
			count(drift.Catalogue.Experiments, "experiment"), count(drift.Catalogue.Samples, "unique sample"))
	}
	if !drift.Found() {
		say(stdout, "%s compared: the index is as the catalogue.", count(drift.Compared, "experiment"))
	}
	if drift.Pending > 0 {
		say(stdout, "%s changed since the index was built, which is no difference: facetome reindex --changes brings it up to date.", count(drift.Pending, "experiment"))
	}
}
