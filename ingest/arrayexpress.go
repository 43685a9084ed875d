package ingest

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/facetome/facetome/models"
)

// ArrayExpress's JSON is what the archive's REST service, version 3, answered until 2022
// (https://www.ebi.ac.uk/arrayexpress/help/programmatic_access.html); files of it are kept by refine.bio and others. There are two kinds:
//
//	{"experiments": {"api-version": 3, …, "experiment": [{"accession": "E-MTAB-3050", "name": …, "bibliography": […]}]}}
//	{"experiment": {"api-version": 3, …, "accession": "E-MTAB-3050", "sample": [{"source": {…}, "characteristic": […], "variable": […]}]}}
//
// The second is the SDRF (magetab_sdrf.go) as JSON, one object for each of its rows, and gives the same records; it does not name the
// array. Wherever there is a list, a single object may stand instead. Persons ("provider") are not read.

// arrayExpress reads one answer.
type arrayExpress struct {
	json      *jsonReader
	rep       *FileReport
	accession string // of the experiment whose samples are listed
	line      int    // where its samples begin
	samples   *sdrfSamples
	sink      Sink
}

func newArrayExpress(t *text, rep *FileReport) unitReader {
	return &arrayExpress{json: newJSONReader(t), rep: rep, samples: newSDRFSamples(rep)}
}

var arrayExpressMark = regexp.MustCompile(`^\s*\{\s*"experiments?"\s*:\s*\{\s*"api-version"\s*:`)

func looksLikeArrayExpress(head []byte) bool { return arrayExpressMark.Match(head) }

// unit reads the whole file.
func (a *arrayExpress) unit(sink Sink) (more bool, err error) {
	defer a.samples.close()
	a.sink = sink
	err = a.json.each(func(key string) error {
		switch key {
		case "experiments":
			return a.json.each(a.inExperiments)
		case "experiment":
			return a.json.each(a.inExperiment)
		}
		return a.json.skip()
	})
	if err == nil {
		err = a.json.end()
	}
	if err != nil {
		return false, a.json.damage(err)
	}
	return false, a.write(sink)
}

// write writes the samples that were read.
func (a *arrayExpress) write(sink Sink) error {
	if a.samples.empty() {
		return nil
	}
	if !isCode(a.accession) {
		a.rep.problem(a.line, "samples without the accession code of their experiment; expected a key \"accession\" beside \"sample\"")
		return nil
	}
	return a.samples.finish(sink, a.accession)
}

// inExperiments reads a key of the list of experiments.
func (a *arrayExpress) inExperiments(key string) error {
	if key != "experiment" {
		return a.json.skip()
	}
	return a.json.items(func(raw json.RawMessage, line int) error {
		body, arrays, problem := arrayExpressExperiment(raw)
		if problem != nil {
			a.rep.problem(line, "an experiment is skipped: %v", problem)
			return nil
		}
		for _, array := range arrays {
			if err := a.sink.Platform(array); err != nil {
				return err
			}
		}
		return a.sink.Experiment(body)
	})
}

// inExperiment reads a key of the experiment whose samples are listed.
func (a *arrayExpress) inExperiment(key string) error {
	switch key {
	case "accession":
		raw, _, err := a.json.value()
		if err != nil {
			return err
		}
		a.accession, _ = scalar(raw)
		a.accession = strings.TrimSpace(a.accession)
		return nil
	case "sample":
		a.line = a.json.line()
		return a.json.items(func(raw json.RawMessage, line int) error {
			name, values, problem := arrayExpressSample(raw)
			if problem != nil {
				a.rep.problem(line, "a sample is skipped: %v", problem)
				return nil
			}
			return a.samples.add(name, "", values...)
		})
	}
	return a.json.skip()
}

// items reads a list of objects, or a single one, and calls use for each.
func (j *jsonReader) items(use func(raw json.RawMessage, line int) error) error {
	j.begin()
	line := j.line()
	open, err := j.dec.Token()
	if err != nil {
		return err
	}
	switch open {
	case json.Delim('['):
		for j.dec.More() {
			raw, _, err := j.value()
			if err != nil {
				return err
			}
			if err := use(raw, j.line()-bytes.Count(raw, []byte("\n"))); err != nil {
				return err
			}
		}
		_, err = j.dec.Token()
		return err
	case json.Delim('{'):
		members, size := map[string]json.RawMessage{}, 0
		for j.dec.More() {
			key, err := j.dec.Token()
			if err != nil {
				return err
			}
			name, ok := key.(string)
			if !ok {
				return &shapeError{"an object without keys; expected strings"}
			}
			if members[name], _, err = j.value(); err != nil {
				return err
			}
			if size += len(name) + len(members[name]) + mapOverhead; size > maxBlock {
				return tooLarge(line)
			}
		}
		if _, err := j.dec.Token(); err != nil {
			return err
		}
		raw, err := json.Marshal(members)
		if err != nil {
			return err
		}
		return use(raw, line)
	case nil:
		return nil
	}
	return &shapeError{"a value where a list should begin; expected ["}
}

