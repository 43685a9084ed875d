package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search/embedded"
)

// TestDiskFull: an index that does not fit on its disk leaves the old one, and a run that says why; with room again the next one cleans up.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	disk := filepath.Join(data, "index")
	if err := os.Mkdir(disk, 0o755); err != nil {
		t.Fatal(err)
	}
	mount := func(flags uintptr, size uint64) error {
		return syscall.Mount("tmpfs", disk, "tmpfs", flags, fmt.Sprintf("size=%d", size))
	}
	const room = 64 << 20
	if err := mount(0, room); err != nil {
		t.Skipf("NOT TESTED ON A FULL DISK: a small one cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	where := "--data=" + data
	facetome(t, "import", where, catalogueFile(t, 40, 5)).must(t)
	index := embedded.NewIndexer(disk)
	before, err := index.Serving(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var used syscall.Statfs_t
	if err := syscall.Statfs(disk, &used); err != nil {
		t.Fatal(err)
	}
	if err := mount(syscall.MS_REMOUNT, (used.Blocks-used.Bfree+2)*uint64(used.Bsize)); err != nil {
		t.Fatal(err)
	}
	o := facetome(t, "import", where, catalogueFile(t, 60, 5))
	if o.code != exitError {
		t.Errorf("exit code %d", o.code)
	}
	wantWords(t, "what an import says whose index has no room", o.stderr, "no space left on device")
	o = facetome(t, "reindex", where)
	wantWords(t, "what a reindex says that has no room", o.stderr, "no space left on device")
	if after, err := index.Serving(t.Context()); err != nil || after != before {
		t.Errorf("%+v serves, before %+v, %v", after, before, err)
	}
	runs, err := control.Open(t.Context(), filepath.Join(data, sqliteFile))
	if err != nil {
		t.Fatal(err)
	}
	defer runs.Close()
	last, err := runs.Runs(t.Context(), 2)
	if err != nil || last[0].Kind != control.Rebuild || last[1].Kind != control.Changes {
		t.Fatalf("the last runs are %+v, %v", last, err)
	}
	for _, run := range last {
		if run.State != control.Failed || !strings.Contains(run.Reason, "no space left on device") {
			t.Errorf("a run without room is %+v", run)
		}
	}
	if err := mount(syscall.MS_REMOUNT, room); err != nil {
		t.Fatal(err)
	}
	wantWords(t, "a reindex with room again", facetome(t, "reindex", "--changes", where).must(t).stdout, "Indexed 60 experiments with ")
	wantWords(t, "a check", facetome(t, "reindex", "--check", where).must(t).stdout, "the index is as the catalogue")
}
