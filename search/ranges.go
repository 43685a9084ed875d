package search

import (
	"math"
	"strconv"
	"strings"
)

// Range is a range of whole numbers, both ends included; a missing end is math.MinInt or math.MaxInt.
type Range struct{ Min, Max int }

// Between is a..b.
func Between(a, b int) Range { return Range{Min: a, Max: b} }

// From is a.. without an end.
func From(a int) Range { return Range{Min: a, Max: math.MaxInt} }

// maxRangeDigits bounds the numbers of a range: none of ours is near it, and it keeps arithmetic far from overflow.
const maxRangeDigits = 9

// ParseRange reads "a..b", "a..", "..b" and "a", which is a..a. It fails on anything else, on a range without any end and on
// one whose ends are the wrong way round.
func ParseRange(s string) (r Range, ok bool) {
	from, to, twoEnds := strings.Cut(strings.TrimSpace(s), "..")
	if !twoEnds {
		to = from
	}
	r = Range{Min: math.MinInt, Max: math.MaxInt}
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	if from == "" && to == "" {
		return r, false
	}
	if from != "" {
		if r.Min, ok = parseNumber(from); !ok {
			return r, false
		}
	}
	if to != "" {
		if r.Max, ok = parseNumber(to); !ok {
			return r, false
		}
	}
	return r, r.Min <= r.Max
}

func parseNumber(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && len(s) <= maxRangeDigits && n >= 0 && s[0] != '+'
}

// String is the range's one spelling in URLs: "2012..2018", "20..", "..5".
func (r Range) String() string {
	var from, to string
	if r.Min != math.MinInt {
		from = strconv.Itoa(r.Min)
	}
	if r.Max != math.MaxInt {
		to = strconv.Itoa(r.Max)
	}
	return from + ".." + to
}

// Contains says whether n lies in the range.
func (r Range) Contains(n int) bool { return r.Min <= n && n <= r.Max }

// Covers says whether all of o lies in the range.
func (r Range) Covers(o Range) bool { return r.Min <= o.Min && o.Max <= r.Max }

// Label is the range as people read it: "2012", "20–49", "1000 or more".
func (r Range) Label() string {
	switch {
	case r.Min == r.Max:
		return strconv.Itoa(r.Min)
	case r.Max == math.MaxInt:
		return strconv.Itoa(r.Min) + " or more"
	case r.Min == math.MinInt:
		return "up to " + strconv.Itoa(r.Max)
	}
	return strconv.Itoa(r.Min) + "–" + strconv.Itoa(r.Max)
}
