package embedded

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/facetome/facetome/search"
)

// amendsFolder makes the test binary a process that amends the index of a folder until it is killed.
const amendsFolder = "FACETOME_TEST_AMENDS"

func TestMain(m *testing.M) {
	if dir := os.Getenv(amendsFolder); dir != "" {
		if err := amendForever(context.Background(), dir); err != nil {
			println(err.Error())
		}
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// worldAt is a world that is the same in all processes.
func worldAt(version int64) *world {
	w := newWorld(7, 50)
	for range version {
		w.changes()
	}
	return w
}

func (w *world) changes() {
	for range 4 {
		w.change()
	}
}

// amendForever brings an index from version to version; every tenth is built anew.
func amendForever(ctx context.Context, dir string) error {
	version := int64(0)
	g, err := (&directory{path: dir}).newest("")
	switch {
	case err == nil:
		version = g.manifest.CatalogueVersion
	case !errors.Is(err, search.ErrNoIndex):
		return err
	}
	w := worldAt(version)
	for was := w.documents(); ; version++ {
		w.changes()
		is := w.documents()
		if err := bring(ctx, dir, version+1, was, is); err != nil {
			return err
		}
		was = is
	}
}

func bring(ctx context.Context, dir string, version int64, was, is []*search.Document) error {
	basis := search.Basis{CatalogueVersion: version}
	if version%10 == 1 {
		g, err := NewIndexer(dir).Begin(ctx, basis)
		if err != nil {
			return err
		}
		for _, d := range is {
			if err := g.Add(ctx, d); err != nil {
				return err
			}
		}
		return g.Commit(ctx)
	}
	codes, err := changedCodes(was, is)
	if err != nil {
		return err
	}
	g, err := startAmending(ctx, dir, basis, codes, is)
	if err != nil {
		return err
	}
	return g.Commit(ctx)
}

// TestAmendmentKilled kills processes that amend an index at random moments: whatever the moment, a whole version serves, no version is lost that served
// before, and what a killed process leaves behind is gone after the next one.
func TestAmendmentKilled(t *testing.T) {
	t.Parallel()
	kills := 50
	if testing.Short() {
		kills = 5
	}
	dir, reached := t.TempDir(), int64(0)
	random := rand.New(rand.NewPCG(8, 15))
	for range kills {
		p := exec.CommandContext(t.Context(), os.Args[0])
		p.Env, p.Stderr = append(os.Environ(), amendsFolder+"="+dir), os.Stderr
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		target := reached + 1 + random.Int64N(3)
		for served(t, dir) < target && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(random.Int64N(int64(20 * time.Millisecond))))
		_ = p.Process.Kill() // fails only where it has ended, which the next line says
		if _ = p.Wait(); p.ProcessState.Exited() {
			t.Fatalf("the process ended by itself: %v", p.ProcessState)
		}
		reached = wholeVersion(t, dir, target)
	}
	w := worldAt(reached)
	was := w.documents()
	w.changes()
	if err := bring(t.Context(), dir, reached+1, was, w.documents()); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "gen-*")); len(left) != 1 {
		t.Errorf("killed processes left %v", left)
	}
	if last := wholeVersion(t, dir, reached+1); last != reached+1 {
		t.Errorf("version %d serves, want %d", last, reached+1)
	}
}

// served is the version that serves; 0 is none.
func served(t *testing.T, dir string) int64 {
	t.Helper()
	e, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	info, err := e.Info(t.Context())
	if err != nil && !errors.Is(err, search.ErrNoIndex) {
		t.Fatal(err)
	}
	return info.CatalogueVersion
}

// wholeVersion requires that a version serves, as a whole, and returns which.
func wholeVersion(t *testing.T, dir string, least int64) int64 {
	t.Helper()
	version := served(t, dir)
	if version < least {
		t.Fatalf("version %d serves after version %d did", version, least)
	}
	held := map[string]uint64{}
	for h, err := range NewIndexer(dir).Held(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		held[h.AccessionCode] = h.Checksum
	}
	want, err := sums(worldAt(version).documents())
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(held, want) {
		t.Fatalf("version %d does not hold what it should", version)
	}
	anew := t.TempDir()
	commit(t, anew, version, worldAt(version).documents())
	sameFiles(t, anew, dir)
	return version
}
