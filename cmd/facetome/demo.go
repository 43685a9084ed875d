package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/synthetic"
)

const (
	demoSeed = 1 // any would do; the demo is the same for everybody
	// demoFile is there while the demo is being made: where one finds it, making it was cut short, and is done again.
	demoFile = "demo.ndjson"
)

// makeDemo fills an empty catalogue with a synthetic one. One that holds anything stays as it is.
func (c *serveCmd) makeDemo(p *program, store *models.Store, k *keeper) error {
	state, err := store.State(p.ctx)
	if err != nil {
		return err
	}
	file := filepath.Join(c.Data, demoFile)
	switch _, err := os.Stat(file); {
	case err == nil && (state.Experiments == 0 || state.Synthetic): // unfinished, and nobody else's
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	case state.Experiments == 0 && state.Samples == 0:
	case state.Synthetic:
		say(p.stdout, "The catalogue has a synthetic catalogue already: %s.", count(state.Experiments, "experiment"))
		return nil
	default:
		say(p.stdout, "The catalogue is not empty (%s): it is served as it is, without the demo.", count(state.Experiments, "experiment"))
		return nil
	}
	return c.whileBusy(p.ctx, store, func(alone bool) error {
		if err := os.MkdirAll(c.Data, 0o755); err != nil {
			return fmt.Errorf("--data: %w", err)
		}
		say(p.stderr, "Making a synthetic catalogue of %s, once …", count(c.DemoSize, "experiment"))
		if err := c.importDemo(p, store, k, alone, file); err != nil {
			return err
		}
		if err := k.update(p.ctx, p.stdout, p.stderr); err != nil {
			return err
		}
		return os.Remove(file)
	})
}

func (c *serveCmd) importDemo(p *program, store *models.Store, k *keeper, alone bool, file string) error {
	if err := generateFile(p.ctx, file, synthetic.Options{Experiments: c.DemoSize, Seed: demoSeed}); err != nil {
		return err
	}
	report, err := c.importFiles(p, store, k.control, alone, ingest.Options{Format: "ndjson"}, []string{file})
	if err != nil {
		return err
	}
	if report.Problems() > 0 {
		printReport(p.stderr, report, "")
		return errors.New("the synthetic catalogue could not be imported as a whole")
	}
	return nil
}
