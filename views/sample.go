package views

import (
	"slices"
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/study"
)

// SampleData is what the page of a sample is made from.
type SampleData struct {
	Sample *models.Sample
	Alike  []AlikeSamples // in the order of the sample's experiments
	Back   []Link         // to where the reader came from; may be empty
	From   string         // the query string of the search that the reader came from; may be empty
}

// AlikeSamples are the samples of an experiment that agree with one in all that varies there.
type AlikeSamples struct {
	Others int
	Query  study.Query // that finds them, and it

	Version int64 // of the catalogue that they were counted in
}

// SamplePage is all that the page of a sample shows.
type SamplePage struct {
	Head        Head
	Back        []Link
	Code        string
	Alternates  []Elsewhere
	Title       string
	Archive     *Link
	Values      []SampleValue
	NotReported []string // labels of the fields without a value
	Conflicts   *Conflicts
	Corrections []CorrectionView
	Experiments []SampleExperiment
	Submitted   []Submitted
}

// SampleExperiment is an experiment that a sample belongs to.
type SampleExperiment struct {
	Code  Link
	Title string
	Alike *Link // to the samples of it that agree in all that varies there
}

// SampleValue is one harmonised value, and what it was read from.
type SampleValue struct {
	Field  string // its label; empty where the value before is of the same field
	Value  Link
	Italic bool
	Note   *Link // a taxonomy id, a platform's code
	From   []Provenance
}

// Provenance is what a source says a value was.
type Provenance struct {
	Raw    string // "Gender: F"; empty where the value stands there as it is
	Source string // the files that say so
}

// Submitted is what one source says of a sample, as its submitters wrote it.
type Submitted struct {
	Source     SourceView
	Code       string
	Also       []string // other sources that say the same
	Attributes []SubmittedAttribute
}

// SubmittedAttribute is a key and its values, with the searches for their words.
type SubmittedAttribute struct {
	Key    string
	Values []Link
	More   int // values left out
}

// submittedValues is how many values of one key are named: a sample of thousands of runs has as many names of libraries.
const submittedValues = 30

// submittedAttributes puts the values of a key together, where it stands first.
func submittedAttributes(said []models.Attribute) []SubmittedAttribute {
	var list []SubmittedAttribute
	at := map[string]int{}
	for _, a := range said {
		i, known := at[a.Key]
		if !known {
			i = len(list)
			at[a.Key] = i
			list = append(list, SubmittedAttribute{Key: a.Key})
		}
		if len(list[i].Values) == submittedValues {
			list[i].More++
			continue
		}
		list[i].Values = append(list[i].Values, Link{a.Value, textURL(a.Value)})
	}
	return list
}

// NewSamplePage makes the view of one sample.
func NewSamplePage(d SampleData) SamplePage {
	s := d.Sample
	title := strings.TrimSpace(s.Title)
	if title == "" {
		title = "Title " + NotReported
	}
	p := SamplePage{Back: d.Back, Code: s.AccessionCode, Title: title}
	synthetic := false
	for i := range s.Experiments {
		e := &s.Experiments[i]
		one := SampleExperiment{Code: Link{e.AccessionCode, StudyURL(e.AccessionCode, study.Query{From: d.From})}, Title: e.Title}
		if i < len(d.Alike) && d.Alike[i].Others > 0 {
			one.Alike = &Link{count(d.Alike[i].Others, "other sample", "other samples") + " of it with the same values", StudyURL(e.AccessionCode, d.Alike[i].Query) + samplesAnchor}
		}
		p.Experiments = append(p.Experiments, one)
		synthetic = synthetic || e.Synthetic
	}
	p.Alternates = newElsewhere(otherCodes(s.AccessionCode, s.Accessions, func(a models.SampleAccession) (string, bool) { return a.AccessionCode, a.Shared }, SampleURL), synthetic)
	if link, ok := archivePage(s.AccessionCode); ok && !synthetic {
		p.Archive = &link
		p.Alternates = append(otherArchives(s.AccessionCode, link), p.Alternates...)
	}
	for _, field := range study.Fields() {
		values := s.ValuesOf(field)
		if len(values) == 0 {
			p.NotReported = append(p.NotReported, fieldLabel(field))
		}
		for i, v := range values {
			p.Values = append(p.Values, newSampleValue(s, v, i == 0))
		}
	}
	p.Conflicts = newConflicts(models.SampleConflicts(s.Records, study.Fields()), s.Corrections)
	p.Corrections = newCorrections(s.Corrections)
	var said [][]models.Attribute
	for _, r := range s.Records {
		if len(r.Body.Attributes) == 0 {
			continue
		}
		if same := slices.IndexFunc(said, func(b []models.Attribute) bool { return slices.Equal(b, r.Body.Attributes) }); same >= 0 {
			if r.Source != nil {
				p.Submitted[same].Also = append(p.Submitted[same].Also, r.Source.Name)
			}
			continue
		}
		said = append(said, r.Body.Attributes)
		block := Submitted{Code: r.Body.AccessionCode}
		block.Attributes = submittedAttributes(r.Body.Attributes)
		if r.Source != nil {
			block.Source = SourceView{r.Source.Name, r.Source.Format}
		}
		p.Submitted = append(p.Submitted, block)
	}
	p.Head = Head{Title: s.AccessionCode + ": " + excerpt(title, 100), Description: sampleWords(s)}
	for _, alike := range d.Alike {
		p.Head.Counted = OnVersion(alike.Version)
	}
	return p
}

