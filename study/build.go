package study

import (
	"cmp"
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
