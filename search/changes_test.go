package search_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/searchtest"
)

// indexable is what an index would be made of: the documents' checksums by accession code, at a version of the catalogue.
type indexable struct {
	version int64
	sums    map[string]uint64
}

func readIndexable(t testing.TB, store *models.Store) indexable {
	t.Helper()
	all := indexable{sums: map[string]uint64{}}
	err := store.Snapshot(t.Context(), func(s *models.Snapshot) error {
		all.version = s.State.Version
		return s.Each(t.Context(), summing(all.sums))
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func summing(sums map[string]uint64) func(*models.Experiment) error {
	return func(e *models.Experiment) error {
		sum, err := search.NewDocument(e).Checksum()
		sums[e.AccessionCode] = sum
		return err
	}
}

// differing lists the experiments of two moments that are not the same in both.
func differing(a, b indexable) []string {
	codes := map[string]bool{}
	for code, sum := range a.sums {
		codes[code] = b.sums[code] != sum
	}
	for code, sum := range b.sums {
		codes[code] = a.sums[code] != sum
	}
	maps.DeleteFunc(codes, func(_ string, differs bool) bool { return !differs })
	return slices.Sorted(maps.Keys(codes))
}

// changesAudit compares what a catalogue says of its changes with its documents.
type changesAudit struct {
	store             *models.Store
	seen              []indexable // the versions so far
	differ, said, was int         // experiments, over all changes: that differ, that are said to, that there were
}

// look is to be called after each change; it tells what is wrong.
func (c *changesAudit) look(t *testing.T) string {
	t.Helper()
	now := readIndexable(t, c.store)
	defer func() { c.seen = append(c.seen, now) }()
	if len(c.seen) == 0 {
		return ""
	}
	last := c.seen[len(c.seen)-1]
	for _, before := range []indexable{c.seen[0], c.seen[len(c.seen)/2], last} {
		changed := changedSince(t, c.store, before.version)
		if !slices.IsSorted(changed) {
			return fmt.Sprint("not in order: ", changed)
		}
		differ := differing(before, now)
		missing := slices.DeleteFunc(slices.Clone(differ), func(code string) bool { return slices.Contains(changed, code) })
		if len(missing) > 0 {
			return fmt.Sprintf("since version %d not said to have changed: %v\nsaid: %v", before.version, missing, changed)
		}
		if before.version == last.version {
			c.differ, c.said, c.was = c.differ+len(differ), c.said+len(changed), c.was+len(last.sums)
			if before.version == now.version && len(changed) > 0 {
				return fmt.Sprint("without another version changed ", changed)
			}
		}
	}
	return ""
}

func changedSince(t testing.TB, store *models.Store, version int64) (codes []string) {
	t.Helper()
	err := store.Snapshot(t.Context(), func(s *models.Snapshot) error {
		changed, known, err := s.ChangedSince(t.Context(), version)
		if err == nil && !known {
			err = fmt.Errorf("version %d of %d is not known", version, s.State.Version)
		}
		codes = changed
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return codes
}

// TestChanges changes random catalogues at random, and holds what they say of it to their documents.
func TestChanges(t *testing.T) {
	t.Parallel()
	seeds, changes := 4, 40
	if testing.Short() {
		seeds, changes = 1, 12
	}
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		for seed := range uint64(seeds) {
			store := open()
			audit := changesAudit{store: store}
			audit.look(t)
			editor := newEditor(seed)
			for n := range changes {
				title, err := editor.change(t.Context(), store, n)
				if err != nil {
					t.Fatalf("seed %d, change %d, %s: %v", seed, n, title, err)
				}
				if wrong := audit.look(t); wrong != "" {
					t.Fatalf("seed %d, change %d, %s:\n%s", seed, n, title, wrong)
				}
			}
			t.Logf("seed %d: of %d experiments over %d changes %d differ, %d are said to", seed, audit.was, changes, audit.differ, audit.said)
			if audit.differ == 0 || audit.said > audit.was*2/3 {
				t.Errorf("seed %d: %d of %d experiments differ, %d are said to", seed, audit.differ, audit.was, audit.said)
			}
			eachOfIsEach(t, store, editor.random)
			labelsAreOfDocuments(t, store)
		}
	})
}

// eachOfIsEach reads some experiments alone: they are the same as among all.
func eachOfIsEach(t *testing.T, store *models.Store, random *rand.Rand) {
	t.Helper()
	all := readIndexable(t, store)
	codes := slices.Collect(maps.Keys(all.sums))
	maps.DeleteFunc(all.sums, func(string, uint64) bool { return random.IntN(3) > 0 })
	codes = slices.DeleteFunc(codes, func(code string) bool { _, left := all.sums[code]; return !left })
	some := map[string]uint64{}
	err := store.Snapshot(t.Context(), func(s *models.Snapshot) error {
		last := ""
		sum := summing(some)
		return s.EachOf(t.Context(), append(codes, "GSE0", "no such code"), func(e *models.Experiment) error {
			if e.AccessionCode <= last {
				t.Errorf("%s after %s", e.AccessionCode, last)
			}
			last = e.AccessionCode
			return sum(e)
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all.sums, some); diff != "" || len(some) == 0 {
		t.Errorf("%d experiments alone, and among all: %s", len(some), diff)
	}
}

// TestChangesAreNotMadeUp gives a catalogue what it has, and what no index holds.
func TestChangesAreNotMadeUp(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		catalogue := searchtest.RandomCatalogue(1)
		for range 2 {
			if err := catalogue.Import(t.Context(), store); err != nil {
				t.Fatal(err)
			}
		}
		state, err := store.State(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if state.Version != 1 || len(changedSince(t, store, 1)) != 0 || len(changedSince(t, store, 0)) != state.Experiments {
			t.Errorf("%+v after the same import twice; changed since 1: %v, since 0: %v", state, changedSince(t, store, 1), changedSince(t, store, 0))
		}
		if _, err := store.Import(t.Context(), func(w *models.Writer) error {
			if err := w.Source("s", "s", "ndjson"); err != nil {
				return err
			}
			return w.Sample(models.SampleBody{AccessionCode: "GSM9999"}) // in no experiment
		}); err != nil {
			t.Fatal(err)
		}
		if changed := changedSince(t, store, 1); len(changed) > 0 {
			t.Errorf("a sample of no experiment changed %v", changed)
		}
		err = store.Snapshot(t.Context(), func(s *models.Snapshot) error {
			_, known, err := s.ChangedSince(t.Context(), 3)
			if known {
				t.Error("the catalogue knows what changed since a version that it had not")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
