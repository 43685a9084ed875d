// Package searchtest is the suite that every search engine passes, so that all of them give the same numbers.
//
// A scenario is a small catalogue with questions. Scenarios that were written by hand hold the expected numbers of each rule,
// sentence by sentence. Random scenarios ask random queries of random catalogues and compare every number with the Oracle, which
// asks the database for plain COUNT(DISTINCT …) and shares no code with any engine. In scenarios with edits the catalogue is changed after it was
// indexed, and the engine's generation is amended. The lifecycle follows an engine through its generations. The suite's own tests run it against engines with one known fault each, and require that each is caught.
//
// An engine's package holds it to the suite in one test:
//
//	func TestEngine(t *testing.T) {
//		searchtest.Run(t, func(t *testing.T) searchtest.Backend { … })
//	}
package searchtest

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
)

// Backend is an engine without a generation, and what builds its generations.
type Backend struct {
	Engine  search.Engine
	Indexer search.Indexer
	// Refresh makes the engine take up the generation that was committed last.
	Refresh func() error
}

// Run holds an engine to the suite. open makes an empty backend; it is called once a scenario.
func Run(t *testing.T, open func(t *testing.T) Backend) {
	t.Helper()
	RunOn(t, modelstest.SQLite, open)
}

// RunOn is Run on stores of another database.
func RunOn(t *testing.T, stores func(testing.TB) *models.Store, open func(t *testing.T) Backend) {
	t.Helper()
	run(t, scenarios(random(randomQueries, math.MaxInt)), stores, open)
}

// RunFew is Run with few random queries and few amendments, without the long row of edits by hand: of an engine that runs in several ways, one is put
// through all.
func RunFew(t *testing.T, open func(t *testing.T) Backend) {
	t.Helper()
	few := slices.DeleteFunc(scenarios(random(randomQueriesFew, randomAmendedFew)), func(s scenario) bool { return len(s.edits) > randomEdits })
	run(t, few, modelstest.SQLite, open)
}

func run(t *testing.T, all []scenario, stores func(testing.TB) *models.Store, open func(t *testing.T) Backend) {
	t.Helper()
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			staged := s.stage(t, stores)
			report(t, staged.differences(t.Context(), open(t), true))
		})
	}
	t.Run("lifecycle", func(t *testing.T) {
		t.Parallel()
		report(t, lifecycle(t.Context(), stores(t), open(t)))
	})
}

// Check compares an engine with the oracle over a store whose catalogue it has indexed: all numbers of every query, and all
// its hits. Texts must be made of words that the oracle can look up, see Oracle.
func Check(t *testing.T, store *models.Store, engine search.Engine, queries []search.Query) {
	t.Helper()
	oracle := NewOracle(store)
	defer oracle.Close()
	for _, q := range queries {
		differences, err := compareQuery(t.Context(), oracle, engine, q)
		if err != nil {
			t.Fatal(err)
		}
		report(t, differences)
	}
}

// maxReported bounds what one scenario reports: the first differences tell more than the thousandth.
const maxReported = 20

func report(t *testing.T, differences []string) {
	t.Helper()
	for i, d := range differences {
		if i == maxReported {
			t.Errorf("and %d differences more", len(differences)-i)
			return
		}
		t.Error(d)
	}
}

// index builds a generation of the whole catalogue and takes it up.
func (b Backend) index(ctx context.Context, store *models.Store) error {
	if _, err := search.Reindex(ctx, store, b.Indexer, nil); err != nil {
		return fmt.Errorf("reindex: %w", err)
	}
	if err := b.Refresh(); err != nil {
		return fmt.Errorf("take up the generation: %w", err)
	}
	return nil
}
