package ingest

import (
	"context"
	"errors"
	"io"
	"runtime"
	"sync"
)

// A block of lines is decoded at once: enough that handing it on costs nothing, few enough that the blocks which are under way, two a core,
// stay small.
const (
	blockLines = 128
	blockBytes = 256 << 10
)

// block is lines that follow one another, and what was made of them.
type block[T any] struct {
	text    []byte // of all lines
	lines   []blockLine
	decoded []T
	ready   chan struct{} // closed when decoded is there
	err     error         // of reading, after the lines
}

type blockLine struct {
	end, number int
	tooLong     bool
}

// inOrder reads at most limit lines, decodes them on all cores while further ones are read, and calls use with what decode makes of each, in
// the order of the lines and in the caller's goroutine. decode may not keep text. more is false after the last line of the file.
func inOrder[T any](lines *lineReader, limit int, decode func(text []byte, line blockLine) T, use func(T) error) (more bool, err error) {
	ctx, cancel := context.WithCancel(context.Background())
	cores := runtime.GOMAXPROCS(0)
	ordered, work := make(chan *block[T], 2*cores), make(chan *block[T], 2*cores)
	var stages sync.WaitGroup
	stages.Go(func() {
		defer close(ordered)
		defer close(work)
		readBlocks(ctx, lines, limit, ordered, work)
	})
	for range cores {
		stages.Go(func() {
			for b := range work {
				b.decode(decode)
			}
		})
	}
	defer stages.Wait()
	defer cancel()
	for b := range ordered {
		<-b.ready
		for _, d := range b.decoded {
			if err := use(d); err != nil {
				return false, err
			}
		}
		if errors.Is(b.err, io.EOF) {
			return false, nil
		}
		if b.err != nil {
			return false, b.err
		}
	}
	return true, nil
}

// readBlocks hands each block to whoever waits for the next and to whoever decodes one.
func readBlocks[T any](ctx context.Context, lines *lineReader, limit int, to ...chan<- *block[T]) {
	for limit > 0 {
		b := &block[T]{ready: make(chan struct{})}
		b.read(lines, min(limit, blockLines))
		limit -= len(b.lines)
		failed := b.err != nil
		for _, next := range to {
			select {
			case next <- b:
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
func (b *block[T]) read(lines *lineReader, limit int) {
	for len(b.lines) < limit && len(b.text) < blockBytes {
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
