package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
)

// ENA's XML, as its browser gives it (https://www.ebi.ac.uk/ena/browser/api/xml/SRP000001; schemas at
// https://github.com/enasequence/schema/tree/master/src/main/resources/uk/ac/ebi/ena/sra/schema), is a set of records of one kind:
//
//	<PROJECT accession="PRJEB13074" alias="E-MTAB-4550"> and <STUDY accession="SRP…">: titles, descriptions, codes in IDENTIFIERS,
//	  papers and, as ranges ("ERS1090459-ERS1090521,ERS…"), samples in …_LINKS; PARENT_PROJECT is another study
//	<SAMPLE accession="ERS…">: organism, title, attributes as TAG and VALUE
//	<EXPERIMENT accession="ERX…">: STUDY_REF, SAMPLE_DESCRIPTOR, library, instrument, runs as ranges
//	<RUN accession="ERR…">: EXPERIMENT_REF, sample and study as links
//
// The answers of ENA's former taxonomy search have <ROOT request="…"> around projects. Experiments and runs are read as their sample; all that
// a file says of one sample is one record, see codeGroups. A file is one unit.

// How many codes lists of ranges may stand for: the largest real studies have some hundred thousand samples, and the largest real
// experiments some thousand runs.
const maxSamples, maxRuns = 2_000_000, 20_000

// ena reads one file.
type ena struct {
	rep      *FileReport
	records  *xmlRecords
	runs     *runCollector
	projects *codeGroups
	found    int
}

func newENA(t *text, rep *FileReport) unitReader {
	return &ena{rep: rep, records: newXMLRecords(t), runs: newRunCollector(rep), projects: newCodeGroups(studyKinds)}
}

var (
	enaMark = regexp.MustCompile(`^(\s|<\?[^>]*\?>|<!--(?s:.*?)-->|<!DOCTYPE[^<>]*(\[[^\]]*\])?[^<>]*>)*` +
		`(<(PROJECT|STUDY|SAMPLE|EXPERIMENT|RUN)_SET[\s>]|<ROOT request="[^"]*">\s*(<(PROJECT|STUDY|SAMPLE|EXPERIMENT|RUN) accession=|Entry:|</ROOT>)|` +
		`<(PROJECT|STUDY|SAMPLE|EXPERIMENT|RUN) [^>]*accession=)`)
	enaRecords = []string{"PROJECT", "STUDY", "SAMPLE", "EXPERIMENT", "RUN"}
)

func looksLikeENA(head []byte) bool { return enaMark.Match(head) }

// unit reads the whole file.
func (e *ena) unit(sink Sink) (more bool, err error) {
	defer e.runs.close()
	defer e.projects.close()
	for {
		node, err := e.records.next(func(name string) bool { return slices.Contains(enaRecords, name) })
		if errors.Is(err, io.EOF) {
			return false, e.finish(sink)
		}
		if err != nil {
			return false, err
		}
		e.found++
		if err := e.record(node); err != nil {
			return false, err
		}
	}
}

func (e *ena) finish(sink Sink) error {
	if err := e.runs.finish(sink); err != nil {
		return err
	}
	if e.found == 0 {
		e.rep.Skipped = "an answer of ENA without records: nothing was found"
	}
	return e.projects.each(func(g codeGroup) error { return e.writeStudy(sink, g) })
}

// record takes a record.
func (e *ena) record(n *xmlNode) error {
	code := strings.ToUpper(strings.TrimSpace(n.attr("accession")))
	study := n.name == "PROJECT" || n.name == "STUDY"
	kinds := sampleKinds
	if study {
		kinds = studyKinds
	}
	if kindOf(kinds, code) == len(kinds) {
		e.rep.problem(n.line, "a %s without an accession code; expected accession=\"…\" as in PRJEB13074 or ERS025088; it is skipped", n.name)
		return nil
	}
	if study {
		return e.study(n, code)
	}
	got := run{}
	got.take([]string{code}, true)
	got.takeAll(idsOf(n), n)
	switch n.name {
	case "SAMPLE":
		got.ofSample(n)
	case "EXPERIMENT":
		got.ofExperiment(n)
		runs, err := expandRanges(linked(n, "ENA-RUN"), maxRuns)
		if err != nil {
			e.rep.problem(n.line, "the runs of %s: %v; they are not kept", code, err)
		}
		got.take(runs, false)
	case "RUN":
		got.take(codesIn(attrOf(n, "EXPERIMENT_REF", "accession")), false)
		got.take(codesIn(linked(n, "ENA-SAMPLE")), false)
		got.take(codesIn(linked(n, "ENA-STUDY")), false)
		got.attributes(n, "RUN_ATTRIBUTES")
	}
	return e.runs.add(got)
}