// arrayExpressExperiment reads an experiment of the list and the names of its arrays.
func arrayExpressExperiment(raw json.RawMessage) (body models.ExperimentBody, arrays []models.Platform, err error) {
	o, err := readObject(raw)
	if err != nil {
		return body, nil, err
	}
	code := strings.TrimSpace(o.text("accession"))
	body = models.ExperimentBody{
		AccessionCode:  code,
		Alternates:     secondaryCodes(code, o.texts("secondaryaccession")),
		Title:          oneLine(strings.Join(o.texts("name"), "; ")),
		FirstPublished: o.date("releasedate"),
		LastModified:   o.date("lastupdatedate"),
	}
	body.SourceDatabase, body.SourceURL = archiveOf(code)
	var texts []string
	for _, description := range objects(o.take("description")) {
		texts = append(texts, description.texts("text")...)
	}
	body.Description = paragraphs(strings.Join(texts, "\n"))
	for _, paper := range objects(o.take("bibliography")) {
		p := models.PublicationBody{
			PubMedID: strings.TrimSpace(paper.text("accession")),
			DOI:      findDOI(paper.text("doi")),
			Title:    oneLine(paper.text("title")),
			Authors:  authors(paper.text("authors")),
		}
		if !isPubMed(p.PubMedID) {
			p.PubMedID = ""
		}
		if p.PubMedID+p.DOI+p.Title != "" {
			body.Publications = append(body.Publications, p)
		}
	}
	body.HasPublication = len(body.Publications) > 0
	designs := objects(o.take("arraydesign"))
	switch {
	case o.err != nil:
		return body, nil, o.err
	case !isCode(code):
		return body, nil, errNoCode
	}
	for _, design := range designs {
		if platform := strings.TrimSpace(design.text("accession")); isCode(platform) {
			arrays = append(arrays, models.Platform{AccessionCode: platform, Name: oneLine(design.text("name"))})
		}
	}
	return body, arrays, nil
}

// objects lists the objects of a list, or the single one; others are left out.
func objects(raw json.RawMessage) []*object {
	var list []json.RawMessage
	if raw == nil || json.Unmarshal(raw, &list) != nil {
		list = []json.RawMessage{raw}
	}
	var all []*object
	for _, item := range list {
		if o, err := readObject(item); err == nil {
			all = append(all, o)
		}
	}
	return all
}

// arrayExpressSample reads an object of the list, which is a row of the SDRF: the name of the sample, and what the row says of it.
func arrayExpressSample(raw json.RawMessage) (name string, values []sdrfValue, err error) {
	o, err := readObject(raw)
	if err != nil {
		return "", nil, err
	}
	for _, node := range []struct{ key, name string }{
		{"source", ""}, {"extract", "Extract Name"}, {"labeled-extract", ""}, {"assay", "Assay Name"}, {"scan", ""},
	} {
		for _, part := range objects(o.take(node.key)) {
			named := oneLine(strings.Join(part.texts("name"), "; "))
			switch {
			case node.key == "source":
				name = named
			case node.name != "":
				values = append(values, sdrfValue{Kind: columnName, Key: node.name, Value: named})
			}
			for _, label := range part.texts("label") {
				values = append(values, sdrfValue{Kind: columnAttribute, Key: "Label", Value: oneLine(label)})
			}
			values = append(values, pairs(part.take("comment"), "name", columnAttribute)...)
		}
	}
	values = append(values, pairs(o.take("characteristic"), "category", columnCharacteristic)...)
	values = append(values, pairs(o.take("variable"), "name", columnFactor)...)
	if name == "" {
		return "", nil, &shapeError{"it has no name; expected a key \"source\" with a \"name\""}
	}
	return name, values, nil
}

// pairs reads a list of keys and values, with their units; files and contact data are left out.
func pairs(raw json.RawMessage, keyed string, kind sdrfKind) []sdrfValue {
	var values []sdrfValue
	for _, o := range objects(raw) {
		key := oneLine(o.text(keyed))
		if isContact(key) || kind == columnAttribute && fileComment.MatchString(key) {
			continue
		}
		unit := oneLine(o.text("unit"))
		for _, text := range o.texts("value") {
			if text = oneLine(text); text != "" && unit != "" {
				text += " " + unit
			}
			values = append(values, sdrfValue{Kind: kind, Key: key, Value: text})
		}
	}
	return values
}
