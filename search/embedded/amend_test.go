package embedded

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// world is a small catalogue to be changed at random: samples with values, experiments with samples and a text.
type world struct {
	random      *rand.Rand
	values      map[uint][]string   // by sample
	experiments map[string][]uint   // the samples of each
	texts       map[string][]string // likewise
}

func newWorld(seed uint64, experiments int) *world {
	w := &world{random: rand.New(rand.NewPCG(seed, 1)), values: map[uint][]string{}, experiments: map[string][]uint{}, texts: map[string][]string{}}
	for range experiments {
		w.change()
	}
	return w
}

// change adds, changes or removes an experiment, or changes a sample.
func (w *world) change() {
	r := w.random
	code := fmt.Sprintf("GSE%d", r.IntN(60))
	switch r.IntN(6) {
	case 0:
		delete(w.experiments, code)
	case 1:
		id := uint(1 + r.IntN(80))
		w.values[id] = w.words(3)
	case 2:
		w.texts[code] = w.words(6)
	default:
		w.experiments[code] = nil
		for range r.IntN(7) {
			id := uint(1 + r.IntN(80))
			if _, known := w.values[id]; !known {
				w.values[id] = w.words(3)
			}
			w.experiments[code] = append(w.experiments[code], id)
		}
		slices.Sort(w.experiments[code])
		w.experiments[code] = slices.Compact(w.experiments[code])
		w.texts[code] = w.words(6)
	}
}

func (w *world) words(most int) []string {
	words := make([]string, w.random.IntN(most+1))
	for i := range words {
		words[i] = fmt.Sprintf("word%d", w.random.IntN(40))
	}
	return words
}

// documents maps the world as it is now.
func (w *world) documents() []*search.Document {
	in := map[uint][]string{}
	var codes []string
	for code, samples := range w.experiments {
		codes = append(codes, code)
		for _, id := range samples {
			in[id] = append(in[id], code)
		}
	}
	slices.Sort(codes)
	var all []*search.Document
	for _, code := range codes {
		d := &search.Document{
			Hit: search.ExperimentHit{AccessionCode: code, Title: strings.Join(w.texts[code], " ")}, Text: make([][]string, len(search.TextFields)),
			Values: map[string][]search.Value{}, Numbers: map[string]int{"samples": len(w.experiments[code])},
		}
		for i, word := range w.texts[code] {
			field := search.TextField(i % len(search.TextFields))
			d.Text[field] = append(d.Text[field], word, w.texts[code][0])
			d.Values["source"] = values(word)
			d.Numbers["year"] = 2000 + len(word) + i
		}
		if len(w.texts[code]) > 4 {
			published := time.Date(2010, 1, len(d.Hit.Title), 0, 0, 0, 0, time.UTC)
			d.Hit.Published = &published
		}
		for _, id := range w.experiments[code] {
			s := search.SampleDocument{ID: id, AccessionCode: fmt.Sprintf("GSM%d", id), Title: strings.Join(w.values[id], " "),
				Values: make([][]search.Value, len(search.SampleFields())), Experiments: slices.Sorted(slices.Values(in[id]))}
			s.Values[0], s.Values[2] = values(w.values[id]...), values(w.values[id][:len(w.values[id])/2]...)
			d.Samples = append(d.Samples, s)
		}
		all = append(all, d)
	}
	return all
}

func values(labels ...string) []search.Value {
	var list []search.Value
	for _, label := range labels {
		list = append(list, search.Value{Key: models.Fold(label), Term: search.Term{Value: label, Label: label}})
	}
	return list
}

// sums are the checksums of documents, by accession code.
func sums(t testing.TB, docs []*search.Document) map[string]uint64 {
	t.Helper()
	sums := map[string]uint64{}
	for _, d := range docs {
		sum, err := d.Checksum()
		if err != nil {
			t.Fatal(err)
		}
		sums[d.Hit.AccessionCode] = sum
	}
	return sums
}

// changed lists the codes of which there is another document than before, or none, in byte order.
func changed(t testing.TB, before, after []*search.Document) []string {
	t.Helper()
	was, is := sums(t, before), sums(t, after)
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
	return codes
}

// amend begins to amend the generation of a folder.
func amend(t testing.TB, dir string, basis search.Basis, codes []string, docs []*search.Document) search.Generation {
	t.Helper()
	g, err := NewIndexer(dir).Amend(t.Context(), basis, codes)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		if _, again := slices.BinarySearch(codes, d.Hit.AccessionCode); !again {
			continue
		}
		if err := g.Add(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	return g
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
			codes := changed(t, was, is)
			if err := amend(t, dir, basis, codes, is).Commit(t.Context()); err != nil {
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
	g := amend(t, dir, search.Basis{CatalogueVersion: 2}, nil, nil)
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

// TestStatus says how large the generation that serves is, and how much of the disk is left.
func TestStatus(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "to be made")
	e, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	var inspector search.Inspector = e
	if s := inspector.Status(t.Context()); s.Engine == "" || s.Trouble != search.ErrNoIndex.Error() || s.Bytes != 0 || s.Free == 0 {
		t.Errorf("without an index: %+v", s)
	}
	commit(t, dir, 1, documents(3))
	if _, err := e.Refresh(); err != nil {
		t.Fatal(err)
	}
	size := int64(0)
	for _, file := range files(t, dir) {
		size += int64(len(file))
	}
	if s := inspector.Status(t.Context()); s.Trouble != "" || s.Bytes <= size || s.Bytes > size+1000 || s.Free == 0 {
		t.Errorf("%+v, want %d bytes and those of the manifest", s, size)
	}
}
