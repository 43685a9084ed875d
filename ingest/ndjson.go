package ingest

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/facetome/facetome/ingest/harmonise"
	"github.com/facetome/facetome/models"
)

// NDJSON, the catalogue format of Facetome's own (described in README): one JSON object on each line, samples before the
// experiments that name them,
//
//	{"type":"sample","accession_code":"GSM1000001","organism":"Homo sapiens","technology":"RNA-seq","sex":"female",…}
//	{"type":"experiment","accession_code":"GSE1001","title":"…","samples":["GSM1000001"],…}
//
// Every field but type and accession_code may be missing, and a sample field may be a string or a list. A unit is some thousand
// lines. An experiment is skipped if it names a sample that is not in the catalogue, or one whose line was broken.
//
// What Export writes has a few words more: lines that name platforms,
//
//	{"type":"platform","accession_code":"GPL570","name":"…"}
//
// "publications" of an experiment, a list of objects; "experiments" of a sample, the series that it names itself;
// "age_quantity", the numbers and units of ages, which is not read again; "organism_taxonomy_id" and "platform_name", whose items stand beside those of "organism" and "platform_accession_code"; and
// "harmonised":true, which says that values and texts are the catalogue's own and are taken as they stand.

// unitLines is how many records are imported in one transaction: enough that its costs vanish, few enough to hold in memory.
const unitLines = 5000

// ndjson reads one file.
type ndjson struct {
	lines   *lineReader
	rep     *FileReport
	broken  map[string]int  // line by accession code of samples whose line was broken, where the code could be read
	unknown map[string]bool // keys that were reported
}

func newNDJSON(t *text, rep *FileReport) unitReader {
	return &ndjson{lines: &lineReader{r: t.Reader}, rep: rep, broken: map[string]int{}, unknown: map[string]bool{}}
}

// looksLikeNDJSON looks for a line of our kind among the first ones, since the very first may be broken.
func looksLikeNDJSON(head []byte) bool {
	lines := 0
	for line := range strings.Lines(string(head)) {
		if kind := topLevel([]byte(line))["type"]; kind == '"' {
			return true
		}
		if lines++; lines == 20 {
			break
		}
	}
	return false
}

// unit reads the next lines.
func (n *ndjson) unit(sink Sink) (more bool, err error) {
	for range unitLines {
		line, tooLong, err := n.lines.next()
		switch {
		case errors.Is(err, io.EOF):
			return false, nil
		case err != nil:
			return false, err
		case tooLong:
			n.rep.problem(n.lines.number, "a line of more than 16 MB; expected one record; the line is skipped")
			continue
		case strings.TrimSpace(string(line)) == "":
			continue
		}
		if err := n.record(sink, line); err != nil {
			return false, err
		}
	}
	return true, nil
}

// record reads one line. What is wrong with it is reported.
func (n *ndjson) record(sink Sink, line []byte) error {
	o, err := readObject(line)
	if err != nil {
		n.rep.problem(n.lines.number, "%v; expected an object such as {\"type\":\"sample\",\"accession_code\":\"GSM1000001\"}; the line is skipped", err)
		return nil
	}
	kind, code := o.text("type"), strings.TrimSpace(o.text("accession_code"))
	switch {
	case o.err != nil:
		err = &brokenRecord{o.err}
	case kind == "platform":
		err = n.platform(sink, code, o)
	case !isCode(code):
		err = &brokenRecord{errors.New("no accession_code; expected one word such as GSM1000001")}
	case kind == "sample":
		err = n.sample(sink, code, o)
	case kind == "experiment":
		err = n.experiment(sink, code, o)
	default:
		err = &brokenRecord{fmt.Errorf("type is %q; expected \"sample\", \"experiment\" or \"platform\"", kind)}
	}
	var broken *brokenRecord
	if errors.As(err, &broken) {
		if kind == "sample" {
			n.broken[code] = n.lines.number
		}
		n.rep.problem(n.lines.number, "%s%v; the record is skipped", label(kind, code), err)
		return nil
	}
	if err == nil {
		n.reportUnknown(kind, o)
	}
	return err
}

// label is how a record is named in a problem.
func label(kind, code string) string {
	if !isCode(code) {
		return ""
	}
	return kind + " " + code + ": "
}

// maxUnknown is how many keys are told from one another; a hostile file has millions.
const maxUnknown = 1000

// reportUnknown reports each key that means nothing, once a file.
func (n *ndjson) reportUnknown(kind string, o *object) {
	for _, key := range o.left() {
		if name := kind + "." + key; !n.unknown[name] && len(n.unknown) < maxUnknown {
			n.unknown[name] = true
			n.rep.problem(n.lines.number, "unknown key %q of a record of type %q, here and perhaps later; expected one that README lists; the record is imported without it",
				key, kind)
		}
	}
}

