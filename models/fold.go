package models

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold returns the form in which values and words are compared: Unicode NFC, runs of white space as one blank, trimmed, and
// full case folding. Fold(Fold(s)) == Fold(s).
func Fold(s string) string {
	if folded, ok := foldASCII(s); ok {
		return folded
	}
	// x/text folds the two cases of Cherokee letters into one another; lower case, which leaves other folded letters alone, settles it.
	folded := norm.NFC.String(strings.ToLower(cases.Fold().String(norm.NFC.String(s))))
	return strings.Join(strings.Fields(folded), " ")
}

// Tidy trims s, folds runs of white space into one blank and drops control characters; letters stay as they are. Tidy(Tidy(s)) == Tidy(s).
func Tidy(s string) string {
	if isTidy(s) {
		return s
	}
	visible := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(norm.NFC.String(visible)), " ")
}

// isTidy tells whether s is plain ASCII that Tidy leaves alone.
func isTidy(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}

// foldASCII is Fold for the common case of plain ASCII; ok is false for anything else.
func foldASCII(s string) (folded string, ok bool) {
	tidy := true
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 0x80:
			return "", false
		case c < ' ', c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' '):
			tidy = false
		}
	}
	if tidy {
		return strings.ToLower(s), true // s itself where nothing is to be done
	}
	return strings.Join(strings.Fields(strings.ToLower(s)), " "), true
}
