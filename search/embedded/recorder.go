package embedded

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
)

// recorder writes records one after another, and notes where each starts, and where the last one ends. Records that are copied from another file,
// where they follow one another, are copied together.
type recorder struct {
	file   *os.File
	w      *bufio.Writer
	starts *[]uint64

	from       *os.File // the run to be copied next is from start to end of it
	start, end uint64
}

// recorderBuffer is so large that long runs are few reads and writes.
const recorderBuffer = 1 << 20

func newRecorder(path string, starts *[]uint64) (*recorder, error) {
	f, err := os.Create(path)
	*starts = []uint64{0}
	return &recorder{file: f, w: bufio.NewWriterSize(f, recorderBuffer), starts: starts}, err
}

func (r *recorder) write(record []byte) error {
	if err := r.copyRun(); err != nil {
		return err
	}
	r.note(uint64(len(record)))
	_, err := r.w.Write(record)
	return err
}

// copy writes record n of another file.
func (r *recorder) copy(from *os.File, starts []uint64, n uint32) error {
	start, end := starts[n], starts[n+1]
	r.note(end - start)
	if r.from == from && r.end == start {
		r.end = end
		return nil
	}
	err := r.copyRun()
	r.from, r.start, r.end = from, start, end
	return err
}

func (r *recorder) note(size uint64) {
	last := (*r.starts)[len(*r.starts)-1]
	*r.starts = append(*r.starts, last+size)
}

func (r *recorder) copyRun() error {
	if r.start == r.end {
		return nil
	}
	n, err := io.Copy(r.w, io.NewSectionReader(r.from, int64(r.start), int64(r.end-r.start)))
	if err == nil && uint64(n) < r.end-r.start {
		err = errDamaged
	}
	r.from, r.start, r.end = nil, 0, 0
	return err
}

// flush writes what is not in the file yet.
func (r *recorder) flush() error { return errors.Join(r.copyRun(), r.w.Flush()) }

// close may be called twice.
func (r *recorder) close() error {
	if err := r.file.Close(); !errors.Is(err, fs.ErrClosed) {
		return err
	}
	return nil
}
