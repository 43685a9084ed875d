package views

import (
	"slices"
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/study"
)

// Control filters by one column: a list of its values, or a box for a text or a range of numbers where there are many.
type Control struct {
	ID, Name string
	Label    string
	Options  []Option // of a list; none is a box
	Value    string   // in the box
	Hint     string   // what to write into it
}

// How many values a list of a filter has: of more a text is easier to find, and of more numbers a range.
const (
	listedValues = 40
	numbersFrom  = 7
)

// studyControls makes a filter of each column shown, and what of the query has no control and goes along hidden.
func studyControls(s *study.Study, q study.Query, shown []*study.Column) (controls []Control, hidden []parameter) {
	columns := shown
	if title := s.Column(study.ColumnTitle); title != nil {
		columns = append([]*study.Column{title}, columns...)
	}
	controlled := map[string]bool{}
	for _, c := range columns {
		control, kept := newControl(c, q.Filter(c.Name))
		controls, hidden = append(controls, control), append(hidden, kept...)
		controlled[c.Name] = true
	}
	for _, f := range q.Filters {
		if !controlled[f.Column] {
			hidden = append(hidden, filterParameters(f)...)
		}
	}
	if q.From != "" {
		hidden = append(hidden, parameter{"from", q.From})
	}
	return controls, hidden
}

// newControl makes the filter of a column; what it can not say of the condition is kept.
func newControl(c *study.Column, f study.Filter) (control Control, kept []parameter) {
	control = Control{ID: elementID("filter-", c.Name), Name: c.Name, Label: columnWords(c)}
	switch {
	case c.Kind != study.OfTitle && len(c.Cells) <= listedValues && (c.Numbers == nil || c.Numbers.Count < numbersFrom):
		simple := len(f.Exclude) == 0 && f.Contains == "" && len(f.Include)+count01(f.Reported)+count01(f.NotReported) <= 1
		control.Options = valueOptions(c, f, simple)
		if !simple {
			kept = filterParameters(f)
		}
	case c.Numbers != nil:
		control.Hint = "a number, or " + decimal(c.Numbers.Low[0]) + ".." + decimal(slices.Max(c.Numbers.High[:c.Numbers.Count]))
		if len(f.Include) == 1 {
			control.Value, f.Include = f.Include[0], nil
		}
		kept = filterParameters(f)
	default:
		control.Name, control.Hint = "in."+c.Name, "contains"
		control.Value, f.Contains = f.Contains, ""
		kept = filterParameters(f)
	}
	return control, kept
}

func count01(b bool) int {
	if b {
		return 1
	}
	return 0
}

func valueOptions(c *study.Column, f study.Filter, simple bool) []Option {
	first := Option{Label: "all", Selected: true}
	if !simple {
		first.Label = "as filtered" // several values, or some that are excluded: the chips tell
	}
	options := []Option{first}
	seen := map[string]bool{}
	for i := range c.Cells {
		for _, v := range c.Cells[i].Values {
			if seen[v.Key] {
				continue
			}
			seen[v.Key] = true
			option := Option{Value: v.Label, Label: excerpt(columnValue(c, v).Label, 60)}
			option.Selected = simple && len(f.Include) == 1 && models.Fold(f.Include[0]) == v.Key
			options = append(options, option)
		}
	}
	if c.Reported() < c.Samples() {
		options = append(options, Option{Value: study.NotReportedOption, Label: NotReported, Selected: simple && f.NotReported},
			Option{Value: "*", Label: anyReported, Selected: simple && f.Reported})
	}
	for _, o := range options[1:] {
		options[0].Selected = options[0].Selected && !o.Selected
	}
	return options
}

// filterParameters are a condition as a form sends it.
func filterParameters(f study.Filter) []parameter {
	values := study.Query{}.With(f).Values()
	var list []parameter
	for _, name := range []string{f.Column, f.Column + "!", "in." + f.Column} {
		for _, value := range values[name] {
			list = append(list, parameter{name, value})
		}
	}
	return list
}

// studyChips lists the filters that are on, each a link that takes it off.
func studyChips(code string, s *study.Study, q study.Query) []Chip {
	var chips []Chip
	for _, f := range q.Filters {
		c := s.Column(f.Column)
		add := func(label string, excluded bool, change func(*study.Filter)) {
			less := f
			change(&less)
			chips = append(chips, Chip{
				Field: columnWords(c), Label: label, Excluded: excluded, Italic: c.Name == models.FieldOrganism && label != NotReported && label != anyReported,
				Remove: StudyURL(code, q.With(less).OnPage(1)) + samplesAnchor,
			})
		}
		for _, value := range f.Include {
			add(valueLabel(f.Column, value, value), false, func(f *study.Filter) { f.Include = drop(append([]string{}, f.Include...), value) })
		}
		if f.Reported {
			add(anyReported, false, func(f *study.Filter) { f.Reported = false })
		}
		if f.NotReported {
			add(NotReported, false, func(f *study.Filter) { f.NotReported = false })
		}
		for _, value := range f.Exclude {
			add(valueLabel(f.Column, value, value), true, func(f *study.Filter) { f.Exclude = drop(append([]string{}, f.Exclude...), value) })
		}
		if f.Contains != "" {
			add("contains “"+f.Contains+"”", false, func(f *study.Filter) { f.Contains = "" })
		}
	}
	return chips
}

// studySorts are the columns that the table can be sorted by; narrow screens have no headings to choose.
func studySorts(s *study.Study, q study.Query, shown []*study.Column) []Option {
	columns := []*study.Column{s.Column(study.ColumnCode), s.Column(study.ColumnTitle)}
	columns = append(columns, shown...)
	if by := s.Column(q.Sort); by != nil {
		columns = append(columns, by)
	}
	var options []Option
	seen := map[string]bool{}
	for _, c := range columns {
		if c == nil || seen[c.Name] {
			continue
		}
		seen[c.Name] = true
		options = append(options,
			Option{Value: c.Name, Label: columnWords(c), Selected: q.Sort == c.Name && !q.Descending},
			Option{Value: "-" + c.Name, Label: columnWords(c) + ", descending", Selected: q.Sort == c.Name && q.Descending})
	}
	return options
}

func studySizes(q study.Query) []Option {
	var options []Option
	known := false
	for _, size := range study.Sizes {
		known = known || size == q.Size
		options = append(options, Option{Value: strconv.Itoa(size), Label: strconv.Itoa(size), Selected: size == q.Size})
	}
	if !known {
		options = append(options, Option{Value: strconv.Itoa(q.Size), Label: strconv.Itoa(q.Size), Selected: true})
	}
	return options
}

// columnsWords say how many columns are shown.
func (t *StudyTable) columnsWords() string {
	return "Columns · " + number(t.Shown) + " of " + number(len(t.Choices))
}

func (t *StudyTable) filterWords() string {
	if len(t.Chips) == 0 {
		return "Filter and sort"
	}
	return "Filter and sort · " + strings.TrimSpace(count(len(t.Chips), "filter on", "filters on"))
}
