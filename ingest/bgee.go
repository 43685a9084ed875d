package ingest

import (
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"

	"github.com/facetome/facetome/ingest/harmonise"
	"github.com/facetome/facetome/models"
)

// Tables of Bgee, whose curators annotate healthy wild-type samples with anatomy, stage, sex and strain: the annotations themselves
// (https://github.com/BgeeDB/expression-annotations), the pipeline's lists (https://github.com/BgeeDB/bgee_pipeline) and the download
// files of releases (https://www.bgee.org/support/tutorial-raw-data-bulk-rna-seq),
//
//	#experimentId	experimentName	experimentDescription	…	GSE	Bioproject	PMID
//	#libraryId	experimentId	platform	SRSId	anatId	anatName	stageId	stageName	…	sex	strain	…	speciesId
//	#chipId	experimentId	chipTypeId	…	uberonName	…	stageName	…	sex	strain	…	speciesId
//	#chipTypeId	chipTypeName	speciesId
//	Experiment ID	Library ID	Anatomical entity ID	Anatomical entity name	…	Sex	Strain	…	Platform ID	…	Run IDs
//
// A library is an SRA experiment, sequenced from RNA; it is of single cells where the table names cell types and says so in its tags. A
// chip is called as its data file, GSM206404.CEL, or, outside of GEO, by a name that says something only beside its experiment. Some
// tables are quoted; the header may begin with #, a row that does was withdrawn by the curators. Organisms are ids of NCBI Taxonomy,
// whose names stand in harmonise/species.tsv. A table is one unit.

// bgee reads one table.
type bgee struct {
	rows    *rowReader
	rep     *FileReport
	runs    *runCollector
	columns map[string]int // by bgeeName, of the first column of a name
	cells   bool           // the table names cell types
}

func newBgee(t *text, rep *FileReport) unitReader {
	return &bgee{rows: newRowReader(t, false), rep: rep, runs: newRunCollector(rep), columns: map[string]int{}}
}

// bgeeName is a column's name as all ages spell it: "#libraryId" and "Library ID" are libraryid.
func bgeeName(column string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.TrimPrefix(column, "#")), ""))
}

func looksLikeBgee(head []byte) bool {
	named := map[string]bool{}
	for _, column := range headerOf(head) {
		named[bgeeName(column)] = true
	}
	sample := named["libraryid"] || named["affymetrixchipid"] || named["chipid"]
	return named["experimentid"] && (sample || named["experimentname"]) || named["chiptypeid"] && named["chiptypename"]
}

// unit reads the whole table.
func (b *bgee) unit(sink Sink) (more bool, err error) {
	defer b.runs.close()
	if err := b.rows.begin(); err != nil {
		return false, err
	}
	for i, column := range b.rows.header {
		name := bgeeName(column)
		if _, again := b.columns[name]; !again {
			b.columns[name] = i
		}
		b.cells = b.cells || name == "celltypeid"
	}
	for {
		row, fault, err := b.rows.next()
		switch {
		case errors.Is(err, io.EOF):
			return false, b.runs.finish(sink)
		case err != nil:
			return false, err
		case len(row.fields) > 0 && strings.HasPrefix(row.fields[0], "#"):
			continue
		case fault != "":
			b.rep.problem(row.line, "%s; the row is skipped", fault)
			continue
		}
		if err := b.row(sink, row); err != nil {
			return false, err
		}
	}
}

// cell is the first of the columns that says something.
func (b *bgee) cell(row *row, names ...string) cellOf {
	for _, name := range names {
		if i, ok := b.columns[name]; ok && i < len(row.fields) {
			if value := strings.TrimSpace(row.fields[i]); value != "" {
				return cellOf{strings.TrimPrefix(b.rows.header[i], "#"), value}
			}
		}
	}
	return cellOf{}
}

// row uses a row.
func (b *bgee) row(sink Sink, row *row) error {
	if name := b.cell(row, "chiptypename").value; name != "" {
		if code := b.cell(row, "chiptypeid").value; isCode(code) {
			return sink.Platform(models.Platform{AccessionCode: code, Name: oneLine(name)})
		}
		b.rep.problem(row.line, "a chip type without an accession code; expected one such as A-AFFY-60; the row is skipped")
		return nil
	}
	experiment := b.cell(row, "experimentid").value
	if !isCode(experiment) {
		b.rep.problem(row.line, "a row without an experiment; expected a code such as GSE30352; the row is skipped")
		return nil
	}
	if _, samples := b.columns["experimentname"]; samples {
		return b.experiment(row, experiment)
	}
	codes := b.sampleCodes(row, experiment)
	if len(codes) == 0 {
		b.rep.problem(row.line, "a row without a library or a chip; expected one such as SRX081869 or GSM206404.CEL; the row is skipped")
		return nil
	}
	return b.runs.add(run{codes: codes, studies: []string{experiment}, sample: b.sample(row)})
}

// experiment takes the row of an experiment.
func (b *bgee) experiment(row *row, code string) error {
	said := studyRow{Title: oneLine(b.cell(row, "experimentname").value), Description: paragraphs(b.cell(row, "experimentdescription").value)}
	for _, id := range pubMedIDs.FindAllString(b.cell(row, "pmid").value, -1) {
		said.Papers = append(said.Papers, models.PublicationBody{PubMedID: id})
	}
	encoded, err := json.Marshal(said)
	if err != nil {
		return err
	}
	codes := []string{code}
	for _, column := range []string{"gse", "bioproject"} {
		for _, other := range codesIn(b.cell(row, column).value) {
			if kindOf(studyKinds, other) < len(studyKinds) {
				codes = append(codes, other)
			}
		}
	}
	_, err = b.runs.studies.add(distinctBut("", codes), string(encoded))
	return err
}

