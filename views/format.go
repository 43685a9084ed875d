package views

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/dustin/go-humanize"

	"github.com/facetome/facetome/search"
)

// NotReported is what pages say of a value that nobody gave.
const NotReported = search.NotReportedLabel

// number groups thousands: 18,342.
func number(n int) string { return humanize.Comma(int64(n)) }

// count is a number and what it counts: "1 sample", "18,342 samples".
func count(n int, one, many string) string {
	return number(n) + " " + plural(n, one, many)
}

// plural is the word for n things.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func samples(n int) string     { return count(n, "sample", "samples") }
func experiments(n int) string { return count(n, "experiment", "experiments") }

// shortDate and longDate leave no doubt which number is the month.
func shortDate(t *time.Time) string { return date(t, "2 Jan 2006") }
func longDate(t *time.Time) string  { return date(t, "2 January 2006") }
func isoDate(t *time.Time) string   { return date(t, time.DateOnly) }

func date(t *time.Time, layout string) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(layout)
}

// duration is a time in words, as exact as matters: "42 s", "3 min 5 s", "2 h 10 min".
func duration(d time.Duration) string {
	seconds := int(d.Round(time.Second).Seconds())
	switch {
	case seconds < 1:
		return "less than 1 s"
	case seconds < 60:
		return strconv.Itoa(seconds) + " s"
	case seconds < 3600:
		return strconv.Itoa(seconds/60) + " min " + strconv.Itoa(seconds%60) + " s"
	}
	minutes := seconds / 60
	return number(minutes/60) + " h " + strconv.Itoa(minutes%60) + " min"
}

// excerpt is the beginning of a text on one line, at most limit characters, cut between words.
func excerpt(text string, limit int) string {
	text = strings.Join(strings.Fields(text), " ")
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	cut := limit
	for cut > 0 && !unicode.IsSpace(runes[cut]) {
		cut--
	}
	if cut == 0 { // one endless word
		cut = limit
	}
	return strings.TrimRightFunc(string(runes[:cut]), func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' }) + " …"
}

// paragraphs parts a text at its line breaks.
func paragraphs(text string) []string {
	var list []string
	for _, p := range strings.Split(text, "\n") {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	return list
}

// rangeLabel says a range in words: "2012", "5–9", "1,000 or more".
func rangeLabel(field string, r search.Range) string {
	end := number
	if field == fieldYear { // a year is a name, not an amount
		end = func(n int) string { return strings.ReplaceAll(number(n), ",", "") }
	}
	switch {
	case r == search.Between(r.Min, r.Min):
		return end(r.Min)
	case r == search.From(r.Min):
		if field == fieldYear {
			return "from " + end(r.Min)
		}
		return end(r.Min) + " or more"
	case r.Min == noMin:
		return "up to " + end(r.Max)
	default:
		return end(r.Min) + "–" + end(r.Max)
	}
}

// lowerList joins labels as a list within a sentence.
func lowerList(labels []string) string { return strings.ToLower(strings.Join(labels, ", ")) }

// between is what parts item i of a list from the next.
func between[T any](i int, list []T, separator string) string {
	if i == len(list)-1 {
		return ""
	}
	return separator
}

// expanded is the value of aria-expanded.
func expanded(open bool) string {
	if open {
		return "true"
	}
	return "false"
}
