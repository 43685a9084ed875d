package views

import (
	"math"
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/study"
)

// Compared is what the samples of an experiment differ and agree in.
type Compared struct {
	Samples   string // "92 samples"
	Listed    string // how many of them no source describes; may be empty
	Described bool   // of a sample anything is known
	Variables []Variable
	More      []Variable // attributes of which there are many
	Technical []Variable // of libraries, runs and files
	Each      []Fact     // different in each sample
	Same      []Fact     // the same in all
	SameMore  []Fact     // likewise, of libraries, runs and files, and long texts
	Partly    []Fact     // one value, not reported by all
	Texts     []Fact     // whole sentences that differ
}

// Variable is something that varies.
type Variable struct {
	ID     string // of its heading
	Label  string
	Note   string // "3 values · not reported by 4"
	Italic bool
	Groups []GroupRow
	More   string // "and 24 more values"
	Rest   []GroupRow
	Range  *RangeView
	Also   string // which attributes say the same
}

// GroupRow is the samples of one value.
type GroupRow struct {
	Values      []Link // to their searches
	Samples     int
	URL         string // the table of these samples
	Meaning     string // of that link
	Bar         string
	NotReported bool
}

// RangeView is how far measurements reach.
type RangeView struct {
	Words  string // "4 to 79 years, median 55"
	Bars   []Rect
	Lowest string // at the ends of the axis
	Most   string
}

// Rect is a bar of a small histogram, in percent of the picture.
type Rect struct{ X, Y, Width, Height string }

// How much is shown before "and n more".
const (
	shownVariables = 9 // three rows on a wide screen
	shownGroups    = 6
	listedGroups   = 60 // under "more"; beyond that the table is the place
)

func newCompared(code string, s *study.Study, q study.Query) *Compared {
	c := &s.Comparison
	if len(s.Samples) == 0 {
		return nil
	}
	view := &Compared{Samples: samples(len(s.Samples)), Described: s.Described > 0}
	switch only := len(s.Samples) - s.Described; {
	case s.Described == 0:
		view.Listed = "No source that was read describes these samples: they are only listed."
	case only > 0:
		view.Listed = number(only) + " of the " + samples(len(s.Samples)) + " are only listed: no source that was read describes them."
	}
	for i, v := range c.Compared {
		one := newVariable(code, s, q, v)
		if i < shownVariables {
			view.Variables = append(view.Variables, one)
		} else {
			view.More = append(view.More, one)
		}
	}
	for _, v := range c.Technical {
		view.Technical = append(view.Technical, newVariable(code, s, q, v))
	}
	for _, v := range c.Same {
		f := oneValue(v)
		if v.Technical || isLong(v) {
			view.SameMore = append(view.SameMore, f)
		} else {
			view.Same = append(view.Same, f)
		}
	}
	for _, v := range c.Partly {
		f := oneValue(v)
		f.Note = "in " + number(v.Reported()) + " of " + number(len(s.Samples))
		view.Partly = append(view.Partly, f)
	}
	for _, v := range c.Each {
		view.Each = append(view.Each, severalValues(v))
	}
	for _, v := range c.Texts {
		view.Texts = append(view.Texts, severalValues(v))
	}
	return view
}

