package elastic

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/facetome/facetome/search"
)

func build(t *testing.T, e *Engine) *builder {
	t.Helper()
	g, err := e.Begin(t.Context(), search.Basis{CatalogueVersion: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range recorded() {
		if err := g.Add(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	return g.(*builder)
}

// generations lists the numbers of those that are in the cluster.
func generations(t *testing.T, e *Engine, keep int) []int {
	t.Helper()
	left, _, err := e.clean(t.Context(), keep)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(left)
	return left
}

// TestKilledBuilder: what a builder that was killed left behind goes when the next one begins; should it live on after all, it cannot commit.
func TestKilledBuilder(t *testing.T) {
	t.Parallel()
	e := testEngine(t, 1)
	killed := build(t, e)
	if _, err := e.Begin(t.Context(), search.Basis{CatalogueVersion: 1}); !errors.Is(err, search.ErrBusy) {
		t.Fatalf("a second builder: %v, want ErrBusy", err)
	}
	killed.lock.end() // it is renewed no more
	next := build(t, e)
	if err := next.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := killed.Commit(t.Context()); err == nil {
		t.Error("a builder commits whose lock was taken over")
	}
	if got := generations(t, e, next.state.Number); !slices.Equal(got, []int{next.state.Number}) {
		t.Errorf("the generations %d are left, want %d alone", got, next.state.Number)
	}
	info, err := e.Info(t.Context())
	if err != nil || info.Total != (search.Total{Experiments: 2, Samples: 4}) {
		t.Errorf("the index is %+v (%v)", info, err)
	}
}

// TestReadGenerationStays: a generation that an export reads is not dropped before it ends.
func TestReadGenerationStays(t *testing.T) {
	t.Parallel()
	e := testEngine(t, 1)
	first := build(t, e)
	if err := first.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	g, err := e.generation(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	q, _ := search.Parse(nil)
	x, err := e.beginExport(t.Context(), g, q)
	if err != nil {
		t.Fatal(err)
	}
	second := build(t, e)
	if err := second.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	both := []int{first.state.Number, second.state.Number}
	if got := generations(t, e, second.state.Number); !slices.Equal(got, both) {
		t.Errorf("while it is read, the generations %d are there, want %d", got, both)
	}
	x.end()
	if got := generations(t, e, second.state.Number); !slices.Equal(got, both[1:]) {
		t.Errorf("when it was read, the generations %d are there, want %d", got, both[1:])
	}
}

// TestLostIndices: an index that somebody deleted is told as none.
func TestLostIndices(t *testing.T) {
	t.Parallel()
	e := testEngine(t, 1)
	b := build(t, e)
	if err := b.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Info(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := e.drop(t.Context(), b.state.Number); err != nil {
		t.Fatal(err)
	}
	q, _ := search.Parse(nil)
	if _, err := e.Search(t.Context(), q); !errors.Is(err, search.ErrNoIndex) {
		t.Errorf("without its indices: %v, want ErrNoIndex", err)
	}
	again := build(t, e)
	if err := again.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Search(t.Context(), q); err != nil {
		t.Errorf("with new ones: %v", err)
	}
}

// TestNobodyAnswers: a cluster that is not there is unavailable, within the time limit.
func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	e, err := Open(Config{Addresses: []string{"http://127.0.0.1:1"}})
	if err != nil {
		t.Fatal(err)
	}
	q, _ := search.Parse(nil)
	if _, err := e.Search(t.Context(), q); !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("Search: %v, want ErrUnavailable", err)
	}
	if _, err := e.Begin(t.Context(), search.Basis{CatalogueVersion: 1}); !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("Begin: %v, want ErrUnavailable", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Search(gone, q); !errors.Is(err, context.Canceled) {
		t.Errorf("Search that nobody waits for: %v", err)
	}
}
