package study

import "slices"

// How many columns a table has unasked: what a wide screen shows beside accession code and title.
const (
	mostColumns  = 6
	fewColumns   = 3 // up to which fields that are the same in all are shown, too
	technicalMax = 2 // columns of how samples were measured and filed, where little else varies
)

// Default lists the columns that a table shows unasked, in the order of the study: those that vary, fields first, and where samples
// belong to other experiments which those are.
func (s *Study) Default() []string {
	var names []string
	take := func(list []Variable, most int) {
		for _, v := range list {
			if len(names) < most {
				names = append(names, v.Name)
			}
		}
	}
	take(fieldsOf(s.Comparison.Compared, true), mostColumns)
	take(fieldsOf(s.Comparison.Each, true), mostColumns)
	take(fieldsOf(s.Comparison.Compared, false), mostColumns)
	take(fieldsOf(s.Comparison.Partly, true), fewColumns)
	take(s.Comparison.Technical, min(fewColumns, len(names)+technicalMax))
	take(fieldsOf(s.Comparison.Same, true), fewColumns)
	if s.Column(ColumnExperiment) != nil {
		names = append(names, ColumnExperiment)
	}
	return s.inOrder(names)
}

func fieldsOf(list []Variable, fields bool) []Variable {
	var found []Variable
	for _, v := range list {
		if (v.Kind == OfField) == fields {
			found = append(found, v)
		}
	}
	return found
}

// Order lists all columns that a table can show beside accession code and title: those that vary first, as the comparison has them.
func (s *Study) Order() []*Column {
	var columns []*Column
	c := &s.Comparison
	for _, list := range [][]Variable{c.Compared, c.Each, c.Partly, c.Technical, c.Texts, c.Same} {
		for _, v := range list {
			columns = append(columns, v.Column)
		}
	}
	for _, name := range []string{ColumnExperiment, ColumnAlternate} {
		if column := s.Column(name); column != nil {
			columns = append(columns, column)
		}
	}
	for _, column := range s.Columns { // those that say the same as another
		if column.Kind == OfAttribute && !slices.Contains(columns, column) {
			columns = append(columns, column)
		}
	}
	return columns
}

// Shown lists the columns that a query shows beside accession code and title, varying ones first.
func (s *Study) Shown(q Query) []*Column {
	order := s.Order()
	if slices.Equal(q.Columns, []string{AllColumns}) {
		return order
	}
	names := q.Columns
	if len(names) == 0 {
		names = s.Default()
	}
	return slices.DeleteFunc(order, func(c *Column) bool { return !slices.Contains(names, c.Name) })
}

// inOrder sorts names of columns as the study has them.
func (s *Study) inOrder(names []string) []string {
	var sorted []string
	for _, c := range s.Columns {
		if slices.Contains(names, c.Name) {
			sorted = append(sorted, c.Name)
		}
	}
	return sorted
}
