package search_test

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models/modelstest"
)

// Published files beside the checkout; without them the test is skipped. After each import all documents are made, so that these are some
// small ones of each folder: those of several archives that tell of the same experiments and samples.
const (
	realData     = "../../shared/data"
	filesOfAKind = 5
	realFile     = 150_000 // bytes at most
)

func realFiles(t *testing.T) (files []string) {
	t.Helper()
	for _, folder := range []string{"geo-soft", "ena-xml", "sra-runinfo", "refinebio/examples", "arrayexpress-json", "geo-miniml", "expression-atlas"} {
		type sized struct {
			path string
			size int64
		}
		var found []sized
		err := filepath.WalkDir(filepath.Join(realData, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			info, err := entry.Info()
			if err == nil && info.Size() < realFile {
				found = append(found, sized{path, info.Size()})
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(found, func(a, b sized) int { return cmp.Or(cmp.Compare(b.size, a.size), cmp.Compare(a.path, b.path)) })
		for _, file := range found[:min(filesOfAKind, len(found))] {
			files = append(files, file.path)
		}
	}
	return files
}

// TestChangesOfRealFiles imports files one by one, and then each again.
func TestChangesOfRealFiles(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(realData); err != nil {
		t.Skipf("no real data: %v", err)
	}
	if testing.Short() {
		t.Skip("reads real files")
	}
	files := realFiles(t)
	store := modelstest.SQLite(t)
	audit := changesAudit{store: store}
	audit.look(t)
	for _, file := range append(slices.Clone(files), files[0], files[len(files)-1]) {
		if _, err := ingest.Import(t.Context(), store, []string{file}, ingest.Options{}); err != nil {
			t.Fatal(err)
		}
		if wrong := audit.look(t); wrong != "" {
			t.Fatalf("%s: %s", file, wrong)
		}
	}
	t.Logf("over %d files %d experiments differ, %d are said to", len(files), audit.differ, audit.said)
	if audit.differ < len(files) || audit.said > 2*audit.differ {
		t.Errorf("over %d files %d experiments differ, %d are said to", len(files), audit.differ, audit.said)
	}
}
