package ingest

import (
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/facetome/facetome/ingest/harmonise"
	"github.com/facetome/facetome/models"
)

// Tables of recount2 and recount3, uniformly processed RNA-seq of SRA, GTEx and TCGA. Of recount2
// (https://jhubiostatistics.shinyapps.io/recount/): runs with what GEO says of them, studies, and the list of all runs, without a header,
//
//	project	sample	experiment	run	…	geo_accession	bigwig_file	title	characteristics
//	SRP047323	SRS705974	SRX706559	SRR1581237	…	GSM1508260	…	hs_BFU_2	c("cell type: BFU-E", "tissue: Cord blood")
//	accession	number_samples	species	abstract	…          <a href="…">DRP000366</a>	1	human	…
//	study_accession	study_abstract
//	0	SRP007461	SRR545720
//
// Of recount3 (https://rna.recount.bio/docs/raw-files.html): a table a study and kind (sra, recount_project, recount_pred, recount_qc,
// recount_seq_qc),
//
//	rail_id	external_id	study	sample_acc	experiment_acc	…	study_title	…	sample_attributes
//	985131	SRR527082	SRP014565	SRS351715	SRX170785	…	HEK293_RNA-seq	…	cell line;;HEK293|sex;;female
//
// All of recount2 is human RNA-seq (https://doi.org/10.1038/nbt.3838); recount3 says the organism. Characteristics are R's
// text of a vector; NA is none. Tissues that recount predicted (sharq_beta_…, pred.…) are attributes, no
// values. All runs of a sample are one record; see codeGroups. A table is one unit.

// recount reads one table.
type recount struct {
	rows *rowReader
	rep  *FileReport
	runs *runCollector
}

func newRecount(t *text, rep *FileReport) unitReader {
	return &recount{rows: newRowReader(t, false), rep: rep, runs: newRunCollector(rep)}
}

// recountList is the first row of the list of all runs.
var recountList = regexp.MustCompile(`^\s*[0-9]+\t([SED]RP[0-9]+|TCGA)\t[0-9A-Za-z-]+[ \t]*(\n|$)`)

// recountListed are the columns of that list, which has no header; all other tables of runs have more.
var recountListed = []string{"rail_id", "study", "external_id"}

func looksLikeRecount(head []byte) bool {
	header := headerOf(head)
	with := func(columns ...string) bool {
		return !slices.ContainsFunc(columns, func(c string) bool { return !slices.Contains(header, c) })
	}
	return with("rail_id", "external_id", "study") || with("project", "run", "bigwig_file") ||
		with("accession", "number_samples", "abstract") || with("study_accession", "study_abstract") && len(header) == 2 || recountList.Match(head)
}

// unit reads the whole table.
func (r *recount) unit(sink Sink) (more bool, err error) {
	defer r.runs.close()
	if err := r.rows.begin(); err != nil {
		return false, err
	}
	if recountList.MatchString(strings.Join(r.rows.header, "\t")) {
		first := &row{header: recountListed, fields: r.rows.header, line: r.rows.line}
		r.rows.header = first.header
		if err := r.row(first); err != nil {
			return false, err
		}
	}
	for {
		row, fault, err := r.rows.next()
		switch {
		case errors.Is(err, io.EOF):
			return false, r.runs.finish(sink)
		case err != nil:
			return false, err
		case fault != "":
			r.rep.problem(row.line, "%s; the row is skipped", fault)
			continue
		}
		if err := r.row(row); err != nil {
			return false, err
		}
	}
}

var tag = regexp.MustCompile(`<[^<>]*>`)

