package ingest

import (
	"html"
	"regexp"
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
		s = withoutControls(mend(s))
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

// paragraphs is oneLine for each line of a longer text, whose HTML becomes plain text; blank lines are dropped.
func paragraphs(s string) string {
	var kept []string
	for line := range strings.Lines(withoutMarkup(s)) {
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
// records, often in a few words of a text that is right otherwise. It changes a run of letters beyond ASCII only if all of it is
// such text; no sensible letters are by chance.
func mend(s string) string {
	return beyondASCII.ReplaceAllStringFunc(s, func(run string) string {
		once := make([]byte, 0, len(run))
		for _, r := range run {
			b, ok := charmap.Windows1252.EncodeRune(r)
			switch {
			case ok:
				once = append(once, b)
			case r < 0xA0: // the five bytes that Windows-1252 leaves out were read as control characters
				once = append(once, byte(r))
			default:
				return run
			}
		}
		if !utf8.Valid(once) {
			return run
		}
		return string(once)
	})
}

var beyondASCII = regexp.MustCompile(`[^\x00-\x7F]+`)

var (
	markup = regexp.MustCompile(`(?i)</?(br|p|i|b|em|strong|sub|sup|a|span|div|ul|li)(\s[^<>]{0,300})?/?>`)
	entity = regexp.MustCompile(`&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});`)
)

// withoutMarkup makes the HTML that submitters wrote plain text: line breaks stay, other tags go, and entities, which some archives
// escape once more ("&amp;amp;" in XML), are what they stand for.
func withoutMarkup(s string) string {
	if strings.Contains(s, "&") {
		s = entity.ReplaceAllStringFunc(s, html.UnescapeString)
	}
	if !strings.Contains(s, "<") {
		return s
	}
	return markup.ReplaceAllStringFunc(s, func(tag string) string {
		switch name := strings.ToLower(strings.Trim(tag, "</ >")); {
		case strings.HasPrefix(name, "br"), name == "p", name == "div", name == "li":
			return "\n"
		}
		return ""
	})
}
