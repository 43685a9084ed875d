package ingest

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// headSize is how much of a file is looked at to recognise it: enough for the preamble of every format.
const headSize = 64 << 10

// text is a file as plain UTF-8 with \n at the ends of its lines, whatever it was before.
type text struct{ *bufio.Reader }

// newText unpacks a file that is gzip by its content, several members included, and decodes it: UTF-8 or UTF-16 with a byte
// order mark, else UTF-8; bytes that are no UTF-8 are Windows-1252.
func newText(r io.Reader) (*text, error) {
	raw := bufio.NewReaderSize(r, headSize)
	var plain io.Reader = raw
	if magic, _ := raw.Peek(2); len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b {
		unzipped, err := gzip.NewReader(raw)
		if err != nil {
			return nil, gzipError(err)
		}
		plain = &gunzip{unzipped}
	}
	decoded := transform.NewReader(plain, transform.Chain(unicode.BOMOverride(transform.Nop), &tidyBytes{}))
	return &text{bufio.NewReaderSize(decoded, headSize)}, nil
}

// head returns the beginning of the text without consuming it.
func (t *text) head() ([]byte, error) {
	head, err := t.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return head, nil
}

// gunzip names what is wrong with gzip data.
type gunzip struct{ r io.Reader }

func (g *gunzip) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	if err != nil && err != io.EOF { //nolint:errorlint // gzip returns io.EOF itself at the end
		err = gzipError(err)
	}
	return n, err
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

// tidyBytes is the transformer that makes every line end with \n (from \r\n and \r), drops NUL bytes and decodes bytes that are
// no UTF-8 as Windows-1252, the encoding of the files of GEO that are not UTF-8.
type tidyBytes struct{ afterCR bool }

// Reset implements transform.Transformer.
func (t *tidyBytes) Reset() { t.afterCR = false }

// Transform implements transform.Transformer.
func (t *tidyBytes) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		c := src[nSrc]
		if c < utf8.RuneSelf {
			if nDst == len(dst) {
				return nDst, nSrc, transform.ErrShortDst
			}
			nSrc++
			switch {
			case c == '\r':
				dst[nDst] = '\n'
				nDst++
			case c == 0, c == '\n' && t.afterCR:
			default:
				dst[nDst] = c
				nDst++
			}
			t.afterCR = c == '\r'
			continue
		}
		t.afterCR = false
		if !atEOF && !utf8.FullRune(src[nSrc:]) {
			return nDst, nSrc, transform.ErrShortSrc
		}
		r, size := utf8.DecodeRune(src[nSrc:])
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(c)
		}
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += size
	}
	return nDst, nSrc, nil
}

// counted counts the bytes that are read.
type counted struct {
	r io.Reader
	n *atomic.Int64 // read while others read on
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}
