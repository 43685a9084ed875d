package ingest

import (
	"bufio"
	"cmp"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// sorterMemory is how many bytes of entries a sorter keeps before it writes them to a file: several sorters fit into the memory of an
// import, and a table of gigabytes makes some hundred files.
const sorterMemory = 16 << 20

// entryOverhead is about what an entry takes beside its text.
const entryOverhead = 32

// sorter brings entries with the same key together, however far apart they were added, in memory that does not grow with their
// number: what does not fit is sorted and written to temporary files, which are merged (an external merge sort, Knuth, The Art of
// Computer Programming, volume 3, section 5.4).
type sorter struct {
	memory int
	size   int
	held   []entry
	runs   []*os.File
}

type entry struct{ key, value string }

func compareEntries(a, b entry) int {
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.value, b.value))
}

func newSorter() *sorter { return &sorter{memory: sorterMemory} }

// add takes an entry. It keeps copies: a code is a part of the line it stands on, which would be held with it.
func (s *sorter) add(key, value string) error {
	s.held = append(s.held, entry{strings.Clone(key), strings.Clone(value)})
	if s.size += len(key) + len(value) + entryOverhead; s.size <= s.memory {
		return nil
	}
	return s.spill()
}

// close removes the temporary files.
func (s *sorter) close() error {
	var errs []error
	for _, f := range s.runs {
		errs = append(errs, f.Close())
		if err := os.Remove(f.Name()); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	s.runs = nil
	return errors.Join(errs...)
}

// temporaryFiles is how temporary files are called.
const temporaryFiles = "facetome-import-*"

// createTemporary makes a temporary file that is gone when the program is, even if it is killed: it has no name any more once it is
// open. Where systems do not let go of open files (Windows), it keeps its name until close, and what a killed import left is removed
// here; the files of imports that run are open, and stay.
func createTemporary() (*os.File, error) {
	f, err := os.CreateTemp("", temporaryFiles)
	if err != nil {
		return nil, fmt.Errorf("no room for what has to be sorted, set TMPDIR to a folder that has some: %w", err)
	}
	if os.Remove(f.Name()) == nil {
		return f, nil
	}
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), temporaryFiles)) // the pattern is right
	for _, name := range left {
		if name != f.Name() {
			_ = os.Remove(name) // it is open elsewhere
		}
	}
	return f, nil
}

func (s *sorter) spill() error {
	f, err := createTemporary()
	if err != nil {
		return err
	}
	s.runs = append(s.runs, f)
	slices.SortFunc(s.held, compareEntries)
	w := bufio.NewWriterSize(f, 256<<10)
	var size []byte
	for _, e := range s.held {
		size = binary.AppendUvarint(size[:0], uint64(len(e.key)))
		size = binary.AppendUvarint(size, uint64(len(e.value)))
		w.Write(size)          //nolint:errcheck // Flush returns it
		w.WriteString(e.key)   //nolint:errcheck // Flush returns it
		w.WriteString(e.value) //nolint:errcheck // Flush returns it
	}
	clear(s.held)
	s.held, s.size = s.held[:0], 0
	return w.Flush()
}

// each calls fn with every key, in order, and its distinct values, in order. Of values that take more than maxBlock bytes together
// the last are left out, and cut says so. Nothing can be added after it.
func (s *sorter) each(fn func(key string, values []string, cut bool) error) error {
	var key string
	var values []string
	size, begun, cut := 0, false, false
	err := s.entries(func(e entry) error {
		if begun && e.key != key {
			if err := fn(key, values, cut); err != nil {
				return err
			}
			values, size, cut = values[:0], 0, false
		}
		key, begun = e.key, true
		if len(values) > 0 && values[len(values)-1] == e.value {
			return nil
		}
		if size += len(e.value) + entryOverhead; size > maxBlock {
			cut = true
			return nil
		}
		values = append(values, e.value)
		return nil
	})
	if err != nil || !begun {
		return err
	}
	return fn(key, values, cut)
}

// entries calls fn with all entries in order.
func (s *sorter) entries(fn func(entry) error) error {
	if len(s.runs) == 0 {
		slices.SortFunc(s.held, compareEntries)
		for _, e := range s.held {
			if err := fn(e); err != nil {
				return err
			}
		}
		return nil
	}
	if err := s.spill(); err != nil {
		return err
	}
	s.held = nil
	var merged runHeap
	for _, f := range s.runs {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if r := (&runReader{r: bufio.NewReaderSize(f, 32<<10)}); r.read() {
			merged = append(merged, r)
		} else if r.err != nil {
			return r.err
		}
	}
	heap.Init(&merged)
	for len(merged) > 0 {
		first := merged[0]
		if err := fn(first.entry); err != nil {
			return err
		}
		if first.read() {
			heap.Fix(&merged, 0)
			continue
		}
		if first.err != nil {
			return first.err
		}
		heap.Pop(&merged)
	}
	return nil
}

// runReader reads one temporary file.
type runReader struct {
	r   *bufio.Reader
	err error
	entry
}

// read reads the next entry; false at the end and after an error.
func (r *runReader) read() bool {
	keyLen, err := binary.ReadUvarint(r.r)
	if errors.Is(err, io.EOF) {
		return false
	}
	valueLen, err2 := binary.ReadUvarint(r.r)
	if r.err = errors.Join(err, err2); r.err != nil {
		return false
	}
	both := make([]byte, keyLen+valueLen)
	if _, r.err = io.ReadFull(r.r, both); r.err != nil {
		return false
	}
	r.entry = entry{string(both[:keyLen]), string(both[keyLen:])}
	return true
}

// runHeap is a heap of temporary files by their next entry.
type runHeap []*runReader

func (h runHeap) Len() int           { return len(h) }
func (h runHeap) Less(i, j int) bool { return compareEntries(h[i].entry, h[j].entry) < 0 }
func (h runHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push implements heap.Interface.
func (h *runHeap) Push(x any) { *h = append(*h, x.(*runReader)) }

// Pop implements heap.Interface.
func (h *runHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
