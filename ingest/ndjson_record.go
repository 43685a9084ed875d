package ingest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/facetome/facetome/ingest/harmonise"
	"github.com/facetome/facetome/models"
)

// ndjsonRecord is what one line says, read without regard to any other line.
type ndjsonRecord struct {
	line       int
	blank      bool
	noRecord   string // what is wrong with a line that cannot be read at all
	kind, code string
	sample     *models.PreparedSample // one of the three, where err is nil
	experiment *models.ExperimentBody
	platform   *models.Platform
	problems   []string // those with which the record is imported
	unknown    []string // keys that mean nothing
	err        error    // why it is not imported
}

// ndjsonDecoder reads lines, on all cores at once.
type ndjsonDecoder struct{ submitted, harmonised *wording }

func newNDJSONDecoder() *ndjsonDecoder { return &ndjsonDecoder{newWording(false), newWording(true)} }

// wording is how a record's texts are taken.
func (d *ndjsonDecoder) wording(o *object) *wording {
	if o.isTrue("harmonised") {
		return d.harmonised
	}
	return d.submitted
}

// decode reads one line.
func (d *ndjsonDecoder) decode(text []byte, line blockLine) ndjsonRecord {
	r := ndjsonRecord{line: line.number}
	switch {
	case line.tooLong:
		r.noRecord = "a line of more than 16 MB; expected one record; the line is skipped"
		return r
	case len(bytes.TrimSpace(text)) == 0:
		r.blank = true
		return r
	}
	o, err := readObject(text)
	if err != nil {
		r.noRecord = fmt.Sprintf("%v; expected an object such as {\"type\":\"sample\",\"accession_code\":\"GSM1000001\"}; the line is skipped", err)
		return r
	}
	r.kind, r.code = o.text("type"), strings.TrimSpace(o.text("accession_code"))
	switch {
	case o.err != nil:
	case r.kind == "platform":
		r.platform = platformRecord(d.wording(o), r.code, o)
	case !isCode(r.code):
		o.err = errors.New("no accession_code; expected one word such as GSM1000001")
	case r.kind == "sample":
		r.sample = models.PrepareSample(r.sampleOf(d.wording(o), o))
	case r.kind == "experiment":
		r.experiment = experimentOf(d.wording(o), r.code, o)
	default:
		o.err = fmt.Errorf("type is %q; expected \"sample\", \"experiment\" or \"platform\"", r.kind)
	}
	if o.err != nil {
		r.err = &brokenRecord{o.err}
	} else if left := o.left(); len(left) > 0 {
		r.unknown = left
	}
	return r
}

// ndjsonFields says which keys of a sample are which fields.
var ndjsonFields = []struct{ key, field string }{
	{"organism", models.FieldOrganism}, {"technology", models.FieldTechnology}, {"specimen_part", models.FieldTissue},
	{"disease", models.FieldDisease}, {"sex", models.FieldSex}, {"age", models.FieldAge}, {"cell_line", models.FieldCellLine},
	{"developmental_stage", models.FieldStage}, {"treatment", models.FieldTreatment},
}

