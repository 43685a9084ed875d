package ingest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/facetome/facetome/models"
)

// oneLine makes submitted text fit to be kept: on one line, without control characters, mended if it was encoded twice, and without
// e-mail addresses and telephone numbers, which are never stored.
func oneLine(s string) string { return models.Tidy(withoutContacts(mend(withoutControls(s)))) }

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

var (
	email = regexp.MustCompile(`(?i)(mailto:)?[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*\.\p{L}{2,}`)
	phone = regexp.MustCompile(`(?i)\b(telephone|phone|tel|fax)\b[.:]?\s*(number|no|nr)?[.:#]?\s*\(?\+?\d[\d\s()./-]{5,}\d`)
)

// withoutContacts replaces e-mail addresses, and numbers that are said to be of a telephone, by a note that they were there.
func withoutContacts(s string) string {
	if strings.Contains(s, "@") {
		s = email.ReplaceAllString(s, "[e-mail removed]")
	}
	if strings.ContainsAny(s, "0123456789") && mentions(s, "tel", "phone", "fax") {
		s = phone.ReplaceAllString(s, "[number removed]")
	}
	return s
}

// contact are the words by which keys of contact data are known: their values are dropped whole.
var contact = regexp.MustCompile(`(?i)(\bcontact (name|person|e-?mail|phone|fax|address|institute|laboratory|department|city|state|country|zip|web)|` +
	`\be-?mails?\b|\b(tele)?phone\b|\bfax\b|\bpostal\b|\bstreet\b|\bmailing address\b|^address$|\bperformer\b)`)

// isContact tells whether a key names contact data of a person.
func isContact(key string) bool {
	return mentions(key, "contact", "mail", "phone", "fax", "postal", "street", "address", "performer") &&
		contact.MatchString(strings.ReplaceAll(key, "_", " "))
}

// mentions tells whether s may hold one of some words, without regard to case: it is false only where s is plain ASCII without them, which
// nearly every text is, and costs a small part of what a regular expression does.
func mentions(s string, words ...string) bool {
	for at := range len(s) {
		c := s[at]
		if c >= utf8.RuneSelf {
			return true
		}
		for _, word := range words {
			if c|0x20 == word[0] && len(s)-at >= len(word) && strings.EqualFold(s[at:at+len(word)], word) {
				return true
			}
		}
	}
	return false
}
