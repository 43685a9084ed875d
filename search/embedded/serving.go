package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/facetome/facetome/search"
)

// Serving describes the generation that serves now, whoever built it, without reading more of it than its manifest. search.ErrNoIndex where there is none that this program can read.
func (x *Indexer) Serving(context.Context) (search.Info, error) {
	d := &directory{path: x.path}
	for range refreshTries { // it may be replaced, and dropped, between the two readings
		name, err := d.current()
		if err != nil {
			return search.Info{}, fmt.Errorf("looking for the index: %w", err)
		}
		if name == "" {
			return search.Info{}, search.ErrNoIndex
		}
		data, err := os.ReadFile(filepath.Join(d.of(name), manifestFile))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return search.Info{}, fmt.Errorf("looking for the index: %w", err)
		}
		var m manifest
		if json.Unmarshal(data, &m) != nil || !m.fits() { // damaged, or of another version of the program
			return search.Info{}, search.ErrNoIndex
		}
		return m.info(name), nil
	}
	return search.Info{}, search.ErrNoIndex // it names a generation that is gone
}
