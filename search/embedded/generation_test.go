package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/facetome/facetome/search"
)

// documents makes n experiments of three samples each; every experiment shares its third sample with the next.
func documents(n int) []*search.Document {
	var all []*search.Document
	code := func(e int) string { return fmt.Sprintf("GSE%04d", e) }
	sample := func(id int, experiments ...string) search.SampleDocument {
		values := make([][]search.Value, len(search.SampleFields()))
		values[0] = []search.Value{{Key: "homo sapiens", Term: search.Term{Value: "Homo sapiens", Label: "Homo sapiens"}}}
		return search.SampleDocument{ID: uint(id), AccessionCode: fmt.Sprintf("GSM%05d", id), Title: "sample\twith a tab", Values: values, Experiments: experiments}
	}
	for e := range n {
		d := &search.Document{Hit: search.ExperimentHit{AccessionCode: code(e), Title: "Liver of mice"}, Numbers: map[string]int{"samples": 3}}
		d.Text = make([][]string, len(search.TextFields))
		d.Text[search.TextTitle] = []string{d.Hit.Title}
		if e > 0 {
			d.Samples = append(d.Samples, sample(3*e, code(e-1), code(e)))
		}
		d.Samples = append(d.Samples, sample(3*e+1, code(e)))
		if e < n-1 {
			d.Samples = append(d.Samples, sample(3*e+3, code(e), code(e+1)))
		}
		all = append(all, d)
	}
	return all
}

