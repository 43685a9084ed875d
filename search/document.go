package search

import (
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
)

// Document is one experiment as engines index it.
type Document struct {
	Hit     ExperimentHit      // complete but for Matching
	Text    [][]string         // by number of TextFields: the values of each
	Values  map[string][]Value // of experiment fields with terms, by field name
	Numbers map[string]int     // of experiment fields with ranges, by field name; none is not reported
	Samples []SampleDocument   // all of the experiment's, by accession code
}

// Checksum tells two documents apart: FNV-1a, 64 bits, of everything in it.
func (d *Document) Checksum() (uint64, error) {
	sum := fnv.New64a()
	if err := json.NewEncoder(sum).Encode(d); err != nil { // maps are written in order of their keys
		return 0, fmt.Errorf("checksum of %s: %w", d.Hit.AccessionCode, err)
	}
	return sum.Sum64(), nil
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

// textCollector gathers what text is looked up in; the same value stands once in a field, however many samples carry it.
type textCollector struct {
	text [][]string
	seen map[fieldValue]bool
}

type fieldValue struct {
	field TextField
	value string
}

func (c *textCollector) add(field TextField, value string) {
	if strings.TrimSpace(value) == "" || c.seen[fieldValue{field, value}] {
		return
	}
	c.seen[fieldValue{field, value}] = true
	c.text[field] = append(c.text[field], value)
}

func newText(e *models.Experiment) [][]string {
	c := textCollector{text: make([][]string, len(TextFields)), seen: map[fieldValue]bool{}}
	c.add(TextTitle, e.Title)
	c.add(TextDescription, e.Description)
	c.add(TextInstitution, e.SubmitterInstitution)
	c.add(TextAccession, e.AccessionCode)
	for _, code := range e.Alternates() {
		c.add(TextAccession, code)
	}
	for _, p := range e.Publications {
		c.add(TextPublication, p.Title)
		for _, author := range p.Authors {
			c.add(TextAuthors, author)
		}
	}
	for _, f := range ExperimentFields() {
		if field, ok := TextFieldByName(f.Name); ok && f.Values != nil && field >= NumRankedFields {
			for _, value := range f.Values(e) {
				c.add(field, value)
			}
		}
	}
	c.samples(e.Samples)
	return c.text
}

func (c *textCollector) samples(samples []models.Sample) {
	values := map[*models.Value]bool{}
	for i := range samples {
		s := &samples[i]
		c.add(TextAttributes, s.Title)
		for _, v := range s.Values {
			if values[v] {
				continue
			}
			values[v] = true
			field, named := TextFieldByName(v.Field)
			for _, label := range []string{v.Label, shownLabel(v)} {
				c.add(TextAttributes, label)
				if named {
					c.add(field, label)
				}
			}
		}
		for _, r := range s.Records {
			for _, a := range r.Body.Attributes {
				c.add(TextAttributes, a.Value)
			}
		}
	}
}
