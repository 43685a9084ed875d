package views

import (
	"math"
	"testing"

	"github.com/facetome/facetome/search"
)

func TestExcerpt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{" a\n b ", "a b"},
		{"exactly ten", "exactly …"},
		{"0123456789", "0123456789"},
		{"01234567890123", "0123456789 …"},
		{"naïve, çà et là", "naïve, çà …"},
		{"one two, three", "one two …"},
	} {
		if got := excerpt(test.text, 10); got != test.want {
			t.Errorf("excerpt(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestRangeLabel(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		field string
		r     search.Range
		want  string
	}{
		{"year", search.Between(2012, 2012), "2012"},
		{"year", search.Between(2012, 2018), "2012–2018"},
		{"year", search.From(2012), "from 2012"},
		{"year", search.Range{Min: math.MinInt, Max: 2018}, "up to 2018"},
		{"samples", search.From(1000), "1,000 or more"},
		{"samples", search.Between(0, 0), "0"},
		{"samples", search.Between(500, 1999), "500–1,999"},
	} {
		if got := rangeLabel(test.field, test.r); got != test.want {
			t.Errorf("%v of %s is %q, want %q", test.r, test.field, got, test.want)
		}
	}
}
