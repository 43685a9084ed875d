package embedded

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/facetome/facetome/search"
)

// sums are the checksums of documents, by accession code.
func sums(docs []*search.Document) (map[string]uint64, error) {
	sums := map[string]uint64{}
	for _, d := range docs {
		sum, err := d.Checksum()
		if err != nil {
			return nil, err
		}
		sums[d.Hit.AccessionCode] = sum
	}
	return sums, nil
}

// changedCodes lists the codes of which there is another document than before, or none, in byte order.
func changedCodes(before, after []*search.Document) ([]string, error) {
	was, err := sums(before)
	if err != nil {
		return nil, err
	}
	is, err := sums(after)
	if err != nil {
		return nil, err
	}
	var codes []string
	for code, sum := range is {
		if old, known := was[code]; !known || old != sum {
			codes = append(codes, code)
		}
	}
	for code := range was {
		if _, stays := is[code]; !stays {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes, nil
}

// startAmending amends the generation of a folder, up to its commit.
func startAmending(ctx context.Context, dir string, basis search.Basis, codes []string, docs []*search.Document) (search.Generation, error) {
	g, err := NewIndexer(dir).Amend(ctx, basis, codes)
	if err != nil {
		return nil, err
	}
	for _, d := range docs {
		if _, again := slices.BinarySearch(codes, d.Hit.AccessionCode); !again {
			continue
		}
		if err := g.Add(ctx, d); err != nil {
			return nil, errors.Join(err, g.Abort())
		}
	}
	return g, nil
}

// files reads the files of the generation that serves, but for its manifest.
func files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	d := directory{path: dir}
	name, err := d.current()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	entries, err := os.ReadDir(d.of(name))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.Name() == manifestFile {
			continue
		}
		if files[entry.Name()], err = os.ReadFile(filepath.Join(d.of(name), entry.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// sameFiles requires that two folders' generations are the same, byte by byte.
func sameFiles(t testing.TB, want, got string) {
	t.Helper()
	wanted, found := files(t, want), files(t, got)
	if len(wanted) != 2 || len(found) != 2 {
		t.Fatalf("generations of %d and %d files, want 2", len(wanted), len(found))
	}
	for name := range wanted {
		if !bytes.Equal(wanted[name], found[name]) {
			t.Fatalf("the file %s is another one (%d bytes, want %d)", name, len(found[name]), len(wanted[name]))
		}
	}
}

// TestAmendedIsAsBuiltAnew: a generation that was amended time and again is, byte by byte, the one that is built anew of the same documents.
func TestAmendedIsAsBuiltAnew(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		w := newWorld(seed, 50)
		dir := t.TempDir()
		was := w.documents()
		commit(t, dir, 1, was)
		for n := range 6 {
			for range w.random.IntN(12) {
				w.change()
			}
			is := w.documents()
			basis := search.Basis{CatalogueVersion: int64(n + 2), Labels: search.Labels{"organism": {"word3": {Value: "Word3", Label: fmt.Sprint("as of ", n)}}}}
			codes, err := changedCodes(was, is)
			if err != nil {
				t.Fatal(err)
			}
			amended, err := startAmending(t.Context(), dir, basis, codes, is)
			if err != nil {
				t.Fatalf("seed %d, amendment %d: %v", seed, n, err)
			}
			if err := amended.Commit(t.Context()); err != nil {
				t.Fatalf("seed %d, amendment %d: %v", seed, n, err)
			}
			anew := t.TempDir()
			g, err := NewIndexer(anew).Begin(t.Context(), basis)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range is {
				if err := g.Add(t.Context(), d); err != nil {
					t.Fatal(err)
				}
			}
			if err := g.Commit(t.Context()); err != nil {
				t.Fatal(err)
			}
			sameFiles(t, anew, dir)
			was = is
		}
	}
}

// TestAmendRefuses what cannot be right.
func TestAmendRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	docs := documents(4)
	commit(t, dir, 1, docs)
	add := func(codes []string, docs ...*search.Document) error {
		g, err := NewIndexer(dir).Amend(t.Context(), search.Basis{CatalogueVersion: 2}, codes)
		if err != nil {
			return err
		}
		for _, d := range docs {
			if err := g.Add(t.Context(), d); err != nil {
				return errors.Join(err, g.Abort())
			}
		}
		return g.Commit(t.Context())
	}
	for _, wrong := range []struct {
		what, err string
		codes     []string
		docs      []*search.Document
	}{
		{"a document of what did not change", "not among those that changed", []string{"GSE0001"}, docs[2:3]},
		{"documents out of order", "in order of accession code", []string{"GSE0001", "GSE0002"}, []*search.Document{docs[2], docs[1]}},
		{"an experiment that is gone, while others say that they share with it", "in other experiments", []string{"GSE0001"}, nil},
	} {
		if err := add(wrong.codes, wrong.docs...); err == nil || !strings.Contains(err.Error(), wrong.err) {
			t.Errorf("%s: %v, want %q", wrong.what, err, wrong.err)
		}
		e, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := e.Info(t.Context()); err != nil || info.CatalogueVersion != 1 {
			t.Errorf("%s: then the index is %+v (error %v)", wrong.what, info, err)
		}
	}
	if err := add([]string{"GSE0001"}, docs[1]); err != nil {
		t.Errorf("what is right is refused: %v", err)
	}
}

// TestAmendNeedsAnIndexThatCanBeRead: none, one of another program, and a damaged one are none; what is built then serves.
func TestAmendNeedsAnIndexThatCanBeRead(t *testing.T) {
	t.Parallel()
	for what, spoil := range map[string]func(generation string) error{
		"none": os.RemoveAll,
		"damaged": func(generation string) error {
			return os.Truncate(filepath.Join(generation, columnsFile), 100)
		},
		"other": func(generation string) error {
			return os.WriteFile(filepath.Join(generation, manifestFile), []byte(`{"format": 1}`), 0o600)
		},
	} {
		dir := t.TempDir()
		commit(t, dir, 1, documents(2))
		d := directory{path: dir}
		name, err := d.current()
		if err != nil {
			t.Fatal(err)
		}
		if err := spoil(d.of(name)); err != nil {
			t.Fatal(err)
		}
		if what == "none" {
			if err := os.Remove(d.of(currentFile)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := NewIndexer(dir).Amend(t.Context(), search.Basis{CatalogueVersion: 2}, nil); !errors.Is(err, search.ErrNoIndex) {
			t.Errorf("%s: %v, want ErrNoIndex", what, err)
		}
		commit(t, dir, 2, documents(2))
	}
}

// TestCancelledAmendment: copying stops when nobody waits for it any more.
func TestCancelledAmendment(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	commit(t, dir, 1, documents(3))
	g, err := startAmending(t.Context(), dir, search.Basis{CatalogueVersion: 2}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := g.Counts(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Counts: %v, want the context's error", err)
	}
	if err := g.Abort(); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "gen-*")); len(left) != 1 {
		t.Errorf("an aborted amendment leaves %v", left)
	}
}
