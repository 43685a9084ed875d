package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	case !isCode(code):
		err = &brokenRecord{errors.New("no accession_code; expected one word such as GSM1000001")}
	case kind == "sample":
		err = n.sample(sink, code, o)
	case kind == "experiment":
		err = n.experiment(sink, code, o)
	default:
		err = &brokenRecord{fmt.Errorf("type is %q; expected \"sample\" or \"experiment\"", kind)}
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

// sample writes a sample.
func (n *ndjson) sample(sink Sink, code string, o *object) error {
	body := models.SampleBody{Title: oneLine(o.text("title"))}
	body.AccessionCode, body.Alternates = sampleCode(code, alternateCodes(o))
	values := &valueList{}
	for _, f := range ndjsonFields {
		for _, text := range o.texts(f.key) {
			text = oneLine(text)
			found := harmonise.Field(f.field, f.key, text)
			if len(found) == 0 && f.field == models.FieldTechnology && !harmonise.Absent(f.field, text) {
				n.rep.problem(n.lines.number, "technology %q; expected microarray, RNA-seq, scRNA-seq or other; the sample is imported without it", text)
			}
			values.add(found...)
		}
	}
	names := o.texts("platform_name")
	for i, platform := range o.texts("platform_accession_code") {
		name := ""
		if i < len(names) {
			name = oneLine(names[i])
		}
		values.add(platformValue(oneLine(platform), name)...)
	}
	values.add(processed(o.flag("is_processed"))...)
	body.Values = values.list
	body.Attributes = attributesOf(o)
	if o.err != nil {
		return &brokenRecord{o.err}
	}
	return sink.Sample(body)
}

// attributesOf reads the other attributes of a sample: an object of strings, or of lists of strings.
func attributesOf(o *object) []models.Attribute {
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
		list = append(list, flatten(m.key, m.value)...)
	}
	return list
}

func alternateCodes(o *object) []string {
	texts := o.texts("alternate_accession_codes")
	codes := codesOf(texts)
	if len(codes) < len(texts) {
		o.wrong("alternate_accession_codes", "a list of accession codes")
	}
	return codes
}

// experiment writes an experiment, if all of its samples are known.
func (n *ndjson) experiment(sink Sink, code string, o *object) error {
	body := models.ExperimentBody{
		AccessionCode:        code,
		Alternates:           experimentAlternates(code, alternateCodes(o)),
		Title:                oneLine(o.text("title")),
		Description:          paragraphs(o.text("description")),
		Protocol:             paragraphs(protocolText(o.take("protocol_description"))),
		SourceDatabase:       harmonise.Archive(oneLine(o.text("source_database"))),
		SourceURL:            webAddress(o),
		SubmitterInstitution: oneLine(o.text("submitter_institution")),
		FirstPublished:       o.date("source_first_published"),
		LastModified:         o.date("source_last_modified"),
	}
	if synthetic := o.flag("synthetic"); synthetic != nil {
		body.Synthetic = *synthetic
	}
	takePublication(o, &body)
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
