package views

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// CatalogueData is what the page of the catalogue is made from.
type CatalogueData struct {
	State     models.State
	Overview  models.Overview // may be of an earlier version
	Info      search.Info
	All       *search.Result // the answer to the empty query
	Coverage  []Coverage     // of the index's fields
	Imports   []models.ImportRun
	Importing bool // an import runs in a process that uses the same data folder
}

// Coverage is how far a field is filled.
type Coverage struct {
	Field    string
	Reported search.Total // samples with a value, and experiments that have one of them
	Missing  search.Total // those without; an experiment may be in both
	Values   int          // distinct; 0 is not said
	All      int          // samples there are
}

// CataloguePage is all that the page of the catalogue shows.
type CataloguePage struct {
	Head     Head
	Facts    []Fact
	Coverage []CoverageRow
	Years    *Years
	Pictures []Picture
	Lists    []Picture
	Formats  []FormatRow
	Files    Link // all of them
	Counted  string
	Imports  []ImportRow
	Version  string
	Index    string
	Behind   bool // the index is not of the catalogue's version
}

// CoverageRow is one field. Its bar is the share of the samples that report it.
type CoverageRow struct {
	Label       Link // without a URL where it is no facet
	Word        *Word
	Samples     string
	Percent     string
	Bar         string
	Experiments string
	Values      string
	Missing     Link // without a URL where no search finds them
}

// FormatRow is what was read from files of one format.
type FormatRow struct {
	Format                      Link
	Files, Experiments, Samples string
}

// ImportRow is one import.
type ImportRow struct {
	When, Took, Named string
	Outcome, Reason   string
	Bad               bool
	Read, Became      string
	LeftOut           string
}

// Fields that the page draws large, and those that it lists: what the first page has no room for, too.
var (
	cataloguePictures = []string{models.FieldOrganism, models.FieldTechnology, fieldSource, models.FieldSex}
	catalogueLists    = []string{
		models.FieldTissue, models.FieldDisease, models.FieldPlatform, models.FieldCellLine, models.FieldStage, models.FieldProcessed,
	}
)

// HasCoverage says whether the coverage of a field says anything: every experiment has a number of samples and is with or without a
// publication.
func HasCoverage(f *search.Field) bool { return f.Name != fieldSamples && f.Name != fieldPublication }

// NewCoverage makes the coverage of one of the index's fields from the answer to the empty query and from what the search for any
// reported value finds.
func NewCoverage(all *search.Result, f *search.Field, reported search.Total) Coverage {
	c := Coverage{Field: f.Name, Reported: reported, All: all.Total.Samples}
	if facet := all.Facet(f.Name); facet != nil {
		for _, b := range facet.Buckets {
			switch {
			case b.NotReported:
				c.Missing = search.Total{Experiments: b.Experiments, Samples: b.Samples}
			case b.Experiments > 0:
				c.Values++
			}
		}
	}
	return c
}

// NewCataloguePage makes the view of the catalogue.
func NewCataloguePage(d CatalogueData) CataloguePage {
	o := d.Overview
	p := CataloguePage{
		Head:  Head{Title: "The catalogue", Description: "What this catalogue holds, where it was read from, and how far each field is reported.", Counted: OnGeneration(d.All.Generation)},
		Facts: catalogueFacts(d),
		Files: Link{Label: "All files", URL: SourcesPath},
		Counted: "Files and shared samples are counted once for each version of the catalogue, these for version " + version(o.Version) +
			"; all else comes from the search index.",
		Version: version(d.State.Version),
		Index:   d.Info.Generation + ", of version " + version(d.Info.CatalogueVersion),
		Behind:  d.Info.CatalogueVersion != d.State.Version,
	}
	p.Years, p.Pictures, p.Lists = wholeCatalogue(d.All, cataloguePictures, catalogueLists)
	for _, c := range d.Coverage {
		p.Coverage = append(p.Coverage, newCoverageRow(c))
	}
	for _, f := range o.Fields {
		p.Coverage = append(p.Coverage, newCoverageRow(Coverage{
			Field: f.Field, Values: f.Values, All: o.LinkedSamples,
			Reported: search.Total{Experiments: f.Experiments, Samples: f.Samples},
			Missing:  search.Total{Samples: o.LinkedSamples - f.Samples},
		}))
	}
	for _, f := range o.Formats {
		p.Formats = append(p.Formats, FormatRow{
			Link{f.Format, SourcesURL(f.Format, 1)}, number(f.Sources), number(f.Experiments), number(f.Samples),
		})
	}
	for _, run := range d.Imports {
		p.Imports = append(p.Imports, newImportRow(run, d.Importing))
	}
	return p
}