func newVariable(code string, s *study.Study, q study.Query, v study.Variable) Variable {
	view := Variable{ID: elementID("v-", v.Name), Label: columnWords(v.Column), Italic: v.Name == models.FieldOrganism, Also: alsoWords(v)}
	table := func(f study.Filter) string {
		f.Column = v.Name
		return StudyURL(code, study.Query{From: q.From}.With(f)) + samplesAnchor
	}
	var notes []string
	if v.Range != nil {
		view.Range = newRangeView(v.Range)
		notes = append(notes, "measured in "+number(v.Range.Samples))
	} else {
		notes = append(notes, count(len(v.Groups), "value", "values"))
	}
	if v.Several > 0 {
		notes = append(notes, samples(v.Several)+" with several")
	}
	view.Note = strings.Join(notes, " · ")
	for i, g := range v.Groups {
		if i == shownGroups+listedGroups {
			break
		}
		value := columnValue(v.Column, g.Value)
		row := GroupRow{
			Values: []Link{value}, Samples: g.Samples, URL: table(study.Filter{Include: []string{g.Label}}), Bar: share(g.Samples, len(s.Samples)),
			Meaning: "Show the " + samples(g.Samples) + " with " + view.Label + " " + value.Label,
		}
		if i < shownGroups || len(v.Groups) == shownGroups+1 {
			view.Groups = append(view.Groups, row)
		} else {
			view.Rest = append(view.Rest, row)
		}
	}
	if len(view.Rest) > 0 {
		view.More = count(len(v.Groups)-len(view.Groups), "more value", "more values")
		if beyond := len(v.Groups) - len(view.Groups) - len(view.Rest); beyond > 0 {
			view.More += ", the first " + number(len(view.Rest)) + " of them"
		}
	}
	if v.NotReported > 0 {
		view.Groups = append(view.Groups, GroupRow{
			Samples: v.NotReported, URL: table(study.Filter{NotReported: true}), NotReported: true, Bar: share(v.NotReported, len(s.Samples)),
			Meaning: "Show the " + samples(v.NotReported) + " that do not report " + view.Label,
		})
	}
	return view
}

// alsoWords say which attributes were folded into a variable.
func alsoWords(v study.Variable) string {
	var words []string
	if len(v.Also) > 0 {
		words = append(words, "also submitted as "+strings.Join(v.Also, ", "))
	}
	if len(v.Alike) > 0 {
		words = append(words, "the same groups in "+strings.Join(v.Alike, ", "))
	}
	return strings.Join(words, "; ")
}

// oneValue is a variable that has but one.
func oneValue(v study.Variable) Fact {
	return Fact{Label: columnWords(v.Column), Values: cellLinks(v.Column, &v.Cells[0]), Italic: v.Name == models.FieldOrganism}
}

// eachValues is how many values are named of what is different in each sample.
const eachValues = 2

func severalValues(v study.Variable) Fact {
	f := Fact{Label: columnWords(v.Column), Italic: v.Name == models.FieldOrganism, More: max(0, len(v.Cells)-eachValues)}
	for i := range min(eachValues, len(v.Cells)) {
		f.Values = append(f.Values, cellLinks(v.Column, &v.Cells[i])...)
	}
	if reported := v.Reported(); len(v.Cells) < reported || v.NotReported > 0 {
		f.Note = count(len(v.Cells), "value", "values") + " in " + samples(reported)
	}
	return f
}

func isLong(v study.Variable) bool {
	for _, value := range v.Cells[0].Values {
		if len(value.Label) > cellWords {
			return true
		}
	}
	return false
}

func newRangeView(r *study.Range) *RangeView {
	unit := ""
	if r.Unit != "" {
		unit = " " + r.Unit
	}
	view := &RangeView{
		Words:  decimal(r.Low) + " to " + decimal(r.High) + unit + ", median " + decimal(r.Median),
		Lowest: decimal(r.Low), Most: decimal(r.High) + unit,
	}
	most := 0
	for _, n := range r.Bins {
		most = max(most, n)
	}
	width := 100 / float64(len(r.Bins))
	for i, n := range r.Bins {
		if n == 0 {
			continue
		}
		height := max(100*float64(n)/float64(most), 3) // one sample is seen, too
		view.Bars = append(view.Bars, Rect{inPercent(float64(i)*width + 0.4), inPercent(100 - height), inPercent(width - 0.8), inPercent(height)})
	}
	return view
}

func inPercent(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) + "%" }

// decimal writes a measurement in at most four digits after the point.
func decimal(f float64) string {
	if math.Abs(f) >= 10_000 && f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return number(int(f))
	}
	return strconv.FormatFloat(math.Round(f*1e4)/1e4, 'f', -1, 64)
}
