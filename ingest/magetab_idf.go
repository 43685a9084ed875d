package ingest

import (
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
)

// idf reads an IDF: the experiment itself. Names, addresses and numbers of persons are not read; of their institutions, that of the
// submitter is kept.
type idf struct {
	magetabReader
	rows      map[string][]string // the cells of the rows that are read, by tabName; an empty cell keeps its place
	accession string              // empty if there is none
}

// idfRows are the rows that are read.
var idfRows = []string{
	"investigationtitle", "experimentdescription", "sdrffile", "publicreleasedate", "pubmedid", "publicationdoi", "publicationauthorlist",
	"publicationtitle", "personaffiliation", "personroles", "protocoltype", "protocoldescription",
	"comment[arrayexpressaccession]", "comment[expressionatlasaccession]", "comment[secondaryaccession]", "comment[geolastupdatedate]",
	"comment[hcalastupdatedate]", "comment[arrayexpressreleasedate]",
}

// unit reads the whole file.
func (f *idf) unit(sink Sink) (more bool, err error) {
	if err := f.readRows(); err != nil {
		return false, err
	}
	body, ok := f.experiment()
	if !ok {
		return false, nil
	}
	f.missingSDRFs()
	return false, sink.Experiment(body)
}

// readRows reads all rows; a row that is there twice is one.
func (f *idf) readRows() error {
	for size := 0; ; {
		cells, err := f.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		name := tabName(cells[0])
		if !slices.Contains(idfRows, name) {
			continue
		}
		for _, cell := range cells {
			size += len(cell)
		}
		if size > maxBlock {
			return &damage{f.lines.number, "an IDF of more than 64 MB; expected smaller ones; nothing of the file is imported"}
		}
		f.rows[name] = append(f.rows[name], cells[1:]...)
	}
}

// all lists the cells of a row that are not blank.
func (f *idf) all(name string) []string {
	return slices.DeleteFunc(slices.Clone(f.rows[name]), func(cell string) bool { return cell == "" })
}

// cell is the cell of a row in a column; "" if there is none.
func (f *idf) cell(name string, column int) string {
	if cells := f.rows[name]; column < len(cells) {
		return cells[column]
	}
	return ""
}

// first is the first of the rows' cells that is not blank.
func (f *idf) first(names ...string) string {
	for _, name := range names {
		if cells := f.all(name); len(cells) > 0 {
			return cells[0]
		}
	}
	return ""
}

// experiment is what the rows say; ok is false if they do not say of which experiment.
func (f *idf) experiment() (body models.ExperimentBody, ok bool) {
	if len(f.rows) == 0 {
		f.rep.problem(0, "the file has no row of an IDF and no header of an SDRF; expected rows such as Investigation Title")
		return body, false
	}
	if f.accession = f.code(); f.accession == "" {
		f.rep.problem(0, "the experiment has no accession code; expected a row Comment[ArrayExpressAccession], or a folder named as E-MTAB-2452 is")
		return body, false
	}
	body = models.ExperimentBody{
		AccessionCode:        f.accession,
		Alternates:           secondaryCodes(f.accession, f.all("comment[secondaryaccession]")),
		Title:                oneLine(f.first("investigationtitle")),
		Description:          paragraphs(strings.Join(f.all("experimentdescription"), "\n")),
		Protocol:             f.protocol(),
		SubmitterInstitution: f.institution(),
		Publications:         f.publications(),
	}
	body.SourceDatabase, body.SourceURL = archiveOf(f.accession)
	if body.SourceDatabase == "" && f.first("comment[arrayexpressaccession]") != "" {
		body.SourceDatabase = "ArrayExpress"
	}
	body.HasPublication = len(body.Publications) > 0
	for _, row := range []string{"publicreleasedate", "comment[arrayexpressreleasedate]"} {
		f.date(row, &body)
	}
	for _, row := range []string{"comment[geolastupdatedate]", "comment[hcalastupdatedate]"} {
		if date, ok := parseDate(f.first(row)); ok && body.LastModified == nil {
			body.LastModified = date
		}
	}
	return body, true
}

// code is the accession code that the file states, else that its name tells; empty if there is none.
func (f *idf) code() string {
	code := f.first("comment[arrayexpressaccession]", "comment[expressionatlasaccession]")
	if code == "" {
		code = namedAccession(f.path())
	}
	if !isCode(code) {
		return ""
	}
	return code
}

