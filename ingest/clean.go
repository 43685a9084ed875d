package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/facetome/facetome/models"
)

// oneLine makes submitted text fit to be kept: on one line, without control characters, mended if it was encoded twice, and without
// e-mail addresses and telephone numbers, which are never stored.
func oneLine(s string) string {
	if !isPrintable(s) {
		s = mend(withoutControls(s))
	}
	return withoutContacts(models.Tidy(s))
}

// isPrintable tells whether s is ASCII without control characters, as nearly every text is.
func isPrintable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// paragraphs is oneLine for each line of s; blank lines are dropped.
func paragraphs(s string) string {
	var kept []string
	for line := range strings.Lines(s) {
		if line = oneLine(line); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// withoutControls makes control characters blanks: databases refuse NUL, and none of them belongs into a title.
func withoutControls(s string) string {
	if !strings.ContainsFunc(s, unicode.IsControl) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}

// mend undoes text that was UTF-8, read as Windows-1252 and written as UTF-8 again ("GÃ©nomique"), as it stands in published
// records. It changes s only if all of it is such text; no sensible text is by chance.
func mend(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] < utf8.RuneSelf
	}
	if plain {
		return s
	}
	once := make([]byte, 0, len(s))
	for _, r := range s {
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok {
			return s
		}
		once = append(once, b)
	}
	if !utf8.Valid(once) {
		return s
	}
	return string(once)
}
