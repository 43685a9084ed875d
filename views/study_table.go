package views

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/study"
)

// StudyTable is the table of an experiment's samples: one page of those that pass its filters.
type StudyTable struct {
	Path      string // of the experiment
	Position  string // "1–50 of 92"
	Words     string // the same as a sentence, for screen readers
	Notices   []string
	Chips     []Chip
	ClearURL  string
	First     []TableColumn // accession code, and title where there are any
	Titles    bool
	Values    []TableColumn
	Rows      []StudyRow
	Pages     Pagination
	Controls  []Control // filters of the columns
	Choices   []Choice  // columns to show
	Shown     int       // of them
	Sorts     []Option
	Sizes     []Option
	Hidden    []parameter // what the form has no control for
	Downloads []Download
	FilterOn  bool
	Empty     string // what to say in place of rows
}

// TableColumn is a heading that sorts.
type TableColumn struct {
	ID, Label string
	URL       string // sorted by it
	Sorted    string // "ascending", "descending" or empty
	Italic    bool
	Codes     bool // accession codes of experiments
}

// StudyRow is one sample.
type StudyRow struct {
	Code, URL  string
	Title      string
	Cells      [][]Link // by column of values; none is not reported
	Toggle     string   // URL that shows all of it, or no longer
	Open       *SamplePage
	ColumnSpan string
}

// Choice is a column that can be shown.
type Choice struct {
	ID, Name, Label string
	Shown           bool
}

// Download is the table as data.
type Download struct {
	Label string // "these 12 samples"
	Links []Link
}

// StudyTableData is what the table is made from.
type StudyTableData struct {
	Code     string // of the experiment
	Study    *study.Study
	Query    study.Query
	Selected []int                     // samples that pass its filters, in its order
	Open     map[string]*models.Sample // those that are shown in full
	Notices  []string
}

// NewStudyTable makes the table.
func NewStudyTable(d StudyTableData) *StudyTable {
	s, q := d.Study, d.Query
	shown := s.Shown(q)
	t := &StudyTable{
		Path: ExperimentURL(d.Code), Notices: d.Notices, Chips: studyChips(d.Code, s, q), FilterOn: len(q.Filters) > 0,
		ClearURL: StudyURL(d.Code, cleanStudy(q)), Shown: len(shown),
		Pages: NewPagination(q.Page, pageCount(len(d.Selected), q.Size), func(page int) string { return StudyURL(d.Code, q.OnPage(page)) + samplesAnchor }),
	}
	t.Position = position(q.Page, q.Size, len(d.Selected))
	t.Words = samples(len(d.Selected))
	if t.FilterOn {
		t.Position += " that pass, of " + number(len(s.Samples))
		t.Words += " of " + number(len(s.Samples)) + " pass the filters"
	}
	if t.Words += "."; len(d.Selected) > 0 {
		t.Words += " Showing " + position(q.Page, q.Size, len(d.Selected)) + ", sorted by " + sortWords(s, q) + "."
	} else {
		t.Position, t.Empty = "none of "+number(len(s.Samples)), "No sample passes all of these filters. Take one off:"
	}
	for _, name := range []string{study.ColumnCode, study.ColumnTitle} {
		if c := s.Column(name); c != nil {
			t.First = append(t.First, newTableColumn(d.Code, c, q))
		}
	}
	t.Titles = len(t.First) > 1
	for _, c := range shown {
		t.Values = append(t.Values, newTableColumn(d.Code, c, q))
	}
	from := min((q.Page-1)*q.Size, len(d.Selected))
	for _, i := range d.Selected[from:min(from+q.Size, len(d.Selected))] {
		t.Rows = append(t.Rows, newStudyRow(d, shown, i))
	}
	for _, c := range s.Order() {
		t.Choices = append(t.Choices, Choice{elementID("col-", c.Name), c.Name, columnWords(c), slices.Contains(shown, c)})
	}
	t.Controls, t.Hidden = studyControls(s, q, shown)
	t.Sorts, t.Sizes = studySorts(s, q, shown), studySizes(q)
	t.Downloads = studyDownloads(d)
	return t
}

func newTableColumn(code string, c *study.Column, q study.Query) TableColumn {
	column := TableColumn{
		ID: elementID("sort-", c.Name), Label: columnWords(c), URL: StudyURL(code, q.SortedBy(c.Name).OnPage(1)) + samplesAnchor,
		Italic: c.Name == models.FieldOrganism, Codes: c.Kind == study.OfExperiment || c.Kind == study.OfAlternate,
	}
	switch {
	case q.Sort == c.Name && q.Descending:
		column.Sorted = "descending"
	case q.Sort == c.Name:
		column.Sorted = "ascending"
	}
	return column
}

func newStudyRow(d StudyTableData, shown []*study.Column, sample int) StudyRow {
	s := &d.Study.Samples[sample]
	row := StudyRow{
		Code: s.AccessionCode, URL: studySample(s.AccessionCode, d.Query), Title: s.Title,
		Toggle:     StudyURL(d.Code, d.Query.Toggled(s.AccessionCode)) + "#" + rowID(s.AccessionCode),
		ColumnSpan: strconv.Itoa(len(shown) + 2),
	}
	for _, c := range shown {
		links := cellLinks(c, c.Cell(sample))
		if len(links) > rowValues+1 {
			links = append(links[:rowValues:rowValues], Link{Label: "and " + number(len(links)-rowValues) + " more"})
		}
		row.Cells = append(row.Cells, links)
	}
	if open := d.Open[s.AccessionCode]; open != nil {
		page := NewSamplePage(SampleData{Sample: open})
		row.Open = &page
	}
	return row
}

// rowValues is how many values a cell of the table names: one sample may have thousands of runs.
const rowValues = 6

// rowID is where a sample's row is.
func rowID(code string) string { return "row-" + code }

// cleanStudy is the query without its filters.
func cleanStudy(q study.Query) study.Query {
	q.Filters = nil
	return q.OnPage(1)
}

// sortWords say what the table is sorted by.
func sortWords(s *study.Study, q study.Query) string {
	words := "accession code"
	if c := s.Column(q.Sort); c != nil && c.Kind != study.OfCode {
		words = columnWords(c)
	}
	if q.Descending {
		words += ", descending"
	}
	return words
}

// studyDownloads are the samples that pass as the table shows them, and all samples with all that is known of them.
func studyDownloads(d StudyTableData) []Download {
	links := func(q study.Query) []Link {
		var list []Link
		for _, format := range []string{"tsv", "csv", "json"} {
			list = append(list, Link{strings.ToUpper(format), StudyDataURL(d.Code, q, format)})
		}
		return list
	}
	return []Download{
		{"As shown (" + samples(len(d.Selected)) + ")", links(d.Query)},
		{"Everything (" + samples(len(d.Study.Samples)) + ", all attributes)", links(study.Query{Columns: []string{study.AllColumns}})},
	}
}

func (t *StudyTable) headings() []TableColumn { return append(slices.Clone(t.First), t.Values...) }

// mark shows the direction in which the table is sorted by a column.
func (c TableColumn) mark() string {
	switch c.Sorted {
	case "ascending":
		return " ▲"
	case "descending":
		return " ▼"
	}
	return ""
}

// sorted is a heading's aria-sort, where the table is sorted by it.
func sorted(c TableColumn) templ.Attributes {
	if c.Sorted == "" {
		return nil
	}
	return templ.Attributes{"aria-sort": c.Sorted}
}

func toggleMark(open bool) string {
	if open {
		return "▾"
	}
	return "▸"
}
