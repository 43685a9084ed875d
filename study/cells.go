package study

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
)

// columnBuilder collects the cells of one column.
type columnBuilder struct {
	name      string
	kind      Kind
	labels    map[string]int // how often each spelling of an attribute's key occurs
	readFrom  map[string]bool
	spellings map[string]*spelling
	numbers   map[string]int32 // of values, by key
	names     []string         // of values
	pairs     []pair
}

// spelling is a value as it was written.
type spelling struct {
	value int32
	n     int
}

// pair says that a sample has a value.
type pair struct{ sample, value int32 }

func (c *columnBuilder) add(sample int, text, name string) {
	s := c.spellings[text]
	if s == nil {
		key := models.Fold(text)
		if key == "" {
			return
		}
		value, known := c.numbers[key]
		if !known {
			value = int32(len(c.names))
			c.numbers[key] = value
			c.names = append(c.names, "")
		}
		s = &spelling{value: value}
		c.spellings[text] = s
	}
	s.n++
	c.names[s.value] = cmp.Or(c.names[s.value], name)
	c.pairs = append(c.pairs, pair{int32(sample), s.value})
}

// samples is how many samples have a value; the pairs are sorted, each once, from then on.
func (c *columnBuilder) samples() int {
	slices.SortFunc(c.pairs, func(a, b pair) int { return cmp.Or(cmp.Compare(a.sample, b.sample), cmp.Compare(a.value, b.value)) })
	c.pairs = slices.Compact(c.pairs)
	n := 0
	for i, p := range c.pairs {
		if i == 0 || c.pairs[i-1].sample != p.sample {
			n++
		}
	}
	return n
}

// values makes the values, each in its commonest spelling.
func (c *columnBuilder) values() []Value {
	values, most := make([]Value, len(c.names)), make([]int, len(c.names))
	for _, text := range slices.Sorted(maps.Keys(c.spellings)) {
		if s := c.spellings[text]; s.n > most[s.value] {
			most[s.value], values[s.value].Label = s.n, models.Tidy(text)
		}
	}
	for key, i := range c.numbers {
		values[i].Key, values[i].Name = key, c.names[i]
	}
	return values
}

// label is the commonest spelling of an attribute's key, or a field's name.
func (c *columnBuilder) label() string {
	switch c.kind {
	case OfCode:
		return "Accession"
	case OfTitle:
		return "Title"
	case OfExperiment:
		return "Also in"
	case OfAlternate:
		return "Other codes"
	case OfField:
		return Label(c.name)
	}
	best, most := "", 0
	for _, key := range slices.Sorted(maps.Keys(c.labels)) {
		if c.labels[key] > most {
			best, most = models.Tidy(key), c.labels[key]
		}
	}
	return best
}

func (c *columnBuilder) column(samples int) *Column {
	c.samples()
	values := c.values()
	column := &Column{Name: c.name, Label: c.label(), Kind: c.kind, of: make([]int32, samples)}
	for i := range column.of {
		column.of[i] = unreported
	}
	known := map[string]int32{} // cells, by the keys of their values
	var list []Value
	for from := 0; from < len(c.pairs); {
		to := from + 1
		for to < len(c.pairs) && c.pairs[to].sample == c.pairs[from].sample {
			to++
		}
		list = list[:0]
		for _, p := range c.pairs[from:to] {
			list = append(list, values[p.value])
		}
		slices.SortFunc(list, func(a, b Value) int { return strings.Compare(a.Key, b.Key) })
		key := joinKeys(list)
		cell, found := known[key]
		if !found {
			cell = int32(len(column.Cells))
			known[key] = cell
			column.Cells = append(column.Cells, Cell{Values: slices.Clone(list)})
		}
		column.Cells[cell].Samples++
		column.of[c.pairs[from].sample] = cell
		from = to
	}
	column.order()
	return column
}

func joinKeys(values []Value) string {
	if len(values) == 1 {
		return values[0].Key
	}
	var b strings.Builder
	for _, v := range values {
		b.WriteString(v.Key)
		b.WriteByte(0) // which no key holds
	}
	return b.String()
}
