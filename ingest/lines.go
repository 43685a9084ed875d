package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// maxLine is the longest line, in bytes, that is read: the longest real ones (sample lists, descriptions) have some megabytes.
const maxLine = 16 << 20

// lineReader reads a text line by line, in memory of one line.
type lineReader struct {
	r      *bufio.Reader
	number int // of the line that next returned last, from 1
	long   []byte
}

// next returns the next line without its end; it is valid until the following call. tooLong says that the line was longer than
// maxLine; what is returned then is its beginning. The error is io.EOF after the last line.
func (l *lineReader) next() (line []byte, tooLong bool, err error) {
	part, err := l.r.ReadSlice('\n')
	l.long = l.long[:0]
	for errors.Is(err, bufio.ErrBufferFull) {
		if len(l.long)+len(part) > maxLine {
			tooLong = true
		} else {
			l.long = append(l.long, part...)
		}
		part, err = l.r.ReadSlice('\n')
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(l.long)+len(part) == 0) {
		return nil, false, err
	}
	l.number++
	if len(l.long) > 0 {
		l.long = append(l.long, part...)
		part = l.long
	}
	return bytes.TrimSuffix(part, []byte("\n")), tooLong || len(part) > maxLine, nil
}
