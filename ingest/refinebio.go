package ingest

import (
	"errors"

	"github.com/facetome/facetome/models"
)

// refine.bio's aggregated_metadata.json, the metadata of a dataset that was downloaded from https://www.refine.bio, as
// https://docs.refine.bio/en/latest/main_text.html describes it: one object,
//
//	{"aggregate_by": "EXPERIMENT", "created_at": "…", …,
//	 "experiments": {"SRP125001": {"accession_code": "SRP125001", "title": "…", "technology": "RNA-SEQ", "sample_accession_codes": ["SRR6292235", …], …}},
//	 "samples": {"SRR6292235": {"refinebio_accession_code": "SRR6292235", "refinebio_organism": "HOMO_SAPIENS", "refinebio_annotations": [], …}}}
//
// Files of 2018 have sample_titles in place of sample_accession_codes, name their samples by title, and the oldest have no
// refinebio_ before the fields. An experiment may name samples that the dataset leaves out. A file is one unit. Samples are written
// as they are read; experiments, a few kilobytes each, wait for the end, when it is known whether one of their samples was broken.

// refinebio reads one dataset.
type refinebio struct {
	json *jsonReader
	rep  *FileReport

	experiments  *pending[pendingExperiment]
	technologies map[string]string // of the experiment, by its samples' names
	codes        map[string]string // by samples' names, where these are not their codes
	broken       map[string]int    // line by samples' names
	held         held              // by the maps
}

// pendingExperiment is an experiment that was read and waits for its samples.
type pendingExperiment struct {
	Line   int
	Body   models.ExperimentBody
	Names  []string // of its samples, as the file calls them
	Titles bool     // names are titles, which tell nothing outside of the file
}

func newRefinebio(t *text, rep *FileReport) unitReader { return newRefinebioOf(newJSONReader(t), rep) }

// newRefinebioOf is for files of other shapes with the same records.
func newRefinebioOf(json *jsonReader, rep *FileReport) *refinebio {
	return &refinebio{json: json, rep: rep, experiments: newPending[pendingExperiment](),
		technologies: map[string]string{}, codes: map[string]string{}, broken: map[string]int{}}
}

func looksLikeRefinebio(head []byte) bool {
	kinds := topLevel(head)
	return kinds["experiments"] == '{' || kinds["samples"] == '{'
}

// unit reads the whole file.
func (r *refinebio) unit(sink Sink) (more bool, err error) {
	defer r.experiments.close()
	err = r.json.each(func(key string) error {
		switch key {
		case "experiments":
			return r.json.each(func(key string) error { return r.record(key, r.experiment) })
		case "samples":
			return r.json.each(func(key string) error {
				return r.record(key, func(key string, line int, o *object) error { return r.sample(sink, key, o) })
			})
		}
		return r.json.skip()
	})
	if err == nil {
		err = r.json.end()
	}
	if err != nil {
		return false, r.json.damage(err)
	}
	return false, r.finish(sink)
}

// record reads the value of a key as a record. What is wrong with it is reported.
func (r *refinebio) record(key string, use func(key string, line int, o *object) error) error {
	raw, line, err := r.json.value()
	if err != nil {
		return err
	}
	o, err := readObject(raw)
	if err == nil {
		err = use(key, line, o)
	}
	var broken *brokenRecord
	if errors.As(err, &broken) || o == nil {
		r.broken[key] = line
		r.rep.problem(line, "%q: %v; the record is skipped", key, err)
		return r.held.add(key, line)
	}
	return err
}

// brokenRecord says why a record cannot be used.
type brokenRecord struct{ why error }

func (b *brokenRecord) Error() string { return b.why.Error() }

// finish writes the experiments.
func (r *refinebio) finish(sink Sink) error {
	return r.experiments.each(func(e pendingExperiment) error {
		body := e.Body
		if name, line := r.firstBroken(e.Names); line > 0 {
			r.rep.problem(e.Line, "%s is skipped, because its sample %q (line %d) could not be read; expected every sample to be whole",
				body.AccessionCode, name, line)
			return nil
		}
		left := 0
		for _, name := range e.Names {
			code, described := r.codes[name]
			switch {
			case described:
				body.Samples = append(body.Samples, code)
			case e.Titles:
				left++
			default:
				body.Samples = append(body.Samples, name)
			}
		}
		if left > 0 {
			r.rep.problem(e.Line, "%s names %d samples by titles that the file does not explain; expected them under \"samples\"; it is imported without them",
				body.AccessionCode, left)
		}
		body.Samples = sampleCodes(body.Samples)
		return sink.Experiment(body)
	})
}

func (r *refinebio) firstBroken(names []string) (name string, line int) {
	for _, name := range names {
		if line := r.broken[name]; line > 0 {
			return name, line
		}
	}
	return "", 0
}