// idsOf lists the codes that a record names as its own.
func idsOf(n *xmlNode) []string {
	ids := codesIn(n.attr("alias"))
	for _, id := range n.all("IDENTIFIERS", "*") {
		ids = append(ids, codesIn(id.text.String())...)
	}
	return distinctBut("", ids)
}

// takeAll takes codes one by one: they are not a list of a pool.
func (r *run) takeAll(codes []string, n *xmlNode) {
	for _, code := range codes {
		if n.name == "SAMPLE" || n.name == "EXPERIMENT" || kindOf(sampleKinds, code) == len(sampleKinds) {
			r.take([]string{code}, false)
		}
	}
}

// ofSample takes what a SAMPLE says.
func (r *run) ofSample(n *xmlNode) {
	r.sample.Title = oneLine(n.find("TITLE"))
	r.sample.Values = organismValue(cellOf{"SCIENTIFIC_NAME", n.find("SAMPLE_NAME", "SCIENTIFIC_NAME")}, n.find("SAMPLE_NAME", "TAXON_ID"))
	r.sample.attribute("description", n.find("DESCRIPTION"))
	for _, a := range n.all("SAMPLE_ATTRIBUTES", "SAMPLE_ATTRIBUTE") {
		if tag := a.find("TAG"); tag == "GEO Accession" || tag == "INSDC secondary accession" {
			r.take(codesIn(a.find("VALUE")), false)
		}
	}
	r.attributes(n, "SAMPLE_ATTRIBUTES")
}

// ofExperiment takes what an EXPERIMENT says of its sample and study. One with several samples is a pool: it is a sample of its own.
func (r *run) ofExperiment(n *xmlNode) {
	r.take(codesIn(attrOf(n, "STUDY_REF", "accession")), false)
	r.take(codesIn(attrOf(n, "STUDY_REF", "refname")), false)
	for _, id := range n.all("STUDY_REF", "IDENTIFIERS", "*") {
		r.take(codesIn(id.text.String()), false)
	}
	members := n.all("DESIGN", "SAMPLE_DESCRIPTOR", "POOL", "MEMBER")
	if len(members) > 1 {
		for _, member := range members {
			r.sample.attribute("pool member", member.attr("accession"))
		}
	} else {
		for _, sample := range append(n.all("DESIGN", "SAMPLE_DESCRIPTOR"), members...) {
			r.takeAll(append(codesIn(sample.attr("accession")), idsOf(sample)...), n)
		}
	}
	library := func(name string) cellOf { return cellOf{name, n.find("DESIGN", "LIBRARY_DESCRIPTOR", name)} }
	strategy, source, model := library("LIBRARY_STRATEGY"), library("LIBRARY_SOURCE"), cellOf{"INSTRUMENT_MODEL", n.find("PLATFORM", "*", "INSTRUMENT_MODEL")}
	r.sample.Values = append(libraryTechnology(strategy, source), instrument(model)...)
	for _, a := range []cellOf{library("LIBRARY_NAME"), strategy, source, library("LIBRARY_SELECTION"), model} {
		r.sample.attribute(strings.ToLower(strings.ReplaceAll(a.key, "_", " ")), a.value)
	}
	r.attributes(n, "EXPERIMENT_ATTRIBUTES")
}

// enaOwn are tags that ENA adds, and codes that were taken.
var enaOwn = regexp.MustCompile(`^(ENA[-_ ].*|INSDC (secondary accession|center name|center alias|first public|last update|status)|GEO Accession|NCBI submission package|` +
	`Submitter Id|External Id)$`)

// attributes takes the submitter's attributes. Factors are named as "Experimental Factor: compound".
func (r *run) attributes(n *xmlNode, set string) {
	for _, a := range n.all(set, "*") {
		tag := strings.TrimSpace(strings.TrimPrefix(a.find("TAG"), "Experimental Factor:"))
		value := a.find("VALUE")
		if unit := a.find("UNITS"); unit != "" && value != "" {
			value += " " + unit
		}
		if !enaOwn.MatchString(tag) {
			r.sample.attributeOf(tag, value)
		}
	}
}

// linked is what a record's links name of a database.
func linked(n *xmlNode, db string) string {
	var ids []string
	for _, link := range n.all("*", "*", "XREF_LINK") {
		if strings.EqualFold(link.find("DB"), db) {
			ids = append(ids, link.find("ID"))
		}
	}
	return strings.Join(ids, ",")
}

func attrOf(n *xmlNode, child, name string) string {
	for _, c := range n.all(child) {
		return c.attr(name)
	}
	return ""
}

