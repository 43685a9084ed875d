package study

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
)

// Numbers say that each cell of a column is one number, in one unit.
type Numbers struct {
	Low, High []float64 // by cell; the same but for ranges such as "20-29 years"
	Unit      string    // as the commonest values write it; may be empty
}

// order sorts the cells: by number where all are numbers, else as people sort.
func (c *Column) order() {
	by := make([]int, len(c.Cells)) // old numbers of cells in the new order
	for i := range by {
		by[i] = i
	}
	numbers := readNumbers(c)
	slices.SortStableFunc(by, func(a, b int) int {
		if numbers != nil {
			if order := cmp.Or(cmp.Compare(numbers.Low[a], numbers.Low[b]), cmp.Compare(numbers.High[a], numbers.High[b])); order != 0 {
				return order
			}
		}
		return compareCells(&c.Cells[a], &c.Cells[b])
	})
	cells, place := make([]Cell, len(by)), make([]int32, len(by))
	for to, from := range by {
		cells[to], place[from] = c.Cells[from], int32(to)
	}
	c.Cells = cells
	for i, cell := range c.of {
		if cell != unreported {
			c.of[i] = place[cell]
		}
	}
	if numbers != nil {
		low, high := make([]float64, len(by)), make([]float64, len(by))
		for to, from := range by {
			low[to], high[to] = numbers.Low[from], numbers.High[from]
		}
		c.Numbers = &Numbers{Low: low, High: high, Unit: numbers.Unit}
	}
}

func compareCells(a, b *Cell) int {
	for i := range min(len(a.Values), len(b.Values)) {
		if order := natural(a.Values[i].Key, b.Values[i].Key); order != 0 {
			return order
		}
	}
	return len(a.Values) - len(b.Values)
}

// readNumbers reads a column's cells as numbers; nil where one is none, or where they have several units.
func readNumbers(c *Column) *Numbers {
	if c.Kind != OfField && c.Kind != OfAttribute || len(c.Cells) == 0 {
		return nil
	}
	if c.Name == models.FieldAge {
		return readAges(c.Cells)
	}
	n := &Numbers{}
	for i := range c.Cells {
		number, unit, ok := readNumber(c.Cells[i].Values)
		if !ok || i > 0 && models.Fold(unit) != models.Fold(n.Unit) {
			return nil
		}
		n.Low, n.High, n.Unit = append(n.Low, number), append(n.High, number), unit
	}
	return n
}

// measured is a number with or without a unit: "7.3", "24 h", "10 mg/kg", "-80 °C".
var measured = regexp.MustCompile(`^([+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\s*([^0-9\s.,;:+-][^0-9]{0,15})?$`)

func readNumber(values []Value) (number float64, unit string, ok bool) {
	if len(values) != 1 {
		return 0, "", false
	}
	m := measured.FindStringSubmatch(values[0].Label)
	if m == nil {
		return 0, "", false
	}
	number, err := strconv.ParseFloat(m[1], 64)
	return number, strings.TrimSpace(m[2]), err == nil
}

// days is how long a unit of age is. Months and years are means: they put ages in order, no more.
var days = map[string]float64{"years": 365.25, "months": 30.4375, "weeks": 7, "days": 1, "hours": 1. / 24, "minutes": 1. / 1440}

// readAges reads ages. Those of several units are put into the longest of them; those that are counted from different events are no
// numbers of one kind.
func readAges(cells []Cell) *Numbers {
	ages := make([]models.Age, len(cells))
	unit, since := "", ""
	for i := range cells {
		if len(cells[i].Values) != 1 {
			return nil
		}
		age, ok := models.ReadAge(cells[i].Values[0].Label)
		if !ok || i > 0 && (age.Since != since || (age.Unit == "") != (unit == "")) {
			return nil
		}
		ages[i], since = age, age.Since
		if unit == "" || days[age.Unit] > days[unit] {
			unit = age.Unit
		}
	}
	n := &Numbers{Unit: unit}
	if since != "" {
		n.Unit += " " + since
	}
	for _, age := range ages {
		factor := 1.0
		if unit != age.Unit {
			factor = days[age.Unit] / days[unit]
		}
		n.Low, n.High = append(n.Low, age.Low*factor), append(n.High, age.High*factor)
	}
	return n
}

// natural compares texts as people sort them: numbers in them by size. "day 2" stands before "day 10".
func natural(a, b string) int {
	x, y := a, b
	for x != "" && y != "" {
		m, n := digits(x), digits(y)
		if m > 0 && n > 0 {
			p, q := strings.TrimLeft(x[:m], "0"), strings.TrimLeft(y[:n], "0")
			if order := cmp.Or(cmp.Compare(len(p), len(q)), strings.Compare(p, q)); order != 0 {
				return order
			}
			x, y = x[m:], y[n:]
			continue
		}
		if x[0] != y[0] {
			return cmp.Compare(x[0], y[0])
		}
		x, y = x[1:], y[1:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(a, b))
}

// digits is how many digits a text begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}