// ndjsonFields says which keys of a sample are which fields.
var ndjsonFields = []struct{ key, field string }{
	{"organism", models.FieldOrganism}, {"technology", models.FieldTechnology}, {"specimen_part", models.FieldTissue},
	{"disease", models.FieldDisease}, {"sex", models.FieldSex}, {"age", models.FieldAge}, {"cell_line", models.FieldCellLine},
	{"developmental_stage", models.FieldStage}, {"treatment", models.FieldTreatment},
}

// wording is how the texts and values of a record are taken.
type wording struct {
	line, lines func(string) string
	field       func(field, key, text string) []models.FieldValue
}

// wordingOf is how those of a file made by others are: tidied and harmonised. Those of an export were, and are not changed a second time;
// but addresses never pass, whoever wrote them.
func wordingOf(harmonised bool) wording {
	if harmonised {
		return wording{line: eachWithoutContacts, lines: eachWithoutContacts, field: func(field, key, text string) []models.FieldValue {
			return []models.FieldValue{{Field: field, Value: text, RawKey: key}}
		}}
	}
	return wording{line: oneLine, lines: paragraphs, field: harmonise.Field}
}

// eachWithoutContacts is withoutContacts for each line.
func eachWithoutContacts(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = withoutContacts(lines[i])
	}
	return strings.Join(lines, "\n")
}

// sample writes a sample.
func (n *ndjson) sample(sink Sink, code string, o *object) error {
	harmonised := o.isTrue("harmonised")
	as := wordingOf(harmonised)
	body := models.SampleBody{Title: as.line(o.text("title")), Experiments: codeList(o, "experiments")}
	body.AccessionCode, body.Alternates = sampleCode(code, codeList(o, "alternate_accession_codes"))
	values := &valueList{}
	o.take("age_quantity") // says in numbers what age says
	taxa := taxonomyIDs(o)
	for _, f := range ndjsonFields {
		for i, text := range o.column(f.key) {
			text = as.line(text)
			if text == "" {
				continue
			}
			found := as.field(f.field, f.key, text)
			if len(found) == 0 && f.field == models.FieldTechnology && !harmonise.Absent(f.field, text) {
				n.rep.problem(n.lines.number, "technology %q; expected microarray, RNA-seq, scRNA-seq or other; the sample is imported without it", text)
			}
			if f.field == models.FieldOrganism && i < len(taxa) && len(found) == 1 && found[0].TaxonomyID == 0 {
				found[0].TaxonomyID = taxa[i]
			}
			values.add(found...)
		}
	}
	values.add(platformsOf(o, harmonised, as)...)
	values.add(processedFlags(o)...)
	body.Values = values.list
	body.Attributes = attributesOf(o, harmonised)
	if o.err != nil {
		return &brokenRecord{o.err}
	}
	return sink.Sample(body)
}

// taxonomyIDs reads the NCBI taxonomy ids of a sample's organisms, one beside each; 0 is not reported.
func taxonomyIDs(o *object) []int {
	var ids []int
	for _, text := range o.column("organism_taxonomy_id") {
		id, err := strconv.Atoi(cmp.Or(text, "0"))
		if err != nil || id < 0 {
			o.wrong("organism_taxonomy_id", "a number such as 9606, or a list of them")
		}
		ids = append(ids, id)
	}
	return ids
}

// platformsOf reads the platforms of a sample and their names, one beside each.
func platformsOf(o *object, harmonised bool, as wording) []models.FieldValue {
	names := o.column("platform_name")
	var values []models.FieldValue
	for i, code := range o.column("platform_accession_code") {
		name := ""
		if i < len(names) {
			name = as.line(names[i])
		}
		switch code = as.line(code); {
		case code == "":
		case harmonised:
			values = append(values, models.FieldValue{Field: models.FieldPlatform, Value: code, Name: name})
		default:
			values = append(values, platformValue(code, name)...)
		}
	}
	return values
}

// processedFlags reads is_processed.
func processedFlags(o *object) []models.FieldValue {
	var values []models.FieldValue
	for _, text := range o.column("is_processed") {
		flag := text == "true"
		switch text {
		case "true", "false":
			values = append(values, processed(&flag)...)
		case "":
		default:
			o.wrong("is_processed", "true or false")
		}
	}
	return values
}

// platform writes a platform's name.
func (n *ndjson) platform(sink Sink, code string, o *object) error {
	as := wordingOf(o.isTrue("harmonised"))
	platform := models.Platform{AccessionCode: as.line(code), Name: as.line(o.text("name"))}
	if o.err == nil && platform.AccessionCode == "" {
		o.err = errors.New("no accession_code; expected that of a platform such as GPL570")
	}
	if o.err != nil {
		return &brokenRecord{o.err}
	}
	return sink.Platform(platform)
}