// enaStudy is a study as it waits to be written.
type enaStudy struct {
	Body    models.ExperimentBody
	Samples string // ranges
	Line    int
}

// study takes a PROJECT or a STUDY.
func (e *ena) study(n *xmlNode, code string) error {
	s := enaStudy{Samples: linked(n, "ENA-SAMPLE"), Line: n.line}
	body := &s.Body
	for _, path := range [][]string{{"TITLE"}, {"DESCRIPTOR", "STUDY_TITLE"}, {"NAME"}} {
		if body.Title == "" {
			body.Title = oneLine(n.find(path...))
		}
	}
	for _, path := range [][]string{{"DESCRIPTION"}, {"DESCRIPTOR", "STUDY_ABSTRACT"}, {"DESCRIPTOR", "STUDY_DESCRIPTION"}} {
		if body.Description == "" {
			body.Description = paragraphs(n.find(path...))
		}
	}
	if center := oneLine(n.attr("center_name")); !isArchive(center) {
		body.SubmitterInstitution = center
	}
	for _, id := range distinctBut("", strings.Split(linked(n, "PUBMED"), ",")) {
		if id = strings.TrimSpace(id); isPubMed(id) {
			body.Publications = append(body.Publications, models.PublicationBody{PubMedID: id})
		}
	}
	body.HasPublication = len(body.Publications) > 0
	for _, a := range n.all("*", "*") {
		switch tag := a.find("TAG"); tag {
		case "ENA-FIRST-PUBLIC":
			body.FirstPublished, _ = parseDate(a.find("VALUE"))
		case "ENA-LAST-UPDATE":
			body.LastModified, _ = parseDate(a.find("VALUE"))
		}
	}
	row, err := json.Marshal(s)
	if err != nil {
		return err
	}
	codes := []string{code}
	for _, id := range idsOf(n) {
		if kindOf(studyKinds, id) < len(studyKinds) {
			codes = append(codes, id)
		}
	}
	return e.projects.addTo(code, distinctBut("", codes), string(row))
}

// writeStudy writes a study. Where the same one stands in the file twice, the first record counts, with the samples of both.
func (e *ena) writeStudy(sink Sink, g codeGroup) error {
	var study enaStudy
	for i := len(g.rows) - 1; i >= 0; i-- {
		samples := study.Samples
		study = enaStudy{}
		if err := json.Unmarshal([]byte(g.rows[i]), &study); err != nil {
			return err
		}
		study.Samples += "," + samples
	}
	samples, err := expandRanges(study.Samples, maxSamples)
	if err != nil {
		e.rep.problem(study.Line, "the samples of %s: %v; the study is skipped", g.key, err)
		return nil
	}
	body := study.Body
	body.AccessionCode, body.Alternates, body.Samples = g.key, experimentAlternates(g.key, g.alternates), samples
	for _, code := range append([]string{g.key}, g.alternates...) {
		if name, url := archiveOf(code); name != "" && (body.SourceDatabase == "" || name != "SRA") {
			body.SourceDatabase, body.SourceURL = name, url
		}
	}
	return sink.Experiment(body)
}

var codeNumber = regexp.MustCompile(`^([A-Z]{3,6})([0-9]{1,15})$`)

var errRange = errors.New("a range that is none; expected one such as DRS060455-DRS060466")

// expandRanges lists the codes of "DRS060455-DRS060466,DRS060470"; numbers keep their leading zeros.
func expandRanges(list string, limit int) ([]string, error) {
	var codes []string
	for _, part := range strings.FieldsFunc(strings.ToUpper(list), func(r rune) bool { return strings.ContainsRune(", \t\n;", r) }) {
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			last = first
		}
		from, to := codeNumber.FindStringSubmatch(first), codeNumber.FindStringSubmatch(last)
		if from == nil || to == nil || from[1] != to[1] || kindOf(sampleKinds, first) == len(sampleKinds) {
			return nil, errRange
		}
		low, err1 := strconv.ParseInt(from[2], 10, 64)
		high, err2 := strconv.ParseInt(to[2], 10, 64)
		switch {
		case err1 != nil || err2 != nil || high < low:
			return nil, errRange
		case high-low >= int64(limit-len(codes)):
			return nil, fmt.Errorf("ranges of more than %d codes; expected fewer", limit)
		}
		for n := low; n <= high; n++ {
			digits := strconv.FormatInt(n, 10)
			codes = append(codes, from[1]+strings.Repeat("0", max(0, len(from[2])-len(digits)))+digits)
		}
	}
	return distinctBut("", codes), nil
}
