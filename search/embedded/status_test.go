package embedded

import (
	"path/filepath"
	"testing"

	"github.com/facetome/facetome/search"
)

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
