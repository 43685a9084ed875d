package ingest

import (
	"bytes"
	"io"
)

// lineCounter is a reader that knows on which line an offset stands, for offsets that only grow, and that refuses to give more than
// maxLine bytes for one value.
type lineCounter struct {
	r       io.Reader
	offset  int64   // of what was read
	ends    []int64 // offsets of the line ends that lineAt was not asked for yet
	line    int     // line ends before the last offset asked for
	granted int     // bytes since the last value began
}

// Read implements io.Reader.
func (l *lineCounter) Read(p []byte) (int, error) {
	if l.granted > maxLine {
		return 0, &damage{l.line + 1, "a value of more than 16 MB; expected smaller ones; nothing of the file is imported"}
	}
	n, err := l.r.Read(p)
	for at := 0; ; {
		next := bytes.IndexByte(p[at:n], '\n')
		if next < 0 {
			break
		}
		at += next + 1
		l.ends = append(l.ends, l.offset+int64(at))
	}
	l.offset += int64(n)
	l.granted += n
	return n, err
}

// lineAt returns the line, from 1, of an offset.
func (l *lineCounter) lineAt(offset int64) int {
	passed := 0
	for passed < len(l.ends) && l.ends[passed] <= offset {
		passed++
	}
	l.ends = l.ends[passed:]
	l.line += passed
	return l.line + 1
}
