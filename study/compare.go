package study

import (
	"slices"

	"github.com/facetome/facetome/models"
)

// Comparison is how the samples of an experiment differ, and in what they agree.
type Comparison struct {
	Compared  []Variable // in groups or measured: fields first, then attributes that people name
	Technical []Variable // likewise, of libraries, instruments, runs and files
	Each      []Variable // different in each sample, or in nearly each
	Texts     []Variable // whole sentences that differ
	Same      []Variable // the same in all samples
	Partly    []Variable // one value, which some samples do not report
}

// Variable is a column and what it does.
type Variable struct {
	*Column
	Groups      []Group  // none of what is different in each, and of texts; of a range those that have words instead
	Several     int      // samples that have several values, and stand in as many groups
	NotReported int      // samples
	Range       *Range   // of measurements with many values
	Also        []string // labels of attributes that say the same
	Alike       []string // labels of attributes that part the samples alike, in other words
	Technical   bool
}

// Group is the samples that have a value.
type Group struct {
	Value
	Samples int
}

// Range is how far measurements reach.
type Range struct {
	Low, High, Median float64 // the median is of the samples that have a number; of an even number of them the lower of the two in the middle
	Unit              string
	Samples           int   // that have a number
	Bins              []int // samples in parts of equal width, from Low to High, each with its lower end
}

// What makes a variable one or the other.
const (
	measuredFrom = 7   // distinct numbers from which they are a measurement rather than groups
	eachFrom     = 7   // distinct values, none of them twice, from which they name samples rather than compare them
	nearlyFrom   = 21  // distinct values, of which few occur twice, likewise
	sentence     = 100 // characters of a value, on average, from which it is read rather than compared
	fewest       = 10  // a tenth of the samples have the only value of a column, and a tenth do not
	alikeFrom    = 5   // groups, of which two attributes have the same not by chance or by design, but because one says the other
	bins         = 20
)

// compare tells what varies between the samples. Every column of fields and attributes stands in one list; an attribute that says the
// same as another column is named there instead.
func (s *Study) compare() Comparison {
	var c Comparison
	var kept []*Variable
	var to []*[]Variable
	for _, column := range s.Columns {
		if column.Kind != OfField && column.Kind != OfAttribute {
			continue
		}
		if same := saysTheSame(column, kept); same != nil {
			if label := column.Label; models.Fold(label) != models.Fold(same.Label) {
				same.Also = append(same.Also, label)
			}
			continue
		}
		if i := slices.IndexFunc(kept, func(v *Variable) bool { return alike(column, v.Column) }); i >= 0 {
			kept[i].Alike = append(kept[i].Alike, column.Label)
			continue
		}
		v, list := s.variable(column, &c)
		kept, to = append(kept, v), append(to, list)
	}
	for i, v := range kept {
		*to[i] = append(*to[i], *v)
	}
	return c
}

// variable tells to which list a column belongs.
func (s *Study) variable(column *Column, c *Comparison) (*Variable, *[]Variable) {
	reported := column.Reported()
	v := &Variable{Several: column.several(), Column: column, NotReported: len(s.Samples) - reported, Technical: column.Name == models.FieldProcessed || column.Kind == OfAttribute && technical(column.Label)}
	list := &c.Compared
	if v.Technical {
		list = &c.Technical
	}
	switch n := len(column.Cells); {
	case n == 1 && v.NotReported == 0:
		list = &c.Same
	case n == 1 && !s.parts(v):
		list = &c.Partly
	case longText(column):
		return v, &c.Texts
	case column.Numbers != nil && column.Numbers.Count >= measuredFrom && !isNumbering(column):
		v.Range = newRange(column)
		v.Groups = words(column)
		return v, list
	case n == reported && (n >= eachFrom || column.Kind == OfAttribute && codes(column)),
		n >= nearlyFrom && 2*n > reported:
		return v, &c.Each
	}
	v.Groups = column.Groups()
	return v, list
}

// several is how many samples have several values.
func (c *Column) several() int {
	n := 0
	for i := range c.Cells {
		if len(c.Cells[i].Values) > 1 {
			n += c.Cells[i].Samples
		}
	}
	return n
}

// Groups counts the samples of each value: numbers in their order, else the largest group first.
func (c *Column) Groups() []Group {
	var groups []Group
	at := map[string]int{}
	for i := range c.Cells {
		for _, value := range c.Cells[i].Values {
			n, known := at[value.Key]
			if !known {
				n = len(groups)
				at[value.Key] = n
				groups = append(groups, Group{Value: value})
			}
			groups[n].Samples += c.Cells[i].Samples
		}
	}
	if c.Numbers == nil {
		slices.SortStableFunc(groups, func(a, b Group) int { return b.Samples - a.Samples })
	}
	return groups
}

// parts tells whether a single value parts the samples that are described into those that have it and those that do not say: most likely they
// are the others. Where a few have it, or lack it, that is chance: files of several sources describe them.
func (s *Study) parts(v *Variable) bool {
	with, without := v.Reported(), s.Described-v.Reported()
	return !closed[v.Name] && !v.Technical && !longText(v.Column) && fewest*with >= s.Described && fewest*without >= s.Described
}
