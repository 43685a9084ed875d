package study

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// Parse reads a URL's parameters. It never fails: what it can not use is named in a warning and left out.
func (s *Study) Parse(v url.Values) (Query, []search.Warning) {
	p := parser{study: s, values: v}
	q := Query{Page: p.number(paramPage, 1, maxPage), Size: p.number(paramSize, DefaultSize, MaxSize), From: p.from()}
	q.Sort, q.Descending = p.sort()
	for _, c := range s.Columns {
		if f := p.filter(c); !f.Empty() {
			q.Filters = append(q.Filters, f)
		}
	}
	q.Columns = p.columns()
	q.Open = p.open()
	p.unknown()
	return q, p.warnings
}

type parser struct {
	study    *Study
	values   url.Values
	warnings []search.Warning
}

func (p *parser) warn(param, value, format string, args ...any) {
	p.warnings = append(p.warnings, search.Warning{Param: param, Value: search.Shorten(value), Message: fmt.Sprintf(format, args...)})
}

// list returns a parameter's values without blanks.
func (p *parser) list(param string) []string {
	var values []string
	for _, value := range p.values[param] {
		if value = models.Tidy(value); value != "" {
			values = append(values, value)
		}
	}
	return values
}

func (p *parser) value(param string) string {
	values := p.list(param)
	if len(values) == 0 {
		return ""
	}
	if len(values) > 1 && values[1] != values[0] {
		p.warn(param, values[1], "%s was given more than once; the first, %q, was used.", param, search.Shorten(values[0]))
	}
	return values[0]
}

func (p *parser) number(param string, byDefault, most int) int {
	value := p.value(param)
	if value == "" {
		return byDefault
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > most {
		p.warn(param, value, "%s is a number from 1 to %d; %q was left out.", param, most, search.Shorten(value))
		return byDefault
	}
	return n
}

// from reads the search that led here, of which nothing is kept that is none.
func (p *parser) from() string {
	text := p.value(paramFrom)
	if text == "" || len(text) > maxFrom {
		return ""
	}
	values, err := url.ParseQuery(text)
	if err != nil {
		return ""
	}
	q, _ := search.Parse(values)
	return q.Values().Encode()
}

func (p *parser) sort() (column string, descending bool) {
	value := p.value(paramSort)
	name, descending := strings.CutPrefix(value, "-")
	if value == "" {
		return ColumnCode, false
	}
	if c := p.column(name); c != nil {
		return c.Name, descending
	}
	p.warn(paramSort, value, "The samples have no column %q%s to sort by.", search.Shorten(name), search.DidYouMean(name, p.names()))
	return ColumnCode, false
}

// column finds a column by its name, in any case.
func (p *parser) column(name string) *Column {
	if c := p.study.Column(name); c != nil {
		return c
	}
	return p.study.Column(models.Fold(name))
}

func (p *parser) names() []string {
	var names []string
	for _, c := range p.study.Columns {
		names = append(names, c.Name)
	}
	return names
}

// filter reads what is asked of a column. Values get the spelling that the study has.
func (p *parser) filter(c *Column) Filter {
	f := Filter{Column: c.Name}
	for _, value := range p.list(c.Name) {
		switch value {
		case anyValue:
			f.Reported = true
		case NotReportedOption:
			f.NotReported = true
		default:
			f.Include = p.add(f.Include, c, c.Name, value)
		}
	}
	for _, value := range p.list(c.Name + excludeMark) {
		if value == anyValue {
			f.NotReported = true
			continue
		}
		f.Exclude = p.add(f.Exclude, c, c.Name+excludeMark, value)
	}
	if f.Contains = p.value(paramIn + c.Name); len(f.Contains) > maxText {
		f.Contains = models.Tidy(strings.ToValidUTF8(f.Contains[:maxText], ""))
		p.warn(paramIn+c.Name, f.Contains, "A text to find in %s is at most %d bytes; its beginning was used.", c.Name, maxText)
	}
	if f.Reported && f.NotReported { // all samples
		f.Reported, f.NotReported, f.Include = false, false, nil
	}
	slices.SortFunc(f.Include, natural)
	slices.SortFunc(f.Exclude, natural)
	return f
}

// add adds a value, if a sample has it, or a range of numbers.
func (p *parser) add(values []string, c *Column, param, value string) []string {
	value = unescape(value)
	known, found := c.value(value)
	switch {
	case found && !has(values, known):
		return append(values, known)
	case found:
		return values
	}
	if c.Numbers != nil {
		if r, ok := parseInterval(value); ok {
			return append(values, r.String())
		}
	}
	var labels []string
	for i := range c.Cells {
		for _, v := range c.Cells[i].Values {
			labels = append(labels, v.Key)
		}
	}
	p.warn(param, value, "No sample of this experiment has %q as %s%s; it was left out.", search.Shorten(value), c.words(), search.DidYouMean(models.Fold(value), labels))
	return values
}

func (c *Column) words() string {
	if c.Label == "" {
		return "a value without a name"
	}
	return c.Label
}

// value finds a value of the column in its own spelling.
func (c *Column) value(text string) (string, bool) {
	key := models.Fold(text)
	for i := range c.Cells {
		for _, v := range c.Cells[i].Values {
			if v.Key == key {
				return v.Label, true
			}
		}
	}
	return "", false
}
