package ingest

import (
	"bytes"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/facetome/facetome/ingest/harmonise"
	"github.com/facetome/facetome/models"
)

// Tables of sequencing runs have a row for each run of the Sequence Read Archive:
//
//   - RunInfo, what Entrez and run.cgi give for a search (https://www.ncbi.nlm.nih.gov/books/NBK242621/, "Download metadata"): CSV with the
//     columns Run, ReleaseDate, … Experiment, LibraryStrategy, … SRAStudy, BioProject, … Sample, BioSample, TaxID, ScientificName. Pages
//     of it are often glued together, with their headers and blank lines in between, and curated tables add columns of their own.
//   - Run Selector, "SraRunTable" (https://www.ncbi.nlm.nih.gov/Traces/study/, described at
//     https://www.ncbi.nlm.nih.gov/sra/docs/sra-cloud-based-metadata-table/): all attributes of the runs' samples as columns. Until
//     2018 it was tab-separated and its columns ended in _s (text) or _l (number); then it became CSV, with names such as "Sample Name"
//     and "GEO_Accession (exp)", which R writes Sample.Name and GEO_Accession..exp. .
//   - the tables of pysradb (https://github.com/saketkc/pysradb) and of ENA's file reports, with run_accession and the like.
//
// They are read alike: columns are known by their names without case, blanks and points, and codes by their form, so that a code that
// slipped into a neighbouring column is still found. All runs of a sample are one record, wherever they stand; see codeGroups. A table is one unit.

// runTable reads one table.
type runTable struct {
	rows    *rowReader
	rep     *FileReport
	columns []runColumn
}

func newRunTable(t *text, rep *FileReport) unitReader {
	rows := newRowReader(t, true)
	if head, err := t.head(); err == nil { // else reading will tell
		rows.separator = separatorOf(head)
	}
	return &runTable{rows: rows, rep: rep}
}

// separatorOf tells what separates the fields of a table that begins so: tabs if its header holds one, else commas.
func separatorOf(head []byte) byte {
	header, _, _ := bytes.Cut(bytes.TrimLeft(head, "\n"), []byte("\n"))
	if bytes.IndexByte(header, '\t') >= 0 {
		return '\t'
	}
	return ','
}

// tableHeader is the header of a table with any separator.
func tableHeader(head []byte) []string {
	first, _, _ := bytes.Cut(bytes.TrimLeft(head, "\n"), []byte("\n"))
	fields, _ := splitRowAt(string(first), separatorOf(first))
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	return fields
}

// runMarks are how tables of runs spell the column of the run.
var runMarks = []string{"Run", "Run_s", "run_s", "run_accession", "run_1_accession"}

// isRunTable tells whether a table has runs and three columns that only tables of the archives have beside them.
func isRunTable(header []string) bool {
	known := 0
	for _, c := range runColumns(header) {
		if c.role != "" || c.bookkeeping {
			known++
		}
	}
	return hasColumn(header, runMarks...) && known > 3
}

// isSelector tells whether a table of runs is Run Selector's.
func isSelector(header []string) bool {
	return slices.ContainsFunc(header, func(name string) bool {
		folded := foldColumn(name, true)
		return folded == "assaytype" || folded == "avgspotlen"
	})
}

func looksLikeRunInfo(head []byte) bool {
	header := tableHeader(head)
	return isRunTable(header) && !isSelector(header)
}

func looksLikeRunSelector(head []byte) bool {
	header := tableHeader(head)
	return isRunTable(header) && isSelector(header)
}

// unit reads the whole table.
func (r *runTable) unit(sink Sink) (more bool, err error) {
	if err := r.rows.begin(); err != nil {
		return false, err
	}
	r.columns = runColumns(r.rows.header)
	runs := newRunCollector(r.rep)
	defer runs.close()
	for {
		row, fault, err := r.rows.next()
		switch {
		case errors.Is(err, io.EOF):
			return false, runs.finish(sink)
		case err != nil:
			return false, err
		case fault != "":
			r.rep.problem(row.line, "%s; the row is skipped", fault)
			continue
		case slices.Equal(row.fields, r.rows.header): // of the next page
			continue
		}
		run := r.run(row)
		if len(run.codes) == 0 {
			r.rep.problem(row.line, "a row without an accession code of a run or a sample; expected one such as SRR1787590; the row is skipped")
			continue
		}
		if err := runs.add(run); err != nil {
			return false, err
		}
	}
}

// field is a field of the row with its column; fill is no field.
func (r *runTable) field(row *row, i int) (cellOf, bool) {
	if i >= len(row.fields) {
		return cellOf{}, false
	}
	value := strings.TrimSpace(row.fields[i])
	return cellOf{r.rows.header[i], value}, !isFill(value)
}

// isFill tells whether a field was only written because a table has no holes. What submitters themselves write of missing values
// ("missing", "not applicable") is no fill: it is kept as submitted.
func isFill(value string) bool {
	return value == "" || value == "NA" || value == "<NA>" || value == "nan" || value == "NaN" || value == "None"
}

