package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/facetome/facetome/models"
)

// refine.bio's metadata_SRP125001.tsv, the table beside each expression matrix of a dataset, as
// https://docs.refine.bio/en/latest/main_text.html#refine-bio-harmonized-metadata describes it: a row for each sample,
//
//	refinebio_accession_code	experiment_accession	refinebio_age	…	refinebio_organism	…	age	contact_email	…
//	GSM488015	GSE19578	12.000	…	HOMO_SAPIENS	…	12 years	someone@…	…
//
// Columns that begin with refinebio_ are harmonised by refine.bio, the others are the submitter's; lists are as Python prints them.
// Tables before 2019 have no experiment_accession: samples of GEO name their series themselves in series_id, of others the table does
// not tell. Those of 2018 have no refinebio_ before the fields. A table is one unit.

// refinebioTable reads one table.
type refinebioTable struct {
	rows  *rowReader
	rep   *FileReport
	reads *refinebio // its reading of samples

	prefix  string         // of refine.bio's own columns
	samples *sorter        // codes of samples, by those of their experiments
	broken  map[string]int // line of the first broken row of an experiment
	unknown int            // samples of which nothing says the experiment
}

func newRefinebioTable(t *text, rep *FileReport) unitReader {
	return &refinebioTable{rows: newRowReader(t, true), rep: rep, reads: &refinebio{codes: map[string]string{}},
		samples: newSorter(), broken: map[string]int{}}
}

func looksLikeRefinebioTable(head []byte) bool {
	header := headerOf(head)
	return hasColumn(header, "refinebio_accession_code") ||
		hasColumn(header, "accession_code") && hasColumn(header, "specimen_part") && hasColumn(header, "source_archive_url")
}

// unit reads the whole table.
func (r *refinebioTable) unit(sink Sink) (more bool, err error) {
	defer r.samples.close()
	if err := r.rows.begin(); err != nil {
		return false, err
	}
	if hasColumn(r.rows.header, "refinebio_accession_code") {
		r.prefix = "refinebio_"
	}
	for {
		row, fault, err := r.rows.next()
		switch {
		case errors.Is(err, io.EOF):
			return false, r.finish(sink)
		case err != nil:
			return false, err
		case fault == "":
			err = r.sample(sink, row)
		default:
			err = &brokenRecord{errors.New(fault)}
		}
		var broken *brokenRecord
		if errors.As(err, &broken) {
			r.rep.problem(row.line, "%v; the sample is skipped", err)
			if code := strings.Clone(row.get("experiment_accession")); r.broken[code] == 0 {
				r.broken[code] = row.line
			}
		} else if err != nil {
			return false, err
		}
	}
}

// sample writes the sample of a row.
func (r *refinebioTable) sample(sink Sink, row *row) error {
	experiment := row.get("experiment_accession")
	if experiment != "" && !isCode(experiment) {
		return &brokenRecord{errors.New("experiment_accession is no accession code; expected one word such as SRP125001")}
	}
	code := row.get(r.prefix + "accession_code")
	if !isCode(code) {
		return &brokenRecord{errNoCode}
	}
	o := &object{}
	var annotations []json.RawMessage
	var series []string
	for i, text := range row.fields {
		name := row.header[i]
		value := cell(text)
		own := strings.HasPrefix(name, r.prefix)
		switch {
		case tooDeep(value):
			return &brokenRecord{fmt.Errorf("%q: %w", name, errDepth)}
		case value == nil || name == "experiment_accession":
		case own && strings.TrimPrefix(name, r.prefix) == "processed":
			if flag, ok := pythonFlag(text); ok {
				o.set(name, flag)
			}
		case own && name == "annotations":
			annotations = append(annotations, value)
		case own:
			if o.get(name) == nil { // of a column that is there twice the first counts
				o.set(name, value)
			}
		default:
			named, err := json.Marshal(map[string]json.RawMessage{name: value})
			if err != nil {
				return &brokenRecord{err}
			}
			annotations = append(annotations, named)
			if name == "series_id" {
				series = append(series, objectOf(name, value).texts(name)...)
			}
		}
	}
	all, err := json.Marshal(annotations)
	if err != nil {
		return &brokenRecord{err}
	}
	o.set(r.prefix+"annotations", all)
	if copied := geoCopySample.FindStringSubmatch(code); copied != nil {
		series = append(series, strings.TrimSuffix(code, "-"+copied[1]))
	}
	if series = distinctBut(experiment, codesOf(series)); len(series) == 0 {
		series = nil
	}
	if err := r.reads.sample(&seriesSink{sink, series}, code, o); err != nil {
		return err
	}
	if experiment == "" {
		if len(series) == 0 {
			r.unknown++
		}
		return nil
	}
	return r.samples.add(experiment, code)
}

// seriesSink adds to each sample the series that it names.
type seriesSink struct {
	Sink
	series []string
}

// Sample implements Sink.
func (s *seriesSink) Sample(body models.SampleBody) error {
	body.Experiments = s.series
	return s.Sink.Sample(body)
}

// cell is a field of a table as JSON; nil where it is blank.
func cell(text string) json.RawMessage {
	if text = strings.TrimSpace(text); text == "" {
		return nil
	}
	if raw, ok := fromPython(text); ok {
		return raw
	}
	raw, err := json.Marshal(text)
	if err != nil {
		return nil
	}
	return raw
}

// pythonFlag reads True or False.
func pythonFlag(text string) (flag json.RawMessage, ok bool) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "true":
		return json.RawMessage("true"), true
	case "false":
		return json.RawMessage("false"), true
	}
	return nil, false
}

// finish writes the experiments: their codes and samples are all that a table says of them.
func (r *refinebioTable) finish(sink Sink) error {
	if err := r.samples.each(func(code string, samples []string, cut bool) error {
		switch line := r.broken[code]; {
		case line > 0:
			r.rep.problem(line, "%s is skipped, because this sample of it could not be read; expected every sample to be whole", code)
			return nil
		case cut:
			r.rep.problem(1, "%s has too many samples to be held, more than 64 MB of them; expected fewer; it is skipped", code)
			return nil
		}
		body := models.ExperimentBody{AccessionCode: code, Alternates: experimentAlternates(code, nil), Samples: sampleCodes(samples)}
		body.SourceDatabase, body.SourceURL = archiveOf(code)
		return sink.Experiment(body)
	}); err != nil {
		return err
	}
	if r.unknown > 0 {
		r.rep.problem(1, "the table does not say of which experiment %d samples are; expected a column experiment_accession, as in tables since 2019; "+
			"the samples are imported without", r.unknown)
	}
	return nil
}
