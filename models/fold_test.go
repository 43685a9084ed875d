package models

import "testing"

func TestTidy(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                         "",
		" \t two \n  words\u00a0 ": "two words",
		"a\x00b\x07c\x7f":          "abc",
		"\xff":                     "\uFFFD",
		"e\x00\u0301":              "é",
		"a\u0085b":                 "a b",
		"zero\u200bwidth stays":    "zero\u200bwidth stays",
	} {
		got := Tidy(text)
		if got != want {
			t.Errorf("Tidy(%q) = %q, want %q", text, got, want)
		}
		if again := Tidy(got); again != got {
			t.Errorf("Tidy(%q) = %q", got, again)
		}
	}
}