// run reads a row.
func (r *runTable) run(row *row) run {
	var got run
	said := map[string]cellOf{} // the first field of a role
	for i, column := range r.columns {
		cell, ok := r.field(row, i)
		if !ok || column.bookkeeping {
			continue
		}
		if column.tagged { // the next column is its value
			if value, ok := r.field(row, i+1); ok {
				got.sample.attributeOf(cell.value, value.value)
			}
			continue
		}
		_, again := said[column.role]
		switch {
		case column.role == roleCode:
			if codes := codesIn(cell.value); len(codes) == 0 && cell.value != "0" {
				got.sample.attribute(column.key, cell.value)
			} else {
				got.take(codes, column.best)
			}
		case column.role == roleName && len(codesIn(cell.value)) > 0:
			got.take(codesIn(cell.value), column.best)
		case column.role == rolePaper:
			got.study.paper(cell.value)
		case column.role == "" || again:
			got.sample.attribute(column.key, cell.value)
		default:
			said[column.role] = cell
			if column.shown {
				got.sample.attribute(column.key, cell.value)
			}
		}
	}
	if len(got.codes) == 0 { // runs of other archives, such as TCGA's
		if i := slices.IndexFunc(r.rows.header, func(name string) bool { return slices.Contains(runMarks, name) }); i >= 0 {
			if cell, ok := r.field(row, i); ok && isCode(cell.value) && !strings.ContainsAny(cell.value, ";,|") {
				got.codes = []string{cell.value}
			}
		}
	}
	got.describe(said)
	return got
}

// describe takes what the known columns say of the sample and the study.
func (r *run) describe(said map[string]cellOf) {
	r.sample.Title = oneLine(said[roleTitle].value)
	if r.sample.Title == "" {
		r.sample.Title = oneLine(said[roleName].value)
	}
	values := organismValue(said[roleOrganism], said[roleTaxon].value)
	values = append(values, libraryTechnology(said[roleStrategy], said[roleSource])...)
	values = append(values, instrument(said[roleModel])...)
	r.sample.Values = slices.Concat(values, harmonise.WithAgeUnit(r.sample.Values, r.sample.Attributes))
	r.study.Title = oneLine(said[roleStudyTitle].value)
	r.study.Description = paragraphs(said[roleAbstract].value)
	if center := oneLine(said[roleCenter].value); !isArchive(center) {
		r.study.Institution = center
	}
	r.study.Released, _ = parseDate(said[roleReleased].value)
}

// isArchive tells whether a centre is an archive that passed the data on, and so not where they were made.
func isArchive(center string) bool {
	return slices.Contains([]string{"GEO", "BioProject", "ArrayExpress", "NCBI", "EBI", "DDBJ"}, center)
}

// take sorts codes into those of the sample and those of the study. The first sample of a kind of which there is one wins: columns of
// the run's own sample (best) come before those of what it was made from. Lists of them are of a pool and name none.
func (r *run) take(codes []string, best bool) {
	count := map[int]int{}
	for _, code := range codes {
		count[kindOf(sampleKinds, code)]++
	}
	for _, code := range codes {
		kind := kindOf(sampleKinds, code)
		if kind == len(sampleKinds) {
			if !slices.Contains(r.studies, code) {
				r.studies = append(r.studies, code)
			}
			continue
		}
		known := slices.IndexFunc(r.codes, func(c string) bool { return kindOf(sampleKinds, c) == kind })
		switch {
		case slices.Contains(r.codes, code):
		case sampleKinds[kind].several || known < 0 && count[kind] == 1:
			r.codes = append(r.codes, code)
		case best && count[kind] == 1:
			r.sample.attribute(sampleKinds[kind].name, r.codes[known])
			r.codes[known] = code
		default:
			r.sample.attribute(sampleKinds[kind].name, code)
		}
	}
}

// attributeOf takes a key and a value of the submitter.
func (s *sampleRow) attributeOf(key, value string) {
	if key = oneLine(key); !isContact(key) && !isPerson(key) {
		s.attribute(key, value)
	}
}

// attribute takes a value of a key that may be kept.
func (s *sampleRow) attribute(key, value string) {
	if value = oneLine(value); value == "" {
		return
	}
	s.Attributes = append(s.Attributes, models.Attribute{Key: key, Value: value})
	s.Values = append(s.Values, harmonise.Attribute(key, value)...)
}

// firstSequencingPaper is a PubMed id older than any paper on sequencing runs: RunInfo's Study_Pubmed_id often holds 1, 2 or 3, which
// are no ids.
const firstSequencingPaper = 10_000_000

// paper takes PubMed ids and DOIs. Spreadsheets write ids as 27965645.0, and DOIs come as links.
func (s *studyRow) paper(text string) {
	if decoded, err := url.PathUnescape(text); err == nil {
		text = decoded
	}
	if doi := findDOI(text); doi != "" {
		s.Papers = append(s.Papers, models.PublicationBody{DOI: doi})
		return
	}
	for _, id := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";,| ", r) }) {
		if id = strings.TrimSuffix(id, ".0"); isPubMed(id) && taxonomyID(id) >= firstSequencingPaper {
			s.Papers = append(s.Papers, models.PublicationBody{PubMedID: id})
		}
	}
}