// date reads the date of first publication, if it is not known yet; what is no date is reported.
func (f *idf) date(row string, body *models.ExperimentBody) {
	text := f.first(row)
	if body.FirstPublished != nil || text == "" {
		return
	}
	date, ok := parseDate(text)
	if !ok {
		f.rep.problem(0, "%q is no date of publication; expected one such as 2014-05-01; it is not kept", text)
		return
	}
	body.FirstPublished = date
}

// secondaryCode is the code of the same study in another archive.
var secondaryCode = regexp.MustCompile(`^(GSE|[SED]RP|PRJ[A-Z]{2})[0-9]{1,15}$`)

// secondaryCodes lists the codes of the same study in other archives: of each archive the one that is named. An experiment that names two of
// one archive holds both, and is neither. ArrayExpress's copy of GSE3790 is E-GEOD-3790 and nothing else that is called E-GEOD.
func secondaryCodes(own string, named []string) []string {
	byArchive := map[string][]string{}
	for _, text := range named {
		for _, code := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("|,; ", r) }) {
			if match := secondaryCode.FindStringSubmatch(code); match != nil && !slices.Contains(byArchive[match[1]], code) {
				byArchive[match[1]] = append(byArchive[match[1]], code)
			}
		}
	}
	if strings.HasPrefix(own, "E-GEOD-") {
		delete(byArchive, "GSE") // the number tells
	}
	var codes []string
	for _, same := range byArchive {
		if len(same) == 1 {
			codes = append(codes, same[0])
		}
	}
	slices.Sort(codes)
	return experimentAlternates(own, codes)
}

// protocol joins the protocols' texts, each after its type.
func (f *idf) protocol() string {
	var parts []string
	for i, text := range f.rows["protocoldescription"] {
		if text = paragraphs(text); text == "" {
			continue
		}
		if kind := oneLine(f.cell("protocoltype", i)); kind != "" {
			text = kind + ": " + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "\n")
}

// institution is the submitter's, else the first.
func (f *idf) institution() string {
	for i, roles := range f.rows["personroles"] {
		if name := oneLine(f.cell("personaffiliation", i)); name != "" && strings.Contains(strings.ToLower(roles), "submitter") {
			return name
		}
	}
	return oneLine(f.first("personaffiliation"))
}

// publications lists the papers, one a column.
func (f *idf) publications() []models.PublicationBody {
	var papers []models.PublicationBody
	for i := range max(len(f.rows["pubmedid"]), len(f.rows["publicationdoi"]), len(f.rows["publicationtitle"])) {
		paper := models.PublicationBody{
			PubMedID: f.cell("pubmedid", i),
			DOI:      findDOI(f.cell("publicationdoi", i)),
			Title:    oneLine(f.cell("publicationtitle", i)),
			Authors:  authors(f.cell("publicationauthorlist", i)),
		}
		if !isPubMed(paper.PubMedID) {
			paper.PubMedID = ""
		}
		if paper.PubMedID+paper.DOI+paper.Title != "" {
			papers = append(papers, paper)
		}
	}
	return papers
}

var initials = regexp.MustCompile(`^(\p{Lu}\.?[ -]?){1,4}$`)

// authors parts "Castrillo JI, Zeef LA." and "Su, A. I.; Wiltshire, T." into names.
func authors(list string) []string {
	list = strings.TrimSuffix(oneLine(list), ".")
	separator := ","
	if strings.Contains(list, ";") {
		separator = ";"
	}
	var names []string
	for _, name := range strings.Split(list, separator) {
		name = strings.TrimPrefix(strings.TrimSpace(name), "and ")
		switch {
		case name == "":
		case initials.MatchString(name) && len(names) > 0: // of the family name before: "Su, A. I., Wiltshire, T."
			names[len(names)-1] += " " + name
		default:
			names = append(names, name)
		}
	}
	return names
}

// missingSDRFs reports SDRFs that the IDF names and that do not lie beside it.
func (f *idf) missingSDRFs() {
	here := map[string]bool{}
	if entries, err := os.ReadDir(f.folder); err == nil && f.folder != "" {
		for _, entry := range entries {
			here[tabFile(entry.Name())] = true
		}
	}
	names := f.all("sdrffile")
	for _, name := range names {
		if !here[tabFile(name)] {
			f.rep.problem(0, "the IDF names %s, which is not in its folder; expected it there; the experiment is imported without what it says of samples", name)
		}
	}
	if len(names) == 0 {
		f.rep.problem(0, "the IDF has no row SDRF File; expected one that names the tables of its samples; the experiment is imported without samples")
	}
}
