package views

import (
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

const (
	// shownValues is how many values a facet shows before "show all": what is seen without scrolling.
	shownValues = 8
	// panelFrom is from how many values on all of them take the place of the results, in columns: more would make the column of
	// filters so long that nobody finds the next facet.
	panelFrom = 3*shownValues + 1
)

// Facet is one field with its values and their numbers.
type Facet struct {
	Name, Label string
	Meaning     *Word  // what the label means here, where it is not plain
	Italic      bool   // names of organisms
	Toggle      string // URL of the facet folded, or no longer
	Folded      bool   // only its name is shown, and Summary
	Summary     string // of a folded facet: what is on, or why there is nothing to choose
	Rows        []FacetRow
	Hidden      []parameter // state of the field that no visible control carries
	Find        *Find       // nil where there are few values
	More, Fewer *Link
	Histogram   *Histogram // of a range
	Empty       string     // said where there is no row
	Panel       string     // heading of all values in place of the results, where there are many: "All 686 tissues"; else empty
	ToPanel     bool       // More leads there
}

// Find is a box that narrows the values of a facet.
type Find struct{ ID, Name, Text, Hint, ClearURL string }

// NewFacet makes the view of one facet of a result that has that many matches in all.
func NewFacet(q search.Query, total search.Total, facet *search.Facet) Facet {
	f := facet.Field
	condition := q.Condition(f.Name)
	view := Facet{Name: f.Name, Label: f.Label, Italic: f.Name == models.FieldOrganism}
	if f.Name == fieldSamples {
		view.Label = "Samples per experiment" // beside columns of samples
	}
	if f.Name == models.FieldProcessed {
		view.Meaning = &Processed
	}
	reported, notReported := splitBuckets(facet.Buckets)
	if view.fold(q, total, facet); view.Folded {
		view.Hidden = append(hiddenState(condition, nil, nil), findState(q, f.Name)...)
		return view
	}
	most := mostSamples(reported) // what is not reported is often so much that no other bar would be seen beside it
	if f.IsRange() {
		view.Histogram = newHistogram(q, f, reported)
		if !all(q, f.Name) {
			view.More = &Link{"Show the numbers", SearchURL(withAll(q, f.Name, true))}
			reported = nil
		} else {
			view.Fewer = &Link{"Hide the numbers", SearchURL(withAll(q, f.Name, false))}
		}
	} else {
		reported = view.chooseRows(q, f, reported)
	}
	for _, b := range reported {
		view.Rows = append(view.Rows, newRow(q, f, condition, b, most))
	}
	if notReported != nil {
		view.Rows = append(view.Rows, newRow(q, f, condition, *notReported, most))
	}
	view.Hidden = hiddenState(condition, view.Rows, view.Histogram)
	if view.Find == nil {
		view.Hidden = append(view.Hidden, findState(q, f.Name)...)
	}
	if len(view.Rows) == 0 && view.Histogram == nil {
		view.Empty = "Nothing to choose from here."
	}
	return view
}

// chooseRows picks the values to show: those of the query always, then the first few, or all, of those that the facet's own
// text is part of.
func (view *Facet) chooseRows(q search.Query, f *search.Field, reported []search.Bucket) []search.Bucket {
	text := findText(q, f.Name)
	if len(reported) > shownValues || text != "" {
		view.Find = &Find{
			ID: "find-" + f.Name, Name: "in." + f.Name, Text: text,
			Hint: "Find among " + number(len(reported)) + " " + f.Many,
		}
		if text != "" {
			view.Find.ClearURL = SearchURL(withoutIn(q, f.Name))
		}
	}
	var shown []search.Bucket
	more, found := 0, 0
	for _, b := range reported {
		selected := b.Selected != search.Neither
		matches := text == "" || containsFold(b.Label, text) || containsFold(b.Value, text)
		if matches {
			found++
		}
		switch {
		case selected, matches && (len(shown) < shownValues || all(q, f.Name)):
			shown = append(shown, b)
		case matches:
			more++
		}
	}
	view.ToPanel = found >= panelFrom
	switch {
	case more > 0 && text != "":
		view.More = &Link{"Show all " + number(found) + " found", SearchURL(withAll(q, f.Name, true))}
	case more > 0:
		view.More = &Link{"Show all " + number(found), SearchURL(withAll(q, f.Name, true))}
	case all(q, f.Name):
		view.Fewer = &Link{"Show fewer", SearchURL(withAll(q, f.Name, false))}
		if len(reported) >= panelFrom {
			view.Panel = "All " + number(len(reported)) + " " + f.Many
		}
	}
	if text != "" && found == 0 {
		view.Empty = "No value contains “" + text + "”."
	}
	return shown
}

// splitBuckets parts off "not reported", which always stands last.
func splitBuckets(buckets []search.Bucket) (reported []search.Bucket, notReported *search.Bucket) {
	for i, b := range buckets {
		if b.NotReported {
			notReported = &buckets[i]
			continue
		}
		reported = append(reported, b)
	}
	return reported, notReported
}

func mostSamples(buckets []search.Bucket) int {
	most := 0
	for _, b := range buckets {
		most = max(most, b.Samples)
	}
	return most
}

// hiddenState lists what the condition says beyond the boxes on the page, for the form to send along.
func hiddenState(c search.Condition, rows []FacetRow, h *Histogram) []parameter {
	carried := map[parameter]bool{}
	for _, row := range rows {
		if row.Checked || row.Excluded {
			carried[parameter{row.Box.Name, models.Fold(row.Box.Value)}] = true
		}
	}
	var hidden, ranges []parameter
	for _, p := range parameters(c) {
		switch {
		case carried[parameter{p.Name, models.Fold(p.Value)}]:
		case h != nil && p.Name == c.Field && p.Value != "*":
			ranges = append(ranges, p)
		default:
			hidden = append(hidden, p)
		}
	}
	// One range fits into the boxes "from" and "to"; several do not.
	if len(ranges) == 1 {
		h.fill(ranges[0].Value)
		return hidden
	}
	return append(hidden, ranges...)
}

// findState is the text within a facet, where no box carries it.
func findState(q search.Query, field string) []parameter {
	if text := findText(q, field); text != "" {
		return []parameter{{"in." + field, text}}
	}
	return nil
}

func all(q search.Query, field string) bool { return slices.Contains(q.All, field) }

func findText(q search.Query, field string) string {
	for _, in := range q.In {
		if in.Field == field {
			return in.Text
		}
	}
	return ""
}

func containsFold(s, text string) bool { return strings.Contains(models.Fold(s), models.Fold(text)) }
