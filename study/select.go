package study

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
)

// Select returns the numbers of the samples that pass the query's filters, in its order: not reported last, ties by accession code.
func (s *Study) Select(q Query) []int {
	var tests []cellTest
	for _, f := range q.Filters {
		if c := s.Column(f.Column); c != nil {
			tests = append(tests, newCellTest(c, f))
		}
	}
	selected := make([]int, 0, len(s.Samples))
	for i := range s.Samples {
		if !slices.ContainsFunc(tests, func(t cellTest) bool { return !t.passes(i) }) {
			selected = append(selected, i)
		}
	}
	if by := s.Column(q.Sort); by != nil && (by.Name != ColumnCode || q.Descending) {
		slices.SortStableFunc(selected, func(a, b int) int { return by.compare(a, b, q.Descending) })
	}
	return selected
}

// compare orders two samples.
func (c *Column) compare(a, b int, descending bool) int {
	x, y := c.of[a], c.of[b]
	if (x == unreported) != (y == unreported) {
		return cmp.Compare(y, x) // not reported last, whichever way
	}
	if descending {
		x, y = y, x
	}
	return cmp.Compare(x, y)
}

// cellTest says of each cell of a column whether it passes.
type cellTest struct {
	column *Column
	cells  []bool
	none   bool // whether a sample without a cell passes
}

func (t cellTest) passes(sample int) bool {
	if cell := t.column.of[sample]; cell != unreported {
		return t.cells[cell]
	}
	return t.none
}

func newCellTest(c *Column, f Filter) cellTest {
	t := cellTest{column: c, cells: make([]bool, len(c.Cells))}
	everything := len(f.Include) == 0 && !f.Reported && !f.NotReported
	t.none = (everything || f.NotReported) && f.Contains == ""
	include, exclude, contains := newMatcher(f.Include), newMatcher(f.Exclude), models.Fold(f.Contains)
	for i := range c.Cells {
		cell := &c.Cells[i]
		t.cells[i] = (everything || f.Reported || include.matches(c, i)) && !exclude.matches(c, i) &&
			slices.ContainsFunc(cell.Values, func(v Value) bool {
				return strings.Contains(v.Key, contains) || strings.Contains(models.Fold(v.Name), contains)
			})
	}
	return t
}

// matcher finds values and ranges of numbers.
type matcher struct {
	keys   map[string]bool
	ranges []interval
}

func newMatcher(values []string) matcher {
	m := matcher{keys: map[string]bool{}}
	for _, value := range values {
		m.keys[models.Fold(value)] = true
		if r, ok := parseInterval(value); ok {
			m.ranges = append(m.ranges, r)
		}
	}
	return m
}

func (m matcher) matches(c *Column, cell int) bool {
	if slices.ContainsFunc(c.Cells[cell].Values, func(v Value) bool { return m.keys[v.Key] }) {
		return true
	}
	return c.Numbers != nil && slices.ContainsFunc(m.ranges, func(r interval) bool {
		return r.contains(c.Numbers.Low[cell], c.Numbers.High[cell])
	})
}

// interval is the numbers from one to another, both included; an end may be missing.
type interval struct{ low, high *float64 }

func (r interval) contains(low, high float64) bool {
	return (r.low == nil || low >= *r.low) && (r.high == nil || high <= *r.high)
}

func (r interval) String() string {
	end := func(f *float64) string {
		if f == nil {
			return ""
		}
		return strconv.FormatFloat(*f, 'f', -1, 64)
	}
	return end(r.low) + ".." + end(r.high)
}

// parseInterval reads "20..40", "20.." and "..40".
func parseInterval(text string) (interval, bool) {
	from, to, found := strings.Cut(strings.ReplaceAll(text, " ", ""), "..")
	if !found || from == "" && to == "" {
		return interval{}, false
	}
	var r interval
	for _, end := range []struct {
		text string
		to   **float64
	}{{from, &r.low}, {to, &r.high}} {
		if end.text == "" {
			continue
		}
		f, err := strconv.ParseFloat(end.text, 64)
		if err != nil || f != f {
			return interval{}, false
		}
		*end.to = &f
	}
	return r, true
}
