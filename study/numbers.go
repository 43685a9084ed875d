package study

import (
	"cmp"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
)

// Numbers say that nearly all samples have a number in a column, in one unit. Others have words: "NA", "adult", ">3000".
type Numbers struct {
	Low, High []float64 // by cell; the same but for ranges such as "20-29 years"; those of words, which are last, are not a number (NaN)
	Count     int       // cells that are numbers
	Samples   int       // that have one
	Unit      string    // as the commonest values write it; may be empty
}

// mostly is how many of five samples that report a column of numbers have a number at least.
const mostly = 4

// order sorts the cells: numbers before words, words as people sort.
func (c *Column) order() {
	by := make([]int, len(c.Cells)) // old numbers of cells in the new order
	for i := range by {
		by[i] = i
	}
	numbers := readNumbers(c)
	slices.SortStableFunc(by, func(a, b int) int {
		if numbers != nil {
			if order := cmp.Or(compareNumbers(numbers.Low[a], numbers.Low[b]), compareNumbers(numbers.High[a], numbers.High[b])); order != 0 {
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
		numbers.Low, numbers.High = low, high
	}
	c.Numbers = numbers
}

// compareNumbers puts what is not a number last.
func compareNumbers(a, b float64) int {
	switch {
	case math.IsNaN(a) && math.IsNaN(b):
		return 0
	case math.IsNaN(a):
		return 1
	case math.IsNaN(b):
		return -1
	}
	return cmp.Compare(a, b)
}

func compareCells(a, b *Cell) int {
	for i := range min(len(a.Values), len(b.Values)) {
		if order := natural(a.Values[i].Key, b.Values[i].Key); order != 0 {
			return order
		}
	}
	return len(a.Values) - len(b.Values)
}

// reading is what a cell says as a number; ok is false for words.
type reading struct {
	low, high float64
	unit      string // what numbers must share to be compared
	ok        bool
}

// readNumbers reads a column's cells as numbers; nil where too few samples have one in the commonest unit.
func readNumbers(c *Column) *Numbers {
	if c.Kind != OfField && c.Kind != OfAttribute {
		return nil
	}
	readings, samples := make([]reading, len(c.Cells)), map[string]int{}
	for i := range c.Cells {
		if len(c.Cells[i].Values) != 1 {
			continue
		}
		label := c.Cells[i].Values[0].Label
		if c.Name == models.FieldAge {
			readings[i] = readAge(label)
		} else {
			readings[i] = readNumber(label)
		}
		if readings[i].ok {
			samples[readings[i].unit] += c.Cells[i].Samples
		}
	}
	n := &Numbers{}
	for _, unit := range slices.Sorted(maps.Keys(samples)) {
		if samples[unit] > n.Samples {
			n.Unit, n.Samples = unit, samples[unit]
		}
	}
	if n.Samples == 0 || 5*n.Samples < mostly*c.Reported() {
		return nil
	}
	for _, r := range readings {
		if !r.ok || r.unit != n.Unit {
			r.low, r.high = math.NaN(), math.NaN()
		} else {
			n.Count++
		}
		n.Low, n.High = append(n.Low, r.low), append(n.High, r.high)
	}
	if c.Name == models.FieldAge {
		n.inLongestUnit(c)
	}
	return n
}

// measured is a number with or without a unit: "7.3", "24 h", "10 mg/kg", "-80 °C".
var measured = regexp.MustCompile(`^([+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\s*([^0-9\s.,;:+-][^0-9]{0,15})?$`)

func readNumber(label string) reading {
	m := measured.FindStringSubmatch(label)
	if m == nil {
		return reading{}
	}
	number, err := strconv.ParseFloat(m[1], 64)
	return reading{number, number, models.Fold(m[2]), err == nil}
}

// days is how long a unit of age is. Months and years are means: they put ages in order, no more.
var days = map[string]float64{"years": 365.25, "months": 30.4375, "weeks": 7, "days": 1, "hours": 1. / 24, "minutes": 1. / 1440}

// Ages of all units are compared, in days, unless they are counted from different events; those without a unit are a kind of their own.
const inDays = "days"

func readAge(label string) reading {
	age, ok := models.ReadAge(label)
	if !ok || age.Bound != "" {
		return reading{}
	}
	if age.Unit == "" {
		return reading{age.Low, age.High, "", true}
	}
	return reading{age.Low * days[age.Unit], age.High * days[age.Unit], strings.TrimSpace(inDays + " " + age.Since), true}
}

// inLongestUnit puts ages in days into the longest unit that one of them has.
func (n *Numbers) inLongestUnit(c *Column) {
	since, found := strings.CutPrefix(n.Unit, inDays)
	if !found {
		return
	}
	longest := ""
	for i := range c.Cells {
		if age, ok := models.ReadAge(c.Cells[i].Values[0].Label); ok && !math.IsNaN(n.Low[i]) && days[age.Unit] > days[longest] {
			longest = age.Unit
		}
	}
	n.Unit = longest + since
	for i := range n.Low {
		n.Low[i], n.High[i] = n.Low[i]/days[longest], n.High[i]/days[longest]
		if age, ok := models.ReadAge(c.Cells[i].Values[0].Label); ok && age.Unit == longest && !math.IsNaN(n.Low[i]) {
			n.Low[i], n.High[i] = age.Low, age.High // not to be off by what a division loses
		}
	}
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
