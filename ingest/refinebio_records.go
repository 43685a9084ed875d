package ingest

import (
	"errors"
	"regexp"
	"strings"

	"github.com/facetome/facetome/ingest/harmonise"
	"github.com/facetome/facetome/models"
)

var errNoCode = errors.New("no accession_code; expected one word such as SRP125001")

// experiment keeps an experiment until the end of the file.
func (r *refinebio) experiment(key string, line int, o *object) error {
	e, err := r.readExperiment(key, line, o)
	if err != nil {
		return err
	}
	return r.experiments.add(e)
}

// readExperiment reads an experiment, and notes what it says of its samples.
func (r *refinebio) readExperiment(key string, line int, o *object) (pendingExperiment, error) {
	code := strings.TrimSpace(o.text("accession_code"))
	if code == "" {
		code = key
	}
	e := pendingExperiment{Line: line, Names: o.texts("sample_accession_codes")}
	if titles := o.texts("sample_titles"); len(e.Names) == 0 {
		e.Names, e.Titles = titles, true
	}
	e.Body = models.ExperimentBody{
		AccessionCode:        code,
		Alternates:           experimentAlternates(code, codesOf(o.texts("alternate_accession_code"))),
		Title:                oneLine(o.text("title")),
		Description:          paragraphs(o.text("description")),
		Protocol:             paragraphs(protocolText(o.take("protocol_description"))),
		SubmitterInstitution: oneLine(o.text("submitter_institution")),
		FirstPublished:       o.date("source_first_published"),
		LastModified:         o.date("source_last_modified"),
	}
	e.Body.SourceDatabase, e.Body.SourceURL = archiveOf(code)
	takePublication(o, &e.Body)
	technology := o.text("technology")
	switch {
	case o.err != nil:
		return e, &brokenRecord{o.err}
	case !isCode(code):
		return e, &brokenRecord{errNoCode}
	}
	for _, name := range e.Names {
		if !e.Titles && !isCode(name) {
			return e, &brokenRecord{errors.New("\"sample_accession_codes\" holds something that is no accession code; expected words such as SRR6292235")}
		}
		if err := r.held.add(name, line); err != nil {
			return e, err
		}
		r.technologies[name] = technology
	}
	return e, nil
}

// takePublication reads the paper of an experiment; naming one means that there is one.
func takePublication(o *object, body *models.ExperimentBody) {
	paper := models.PublicationBody{
		PubMedID: strings.TrimSpace(o.text("pubmed_id")),
		DOI:      findDOI(o.text("publication_doi")),
		Title:    oneLine(o.text("publication_title")),
	}
	if !isPubMed(paper.PubMedID) {
		paper.PubMedID = ""
	}
	for _, name := range o.texts("publication_authors") {
		if name = oneLine(name); name != "" {
			paper.Authors = append(paper.Authors, name)
		}
	}
	if paper.PubMedID+paper.DOI+paper.Title != "" {
		body.Publications = []models.PublicationBody{paper}
	}
	said := o.flag("has_publication")
	body.HasPublication = len(body.Publications) > 0 || said != nil && *said
}

// protocol joins what a protocol's texts say; who performed it and on which machine is left out.
func protocol(parts []models.Attribute) string {
	var texts []string
	for _, p := range parts {
		last := p.Key[strings.LastIndex(p.Key, " ")+1:]
		switch {
		case p.Key == "", last == "text":
			texts = append(texts, p.Value)
		case strings.HasSuffix(strings.ToLower(p.Key), "protocol"), strings.EqualFold(p.Key, "data processing"):
			texts = append(texts, p.Key+": "+p.Value)
		}
	}
	return strings.Join(texts, "\n")
}

// bookkeeping are sample fields of refine.bio's own work, not of the sample.
var bookkeeping = regexp.MustCompile(`^(accession_code|sample_id|processor_.*|source_archive_url|source_database|is_downloadable)$`)

// harmonisedBy says which of refine.bio's sample fields are ours, in the order of the facets.
var harmonisedBy = []struct{ theirs, field string }{
	{"organism", models.FieldOrganism}, {"technology", models.FieldTechnology}, {"specimen_part", models.FieldTissue},
	{"disease", models.FieldDisease}, {"sex", models.FieldSex}, {"age", models.FieldAge}, {"cell_line", models.FieldCellLine},
	{"developmental_stage", models.FieldStage}, {"treatment", models.FieldTreatment},
}