var (
	pubMedIDs = regexp.MustCompile(`\b[1-9][0-9]{4,9}\b`)
	chipOfGSM = regexp.MustCompile(`^(GSM[0-9]{1,15})([._].*)?$`)
	chipFile  = regexp.MustCompile(`(?i)(\.cel)+$`)
)

// sampleCodes lists the codes of a library or chip.
func (b *bgee) sampleCodes(row *row, experiment string) []string {
	var codes []string
	if library := b.cell(row, "libraryid").value; isCode(library) {
		codes = append(codes, library)
	}
	if chip := b.cell(row, "affymetrixchipid", "chipid").value; chip != "" {
		if match := chipOfGSM.FindStringSubmatch(chip); match != nil {
			codes = append(codes, match[1])
		} else if code := sourceCode(experiment, chipFile.ReplaceAllString(chip, "")); code != "" {
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 {
		return nil
	}
	for _, column := range []string{"srsid", "runids"} {
		for _, code := range codesIn(b.cell(row, column).value) {
			if kindOf(sampleKinds, code) < len(sampleKinds) {
				codes = append(codes, code)
			}
		}
	}
	return distinctBut("", codes)
}

// Bgee's own letters, as https://github.com/BgeeDB/expression-annotations explains them: H is a hermaphrodite, U is not known.
var bgeeSexes = map[string]string{"H": "hermaphrodite", "U": "", "not annotated": "", "not documented": "", "other": ""}

// bgeeRoots are the terms above all others of the ontologies, which Bgee gives to samples of which nothing is known.
var bgeeRoots = map[string]bool{"material anatomical entity": true, "anatomical entity": true, "life cycle": true, "life cycle stage": true}

// sample is what a row says of a library or chip.
func (b *bgee) sample(row *row) sampleRow {
	var said sampleRow
	said.Title = oneLine(b.cell(row, "sampletitle").value)
	if harmonise.Absent(models.FieldTissue, said.Title) {
		said.Title = ""
	}
	field := func(field string, cell cellOf) {
		if bgeeRoots[cell.value] {
			return
		}
		said.Values = append(said.Values, harmonise.Field(field, cell.key, oneLine(cell.value))...)
	}
	said.Values = append(said.Values, b.organism(row)...)
	said.Values = append(said.Values, b.technology(row)...)
	said.Values = append(said.Values, instrument(b.cell(row, "platform", "platformid"))...)
	if chip := b.cell(row, "chiptypeid", "cdfname"); isCode(chip.value) {
		for _, v := range platformValue(chip.value, "") {
			v.RawKey = chip.key
			said.Values = append(said.Values, v)
		}
	}
	field(models.FieldTissue, b.cell(row, "anatname", "uberonname", "organname", "anatomicalentityname"))
	field(models.FieldStage, b.cell(row, "stagename"))
	sex := b.cell(row, "sex")
	if meant, ownLetter := bgeeSexes[sex.value]; !ownLetter {
		field(models.FieldSex, sex)
	} else if meant != "" {
		said.Values = append(said.Values, models.FieldValue{Field: models.FieldSex, Value: meant, RawKey: sex.key, RawValue: sex.value})
	}
	for i, text := range row.fields {
		name := strings.TrimPrefix(b.rows.header[i], "#")
		if text = oneLine(text); text != "" && text != "NA" && !bgeeBookkeeping.MatchString(name) {
			said.Attributes = append(said.Attributes, models.Attribute{Key: oneLine(name), Value: text})
		}
	}
	return said
}

// bgeeBookkeeping are columns of codes, which are told otherwise, and of Bgee's own work.
var bgeeBookkeeping = regexp.MustCompile(`(?i)^(library ?id|experiment ?id|affymetrixChipId|chipId|SRSId|run ?ids|annotatorId|lastModificationDate|sampleTitle|` +
	`.*checksum|.*url.*|data source|expression mapped .*|.*percent.*|.*read count|.*threshold|.*factor|.*read length|.*rank.*|genomeFilePath|database|` +
	`downloadableName|normalizationTypeId|detectionTypeId|quality score|expression based unique ID)$`)

// technology is that of the kind of table.
func (b *bgee) technology(row *row) []models.FieldValue {
	if chip := b.cell(row, "affymetrixchipid", "chipid"); chip.value != "" {
		return []models.FieldValue{{Field: models.FieldTechnology, Value: "microarray", RawValue: "the table lists chips"}}
	}
	if !b.cells {
		return []models.FieldValue{{Field: models.FieldTechnology, Value: "RNA-seq", RawValue: "the table lists RNA-seq libraries"}}
	}
	tags := b.cell(row, "tags", "rnaseqtags")
	return harmonise.Field(models.FieldTechnology, tags.key, oneLine(tags.value))
}

// organism is the organism by its name, else by its id.
func (b *bgee) organism(row *row) []models.FieldValue {
	id, name := b.cell(row, "speciesid"), b.cell(row, "organism")
	if name.value != "" {
		return organismValue(name, id.value)
	}
	if known := harmonise.Species(taxonomyID(id.value)); known != "" {
		return []models.FieldValue{{Field: models.FieldOrganism, Value: known, TaxonomyID: taxonomyID(id.value), RawKey: id.key, RawValue: id.value}}
	}
	return nil
}
