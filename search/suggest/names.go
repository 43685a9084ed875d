package suggest

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/facetome/facetome/models"
)

//go:embed names.tsv
var namesTable string

// commonNames are the common names of organisms by the key of the scientific one, in the order of the table. The table is a part of the
// program: a row that cannot be read is a mistake in it.
var commonNames = sync.OnceValue(func() map[string][]string {
	names := map[string][]string{}
	header := true
	for line := range strings.Lines(namesTable) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 3 {
			panic(fmt.Sprintf("names.tsv: %q has %d cells, want 3", line, len(cells)))
		}
		if header {
			header = false
			continue
		}
		key := models.Fold(cells[1])
		names[key] = append(names[key], cells[0])
	}
	return names
})

// abbreviated is how biologists shorten a species: "E. coli" of Escherichia coli; empty where there is no species.
func abbreviated(organism string) string {
	genus, species, two := strings.Cut(organism, " ")
	if !two || genus == "" {
		return ""
	}
	return string([]rune(genus)[:1]) + ". " + species
}

// fold is a text as it is matched: small letters without accents, and digits; everything else parts words.
func fold(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range norm.NFD.String(models.Fold(s)) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’': // accents; baker's is one word
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(r)
		default:
			blank = true
		}
	}
	return b.String()
}
