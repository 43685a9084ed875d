package ingest

import (
	"context"
	"errors"
	"io"
	"runtime"
	"sync"

	"golang.org/x/sync/semaphore"
)

// A block of lines is decoded at once: enough that handing it on costs nothing, few enough that a block stays small.
const (
	blockLines = 128
	blockBytes = 256 << 10
)

// Lines are read and decoded ahead of their use while the database works: about as many as it takes in one go, and not more than so many
// bytes of them, of which what is made takes some times more.
const (
	aheadBlocks = 32
	aheadBytes  = 1 << 20
	spareBlocks = 4 // those whose room is kept to be used again
)

// block is lines that follow one another, and what was made of them.
type block[T any] struct {
	text    []byte // of all lines
	weight  int64  // of aheadBytes
	lines   []blockLine
	decoded []T
	ready   chan struct{} // closed when decoded is there
	err     error         // of reading, after the lines
}

type blockLine struct {
	end, number int
	tooLong     bool
}

// blockReader decodes the lines of a file on all cores, ahead of their use.
type blockReader[T any] struct {
	ordered chan *block[T]
	ahead   *semaphore.Weighted
	spare   chan []byte // room for the text of a block, to be used again
	cancel  context.CancelFunc
	stages  sync.WaitGroup
	current *block[T] // some of it is used
	used    int
}

// newBlockReader begins to read. decode is called on all cores, and may not keep text.
func newBlockReader[T any](lines *lineReader, decode func(text []byte, line blockLine) T) *blockReader[T] {
	ctx, cancel := context.WithCancel(context.Background())
	b := &blockReader[T]{ordered: make(chan *block[T], aheadBlocks), ahead: semaphore.NewWeighted(aheadBytes), spare: make(chan []byte, spareBlocks), cancel: cancel}
	work := make(chan *block[T], aheadBlocks)
	b.stages.Go(func() {
		defer close(b.ordered)
		defer close(work)
		b.read(ctx, lines, work)
	})
	for range runtime.GOMAXPROCS(0) {
		b.stages.Go(func() {
			for next := range work {
				text := next.text[:0]
				next.decode(decode)
				if cap(text) > 2*blockBytes { // of a line that was longer than most
					continue
				}
				select {
				case b.spare <- text:
				default:
				}
			}
		})
	}
	return b
}

// inOrder calls use with what was made of each of the next lines, at most limit, in their order and in the caller's goroutine. more is false
// after the last line of the file.
func (b *blockReader[T]) inOrder(limit int, use func(T) error) (more bool, err error) {
	for ; limit > 0; limit-- {
		for b.current == nil || b.used == len(b.current.decoded) {
			if more, err := b.next(); !more || err != nil {
				return false, err
			}
		}
		d := b.current.decoded[b.used]
		b.used++
		if err := use(d); err != nil {
			return false, err
		}
	}
	return true, nil
}

// next waits for the block after the current one; more is false where there is none.
func (b *blockReader[T]) next() (more bool, err error) {
	if b.current != nil {
		b.ahead.Release(b.current.weight)
		b.current.weight = 0
		if err := b.current.err; err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return false, err
		}
	}
	next, more := <-b.ordered
	if !more {
		return false, nil
	}
	<-next.ready
	b.current, b.used = next, 0
	return true, nil
}

// close ends the reading, also before its end.
func (b *blockReader[T]) close() {
	b.cancel()
	b.stages.Wait()
}

// read hands each block to whoever waits for the next and to whoever decodes one.
func (b *blockReader[T]) read(ctx context.Context, lines *lineReader, work chan<- *block[T]) {
	for {
		next := &block[T]{ready: make(chan struct{})}
		select {
		case next.text = <-b.spare:
		default:
		}
		next.read(lines)
		next.weight = min(int64(len(next.text)), aheadBytes)
		if err := b.ahead.Acquire(ctx, next.weight); err != nil {
			return
		}
		failed := next.err != nil
		for _, to := range []chan<- *block[T]{b.ordered, work} {
			select {
			case to <- next:
			case <-ctx.Done():
				return
			}
		}
		if failed {
			return
		}
	}
}

// read reads the lines of a block.
func (b *block[T]) read(lines *lineReader) {
	for len(b.lines) < blockLines && len(b.text) < blockBytes {
		text, tooLong, err := lines.next()
		if err != nil {
			b.err = err
			return
		}
		if !tooLong {
			b.text = append(b.text, text...)
		}
		b.lines = append(b.lines, blockLine{end: len(b.text), number: lines.number, tooLong: tooLong})
	}
}

func (b *block[T]) decode(decode func([]byte, blockLine) T) {
	begin := 0
	b.decoded = make([]T, len(b.lines))
	for i, line := range b.lines {
		b.decoded[i] = decode(b.text[begin:line.end], line)
		begin = line.end
	}
	b.text, b.lines = nil, nil
	close(b.ready)
}
