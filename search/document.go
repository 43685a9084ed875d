package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
)

// TextField is a part of an experiment that text is looked up in.
type TextField int

// The text fields, all of an experiment; weights are those of TextFields.
const (
	TextTitle       TextField = iota
	TextAuthors               // of its publications
	TextAttributes            // of all its samples: titles, values, submitted attributes
	TextPublication           // titles
	TextInstitution
	TextDescription
	TextAccession // its own code and its alternates, not its samples'
	NumTextFields
)

// TextFields holds name and weight of each TextField, by number.
var TextFields = [NumTextFields]struct {
	Name   string
	Weight float32
}{
	TextTitle:       {"title", 10},
	TextAuthors:     {"authors", 8},
	TextAttributes:  {"attributes", 7},
	TextPublication: {"publication", 5},
	TextInstitution: {"institution", 3},
	TextDescription: {"description", 2},
	TextAccession:   {"accession", 10},
}

// Document is one experiment as engines index it.
type Document struct {
	Hit     ExperimentHit // complete but for Matching
	Text    [NumTextFields][]string
	Values  map[string][]Value // of experiment fields with terms, by field name
	Numbers map[string]int     // of experiment fields with ranges, by field name; none is not reported
	Samples []SampleDocument   // all of the experiment's, by accession code
}

// SampleDocument is one sample of a Document.
type SampleDocument struct {
	ID            uint // the same in every document that holds the sample
	AccessionCode string
	Title         string
	Values        [][]Value // by number of SampleFields; an empty list is not reported
	Experiments   []string  // accession codes of all experiments it belongs to, in byte order
}

// Value is a value of a field as a document carries it.
type Value struct {
	Key  string // what is compared: models.Fold
	Term        // one spelling; the commonest of a key is shown
}

// NewDocument maps an experiment, complete as models.Snapshot.Each gives it.
func NewDocument(e *models.Experiment) *Document {
	d := &Document{Values: map[string][]Value{}, Numbers: map[string]int{}}
	for _, f := range ExperimentFields() {
		switch {
		case f.IsRange():
			if n, ok := f.Number(e); ok {
				d.Numbers[f.Name] = n
			}
		default:
			for _, label := range f.Values(e) {
				d.Values[f.Name] = append(d.Values[f.Name], Value{Key: models.Fold(label), Term: Term{Value: label, Label: label}})
			}
		}
	}
	fields := SampleFields()
	number := make(map[string]int, len(fields))
	for i, f := range fields {
		number[f.Name] = i
	}
	d.Samples = make([]SampleDocument, len(e.Samples))
	for i := range e.Samples {
		d.Samples[i] = newSampleDocument(&e.Samples[i], number)
	}
	d.Hit = newHit(e, d.Samples, number)
	d.Text = newText(e)
	return d
}

func newSampleDocument(s *models.Sample, number map[string]int) SampleDocument {
	d := SampleDocument{ID: s.ID, AccessionCode: s.AccessionCode, Title: s.Title, Values: make([][]Value, len(number))}
	for _, v := range s.Values {
		if n, isFacet := number[v.Field]; isFacet {
			d.Values[n] = append(d.Values[n], Value{Key: v.Key, Term: Term{Value: v.Label, Label: shownLabel(v)}})
		}
	}
	for _, e := range s.Experiments {
		d.Experiments = append(d.Experiments, e.AccessionCode)
	}
	slices.Sort(d.Experiments)
	return d
}

// shownLabel is what people read: a platform's name rather than its accession code.
func shownLabel(v *models.Value) string {
	if v.Platform != nil && v.Platform.Name != "" {
		return v.Platform.Name
	}
	return v.Label
}

func newHit(e *models.Experiment, samples []SampleDocument, number map[string]int) ExperimentHit {
	commonest := func(field string) []Term {
		n, isFacet := number[field]
		if !isFacet {
			return nil
		}
		return commonestTerms(samples, n)
	}
	return ExperimentHit{
		AccessionCode: e.AccessionCode,
		Alternates:    e.Alternates(),
		Title:         e.Title,
		Description:   e.Description,
		Institution:   e.SubmitterInstitution,
		Source:        e.SourceDatabase,
		Published:     e.FirstPublished,
		Publication:   e.HasPublication,
		Organisms:     commonest(models.FieldOrganism),
		Technologies:  commonest(models.FieldTechnology),
		Platforms:     commonest(models.FieldPlatform),
		Samples:       len(e.Samples),
	}
}

// commonestTerms lists the values of one field over samples, commonest first, ties by value.
func commonestTerms(samples []SampleDocument, field int) []Term {
	count := map[string]int{}
	term := map[string]Term{}
	for _, s := range samples {
		for _, v := range s.Values[field] {
			count[v.Key]++
			if known, ok := term[v.Key]; !ok || v.Value < known.Value {
				term[v.Key] = v.Term
			}
		}
	}
	keys := make([]string, 0, len(count))
	for key := range count {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	terms := make([]Term, len(keys))
	for i, key := range keys {
		terms[i] = term[key]
	}
	return terms
}

// newText collects what text is looked up in; a sample's words stand once, however many samples carry them.
func newText(e *models.Experiment) (text [NumTextFields][]string) {
	add := func(field TextField, s string) {
		if strings.TrimSpace(s) != "" {
			text[field] = append(text[field], s)
		}
	}
	add(TextTitle, e.Title)
	add(TextDescription, e.Description)
	add(TextInstitution, e.SubmitterInstitution)
	add(TextAccession, e.AccessionCode)
	for _, code := range e.Alternates() {
		add(TextAccession, code)
	}
	for _, p := range e.Publications {
		add(TextPublication, p.Title)
		for _, author := range p.Authors {
			add(TextAuthors, author)
		}
	}
	seen := map[string]bool{}
	attribute := func(s string) {
		if !seen[s] {
			seen[s] = true
			add(TextAttributes, s)
		}
	}
	values := map[*models.Value]bool{}
	for i := range e.Samples {
		s := &e.Samples[i]
		attribute(s.Title)
		for _, v := range s.Values {
			if values[v] {
				continue
			}
			values[v] = true
			attribute(v.Label)
			attribute(shownLabel(v))
		}
		for _, r := range s.Records {
			for _, a := range r.Body.Attributes {
				attribute(a.Value)
			}
		}
	}
	return text
}
