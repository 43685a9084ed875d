package ingest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// recognise finds the format of a text by its beginning. Where it is none of ours, skipped says what it looks like.
func recognise(t *text) (f *format, skipped string, err error) {
	head, err := t.head()
	if err != nil {
		return nil, "", err
	}
	if f := formatOf(head); f != nil {
		return f, "", nil
	}
	return nil, fmt.Sprintf("%s: not a format of this version", looksLike(head)), nil
}

// formatOf finds the format of a text that begins so, nil if it is none of ours.
func formatOf(head []byte) *format {
	for _, f := range formats() {
		if f.looks(head) {
			return f
		}
	}
	return nil
}

// unpack is what to do with files that pack others.
const unpack = "(unpack it"

var tellTales = []struct {
	mark  *regexp.Regexp
	looks string
}{
	{regexp.MustCompile(`^PK\x03\x04`), "a ZIP archive " + unpack + " and import the folder)"},
	{regexp.MustCompile(`^%PDF`), "a PDF document"},
	{regexp.MustCompile(`^(BZh|\x{fd}7zXZ|7z\x{bc}|\(\x{b5}/\x{fd})`), "a compressed file other than gzip " + unpack + ")"},
	{regexp.MustCompile(`(?s)^[^\n]{0,300}ustar`), "a tar archive " + unpack + " and import the folder)"},
	{regexp.MustCompile(`(?i)^\s*<(!doctype )?html`), "an HTML page, perhaps an error message that was saved by a download"},
	{regexp.MustCompile(`^\s*<`), "XML"},
	{regexp.MustCompile(`^\s*[\[{]`), "JSON of another kind"},
	{regexp.MustCompile(`^[^\n]*\t`), "a tab-separated table"},
	{regexp.MustCompile(`^[^\n]*,[^\n]*\n[^\n]*,`), "a comma-separated table"},
}

// looksLike says what a text of none of our formats is.
func looksLike(head []byte) string {
	head = bytes.TrimLeft(head, "\n")
	if len(bytes.TrimSpace(head)) == 0 {
		return "an empty file"
	}
	for _, t := range tellTales {
		if t.mark.Match(head) {
			return t.looks
		}
	}
	if isBinary(string(head[:min(len(head), 4096)])) {
		return "binary data"
	}
	return "a text of another kind"
}

// isPacked tells whether a text that is none of our formats packs files that may be.
func isPacked(t *text) bool {
	head, err := t.head()
	return err == nil && strings.Contains(looksLike(head), unpack)
}

// isBinary tells data from text: more than one character in twenty is a control character.
func isBinary(s string) bool {
	controls := 0
	for _, r := range s {
		if unicode.IsControl(r) && !strings.ContainsRune("\t\n", r) {
			controls++
		}
	}
	return controls*20 > len(s)
}

// topLevel lists the keys of the JSON object that a text begins with, as far as they stand in it, with the first byte of each
// value ('{', '[', '"', or 0 for others).
func topLevel(head []byte) map[string]byte {
	keys := map[string]byte{}
	dec := json.NewDecoder(bytes.NewReader(head))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return keys
	}
	depth, key, inValue := 1, "", false
	for depth > 0 {
		token, err := dec.Token()
		if err != nil {
			return keys
		}
		delim, isDelim := token.(json.Delim)
		opens := isDelim && (delim == '{' || delim == '[')
		text, isText := token.(string)
		switch {
		case depth == 1 && !inValue && isText:
			key, inValue = text, true
			keys[key] = 0
		case depth == 1:
			inValue = false
			if opens {
				keys[key] = byte(delim)
			} else if isText {
				keys[key] = '"'
			}
		}
		if opens {
			depth++
		} else if isDelim {
			depth--
		}
	}
	return keys
}
