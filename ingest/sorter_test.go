package ingest

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A sorter that spills gives what one in memory gives: every key once, in order, with its distinct values in order.
func TestSorter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newSorter()
		s.memory = rapid.IntRange(1, 500).Draw(t, "memory")
		defer s.close()
		want := map[string][]string{}
		for range rapid.IntRange(0, 60).Draw(t, "entries") {
			key, value := strconv.Itoa(rapid.IntRange(0, 9).Draw(t, "key")), rapid.StringN(0, 5, 20).Draw(t, "value")
			if err := s.add(key, value); err != nil {
				t.Fatal(err)
			}
			want[key] = append(want[key], value)
		}
		for key := range want {
			slices.Sort(want[key])
			want[key] = slices.Compact(want[key])
		}
		got := map[string][]string{}
		last := ""
		err := s.each(func(key string, values []string, cut bool) error {
			if key <= last || cut {
				t.Fatalf("%q after %q, cut %v", key, last, cut)
			}
			got[key], last = slices.Clone(values), key
			return nil
		})
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Fatal(diff, err)
		}
		files := slices.Clone(s.runs)
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if _, err := os.Stat(f.Name()); !os.IsNotExist(err) {
				t.Fatalf("%s is left behind: %v", f.Name(), err)
			}
		}
	})
}

// A key with more than can be held is cut, and says so.
func TestSorterCut(t *testing.T) {
	t.Parallel()
	s := newSorter()
	defer s.close()
	value := string(make([]byte, 1<<20))
	for i := range 70 {
		if err := s.add("a", fmt.Sprint(i)+value); err != nil {
			t.Fatal(err)
		}
	}
	keys := 0
	if err := s.each(func(_ string, values []string, cut bool) error {
		keys++
		if !cut || len(values) != 63 {
			t.Errorf("%d values, cut %v; want 63, cut", len(values), cut)
		}
		return nil
	}); err != nil || keys != 1 {
		t.Errorf("%d keys, %v", keys, err)
	}
}

// Temporary files have no name while they are in use, so that none is left by an import that is killed.
func TestSorterLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	for _, variable := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(variable, folder)
	}
	s := &sorter{memory: 100}
	for i := range 50 {
		if err := s.add(strconv.Itoa(i), strings.Repeat("x", 50)); err != nil {
			t.Fatal(err)
		}
	}
	names := func() []os.DirEntry {
		left, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		return left
	}
	if len(s.runs) == 0 || runtime.GOOS != "windows" && len(names()) > 0 {
		t.Errorf("%d temporary files; names %v", len(s.runs), names())
	}
	count := 0
	if err := s.entries(func(entry) error { count++; return nil }); err != nil || count != 50 {
		t.Errorf("%d entries, %v", count, err)
	}
	if err := s.close(); err != nil || len(names()) > 0 {
		t.Errorf("%v is left, %v", names(), err)
	}
}

// Lines are not held for the codes that stand on them.
func TestSorterKeepsNoLines(t *testing.T) { //nolint:paralleltest // it measures the memory of the process
	s, base := newSorter(), liveMemory()
	const lines, length = 1000, 100_000
	for i := range lines {
		line := fmt.Sprintf("%06d", i) + strings.Repeat("x", length)
		if err := s.add(line[:6], line[6:12]); err != nil {
			t.Fatal(err)
		}
	}
	if held := liveMemory() - base; held > lines*length/10 {
		t.Errorf("%d bytes are held of %d lines of %d bytes", held, lines, length)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
}
