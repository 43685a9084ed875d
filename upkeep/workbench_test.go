package upkeep_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/upkeep"
)

// patience is how long a test waits for what must happen: far longer than it takes.
const patience = 2 * time.Minute

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited %v in vain until %s", patience, what)
		}
	}
}

// bench is a catalogue, an index of it, and what keeps that up.
type bench struct {
	*upkeep.Keeper
	dsn   string
	store *models.Store
	runs  *control.Control
	index *fakeIndex
}

// onBoth runs a test with both databases, each on an empty catalogue.
func onBoth(t *testing.T, test func(t *testing.T, b *bench)) {
	t.Helper()
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		t.Parallel()
		test(t, newBench(t, dsn(), &fakeIndex{}))
	})
}

func newBench(t *testing.T, dsn string, index *fakeIndex) *bench {
	t.Helper()
	b := &bench{dsn: dsn, store: modelstest.Open(t, dsn), index: index}
	var err error
	if b.runs, err = control.Open(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	b.Keeper = upkeep.New(upkeep.Config{Store: b.store, Control: b.runs, Index: index, Target: "index"})
	t.Cleanup(func() {
		b.Close()
		if err := b.runs.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// another is what another process has: the same catalogue and index, other connections.
func (b *bench) another(t *testing.T) *bench {
	t.Helper()
	return newBench(t, b.dsn, b.index)
}

// put writes experiments: "GSE1: GSM1 GSM2" with these samples, "GSE1 title: …" with a title.
func (b *bench) put(t *testing.T, experiments ...string) {
	t.Helper()
	_, err := b.store.Import(context.Background(), func(w *models.Writer) error {
		if err := w.Source("test", "test", "test"); err != nil {
			return err
		}
		for _, e := range experiments {
			head, samples, _ := strings.Cut(e, ":")
			code, title, _ := strings.Cut(head, " ")
			body := models.ExperimentBody{AccessionCode: code, Title: title, Samples: strings.Fields(samples)}
			for _, s := range body.Samples {
				if err := w.Sample(models.SampleBody{AccessionCode: s, Title: s, Values: []models.FieldValue{{Field: models.FieldTissue, Value: "liver"}}}); err != nil {
					return err
				}
			}
			if err := w.Experiment(body); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// some are n experiments with two samples each, one of which the next has, too.
func some(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("GSE%d: GSM%d GSM%d", 1000+i, 1000+i, 1001+i)
	}
	return list
}

// run does a run that must end well.
func (b *bench) run(t *testing.T, kind control.Kind) control.Run {
	t.Helper()
	run, err := b.Run(t.Context(), kind, "test", nil)
	if err != nil {
		t.Fatal(err)
	}
	if run.State != control.Done || run.Reason != "" {
		t.Errorf("a run that ended well is %+v", run)
	}
	return run
}

// check compares index and catalogue by a run.
func (b *bench) check(t *testing.T) *search.Drift {
	t.Helper()
	drift, err := upkeep.DriftOf(b.run(t, control.Check))
	if err != nil || drift == nil {
		t.Fatalf("a check found %v, %v", drift, err)
	}
	return drift
}

// isCurrent fails the test unless the index holds the catalogue as it is, and nothing of a failed build is left.
func (b *bench) isCurrent(t *testing.T) {
	t.Helper()
	if lag, err := b.Lag(t.Context()); err != nil || !lag.None() {
		t.Errorf("the index is behind: %+v, %v", lag, err)
	}
	if drift := b.check(t); drift.Found() || drift.Pending > 0 {
		t.Errorf("the index is not as the catalogue: %+v", drift)
	}
	if _, _, unfinished := b.index.stats(); unfinished {
		t.Error("an unfinished generation is left")
	}
}
