package views

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/facetome/facetome/models"
)

// AdminCatalogueData is what the page of corrections is made from.
type AdminCatalogueData struct {
	Frame       AdminFrame
	Code        string // that is looked for
	Experiment  *models.Experiment
	Sample      *models.Sample
	Hidden      *models.HiddenExperiment // the code is of one
	Candidates  []Link                   // where the code is of several
	Corrections []models.Correction      // the last ones
	Hiddens     []models.HiddenExperiment
}

// AdminCatalogue is the page on which experiments are hidden and values corrected.
type AdminCatalogue struct {
	Frame       AdminFrame
	Code        string
	Nothing     string // where the code finds nothing: what to say
	Candidates  []Link
	Records     []EditRecord // an experiment, a sample
	Hidden      *HiddenRow
	Corrections []CorrectionRow
	Hiddens     []HiddenRow
}

// EditRecord is an experiment or a sample, to be corrected.
type EditRecord struct {
	Kind   models.Corrected
	Ink    string
	Code   string
	Page   Link // for everybody
	Title  string
	Hide   bool // it can be hidden
	Fields []EditField
}

// EditField is a field and what is said of it.
type EditField struct {
	ID      string // of elements
	Name    string
	Label   string
	Italic  bool
	Words   string // as shown
	Blank   bool   // not reported
	Value   string // as typed: several values have a line each
	Lines   int    // of the box to type in
	Options []string
	Hint    string
	Said    []Provenance // by which files, as imported
	By      string       // who corrected it; empty for nobody
	At      time.Time
	Undo    uint // the correction
}

// CorrectionRow is a correction that was made.
type CorrectionRow struct {
	ID     uint
	Code   Link
	Field  string
	Words  string
	By     string
	At     time.Time
	Holds  bool
	Undone string // by whom and when, or what came after
}

// HiddenRow is a hidden experiment.
type HiddenRow struct {
	Code   string
	Title  string
	By     string
	At     time.Time
	Reason string
}

// AdminRecordURL leads to an experiment or a sample on the page.
func AdminRecordURL(code string) string {
	return AdminCataloguePath + "?" + url.Values{"code": {code}}.Encode()
}

// NewAdminCatalogue makes the page.
func NewAdminCatalogue(d AdminCatalogueData) AdminCatalogue {
	p := AdminCatalogue{Frame: d.Frame, Code: d.Code, Candidates: d.Candidates}
	if d.Experiment != nil {
		p.Records = append(p.Records, newEditExperiment(d.Experiment))
	}
	if d.Sample != nil {
		p.Records = append(p.Records, newEditSample(d.Sample))
	}
	if d.Hidden != nil {
		row := newHiddenRow(*d.Hidden)
		p.Hidden = &row
	}
	if d.Code != "" && len(p.Records) == 0 && p.Hidden == nil && len(d.Candidates) == 0 {
		p.Nothing = "No experiment and no sample of the catalogue has the code " + excerpt(d.Code, 60) + "."
	}
	for i := range d.Corrections {
		p.Corrections = append(p.Corrections, newCorrectionRow(&d.Corrections[i]))
	}
	for _, h := range d.Hiddens {
		p.Hiddens = append(p.Hiddens, newHiddenRow(h))
	}
	return p
}

func newHiddenRow(h models.HiddenExperiment) HiddenRow {
	return HiddenRow{Code: h.AccessionCode, Title: h.Title, By: h.By, At: h.At, Reason: h.Reason}
}

func newCorrectionRow(c *models.Correction) CorrectionRow {
	row := CorrectionRow{
		ID: c.ID, Code: Link{c.AccessionCode, AdminRecordURL(c.AccessionCode)}, Field: conflictLabel(c.Field), Words: correctedWords(c.Field, c.Values),
		By: c.By, At: c.At, Holds: c.Holds(),
	}
	switch {
	case c.UndoneAt != nil:
		row.Undone = "undone by " + c.UndoneBy + ", " + moment(*c.UndoneAt)
	case c.ReplacedBy != 0:
		row.Undone = "replaced by a later one"
	}
	return row
}