// row uses a row.
func (r *recount) row(row *row) error {
	cell := func(columns ...string) cellOf {
		for _, name := range columns {
			if value := row.get(name); !isFill(value) {
				return cellOf{name, value}
			}
		}
		return cellOf{}
	}
	study := strings.TrimSpace(tag.ReplaceAllString(cell("study", "project", "accession", "study_accession").value, ""))
	if !isCode(study) {
		r.rep.problem(row.line, "a row without a study; expected a code such as SRP014565; the row is skipped")
		return nil
	}
	said := studyRow{
		Title:       oneLine(cell("study_title").value),
		Description: paragraphs(cell("study_abstract", "abstract", "study_description").value),
	}
	if center := oneLine(cell("submission_center").value); center != "GEO" { // of studies that GEO passed on
		said.Institution = center
	}
	said.Released, _ = parseDate(cell("run_published").value)
	if !hasColumn(row.header, "run", "external_id") {
		encoded, err := json.Marshal(said)
		if err != nil {
			return err
		}
		_, err = r.runs.studies.add([]string{study}, string(encoded))
		return err
	}
	name := cell("run", "external_id").value
	if !isCode(name) {
		r.rep.problem(row.line, "a row without a run; expected a code such as SRR527082; the row is skipped")
		return nil
	}
	codes := []string{name}
	for _, column := range []string{"geo_accession", "sample", "sample_acc", "experiment", "experiment_acc"} {
		for _, code := range codesIn(cell(column).value) {
			if kindOf(sampleKinds, code) < len(sampleKinds) {
				codes = append(codes, code)
			}
		}
	}
	got := run{codes: distinctBut("", codes), studies: []string{study}, study: said}
	got.sample.Title = oneLine(cell("title", "sample_title").value)
	got.sample.Values = slices.Concat(recountScope(row, cell("organism"), cell("library_strategy"), cell("library_source")), instrument(cell("platform_model")))
	for _, curated := range []struct{ column, field string }{{"curated.tissue", models.FieldTissue}, {"curated.cell_line", models.FieldCellLine}} {
		got.sample.Values = append(got.sample.Values, harmonise.Field(curated.field, curated.column, oneLine(cell(curated.column).value))...)
	}
	for _, pair := range recountAttributes(row) {
		got.sample.attributeOf(pair.Key, pair.Value)
	}
	return r.runs.add(got)
}

// recountScope is a run's organism and technology: what the row says, else what all runs of recount2 are.
func recountScope(row *row, organism, strategy, source cellOf) []models.FieldValue {
	values := append(organismValue(organism, ""), libraryTechnology(strategy, source)...)
	if recount2 := hasColumn(row.header, "bigwig_file") || len(row.header) == len(recountListed); !recount2 {
		return values
	}
	values = append(values, models.FieldValue{Field: models.FieldTechnology, Value: "RNA-seq", RawValue: recount2Scope})
	for _, v := range organismValue(cellOf{"", "Homo sapiens"}, "") {
		v.RawValue = recount2Scope
		values = append(values, v)
	}
	return values
}

// recount2Scope is the raw value of what recount2's tables do not say because it is so of all their rows.
const recount2Scope = "all of recount2 is human RNA-seq"

// recountKept are columns that are kept as they are; others are codes, told otherwise, or measures of recount's own work.
var recountKept = regexp.MustCompile(`^(sharq_beta_.*|curated\..*|pattern\.predict\.type|pred\.type|biosample_publication_date|experiment_title|design_description|` +
	`sample_description|sample_name|library_(name|strategy|source|selection|layout|construction_protocol)|platform_model|paired_end)$`)

// recountAttributes lists what was submitted of a run.
func recountAttributes(row *row) []models.Attribute {
	var list []models.Attribute
	for i, value := range row.fields {
		if value = strings.TrimSpace(value); isFill(value) {
			continue
		}
		switch column := row.header[i]; {
		case column == "characteristics":
			for _, text := range fromR(value) {
				if a := splitCharacteristic(text); a.Value != "" {
					list = append(list, a)
				}
			}
		case column == "sample_attributes", column == "experiment_attributes":
			for _, pair := range strings.Split(value, "|") {
				if key, value, ok := strings.Cut(pair, ";;"); ok && !isFill(value) {
					list = append(list, models.Attribute{Key: key, Value: value})
				}
			}
		case recountKept.MatchString(column):
			list = append(list, models.Attribute{Key: column, Value: value})
		}
	}
	return list
}

// fromR reads a vector of strings as R prints it, c("a: b", "c \"d\""); any other text is one string.
func fromR(text string) []string {
	inner, begins := strings.CutPrefix(text, "c(")
	inner, ends := strings.CutSuffix(inner, ")")
	if !begins || !ends {
		return []string{text}
	}
	var list []string
	for {
		inner = strings.TrimLeft(inner, ", \t\n")
		if inner == "" {
			return list
		}
		if rest, missing := strings.CutPrefix(inner, "NA"); missing {
			inner = rest
			continue
		}
		if inner[0] != '"' {
			return []string{text}
		}
		item, rest, closed := rString(inner)
		if !closed {
			return []string{text}
		}
		list, inner = append(list, item), rest
	}
}

// rString reads the string that s begins with; a backslash keeps the next character.
func rString(s string) (text, rest string, closed bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:], true
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		default:
			b.WriteByte(s[i])
		}
	}
	return "", "", false
}