// sample writes a sample.
func (r *refinebio) sample(sink Sink, key string, o *object) error {
	prefix := "" // the oldest files have none
	for _, field := range o.left() {
		if own, ok := strings.CutPrefix(field, "refinebio_"); ok {
			prefix = "refinebio_"
			o.set(own, o.take(field))
		}
	}
	code := strings.TrimSpace(o.text("accession_code"))
	if code == "" {
		code = key
	}
	body := models.SampleBody{Title: oneLine(o.text("title"))}
	body.AccessionCode, body.Alternates = sampleCode(code, nil)
	values := &valueList{}
	for _, h := range harmonisedBy {
		for _, text := range o.texts(h.theirs) {
			text = oneLine(text)
			values.add(harmonise.Field(h.field, prefix+h.theirs, text)...)
			if text != "" && h.field != models.FieldOrganism && h.field != models.FieldTechnology {
				body.Attributes = append(body.Attributes, models.Attribute{Key: h.theirs, Value: text})
			}
		}
	}
	if !values.has(models.FieldTechnology) {
		values.add(harmonise.Field(models.FieldTechnology, "technology", r.technologies[key])...)
	}
	for _, text := range o.texts("platform") {
		values.add(platformOf(oneLine(text))...)
		if !values.has(models.FieldTechnology) {
			values.add(platformTechnology(prefix+"platform", oneLine(text))...)
		}
	}
	values.add(processed(o.flag("processed"))...)
	annotations := flatten("", o.take("annotations"))
	for _, name := range o.left() {
		if !bookkeeping.MatchString(name) {
			body.Attributes = append(body.Attributes, flatten(name, o.take(name))...)
		}
	}
	body.Attributes = append(body.Attributes, annotations...)
	addUnsaid(values, annotations)
	switch {
	case o.err != nil:
		return &brokenRecord{o.err}
	case !isCode(code):
		return &brokenRecord{errNoCode}
	}
	if key != "" && key != code {
		r.codes[key] = body.AccessionCode
		if err := r.held.add(key+code, 0); err != nil {
			return err
		}
	}
	body.Values = values.list
	return sink.Sample(body)
}

// addUnsaid harmonises the submitter's annotations in the fields of which refine.bio says nothing. Ages of refine.bio have no unit; where
// the submitter's is the same number with one, it is taken.
func addUnsaid(values *valueList, annotations []models.Attribute) {
	said := map[string]bool{}
	for _, v := range values.list {
		said[v.Field] = true
	}
	for _, a := range annotations {
		for _, v := range harmonise.Attribute(a.Key, a.Value) {
			switch {
			case !said[v.Field]:
				values.add(v)
			case v.Field == models.FieldAge:
				values.replace(v, harmonise.SameAgeWithUnit)
			}
		}
	}
}

var platformName = regexp.MustCompile(`^(.+) \(([^()]+)\)$`)

// platformOf parts "Illumina HiSeq 2500 (IlluminaHiSeq2500)" into name and accession code.
func platformOf(text string) []models.FieldValue {
	name, code := "", text
	if match := platformName.FindStringSubmatch(text); match != nil {
		name, code = match[1], match[2]
	}
	return platformValue(code, name)
}

// platformTechnology is the technology of a platform by a word of its name: the older tables do not say it otherwise.
func platformTechnology(key, name string) []models.FieldValue {
	for _, word := range strings.Fields(name) {
		if technology, ok := harmonise.Technology(harmonise.RefinebioPlatform, word); ok {
			return []models.FieldValue{{Field: models.FieldTechnology, Value: technology, RawKey: key, RawValue: name}}
		}
	}
	return nil
}

// platformValue is the value of a platform; none if its code is blank, absent or no code.
func platformValue(code, name string) []models.FieldValue {
	if len(code) > maxCode || harmonise.Absent(models.FieldPlatform, code) {
		return nil
	}
	return []models.FieldValue{{Field: models.FieldPlatform, Value: code, Name: name}}
}

func processed(flag *bool) []models.FieldValue {
	switch {
	case flag == nil:
		return nil
	case *flag:
		return []models.FieldValue{{Field: models.FieldProcessed, Value: "yes"}}
	default:
		return []models.FieldValue{{Field: models.FieldProcessed, Value: "no"}}
	}
}

// codesOf keeps what can be an accession code.
func codesOf(texts []string) []string {
	var codes []string
	for _, text := range texts {
		if text = strings.TrimSpace(text); isCode(text) {
			codes = append(codes, text)
		}
	}
	return codes
}
