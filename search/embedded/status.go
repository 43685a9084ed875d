package embedded

import (
	"context"
	"os"
	"path/filepath"

	"github.com/facetome/facetome/search"
)

// Status implements search.Inspector.
func (e *Engine) Status(context.Context) search.Status {
	status := search.Status{Engine: "inside the program", Free: freeBytes(e.dir.path)}
	g, err := e.generation()
	if err != nil {
		status.Trouble = err.Error()
		return status
	}
	status.Bytes = g.bytes
	return status
}

// sizeOf adds up the files of a folder, in bytes.
func sizeOf(folder string) (int64, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return 0, err
	}
	size := int64(0)
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			return 0, err
		}
		size += info.Size()
	}
	return size, nil
}

// freeBytes is what is left on the disk of a folder, or of the one that it will be made in; -1 where it is not known.
func freeBytes(folder string) int64 {
	for {
		free, err := freeOn(folder)
		if err == nil {
			return free
		}
		parent := filepath.Dir(folder)
		if !os.IsNotExist(err) || parent == folder {
			return -1
		}
		folder = parent
	}
}
