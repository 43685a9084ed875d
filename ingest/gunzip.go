package ingest

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// gunzip unpacks gzip data (RFC 1952) of one member or several, and names what is wrong with them. Zeros after the last member are
// padding, as tapes and block devices leave it.
type gunzip struct {
	packed *bufio.Reader
	member *gzip.Reader
}

func newGunzip(packed *bufio.Reader) (*gunzip, error) {
	member, err := gzip.NewReader(packed)
	if err != nil {
		return nil, gzipError(err)
	}
	member.Multistream(false)
	return &gunzip{packed, member}, nil
}

// Read implements io.Reader.
func (g *gunzip) Read(p []byte) (int, error) {
	n, err := g.member.Read(p)
	if err != io.EOF { //nolint:errorlint // gzip returns io.EOF itself at the end of a member
		return n, gzipError(err)
	}
	return n, g.next()
}

// next begins the next member; the error is io.EOF if there is none.
func (g *gunzip) next() error {
	for {
		switch magic, err := g.packed.Peek(2); {
		case len(magic) == 0:
			return err
		case magic[0] == 0:
			_, _ = g.packed.Discard(1) // it was peeked
		case len(magic) < 2 || magic[0] != 0x1f || magic[1] != 0x8b:
			return &damage{message: "something that is no gzip data follows the gzip data; download the file again"}
		default:
			if err := g.member.Reset(g.packed); err != nil {
				return gzipError(err)
			}
			g.member.Multistream(false)
			return nil
		}
	}
}

func gzipError(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &damage{message: "the gzip data ends in the middle, as after a broken download; download the file again"}
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.As(err, &corrupt):
		return &damage{message: fmt.Sprintf("the gzip data is damaged (%v); download the file again", err)}
	}
	return err
}
