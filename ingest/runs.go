package ingest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/facetome/facetome/models"
)

// run is what a row of a table or an element of a file says of one run, and of the sample and the study that it belongs to.
type run struct {
	codes   []string // of the run and its sample, of sampleKinds or of no kind
	studies []string // of the study, of studyKinds; the GEO series may be several
	sample  sampleRow
	study   studyRow
}

// sampleRow is the part of a run that is told of its sample. Names are short: it may wait in a temporary file.
type sampleRow struct {
	Title      string              `json:"t,omitempty"`
	Studies    []string            `json:"s,omitempty"`
	Values     []models.FieldValue `json:"v,omitempty"`
	Attributes []models.Attribute  `json:"a,omitempty"`
}

// studyRow is the part of a run that is told of its study.
type studyRow struct {
	Title       string                   `json:"t,omitempty"`
	Description string                   `json:"d,omitempty"`
	Institution string                   `json:"i,omitempty"`
	Papers      []models.PublicationBody `json:"p,omitempty"`
	Released    *time.Time               `json:"r,omitempty"` // the run
}

// runCollector makes one record of all runs of a sample, and one of all runs of a study.
type runCollector struct {
	rep              *FileReport
	samples, studies *codeGroups
}

func newRunCollector(rep *FileReport) *runCollector {
	return &runCollector{rep: rep, samples: newCodeGroups(sampleKinds), studies: newCodeGroups(studyKinds)}
}

func (c *runCollector) close() {
	c.samples.close()
	c.studies.close()
}

// add takes a run that has a code.
func (c *runCollector) add(r run) error {
	series := slices.DeleteFunc(slices.Clone(r.studies), func(code string) bool { return !seriesCode.MatchString(code) })
	r.sample.Studies = series
	if len(r.studies) > 0 {
		study, err := json.Marshal(r.study)
		if err != nil {
			return err
		}
		own, err := c.studies.add(r.studies, string(study))
		if err != nil {
			return err
		}
		if !slices.Contains(series, own) {
			r.sample.Studies = append([]string{own}, series...)
		}
	}
	sample, err := json.Marshal(r.sample)
	if err != nil {
		return err
	}
	_, err = c.samples.add(r.codes, string(sample))
	return err
}

// finish writes the records. GEO series that are not sure to be the study of their runs (there are several, or they span several
// studies) are experiments of their own, with the samples that name them.
func (c *runCollector) finish(sink Sink) error {
	if err := c.samples.each(func(g codeGroup) error { return c.sample(sink, g) }); err != nil {
		return err
	}
	return c.studies.each(func(g codeGroup) error { return c.study(sink, g) })
}

// sample writes a sample. Its runs may differ in the technology or the instrument: then it has several values. A title that not all
// runs agree on is of the run.
func (c *runCollector) sample(sink Sink, g codeGroup) error {
	body := models.SampleBody{AccessionCode: g.key, Alternates: g.alternates}
	values, titles := &valueList{}, map[string]bool{}
	seen := map[models.Attribute]bool{}
	attribute := func(a models.Attribute) {
		if !seen[a] {
			seen[a] = true
			body.Attributes = append(body.Attributes, a)
		}
	}
	for _, text := range g.rows {
		var row sampleRow
		if err := json.Unmarshal([]byte(text), &row); err != nil {
			return err
		}
		if row.Title != "" {
			titles[row.Title], body.Title = true, row.Title
		}
		body.Experiments = append(body.Experiments, row.Studies...)
		values.add(row.Values...)
		for _, a := range row.Attributes {
			attribute(a)
		}
	}
	for _, code := range g.related {
		attribute(models.Attribute{Key: kindName(sampleKinds, code), Value: code})
	}
	if len(titles) > 1 {
		body.Title = ""
	}
	if g.cut {
		c.rep.problem(0, "%s has rows of more than 64 MB together; expected fewer; the last of them are not kept", g.key)
	}
	body.Values, body.Experiments = values.list, distinctBut("", body.Experiments)
	return sink.Sample(body)
}

// study writes an experiment. It was first published when the first of its runs was. Its institution is that of all its runs, or none.
func (c *runCollector) study(sink Sink, g codeGroup) error {
	body := models.ExperimentBody{AccessionCode: g.key, Alternates: experimentAlternates(g.key, g.alternates)}
	institutions := map[string]bool{}
	for _, text := range g.rows {
		var row studyRow
		if err := json.Unmarshal([]byte(text), &row); err != nil {
			return err
		}
		if body.Title == "" {
			body.Title = row.Title
		}
		if body.Description == "" {
			body.Description = row.Description
		}
		if row.Institution != "" {
			institutions[row.Institution], body.SubmitterInstitution = true, row.Institution
		}
		if row.Released != nil && (body.FirstPublished == nil || row.Released.Before(*body.FirstPublished)) {
			body.FirstPublished = row.Released
		}
		for _, paper := range row.Papers {
			if !slices.ContainsFunc(body.Publications, func(p models.PublicationBody) bool { return p.PubMedID == paper.PubMedID && p.DOI == paper.DOI }) {
				body.Publications = append(body.Publications, paper)
			}
		}
	}
	if len(institutions) > 1 {
		body.SubmitterInstitution = ""
	}
	body.HasPublication = len(body.Publications) > 0
	for _, code := range append([]string{g.key}, g.alternates...) {
		if name, url := archiveOf(code); name != "" && (body.SourceDatabase == "" || name == "GEO") {
			body.SourceDatabase, body.SourceURL = name, url
		}
	}
	for _, code := range g.related {
		if !seriesCode.MatchString(code) {
			continue
		}
		series := models.ExperimentBody{AccessionCode: code}
		series.SourceDatabase, series.SourceURL = archiveOf(code)
		if err := sink.Experiment(series); err != nil {
			return err
		}
	}
	return sink.Experiment(body)
}

// codesIn lists the accession codes of a cell, which holds one of them or a list; others are left out.
func codesIn(cell string) []string {
	var codes []string
	for _, word := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";,|", r) }) {
		word = strings.ToUpper(strings.TrimSpace(word))
		if kindOf(sampleKinds, word) < len(sampleKinds) || kindOf(studyKinds, word) < len(studyKinds) {
			codes = append(codes, word)
		}
	}
	return distinctBut("", codes)
}
