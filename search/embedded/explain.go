package embedded

import (
	"slices"

	"github.com/facetome/facetome/search"
)

// explainer says why a text found the hits of a page.
type explainer struct {
	*run
	marker *search.Marker
	fields map[uint32]fieldSet // in which words of the text stand, by experiment
}

// newExplainer looks the words of the text up once for a whole page. It is nil where there is no text to explain.
func (s *run) newExplainer(page []hit) *explainer {
	words := search.Positive(s.text.Node)
	if len(words) == 0 || len(page) == 0 {
		return nil
	}
	x := &explainer{s, search.NewMarker(words), map[uint32]fieldSet{}}
	clear(s.among)
	for _, h := range page {
		s.among.set(h.experiment)
	}
	for _, w := range words {
		x.look(w)
	}
	return x
}

// look notes the fields in which the page's experiments have a word or a phrase. A word that may be anywhere is looked for among the values of samples,
// too, so that they can be named.
func (x *explainer) look(w *search.Words) {
	fields := fieldsOf(w.Field)
	if w.Field == search.AnyField {
		fields = 1<<len(search.TextFields) - 1
	}
	if len(w.Terms) == 1 {
		for _, word := range x.columns.text.wordsOf(w.Terms[0]) {
			x.columns.text.noteFields(x.fields, word, fields, x.among)
		}
		return
	}
	var common []uint64
	for i, term := range w.Terms {
		places := x.placesOf(term, fields, w.Terms[len(w.Terms)-1].Offset)
		if i == 0 {
			common = places
		} else {
			common = inBoth(common, places)
		}
	}
	for _, place := range common {
		x.fields[experimentOf(place)] |= 1 << fieldOf(place)
	}
}

// why explains one hit; nil where there is no text.
func (x *explainer) why(e uint32, stored *storedExperiment) *search.Why {
	if x == nil {
		return nil
	}
	found := search.Explained{
		Title: stored.Title, Description: stored.Description, Institution: stored.Institution,
		Publications: stored.PublicationTitles, Authors: stored.PublicationAuthors,
	}
	for f := range search.TextFields {
		if x.fields[e]&(1<<f) != 0 {
			found.Fields = append(found.Fields, search.TextField(f))
		}
	}
	for i := range x.columns.sampleFields {
		if f, ok := search.TextFieldByName(x.columns.sampleFields[i].def.Name); ok && slices.Contains(found.Fields, f) {
			found.Values = x.appendLabels(found.Values, e, i, f)
		}
	}
	return x.marker.Explain(found)
}

// maxLabels bounds how many values of a field are looked at to show the few that match; experiments with more are rare.
const maxLabels = 200

// appendLabels adds the values of a sample field that an experiment has.
func (x *explainer) appendLabels(labels []search.FieldLabel, e uint32, number int, as search.TextField) []search.FieldLabel {
	f := &x.columns.sampleFields[number]
	var seen []uint32
	for _, group := range x.columns.rowsOf(e) {
		for _, v := range f.valuesOf(x.columns.setsOf(group)[number]) {
			if v == 0 || slices.Contains(seen, v) {
				continue
			}
			if seen = append(seen, v); len(seen) > maxLabels {
				return labels
			}
			labels = append(labels, search.FieldLabel{Field: as, Label: f.label[v]})
		}
	}
	return labels
}