// sampleWords say what a sample is, in a line.
func sampleWords(s *models.Sample) string {
	words := []string{}
	for _, field := range study.Fields() {
		for _, v := range s.ValuesOf(field) {
			words = append(words, valueLabel(field, v.Label, recordLabel(v)))
		}
	}
	line := "Sample"
	if len(words) > 0 {
		line += ": " + excerpt(strings.Join(words, ", "), 160)
	}
	if len(s.Experiments) > 0 {
		line += ". In " + experiments(len(s.Experiments)) + "."
	}
	return line
}

func newSampleValue(s *models.Sample, v *models.Value, first bool) SampleValue {
	value := SampleValue{
		Value:  Link{valueLabel(v.Field, v.Label, recordLabel(v)), textURL(v.Label)},
		Italic: v.Field == models.FieldOrganism,
		From:   provenance(s.Records, v),
	}
	if c := correctionOf(s.Corrections, v.Field); c != nil {
		value.From = byCorrection(c)
	}
	if first {
		value.Field = fieldLabel(v.Field)
	}
	if search.FieldByName(v.Field) != nil {
		value.Value.URL = ValueURL(v.Field, v.Label)
	}
	switch {
	case v.Organism != nil && v.Organism.TaxonomyID > 0:
		value.Note = &Link{"taxonomy " + strconv.Itoa(v.Organism.TaxonomyID), taxonomy(v.Organism.TaxonomyID)}
	case v.Platform != nil && v.Platform.Name != "":
		value.Note = &Link{Label: v.Platform.AccessionCode}
		if link, ok := archivePage(v.Platform.AccessionCode); ok {
			value.Note.URL = link.URL
		}
	}
	return value
}

// provenance finds what the sources said where a value was read.
func provenance(records []models.SampleRecord, v *models.Value) []Provenance {
	var list []Provenance
	for _, r := range records {
		for _, said := range r.Body.Values {
			if said.Field != v.Field || models.Fold(said.Value) != v.Key {
				continue
			}
			p := Provenance{Raw: rawWords(said)}
			if r.Source != nil {
				p.Source = r.Source.Name
			}
			list = addSaid(list, p)
		}
	}
	return list
}

// addSaid takes what a source says, beside those that say the same.
func addSaid(list []Provenance, p Provenance) []Provenance {
	i := slices.IndexFunc(list, func(known Provenance) bool { return known.Raw == p.Raw })
	switch {
	case i < 0:
		return append(list, p)
	case !slices.Contains(strings.Split(list[i].Source, ", "), p.Source):
		list[i].Source += ", " + p.Source
	}
	return list
}

func rawWords(v models.FieldValue) string {
	raw := v.RawValue
	if raw == "" {
		raw = v.Value
	}
	switch {
	case v.RawKey != "":
		return v.RawKey + ": " + raw
	case v.RawValue != "":
		return raw
	}
	return ""
}
