package study

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
)

// Names of columns that are no sample fields.
const (
	ColumnCode       = "accession"
	ColumnTitle      = "title"
	ColumnExperiment = "experiment"
	ColumnAlternate  = "alternate"
	attributePrefix  = "raw." // before the key of an attribute
)

// builder collects cells. Records come in no order, so nothing depends on it.
type builder struct {
	columns map[string]*columnBuilder // by name
	keys    map[string]string         // names of attributes' columns by their keys as submitted
}

// record takes what a record says of a sample.
func (b *builder) record(sample int, r *models.StudyRecord) {
	if b.keys == nil {
		b.keys = map[string]string{}
	}
	for _, a := range r.Attributes {
		name, known := b.keys[a.Key]
		if !known {
			name = attributePrefix + models.Fold(a.Key)
			b.keys[a.Key] = name
		}
		c := b.column(name, OfAttribute)
		c.labels[a.Key]++
		c.add(sample, a.Value, "")
	}
	for _, v := range r.Values {
		if v.RawKey != "" {
			b.column(v.Field, OfField).readFrom[attributePrefix+models.Fold(v.RawKey)] = true
		}
	}
}

func (b *builder) column(name string, kind Kind) *columnBuilder {
	c := b.columns[name]
	if c == nil {
		c = &columnBuilder{
			name: name, kind: kind, labels: map[string]int{}, readFrom: map[string]bool{}, spellings: map[string]*spelling{}, numbers: map[string]int32{},
		}
		b.columns[name] = c
	}
	return c
}

// study makes the columns.
func (b *builder) study(read models.Study) *Study {
	s := &Study{Version: read.Version, Samples: read.Samples, Shared: read.Shared, byName: map[string]*Column{}}
	code, title := b.column(ColumnCode, OfCode), b.column(ColumnTitle, OfTitle)
	experiment, alternate := b.column(ColumnExperiment, OfExperiment), b.column(ColumnAlternate, OfAlternate)
	for i := range read.Samples {
		sample := &read.Samples[i]
		code.add(i, sample.AccessionCode, "")
		title.add(i, sample.Title, "")
		for _, other := range sample.Experiments {
			experiment.add(i, other, "")
		}
		for _, other := range sample.Alternates {
			alternate.add(i, other, "")
		}
		for _, v := range sample.Values {
			name := ""
			if v.Platform != nil {
				name = v.Platform.Name
			}
			b.column(v.Field, OfField).add(i, v.Label, name)
		}
	}
	names := append([]string{ColumnCode, ColumnTitle}, Fields()...)
	names = append(names, ColumnExperiment, ColumnAlternate)
	var attributes []*columnBuilder
	for _, c := range b.columns {
		if c.kind == OfAttribute {
			attributes = append(attributes, c)
		}
	}
	slices.SortFunc(attributes, func(a, b *columnBuilder) int { return cmp.Or(b.samples()-a.samples(), strings.Compare(a.name, b.name)) })
	for _, c := range attributes {
		names = append(names, c.name)
	}
	for _, name := range names {
		if c := b.columns[name]; c != nil && len(c.pairs) > 0 {
			s.add(c.column(len(read.Samples)))
		}
	}
	for _, c := range s.Columns {
		if c.Kind == OfField {
			for name := range b.columns[c.Name].readFrom {
				if from := s.byName[name]; from != nil && (closed[c.Name] || sameGroups(c, from)) {
					from.readInto = c.Name
				}
			}
		}
	}
	s.Described = s.described()
	s.Comparison = s.compare()
	return s
}

// described counts the samples that have a value or an attribute.
func (s *Study) described() int {
	n := 0
	for i := range s.Samples {
		if slices.ContainsFunc(s.Columns, func(c *Column) bool { return (c.Kind == OfField || c.Kind == OfAttribute) && c.of[i] != unreported }) {
			n++
		}
	}
	return n
}

func (s *Study) add(c *Column) {
	s.Columns = append(s.Columns, c)
	s.byName[c.Name] = c
}

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
	single := map[int32]int32{} // cells of one value
	for from := 0; from < len(c.pairs); {
		to := from + 1
		for to < len(c.pairs) && c.pairs[to].sample == c.pairs[from].sample {
			to++
		}
		cell, found := int32(0), false
		if to == from+1 {
			if cell, found = single[c.pairs[from].value]; !found {
				cell = int32(len(column.Cells))
				single[c.pairs[from].value] = cell
				column.Cells = append(column.Cells, Cell{Values: []Value{values[c.pairs[from].value]}})
			}
		} else {
			var list []Value
			for _, p := range c.pairs[from:to] {
				list = append(list, values[p.value])
			}
			slices.SortFunc(list, func(a, b Value) int { return strings.Compare(a.Key, b.Key) })
			key := joinKeys(list)
			if cell, found = known[key]; !found {
				cell = int32(len(column.Cells))
				known[key] = cell
				column.Cells = append(column.Cells, Cell{Values: list})
			}
		}
		column.Cells[cell].Samples++
		column.of[c.pairs[from].sample] = cell
		from = to
	}
	column.order()
	return column
}

func joinKeys(values []Value) string {
	var b strings.Builder
	for _, v := range values {
		b.WriteString(v.Key)
		b.WriteByte(0) // which no key holds
	}
	return b.String()
}

// closed are the fields that lose nothing of the attributes they were read from: "F" and "Female" are no two things.
var closed = map[string]bool{models.FieldOrganism: true, models.FieldTechnology: true, models.FieldPlatform: true, models.FieldSex: true}

// sameGroups tells whether two columns part the samples alike, whatever they call the parts.
func sameGroups(a, b *Column) bool {
	if len(a.Cells) != len(b.Cells) {
		return false
	}
	to := make([]int32, len(a.Cells))
	for i := range to {
		to[i] = unreported
	}
	for i, cell := range a.of {
		switch other := b.of[i]; {
		case (cell == unreported) != (other == unreported):
			return false
		case cell == unreported:
		case to[cell] == unreported:
			to[cell] = other
		case to[cell] != other:
			return false
		}
	}
	return true // as many cells, each into one: none of a's cells share one of b's, for b has no cell without samples
}
