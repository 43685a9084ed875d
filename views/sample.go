package views

import (
	"slices"
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// SamplePage is all that the page of a sample shows.
type SamplePage struct {
	Head        Head
	Back        Link
	Code        string
	Alternates  []Link
	Title       string
	Archive     *Link
	Values      []SampleValue
	NotReported []string // labels of the fields without a value
	Conflicts   *Conflicts
	Experiments []Link // label "GSE1133: title"
	Submitted   []Submitted
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
	Source string
}

// Submitted is what one source says of a sample, as its submitters wrote it.
type Submitted struct {
	Source     SourceView
	Code       string
	Attributes []models.Attribute
}

// NewSamplePage makes the view of one sample. back is the URL of the search that led here; it may be empty.
func NewSamplePage(s *models.Sample, back string) SamplePage {
	title := strings.TrimSpace(s.Title)
	if title == "" {
		title = "Title " + NotReported
	}
	p := SamplePage{
		Head: Head{Title: s.AccessionCode + ": " + excerpt(title, 100)},
		Back: backLink(back), Code: s.AccessionCode, Alternates: otherCodes(s.AccessionCode, s.Accessions, func(a models.SampleAccession) (string, bool) { return a.AccessionCode, a.Shared }, SampleURL),
		Title: title,
	}
	synthetic := false
	for i := range s.Experiments {
		e := &s.Experiments[i]
		label := e.AccessionCode
		if e.Title != "" {
			label += ": " + e.Title
		}
		p.Experiments = append(p.Experiments, Link{label, ExperimentURL(e.AccessionCode)})
		synthetic = synthetic || e.Synthetic
	}
	if link, ok := archivePage(s.AccessionCode); ok && !synthetic {
		p.Archive = &link
	}
	for _, field := range recordFields() {
		values := s.ValuesOf(field)
		if len(values) == 0 {
			p.NotReported = append(p.NotReported, fieldLabel(field))
		}
		for i, v := range values {
			p.Values = append(p.Values, newSampleValue(s, v, i == 0))
		}
	}
	p.Conflicts = newConflicts(models.SampleConflicts(s.Records, recordFields()))
	for _, r := range s.Records {
		if len(r.Body.Attributes) == 0 {
			continue
		}
		block := Submitted{Code: r.Body.AccessionCode, Attributes: r.Body.Attributes}
		if r.Source != nil {
			block.Source = SourceView{r.Source.Name, r.Source.Format}
		}
		p.Submitted = append(p.Submitted, block)
	}
	return p
}

func newSampleValue(s *models.Sample, v *models.Value, first bool) SampleValue {
	value := SampleValue{
		Value:  Link{Label: valueLabel(v.Field, v.Label, recordLabel(v))},
		Italic: v.Field == models.FieldOrganism,
		From:   provenance(s.Records, v),
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
			if !slices.Contains(list, p) {
				list = append(list, p)
			}
		}
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
