package ingest

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// headSize is how much of a file is looked at to recognise it: enough for the preamble of every format.
const headSize = 64 << 10

// declarationSize is within how many bytes XML declares its encoding.
const declarationSize = 1024

const byteOrderMark = '\uFEFF'

// text is a file as plain UTF-8 with \n at the ends of its lines, whatever it was before.
type text struct{ *bufio.Reader }

// newText unpacks a file that is gzip by its content, several members included, and decodes it: UTF-8 or UTF-16 with a byte
// order mark, what XML declares, else UTF-8; bytes that are no UTF-8 are Windows-1252, of which Latin-1 is a part.
func newText(r io.Reader) (*text, error) {
	plain := bufio.NewReaderSize(&readErrors{r}, headSize)
	if magic, _ := plain.Peek(2); len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b {
		unzipped, err := newGunzip(plain)
		if err != nil {
			return nil, err
		}
		plain = bufio.NewReaderSize(unzipped, headSize)
	}
	head, _ := plain.Peek(declarationSize) // an error is met again by reading
	decoded := transform.NewReader(plain, transform.Chain(decoderOf(head), &tidyBytes{}))
	return &text{bufio.NewReaderSize(decoded, headSize)}, nil
}

// readErrors makes what goes wrong while a file is read (a bad disk, a share that is gone) damage of that file: others are still read.
type readErrors struct{ r io.Reader }

func (e *readErrors) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	if err != nil && err != io.EOF {
		err = &damage{message: fmt.Sprintf("cannot be read to its end: %v; nothing of what was being read is imported", err)}
	}
	return n, err
}

// head returns the beginning of the text without consuming it.
func (t *text) head() ([]byte, error) {
	head, err := t.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return head, nil
}

// tidyBytes is the transformer that makes every line end with \n (from \r\n and \r), drops NUL bytes and decodes bytes that are
// no UTF-8 as Windows-1252, the encoding of the files of GEO that are not UTF-8. Byte order marks at the beginning of a line, where files
// were put one after the other, say nothing.
type tidyBytes struct{ afterCR, inLine bool }

// Reset implements transform.Transformer.
func (t *tidyBytes) Reset() { *t = tidyBytes{} }

// Transform implements transform.Transformer.
func (t *tidyBytes) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if !t.afterCR {
			if n := copy(dst[nDst:], src[nSrc:nSrc+plainRun(src[nSrc:])]); n > 0 {
				nDst, nSrc = nDst+n, nSrc+n
				t.inLine = src[nSrc-1] != '\n'
				continue
			}
		}
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
			t.afterCR, t.inLine = c == '\r', c != '\r' && c != '\n'
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
		if t.inLine || r != byteOrderMark {
			nDst += utf8.EncodeRune(dst[nDst:], r)
		}
		nSrc += size
		t.inLine = true
	}
	return nDst, nSrc, nil
}

// plainRun is how many bytes at the beginning are ASCII that tidyBytes leaves as it is, or a few less: it looks at eight at once (H. S. Warren,
// Hacker's Delight, 2nd edition, section 6-1).
func plainRun(b []byte) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	n := 0
	for ; len(b)-n >= 8; n += 8 {
		word := binary.LittleEndian.Uint64(b[n:])
		carriageReturns := word ^ '\r'*ones
		if (word|(word-ones)&^word|(carriageReturns-ones)&^carriageReturns)&highs != 0 {
			break
		}
	}
	return n
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