func newEditExperiment(e *models.Experiment) EditRecord {
	r := EditRecord{
		Kind: models.CorrectedExperiment, Ink: "ink-experiments", Code: e.AccessionCode, Title: e.Title, Page: Link{"The page of the experiment", ExperimentURL(e.AccessionCode)}, Hide: true,
	}
	shown := &models.ExperimentBody{Title: e.Title, Description: e.Description, SubmitterInstitution: e.SubmitterInstitution, SourceDatabase: e.SourceDatabase,
		FirstPublished: e.FirstPublished}
	for _, field := range r.Kind.Fields() {
		var said []Provenance
		for i := range e.Records {
			if words := e.Records[i].Body.Says(field); words != "" {
				said = append(said, Provenance{Raw: excerpt(words, conflictWords), Source: sourceName(e.Records[i].Source)})
			}
		}
		r.Fields = append(r.Fields, newEditField(r.Kind, field, []string{shown.Says(field)}, said, e.Corrections))
	}
	return r
}

func newEditSample(s *models.Sample) EditRecord {
	r := EditRecord{Kind: models.CorrectedSample, Ink: "ink-samples", Code: s.AccessionCode, Title: s.Title, Page: Link{"The page of the sample", SampleURL(s.AccessionCode)}}
	for _, field := range r.Kind.Fields() {
		var values []string
		if field == models.FieldTitle {
			values = []string{s.Title}
		}
		for _, v := range s.ValuesOf(field) {
			values = append(values, v.Label)
		}
		r.Fields = append(r.Fields, newEditField(r.Kind, field, values, sampleSays(s.Records, field), s.Corrections))
	}
	return r
}

// sampleSays is what records say of a field, with the submitters' words.
func sampleSays(records []models.SampleRecord, field string) []Provenance {
	var said []Provenance
	for i := range records {
		b, source := &records[i].Body, sourceName(records[i].Source)
		if field == models.FieldTitle {
			if b.Title != "" {
				said = append(said, Provenance{Raw: excerpt(b.Title, conflictWords), Source: source})
			}
			continue
		}
		for _, v := range b.Values {
			if v.Field != field {
				continue
			}
			words := v.Value
			if raw := rawWords(v); raw != "" {
				words += " (" + raw + ")"
			}
			said = append(said, Provenance{Raw: excerpt(words, conflictWords), Source: source})
		}
	}
	return said
}

func sourceName(s *models.Source) string {
	if s == nil {
		return ""
	}
	return s.Name
}

// editLines is how many lines the boxes for texts have.
const editLines = 6

func newEditField(kind models.Corrected, field string, values []string, said []Provenance, corrections []models.Correction) EditField {
	values = slices.DeleteFunc(values, func(v string) bool { return strings.TrimSpace(v) == "" })
	f := EditField{
		ID: string(kind) + "-" + field, Name: field, Label: conflictLabel(field), Italic: field == models.FieldOrganism, Words: correctedWords(field, values), Blank: len(values) == 0,
		Value: strings.Join(values, "\n"), Said: distinctSaid(said), Lines: 1, Options: models.CorrectedOptions(field), Hint: "Blank is not reported.",
	}
	switch {
	case kind.Many(field):
		f.Lines = max(2, min(len(values)+1, editLines)) // a box of one line takes one value
		f.Hint = "Several values have a line each. Blank is not reported."
	case field == models.FieldDescription:
		f.Lines = editLines
	case field == models.FieldPublished:
		f.Hint = "A day, such as 2014-05-01. Blank is not reported."
	}
	if kind.Many(field) && len(f.Options) > 0 {
		f.Hint = "One of " + strings.Join(f.Options, ", ") + ", or several with a line each. Blank is not reported."
		f.Options = nil
	}
	if c := correctionOf(corrections, field); c != nil {
		f.By, f.At, f.Undo = c.By, c.At, c.ID
	}
	return f
}

// shownSaid is how many files are named that say something of a field.
const shownSaid = 6

// distinctSaid puts files together that say the same.
func distinctSaid(said []Provenance) []Provenance {
	var list []Provenance
	for _, p := range said {
		list = addSaid(list, p)
	}
	return list[:min(len(list), shownSaid)]
}