func build(t *testing.T, dir string, version int64, docs []*search.Document) search.Generation {
	t.Helper()
	g, err := NewIndexer(dir).Begin(t.Context(), search.Basis{CatalogueVersion: version})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		if err := g.Add(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	return g
}

func commit(t *testing.T, dir string, version int64, docs []*search.Document) {
	t.Helper()
	if err := build(t, dir, version, docs).Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func everything() search.Query {
	q, _ := search.Parse(nil)
	return q
}

func total(t *testing.T, e *Engine) search.Total {
	t.Helper()
	r, err := e.Search(t.Context(), everything())
	if err != nil {
		t.Fatal(err)
	}
	return r.Total
}

func TestWithoutIndex(t *testing.T) {
	t.Parallel()
	e, err := Open(filepath.Join(t.TempDir(), "none"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Search(t.Context(), everything()); !errors.Is(err, search.ErrNoIndex) {
		t.Errorf("Search: %v, want ErrNoIndex", err)
	}
	for _, err := range e.Export(t.Context(), everything(), nil) {
		if !errors.Is(err, search.ErrNoIndex) {
			t.Errorf("Export: %v, want ErrNoIndex", err)
		}
	}
}

func TestRefreshTakesUpNewGenerations(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 3; n++ {
		commit(t, dir, int64(n), documents(n))
		if changed, err := e.Refresh(); err != nil || !changed {
			t.Fatalf("Refresh = %v, %v after commit %d", changed, err, n)
		}
		if got, want := total(t, e), (search.Total{Experiments: n, Samples: 2*n - 1}); got != want {
			t.Errorf("after commit %d: %+v, want %+v", n, got, want)
		}
		if info, err := e.Info(t.Context()); err != nil || info.CatalogueVersion != int64(n) || info.Generation != fmt.Sprintf("gen-%06d", n) {
			t.Errorf("Info = %+v, %v", info, err)
		}
	}
	if changed, err := e.Refresh(); err != nil || changed {
		t.Errorf("Refresh = %v, %v without a new generation", changed, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "gen-*")); len(left) != 1 {
		t.Errorf("old generations stay: %v", left)
	}
}

func TestOneBuilderAtATime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := build(t, dir, 1, documents(2))
	if _, err := NewIndexer(dir).Begin(t.Context(), search.Basis{CatalogueVersion: 2}); !errors.Is(err, search.ErrBusy) {
		t.Fatalf("second Begin: %v, want ErrBusy", err)
	}
	if err := first.Abort(); err != nil {
		t.Fatal(err)
	}
	commit(t, dir, 2, documents(2))
}

func TestAbortAndLeftovers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	commit(t, dir, 1, documents(2))
	if err := build(t, dir, 2, documents(5)).Abort(); err != nil {
		t.Fatal(err)
	}
	// What processes leave behind that were killed: while building, and between the two renames.
	for _, name := range []string{"gen-000007.building", "gen-000008"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	e, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := total(t, e).Experiments; got != 2 {
		t.Errorf("%d experiments, want those of the committed generation", got)
	}
	commit(t, dir, 3, documents(4))
	left, _ := filepath.Glob(filepath.Join(dir, "gen-*"))
	if len(left) != 1 || filepath.Base(left[0]) != "gen-000009" {
		t.Errorf("generations %v, want gen-000009 only: a number is never used twice", left)
	}
}

func TestCancelledCommit(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	commit(t, dir, 1, documents(2))
	g := build(t, dir, 2, documents(3))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := g.Commit(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("Commit: %v", err)
	}
	e, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := total(t, e).Experiments; got != 2 {
		t.Errorf("%d experiments, want the old generation's", got)
	}
	commit(t, dir, 3, documents(3)) // the lock was given back
}

func TestOrderOfDocuments(t *testing.T) {
	t.Parallel()
	docs := documents(3)
	g := build(t, t.TempDir(), 1, docs[1:2])
	defer g.Abort() //nolint:errcheck // only cleans up
	if err := g.Add(t.Context(), docs[0]); err == nil || !strings.Contains(err.Error(), "in order of accession code") {
		t.Errorf("Add out of order: %v", err)
	}
}

// TestDamage changes every byte of a small index in turn: it is refused, or answers as before, and nothing panics.
func TestDamage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	commit(t, dir, 1, documents(2))
	e, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := total(t, e)
	path := filepath.Join(dir, "gen-000001", columnsFile)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		bad := append([]byte(nil), good...)
		bad[i] ^= 0x41
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir); err == nil {
			t.Fatalf("byte %d was changed and nobody noticed", i)
		} else if !strings.Contains(err.Error(), "facetome reindex") {
			t.Fatalf("byte %d: the error does not say what to do: %v", i, err)
		}
	}
	if err := os.WriteFile(path, good[:len(good)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Refresh(); err != nil || total(t, e) != want {
		t.Errorf("the engine that had read the index: %v", err)
	}
	if _, err := Open(dir); !errors.Is(err, errDamaged) {
		t.Errorf("half a file: %v, want errDamaged", err)
	}
}

func TestOtherFacetsNeedANewIndex(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	commit(t, dir, 1, documents(2))
	path := filepath.Join(dir, "gen-000001", manifestFile)
	m, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(m), `"tissue"`, `"organ"`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Info(t.Context()); !errors.Is(err, search.ErrNoIndex) {
		t.Errorf("Info: %v, want ErrNoIndex", err)
	}
}

// TestSearchesGoOnWhileGenerationsChange: every answer is that of one generation, none fails.
func TestSearchesGoOnWhileGenerationsChange(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	commit(t, dir, 1, documents(1))
	e, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var searches sync.WaitGroup
	for range 4 {
		searches.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				r, err := e.Search(t.Context(), everything())
				if err != nil {
					t.Error(err)
					return
				}
				n := r.Total.Experiments
				if r.Total.Samples != 2*n-1 || len(r.Experiments) != min(n, search.DefaultSize) || r.Generation != fmt.Sprintf("gen-%06d", n) {
					t.Errorf("%d experiments, %d samples, %d hits of %s", n, r.Total.Samples, len(r.Experiments), r.Generation)
					return
				}
			}
		})
	}
	for n := 2; n <= 20; n++ {
		commit(t, dir, int64(n), documents(n))
		if _, err := e.Refresh(); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	searches.Wait()
}
