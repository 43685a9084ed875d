package search

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"github.com/facetome/facetome/models"
)

// Names in URLs that are no fields.
const (
	paramText = "q"
	paramSort = "sort"
	paramView = "view"
	paramPage = "page"
	paramSize = "size"

	paramGeneration = "generation" // generation=g on later pages: what the page before was counted on

	paramAll = "all" // all=f shows all values of facet f
	paramIn  = "in." // in.f=text shows the values of facet f that contain a text

	paramFold   = "fold"   // fold=f folds facet f
	paramUnfold = "unfold" // unfold=f shows facet f although it could not narrow the result
	paramColumn = "column" // column=c shows column c in the table of samples

	anyValue    = "*" // f=* is any reported value, f!=* is not reported
	excludeMark = "!" // f!=v is read by browsers and Go as the parameter "f!"
)

// Parse reads a URL's parameters. It never fails: what it cannot use is named in a warning and left out.
func Parse(v url.Values) (Query, []Warning) {
	p := parser{values: v}
	q := Query{
		Text: p.text(),
		View: oneOf(&p, paramView, Views, ViewExperiments),
		Page: p.number(paramPage, 1, MaxPage),
		Size: p.number(paramSize, DefaultSize, MaxSize),
	}
	if generation := p.value(paramGeneration); q.Page > 1 {
		q.Generation = generation
	}
	q.Sort = oneOf(&p, paramSort, Sorts, q.DefaultSort())
	if q.Text == "" && q.Sort == SortRelevance {
		q.Sort = q.DefaultSort() // nothing to be relevant to
	}
	for _, f := range Fields {
		if c := p.condition(f); !c.Empty() {
			q.Conditions = append(q.Conditions, c)
		}
		if text := p.value(paramIn + f.Name); text != "" {
			q.In = append(q.In, In{Field: f.Name, Text: text})
		}
	}
	p.shown(&q)
	p.unknown()
	return q, append(p.warnings, ParseText(q.Text).Warnings(q.Text)...)
}

// parser collects the warnings of one URL.
type parser struct {
	values   url.Values
	warnings []Warning
}

func (p *parser) warn(param, value, format string, args ...any) {
	p.warnings = append(p.warnings, Warning{Param: param, Value: shorten(value), Message: fmt.Sprintf(format, args...)})
}

// list returns a parameter's values, tidied, without blanks.
func (p *parser) list(param string) []string {
	var values []string
	for _, value := range p.values[param] {
		if value = models.Tidy(value); value == "" {
			continue
		}
		if len(value) > MaxValue {
			p.warn(param, value, "A value of %s is longer than %d bytes and was left out.", param, MaxValue)
			continue
		}
		values = append(values, value)
	}
	return values
}

// value returns a parameter's only value.
func (p *parser) value(param string) string {
	values := p.list(param)
	if len(values) == 0 {
		return ""
	}
	for _, other := range values[1:] {
		if other != values[0] {
			p.warn(param, other, "%s was given more than once; the first, %q, was used.", param, shorten(values[0]))
			break
		}
	}
	return values[0]
}

// maxRawText is how much is read of what was typed, before blanks and invisible characters are dropped.
const maxRawText = 8 * MaxText

// text joins everything that was typed into the box. Characters that nobody sees (zero-width ones, those that turn the direction of writing) are
// dropped: they come along when text is copied, and would keep words from being found.
func (p *parser) text() string {
	raw := strings.Join(p.values[paramText], " ")
	begin := cutText(raw, maxRawText)
	visible := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(begin, "\uFFFD"))
	tidy := models.Tidy(visible)
	text := models.Tidy(cutText(tidy, MaxText))
	if !utf8.ValidString(begin) {
		p.warn(paramText, text, "The text holds bytes that are no characters (it is not valid UTF-8); they were left out of the search.")
	}
	if len(begin) < len(raw) || len(text) < len(tidy) {
		p.warn(paramText, text, "The text is longer than %d bytes; only its beginning was searched.", MaxText)
	}
	return text
}