// sampleOf reads a sample.
func (r *ndjsonRecord) sampleOf(as *wording, o *object) models.SampleBody {
	body := models.SampleBody{Title: as.line(o.text("title")), Experiments: codeList(o, "experiments")}
	body.AccessionCode, body.Alternates = sampleCode(r.code, codeList(o, "alternate_accession_codes"))
	values := &valueList{}
	o.take("age_quantity") // says in numbers what age says
	taxa := taxonomyIDs(o)
	for _, f := range ndjsonFields {
		raw := o.take(f.key)
		if known := as.known(f.field, raw, nil); len(known) > 0 && (len(taxa) == 0 || f.field != models.FieldOrganism) {
			values.add(known...)
			continue
		}
		for i, text := range o.columnOf(f.key, raw) {
			found := as.values(f.field, f.key, text)
			if len(found) == 0 && f.field == models.FieldTechnology && as.line(text) != "" && !harmonise.Absent(f.field, as.line(text)) {
				r.problems = append(r.problems,
					fmt.Sprintf("technology %q; expected microarray, RNA-seq, scRNA-seq or other; the sample is imported without it", as.line(text)))
			}
			if f.field == models.FieldOrganism && i < len(taxa) && len(found) == 1 && found[0].TaxonomyID == 0 {
				organism := found[0]
				organism.TaxonomyID = taxa[i]
				found = []models.FieldValue{organism}
			}
			values.add(found...)
		}
	}
	values.add(platformsOf(o, as)...)
	values.add(processedFlags(o)...)
	body.Values = values.list
	body.Attributes = attributesOf(o, as)
	return body
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
func platformsOf(o *object, as *wording) []models.FieldValue {
	name, code := o.take("platform_name"), o.take("platform_accession_code")
	if known := as.known(models.FieldPlatform, code, name); len(known) > 0 {
		return known
	}
	names := o.columnOf("platform_name", name)
	var values []models.FieldValue
	for i, code := range o.columnOf("platform_accession_code", code) {
		name := ""
		if i < len(names) {
			name = names[i]
		}
		values = append(values, as.platform(code, name)...)
	}
	return values
}

// processedFlags reads is_processed.
func processedFlags(o *object) []models.FieldValue {
	raw := o.take("is_processed")
	if flag := string(raw) == "true"; flag || string(raw) == "false" {
		return processed(&flag)
	}
	var values []models.FieldValue
	for _, text := range o.columnOf("is_processed", raw) {
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

// platformRecord reads a platform's name.
func platformRecord(as *wording, code string, o *object) *models.Platform {
	platform := &models.Platform{AccessionCode: as.line(code), Name: as.line(o.text("name"))}
	if o.err == nil && platform.AccessionCode == "" {
		o.err = errors.New("no accession_code; expected that of a platform such as GPL570")
	}
	return platform
}

// attributesOf reads the other attributes of a sample: an object of strings, or of lists of strings.
func attributesOf(o *object, as *wording) []models.Attribute {
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
		switch key := as.key(m.key); {
		case key.contact:
		case as.harmonised:
			list = append(list, plainAttributes(o, m)...)
		case key.nested || m.value[0] == '{' || m.value[0] == '[':
			list = append(list, flatten(m.key, m.value)...)
		default:
			if text, ok := scalar(m.value); ok && text != "" {
				if text = as.line(text); text != "" {
					list = append(list, models.Attribute{Key: key.line, Value: text})
				}
			}
		}
	}
	return list
}

// plainAttributes are the attributes of one key, as they stand.
func plainAttributes(o *object, m member) []models.Attribute {
	values := objectOf(m.key, m.value)
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

// experimentOf reads an experiment.
func experimentOf(as *wording, code string, o *object) *models.ExperimentBody {
	body := &models.ExperimentBody{
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
	if as.harmonised {
		body.Protocol = as.lines(o.text("protocol_description"))
	} else {
		body.Protocol = paragraphs(protocolText(o.take("protocol_description")))
		body.SourceDatabase = harmonise.Archive(body.SourceDatabase)
	}
	takePublication(o, body)
	takePublications(o, as, body)
	body.Samples = sampleCodes(codeList(o, "samples"))
	return body
}

// takePublications reads a list of papers.
func takePublications(o *object, as *wording, body *models.ExperimentBody) {
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
	unfit := func(r rune) bool {
		return !unicode.IsGraphic(r) || unicode.IsSpace(r) || strings.ContainsRune("\"<>\uFFFD", r)
	}
	if url != "" && (len(url) > 2000 || hasEmail(url) || strings.ContainsFunc(url, unfit) || !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://")) {
		o.wrong("source_url", "an address that begins with https:// or http://")
		return ""
	}
	return url
}
