package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/facetome/facetome/search"
)

// Names below the index folder.
const (
	currentFile    = "CURRENT"
	lockFile       = "LOCK"
	manifestFile   = "manifest.json"
	columnsFile    = "columns"
	storedFile     = "stored"
	generationName = "gen-"
	buildingSuffix = ".building"
)

// formatVersion grows with every change of what the files hold. A generation of another version counts as none.
const formatVersion = 5

// manifest says what a generation was built from.
type manifest struct {
	Format           int          `json:"format"`
	Facets           []string     `json:"facets"` // names of search.Fields
	TextFields       []string     `json:"text_fields"`
	CatalogueVersion int64        `json:"catalogue_version"`
	Total            search.Total `json:"total"`
	Committed        time.Time    `json:"committed"`
}

// fits says whether this program can search the generation.
func (m manifest) fits() bool {
	return m.Format == formatVersion && slices.Equal(m.Facets, search.FacetNames()) && slices.Equal(m.TextFields, search.TextFieldNames())
}

// info describes the generation of a name that it is the manifest of.
func (m manifest) info(name string) search.Info {
	return search.Info{Generation: name, CatalogueVersion: m.CatalogueVersion, Total: m.Total, Committed: m.Committed}
}

// directory is the index folder.
type directory struct {
	path string
	lock *flock.Flock
}

func (d *directory) of(name string) string       { return filepath.Join(d.path, name) }
func (d *directory) building(name string) string { return d.of(name) + buildingSuffix }

// current reads the name of the generation that serves; empty where there is none.
func (d *directory) current() (string, error) {
	name, err := os.ReadFile(d.of(currentFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(name)), err
}

// Indexer builds generations below a folder.
type Indexer struct{ path string }

// NewIndexer returns the indexer of a folder, which is made when missing.
func NewIndexer(dir string) *Indexer { return &Indexer{path: dir} }

// Begin implements search.Indexer. It fails with search.ErrBusy while another process builds, and removes what killed ones left behind.
func (x *Indexer) Begin(_ context.Context, basis search.Basis) (search.Generation, error) {
	b, err := x.start(basis)
	if err != nil {
		return nil, err
	}
	return b, nil
}

// start locks the folder, and starts a generation with nothing in it.
func (x *Indexer) start(basis search.Basis) (*builder, error) {
	if err := os.MkdirAll(x.path, 0o755); err != nil {
		return nil, fmt.Errorf("making the index folder: %w", err)
	}
	d := &directory{path: x.path, lock: flock.New(filepath.Join(x.path, lockFile))}
	locked, err := d.lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("locking the index folder: %w", err)
	}
	if !locked {
		return nil, search.ErrBusy
	}
	b, err := d.begin(basis)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("beginning a generation: %w", err), d.lock.Unlock())
	}
	return b, nil
}

func (d *directory) begin(basis search.Basis) (*builder, error) {
	current, err := d.current()
	if err != nil {
		return nil, err
	}
	last, err := d.clean(current)
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%s%06d", generationName, last+1)
	if err := os.Mkdir(d.building(name), 0o755); err != nil {
		return nil, err
	}
	return newBuilder(d, name, basis)
}

// clean removes all generations but one, and returns the highest number in use. A searcher that holds a removed one open goes on
// reading it; where the system forbids removing open files, the next run removes it.
func (d *directory) clean(keep string) (last int, err error) {
	entries, err := os.ReadDir(d.path)
	if err != nil {
		return 0, err
	}
	for _, entry := range entries {
		number, isGeneration := strings.CutPrefix(entry.Name(), generationName)
		if !isGeneration {
			continue
		}
		if n, err := strconv.Atoi(strings.TrimSuffix(number, buildingSuffix)); err == nil {
			last = max(last, n)
		}
		if entry.Name() != keep {
			_ = os.RemoveAll(d.of(entry.Name()))
		}
	}
	return last, nil
}

// Commit implements search.Generation.
func (b *builder) Commit(ctx context.Context) error {
	if err := b.write(ctx); err != nil {
		return errors.Join(fmt.Errorf("writing the index: %w", err), b.Abort())
	}
	// The generation is complete on disk. One rename makes it current: a kill before it leaves the old one, after it the new one.
	if err := b.dir.makeCurrent(b.name); err != nil {
		return errors.Join(fmt.Errorf("making the new index current: %w", err), b.Abort())
	}
	b.done = true
	_ = b.base.close()
	_, _ = b.dir.clean(b.name) // it serves: what is left behind now is the next builder's to drop
	_ = b.dir.lock.Unlock()
	return nil
}

func (b *builder) write(ctx context.Context) error {
	if err := b.copyRest(ctx); err != nil {
		return err
	}
	if err := b.complete(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	dir := b.dir.building(b.name)
	if err := b.writeStored(); err != nil {
		return err
	}
	if err := writeSections(filepath.Join(dir, columnsFile), b.x.sections()); err != nil {
		return err
	}
	b.manifest.Total, b.manifest.Committed = b.counts(), time.Now().UTC()
	m, err := json.MarshalIndent(b.manifest, "", "  ")
	if err != nil {
		return err
	}
	if err := writeSynced(filepath.Join(dir, manifestFile), m); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := syncDir(dir); err != nil {
		return err
	}
	return os.Rename(dir, b.dir.of(b.name))
}

// Abort implements search.Generation.
func (b *builder) Abort() error {
	if b.done {
		return nil
	}
	b.done = true
	return errors.Join(
		b.stored.close(), b.samples.close(), b.base.close(),
		os.RemoveAll(b.dir.building(b.name)), os.RemoveAll(b.dir.of(b.name)), b.dir.lock.Unlock())
}

func (d *directory) makeCurrent(name string) error {
	if err := writeSynced(d.of(currentFile+".new"), []byte(name+"\n")); err != nil {
		return err
	}
	if err := os.Rename(d.of(currentFile+".new"), d.of(currentFile)); err != nil {
		return err
	}
	_ = syncDir(d.path) // it serves by now, whether or not this lasts through a loss of power: an error would drop it
	return nil
}

func writeSynced(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// syncDir makes renames in a folder last. Not every system can; there the files themselves are synced all the same.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}