func (p *parser) number(param string, byDefault, most int) int {
	value := p.value(param)
	if value == "" {
		return byDefault
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > most {
		p.warn(param, value, "%s is a number from 1 to %d; %q was left out.", param, most, shorten(value))
		return byDefault
	}
	return n
}

func oneOf[T ~string](p *parser, param string, known []T, byDefault T) T {
	value := p.value(param)
	if value == "" {
		return byDefault
	}
	if found := T(strings.ToLower(value)); slices.Contains(known, found) {
		return found
	}
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	p.warn(param, value, "%s is one of %s; %q was left out.", param, strings.Join(names, ", "), shorten(value))
	return byDefault
}

func (p *parser) condition(f *Field) Condition {
	c := Condition{Field: f.Name}
	c.Include, c.Reported = p.fieldValues(f, f.Name)
	c.Exclude, c.NotReported = p.fieldValues(f, f.Name+excludeMark)
	return c
}

// fieldValues reads f=… or f!=…: its values, and whether it is f=* or f!=*.
func (p *parser) fieldValues(f *Field, param string) (values []string, star bool) {
	for _, value := range p.list(param) {
		if value == anyValue {
			star = true
			continue
		}
		if f.IsRange() {
			r, ok := ParseRange(value)
			if !ok {
				p.warn(param, value, "%s is a range of whole numbers such as 5..100, 20.. or ..50; %q was left out.", f.Name, shorten(value))
				continue
			}
			value = r.String()
		} else {
			value = unescapeStar(value)
		}
		values = append(values, value)
	}
	values = distinct(values)
	if len(values) > MaxValues {
		p.warn(param, "", "%s names %d values; only the first %d were used.", f.Name, len(values), MaxValues)
		values = values[:MaxValues]
	}
	return values, star
}

// distinct sorts values as they are compared, and keeps one spelling of each.
func distinct(values []string) []string {
	slices.SortFunc(values, func(a, b string) int {
		return cmp.Or(cmp.Compare(models.Fold(a), models.Fold(b)), cmp.Compare(a, b))
	})
	return slices.CompactFunc(values, func(a, b string) bool { return models.Fold(a) == models.Fold(b) })
}

// unknown names every parameter that no part of Parse reads.
func (p *parser) unknown() {
	known := []string{paramText, paramSort, paramView, paramPage, paramSize, paramAll, paramFold, paramUnfold, paramColumn, paramGeneration}
	for _, f := range Fields {
		known = append(known, f.Name, f.Name+excludeMark, paramIn+f.Name)
	}
	for _, param := range slices.Sorted(maps.Keys(p.values)) {
		if slices.Contains(known, param) || len(p.list(param)) == 0 {
			continue
		}
		p.warn(models.Tidy(shorten(param)), p.list(param)[0], "There is no filter %q%s; it was left out.",
			shorten(param), didYouMean(nearest(param, known)))
	}
}

// maxTypos is how many letters a suggestion may differ in.
const maxTypos = 2

// nearest finds the known name that a name was probably to be; empty where none is near.
func nearest(name string, known []string) string {
	best, distance := "", maxTypos+1
	for _, k := range known {
		// A name of three letters is two typos away from too many others.
		if d := levenshtein.ComputeDistance(strings.ToLower(shorten(name)), k); d < distance && d < len(k)-1 {
			best, distance = k, d
		}
	}
	return best
}

// didYouMean proposes a name, if there is one.
func didYouMean(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", name)
}

// shownValue is how many characters of somebody's value a message repeats.
const shownValue = 80

func shorten(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if utf8.RuneCountInString(s) <= shownValue {
		return s
	}
	return string([]rune(s)[:shownValue]) + "…"
}

// A value that is itself a star, after any number of backslashes, is written with one backslash more.

func escapeStar(value string) string {
	if strings.TrimLeft(value, `\`) == anyValue {
		return `\` + value
	}
	return value
}

func unescapeStar(value string) string {
	if strings.HasPrefix(value, `\`) && strings.TrimLeft(value, `\`) == anyValue {
		return value[1:]
	}
	return value
}