func catalogueFacts(d CatalogueData) []Fact {
	facts := []Fact{
		{Label: "Experiments", Values: []Link{{number(d.All.Total.Experiments), SearchPath}}},
		{Label: "Unique samples in them", Values: []Link{{number(d.All.Total.Samples), SearchURL(search.Query{View: search.ViewSamples})}}},
		{Label: "Samples in several experiments", Values: []Link{{Label: number(d.Overview.SharedSamples)}}},
		{Label: "Samples in no experiment", Values: []Link{{Label: number(d.Overview.Samples - d.Overview.LinkedSamples)}}},
	}
	for _, name := range []string{models.FieldOrganism, models.FieldPlatform} {
		if facet := d.All.Facet(name); facet != nil {
			reported, _ := splitBuckets(facet.Buckets)
			label := strings.ToUpper(facet.Field.Many[:1]) + facet.Field.Many[1:]
			facts = append(facts, Fact{Label: label, Values: []Link{{number(len(reported)), ValuesPath(name)}}})
		}
	}
	if facet := d.All.Facet(fieldPublication); facet != nil {
		for _, b := range facet.Buckets {
			if b.Value == "yes" {
				facts = append(facts, Fact{Label: "Experiments with a publication", Values: []Link{{number(b.Experiments), ValueURL(fieldPublication, b.Value)}}})
			}
		}
	}
	return facts
}

func newCoverageRow(c Coverage) CoverageRow {
	row := CoverageRow{
		Label: Link{Label: fieldLabel(c.Field)}, Samples: number(c.Reported.Samples), Percent: percent(c.Reported.Samples, c.All),
		Bar: share(c.Reported.Samples, c.All), Experiments: number(c.Reported.Experiments), Values: number(c.Values),
	}
	if search.FieldByName(c.Field) != nil {
		row.Label.URL = SearchURL(withCondition(search.Query{}, c.Field, func(f *search.Condition) { f.Reported = true }))
	}
	if c.Field == models.FieldProcessed {
		row.Word = &Processed
	}
	if c.Missing.Samples > 0 || c.Missing.Experiments > 0 {
		row.Missing.Label = samples(c.Missing.Samples)
		if search.FieldByName(c.Field) != nil {
			row.Missing.URL = SearchURL(withCondition(search.Query{}, c.Field, func(f *search.Condition) { f.NotReported = true }))
		}
	}
	return row
}

// percent is a share in words. Only all of it is 100%, only nothing of it 0%.
func percent(n, of int) string {
	if of <= 0 {
		return ""
	}
	p := 100 * float64(n) / float64(of)
	switch {
	case n > 0 && p < 1:
		return "below 1%"
	case n < of && p > 99:
		return "above 99%"
	}
	return strconv.FormatFloat(p, 'f', 0, 64) + "%"
}

func newImportRow(run models.ImportRun, importing bool) ImportRow {
	row := ImportRow{
		When: run.Started.UTC().Format("2 Jan 2006, 15:04") + " UTC", Named: run.Named, Outcome: string(run.State), Reason: run.Reason,
		Bad: run.State != models.ImportDone, Read: "not known", LeftOut: "not known",
	}
	switch run.State {
	case models.ImportRunning:
		if row.Bad = !importing; row.Bad {
			row.Outcome, row.Reason = "not finished", "it was cut short, or runs on another computer"
		}
		return row
	case models.ImportUnfinished:
		row.Outcome, row.Reason = "not finished", "it was cut short; what it had imported by then is in the catalogue"
		return row
	}
	if run.Finished != nil {
		row.Took = duration(run.Finished.Sub(run.Started))
	}
	row.Read = count(run.Files, "file", "files") + ": " + experiments(run.Experiments) + ", " + samples(run.Samples)
	r := run.Records
	row.Became = number(r.New) + " new, " + number(r.Changed) + " changed, " + number(r.Same) + " the same, " + number(r.Merged) + " merged"
	row.LeftOut = "nothing"
	if run.LeftOut > 0 {
		row.LeftOut = count(run.LeftOut, "file", "files") + ", " + count(run.Problems, "problem", "problems")
	}
	return row
}

func version(n int64) string { return number(int(n)) }

// SourcesSize is how many files a page of them shows.
const SourcesSize = 100

// SourcesPage lists files that were read.
type SourcesPage struct {
	Head     Head
	Back     Link
	Format   string
	Position string
	Rows     []SourceRow
	Pages    Pagination
}

// SourceRow is one file.
type SourceRow struct{ Name, Format, Experiments, Samples string }

// NewSourcesPage makes the view of a page of the files of a format, or of all where format is empty; at is the catalogue's version.
func NewSourcesPage(format string, list []models.SourceCount, page, total int, at int64) SourcesPage {
	title := "Files"
	if format != "" {
		title += " of " + format
	}
	p := SourcesPage{
		Head: Head{Title: title, NoIndex: true, Counted: OnVersion(at)}, Back: Link{"The catalogue", CataloguePath}, Format: format, Position: position(page, SourcesSize, total),
		Pages: NewPagination(page, pageCount(total, SourcesSize), func(page int) string { return SourcesURL(format, page) }),
	}
	for _, s := range list {
		p.Rows = append(p.Rows, SourceRow{s.Name, s.Format, number(s.Experiments), number(s.Samples)})
	}
	return p
}

// SourcesURL is a page of the files of a format, or of all.
func SourcesURL(format string, page int) string {
	v := url.Values{}
	if format != "" {
		v.Set("format", format)
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	return withQuery(SourcesPath, v)
}
