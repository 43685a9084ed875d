package ingest

import (
	"regexp"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// xmlEncoding is the declaration that XML may begin with (https://www.w3.org/TR/xml/#NT-EncodingDecl).
var xmlEncoding = regexp.MustCompile(`^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']`)

// decoderOf makes UTF-8 of a text that begins so. A byte order mark says most, then the zeros of UTF-16 without one, then what
// XML declares. What is declared as UTF-8, Latin-1, Windows-1252 or ASCII is left to tidyBytes, as are texts that declare nothing: many files say
// one of these and are another. So are encodings that are not known.
func decoderOf(head []byte) transform.Transformer {
	var declared transform.Transformer = transform.Nop
	switch order, wide := utf16Order(head); {
	case wide:
		declared = unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder()
	default:
		if match := xmlEncoding.FindSubmatch(head); match != nil {
			if e, err := ianaindex.IANA.Encoding(string(match[1])); err == nil && e != nil && !isTidied(e) {
				declared = e.NewDecoder()
			}
		}
	}
	return unicode.BOMOverride(declared)
}

// isTidied tells whether an encoding is one that tidyBytes reads, or one that cannot be: a text whose declaration can be read byte by
// byte is not UTF-16.
func isTidied(e encoding.Encoding) bool {
	name, err := ianaindex.IANA.Name(e)
	switch name {
	case "UTF-8", "ISO_8859-1:1987", "windows-1252", "US-ASCII", "UTF-16", "UTF-16BE", "UTF-16LE":
		return true
	}
	return err != nil
}

// utf16Order tells from the first two characters, which are ASCII in every format, whether a text is UTF-16, and in which order.
func utf16Order(head []byte) (order unicode.Endianness, wide bool) {
	if len(head) < 4 {
		return unicode.BigEndian, false
	}
	zeros := [4]bool{head[0] == 0, head[1] == 0, head[2] == 0, head[3] == 0}
	switch zeros {
	case [4]bool{true, false, true, false}:
		return unicode.BigEndian, true
	case [4]bool{false, true, false, true}:
		return unicode.LittleEndian, true
	}
	return unicode.BigEndian, false
}
