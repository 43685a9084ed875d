package main

import (
	"bufio"
	"cmp"
	_ "embed"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// commonest is how many disagreements of a field are listed.
const commonest = 15

//go:embed meaning.md
var meaning string // what the numbers mean, written by hand

// report writes the page.
func (s *study) report(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# Agreement with curators\n\nMade by `go run ./tools/agreement --data DIR --shared ../shared/data > docs/agreement.md`, DIR holding a catalogue of %s samples\n"+
		"made by `facetome import --data DIR ../shared/data`.\n\n%s\n", thousands(s.samples), meaning)
	part := func(title string, c comparison) {
		if len(c) > 0 {
			fmt.Fprintf(out, "## %s\n\n", title)
			table(out, c)
		}
	}
	part("Bgee, and what other sources say of the same samples", s.bgee)
	for _, name := range slices.Sorted(maps.Keys(s.labelled)) {
		part(name+", and what the catalogue says of the same samples", s.labelled[name])
	}
	for _, name := range slices.Sorted(maps.Keys(s.texts)) {
		part(fmt.Sprintf("%s, and the same rules applied to GEO's texts (a wide table of %s samples)", name, thousands(s.rows)), s.texts[name])
	}
	return out.Flush()
}

// table writes one comparison, and the commonest disagreements of each field.
func table(w io.Writer, c comparison) {
	fmt.Fprint(w, "| field | curated | we say too | coverage | exact | after plain normalisation | differ |\n|---|---:|---:|---:|---:|---:|---:|\n")
	for _, field := range compared {
		if t := c[field]; t != nil {
			fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s | %s |\n", field, thousands(t.curated), thousands(t.both), share(t.both, t.curated),
				counted(t.verdict[exact], t.both), counted(t.verdict[exact]+t.verdict[plain], t.both), counted(t.verdict[differ], t.both))
		}
	}
	for _, field := range compared {
		t := c[field]
		if t == nil || len(t.differ) == 0 {
			continue
		}
		pairs := slices.SortedFunc(maps.Keys(t.differ), func(a, b disagreement) int {
			return cmp.Or(cmp.Compare(t.differ[b], t.differ[a]), strings.Compare(a.ours, b.ours), strings.Compare(a.theirs, b.theirs))
		})
		fmt.Fprintf(w, "\nCommonest of %s different pairs of %s:\n\n| samples | ours | curators' |\n|---:|---|---|\n", thousands(len(pairs)), field)
		for _, p := range pairs[:min(commonest, len(pairs))] {
			fmt.Fprintf(w, "| %s | %s | %s |\n", thousands(t.differ[p]), cell(p.ours), cell(p.theirs))
		}
	}
	fmt.Fprintln(w)
}

// cell keeps a text from ending its cell of the table.
func cell(text string) string {
	runes := []rune(strings.ReplaceAll(text, "|", "·"))
	if len(runes) > 110 {
		return string(runes[:109]) + "…"
	}
	return string(runes)
}

func counted(n, of int) string { return thousands(n) + " (" + share(n, of) + ")" }

func share(n, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(of))
}

// thousands writes 12345 as 12,345.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