// attributesOf reads the other attributes of a sample: an object of strings, or of lists of strings.
func attributesOf(o *object, harmonised bool) []models.Attribute {
	raw := o.take("attributes")
	if raw == nil {
		return nil
	}
	if raw[0] != '{' {
		o.wrong("attributes", "an object of strings")
		return nil
	}
	var list []models.Attribute
	for _, m := range orderedMembers(raw) {
		if !harmonised {
			list = append(list, flatten(m.key, m.value)...)
		} else if !isContact(m.key) {
			list = append(list, plainAttributes(o, m)...)
		}
	}
	return list
}

// plainAttributes are the attributes of one key, as they stand.
func plainAttributes(o *object, m member) []models.Attribute {
	values := &object{fields: map[string]json.RawMessage{m.key: m.value}}
	var list []models.Attribute
	for _, value := range values.column(m.key) {
		list = append(list, models.Attribute{Key: eachWithoutContacts(m.key), Value: eachWithoutContacts(value)})
	}
	if values.err != nil {
		o.wrong("attributes", "an object of strings, or of lists of strings")
	}
	return list
}

func codeList(o *object, key string) []string {
	texts := o.texts(key)
	codes := codesOf(texts)
	if len(codes) < len(texts) {
		o.wrong(key, "a list of accession codes")
	}
	return codes
}

// experiment writes an experiment, if all of its samples are known.
func (n *ndjson) experiment(sink Sink, code string, o *object) error {
	harmonised := o.isTrue("harmonised")
	as := wordingOf(harmonised)
	body := models.ExperimentBody{
		AccessionCode:        code,
		Alternates:           experimentAlternates(code, codeList(o, "alternate_accession_codes")),
		Title:                as.line(o.text("title")),
		Description:          as.lines(o.text("description")),
		SourceDatabase:       as.line(o.text("source_database")),
		SourceURL:            webAddress(o),
		SubmitterInstitution: as.line(o.text("submitter_institution")),
		FirstPublished:       o.date("source_first_published"),
		LastModified:         o.date("source_last_modified"),
		Synthetic:            o.isTrue("synthetic"),
	}
	if harmonised {
		body.Protocol = as.lines(o.text("protocol_description"))
	} else {
		body.Protocol = paragraphs(protocolText(o.take("protocol_description")))
		body.SourceDatabase = harmonise.Archive(body.SourceDatabase)
	}
	takePublication(o, &body)
	takePublications(o, as, &body)
	body.Samples = sampleCodes(o.texts("samples"))
	if o.err != nil {
		return &brokenRecord{o.err}
	}
	for _, sample := range body.Samples {
		if line, broken := n.broken[sample]; broken {
			return &brokenRecord{fmt.Errorf("its sample %s (line %d) could not be read; expected every sample to be whole", sample, line)}
		}
		known, err := sink.HasSample(sample)
		if err != nil {
			return err
		}
		if !known {
			return &brokenRecord{fmt.Errorf("its sample %q is neither in the catalogue nor on an earlier line; expected samples before the experiments that name them", oneLine(sample))}
		}
	}
	return sink.Experiment(body)
}

// takePublications reads a list of papers.
func takePublications(o *object, as wording, body *models.ExperimentBody) {
	raw := o.take("publications")
	if raw == nil {
		return
	}
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		o.wrong("publications", "a list of objects")
		return
	}
	for _, item := range list {
		p, err := readObject(item)
		if err != nil {
			o.wrong("publications", "a list of objects")
			return
		}
		paper := models.PublicationBody{PubMedID: as.line(p.text("pubmed_id")), DOI: as.line(p.text("doi")), Title: as.line(p.text("title"))}
		for _, name := range p.texts("authors") {
			paper.Authors = append(paper.Authors, as.line(name))
		}
		if p.err != nil || len(p.left()) > 0 {
			o.wrong("publications", "a list of objects of pubmed_id, doi, title and authors")
			return
		}
		body.Publications = append(body.Publications, paper)
		body.HasPublication = true
	}
}

func protocolText(raw json.RawMessage) string { return protocol(flatten("", raw)) }

// webAddress reads source_url; only pages of the web are linked to.
func webAddress(o *object) string {
	url := strings.TrimSpace(o.text("source_url"))
	if url != "" && (len(url) > 2000 || strings.ContainsAny(url, " \t\n\"<>") || !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://")) {
		o.wrong("source_url", "an address that begins with https:// or http://")
		return ""
	}
	return url
}
