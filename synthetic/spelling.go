package synthetic

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// spelling is how a study's submitters write: curated records agree with one another, submitted ones do not.
type spelling struct {
	words    func(string) string // of tissues, diseases, treatments
	sexes    map[string]string   // of "female" and "male"
	organism func(string) string
	loud     bool   // technologies in capitals
	normal   string // of samples without the disease that is studied
	control  string // of samples without the treatment
	absent   string // what stands where nothing is known; empty: the field is left out
}

func (g *generator) drawSpelling() spelling {
	same := func(s string) string { return s }
	return spelling{
		words:    pick(g, []func(string) string{same, same, same, same, same, capitalized, capitalized, capitalized, strings.ToLower, strings.ToUpper}),
		organism: pick(g, []func(string) string{same, same, shouted}),
		loud:     g.chance(0.25),
		sexes: pick(g, []map[string]string{
			{"female": "female", "male": "male"},
			{"female": "female", "male": "male"},
			{"female": "Female", "male": "Male"},
			{"female": "F", "male": "M"},
		}),
		normal:  pick(g, []string{"normal", "normal", "healthy", "Normal", "healthy control"}),
		control: pick(g, []string{"untreated", "control", "vehicle", "none", "DMSO", "mock"}),
		absent:  pick(g, []string{"", "", "", "", "", "N/A", "not applicable", "missing", "--", "not collected"}),
	}
}

// capitalized writes the first letter large.
func capitalized(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// shouted writes an organism as refine.bio does: HOMO_SAPIENS.
func shouted(s string) string { return strings.ToUpper(strings.ReplaceAll(s, " ", "_")) }

func years(n float64) string { return plural(int(math.Round(n)), "year") }

func plural(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
