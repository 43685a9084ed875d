package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strings"

	"github.com/facetome/facetome/models"
)

// Expression Atlas's list of experiments is what https://www.ebi.ac.uk/gxa/json/experiments and, for single cells,
// https://www.ebi.ac.uk/gxa/sc/json/experiments answer: a list, which may stand under the key "experiments", of
//
//	{"experimentAccession": "E-MTAB-3103", "experimentDescription": "RNA-seq of …", "species": "Triticum aestivum",
//	 "arrayDesigns": ["A-AFFY-2"], "arrayDesignNames": ["Affymetrix …"], "loadDate": "08-01-2019", …}
//
// It names no samples. The dates are of the Atlas's own work, not of the experiment, and are not kept; neither is the species, which
// the catalogue knows of samples.

// atlas reads a list.
type atlas struct {
	json *jsonReader
	bare bool // the list stands alone
	rep  *FileReport
}

func newAtlas(t *text, rep *FileReport) unitReader {
	head, _ := t.Peek(headSize) // damage is found by reading
	return &atlas{json: newJSONReader(t), bare: bytes.HasPrefix(bytes.TrimSpace(head), []byte("[")), rep: rep}
}

var atlasMark = regexp.MustCompile(`^\s*(\{\s*"experiments"\s*:\s*)?\[\s*\{[^{}]*"experimentAccession"\s*:`)

func looksLikeAtlas(head []byte) bool { return atlasMark.Match(head[:min(len(head), 8<<10)]) }

// unit reads the whole file.
func (a *atlas) unit(sink Sink) (more bool, err error) {
	use := func(raw json.RawMessage, line int) error { return a.experiment(sink, raw, line) }
	if a.bare {
		err = a.json.items(use)
	} else {
		err = a.json.each(func(key string) error {
			if key == "experiments" {
				return a.json.items(use)
			}
			return a.json.skip()
		})
	}
	if err == nil {
		err = a.json.end()
	}
	if err != nil {
		return false, a.json.damage(err)
	}
	return false, nil
}

// experiment writes one experiment of the list and the names of its arrays.
func (a *atlas) experiment(sink Sink, raw json.RawMessage, line int) error {
	body, arrays, problem := atlasExperiment(raw)
	if problem != nil {
		a.rep.problem(line, "an experiment is skipped: %v", problem)
		return nil
	}
	for _, array := range arrays {
		if err := sink.Platform(array); err != nil {
			return err
		}
	}
	return sink.Experiment(body)
}

// atlasExperiment reads one object of the list.
func atlasExperiment(raw json.RawMessage) (body models.ExperimentBody, arrays []models.Platform, err error) {
	o, err := readObject(raw)
	if err != nil {
		return body, nil, err
	}
	code := strings.TrimSpace(o.text("experimentAccession"))
	body = models.ExperimentBody{AccessionCode: code, Alternates: experimentAlternates(code, nil), Title: oneLine(o.text("experimentDescription"))}
	body.SourceDatabase, body.SourceURL = archiveOf(code)
	designs, names := o.texts("arrayDesigns"), o.texts("arrayDesignNames")
	switch {
	case o.err != nil:
		return body, nil, o.err
	case !isCode(code):
		return body, nil, errors.New("no experimentAccession; expected one word such as E-MTAB-3103")
	}
	for i, design := range designs {
		if design = strings.TrimSpace(design); isCode(design) && len(designs) == len(names) {
			arrays = append(arrays, models.Platform{AccessionCode: design, Name: oneLine(names[i])})
		}
	}
	return body, arrays, nil
}
