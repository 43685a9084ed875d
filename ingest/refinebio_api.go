package ingest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"github.com/facetome/facetome/models"
)

// What refine.bio's API answers, as https://api.refine.bio describes it: /v1/experiments/GSE116436/, /v1/samples/ and /v1/search/ give
// an experiment, a sample, or pages of them,
//
//	{"count": 7623, "next": "…", "previous": null, "results": [
//	  {"accession_code": "GSM3232768", "organism": {"name": "HOMO_SAPIENS", "taxonomy_id": 9606}, "pretty_platform": "… (hgu133a2)",
//	   "is_processed": true, "annotations": [{"data": {…}}], "experiment_accession_codes": ["GSE116436"], …}, …]}
//
// and saved answers are kept in lists, and lists of lists. An experiment's samples are objects; in answers of 2018 they are numbers
// of refine.bio's own tables, which say nothing outside of it, and experiments had no accession codes then. A file is one unit.

// refinebioAPI reads one file.
type refinebioAPI struct {
	json  *jsonReader
	rep   *FileReport
	reads *refinebio // its reading of experiments and samples
	sink  Sink
}

func newRefinebioAPI(t *text, rep *FileReport) unitReader {
	json := newJSONReader(t)
	return &refinebioAPI{json: json, rep: rep, reads: newRefinebioOf(json, rep)}
}

var (
	apiMark  = regexp.MustCompile(`^\s*[\[{]`)
	apiField = regexp.MustCompile(`"(pretty_platform|is_unable_to_be_processed|num_total_samples|num_downloadable_samples__gt|experiment_accession_codes)"\s*:` +
		`|"next"\s*:\s*"https?://api\.refine\.bio/v1/(search|samples|experiments)/`)
	api2018 = regexp.MustCompile(`"platform_accession_code"\s*:\s*"[^"]*",\s*"samples"\s*:\s*\[`)
)

func looksLikeRefinebioAPI(head []byte) bool {
	return apiMark.Match(head) && (apiField.Match(head) || api2018.Match(head))
}

// unit reads the whole file.
func (r *refinebioAPI) unit(sink Sink) (more bool, err error) {
	defer r.reads.experiments.close()
	r.sink = sink
	if err = r.value(0); err == nil {
		err = r.json.end()
	}
	if err != nil {
		return false, r.json.damage(err)
	}
	return false, r.reads.finish(sink)
}

// value reads a list or an object that is a record or a page.
func (r *refinebioAPI) value(depth int) error {
	r.json.begin()
	token, err := r.json.dec.Token()
	switch {
	case err != nil:
		return err
	case depth > maxDepth:
		return &damage{r.json.line(), errDepth.message + "; nothing of the file is imported"}
	case token == json.Delim('{'):
		return r.object(depth)
	case token == json.Delim('['):
		for r.json.dec.More() {
			if err := r.value(depth + 1); err != nil {
				return err
			}
		}
		_, err = r.json.dec.Token()
		return err
	}
	r.rep.problem(r.json.line(), "%.100v where a record should stand; expected an object; it is skipped", token)
	return nil
}

// object reads what follows the brace of an object. Records of a page are used as they are read.
func (r *refinebioAPI) object(depth int) error {
	line := r.json.line()
	o := &object{}
	page, size := false, 0
	for r.json.dec.More() {
		key, err := r.json.dec.Token()
		if err != nil {
			return err
		}
		name, ok := key.(string)
		if !ok {
			return &shapeError{fmt.Sprintf("%v instead of a key; expected a string", key)}
		}
		if name == "results" && o.get("count") != nil {
			page = true
			err = r.value(depth + 1)
		} else {
			var value json.RawMessage
			value, _, err = r.json.value()
			o.set(name, value)
			size += len(name) + len(value) + mapOverhead
		}
		if err != nil {
			return err
		}
		if size > maxBlock {
			return tooLarge(line)
		}
	}
	if _, err := r.json.dec.Token(); err != nil || page {
		return err
	}
	return r.record(line, o)
}

// record uses an experiment or a sample. What is wrong with it is reported.
func (r *refinebioAPI) record(line int, o *object) error {
	var err error
	switch {
	case o.get("submitter_institution") != nil || o.get("num_total_samples") != nil:
		err = r.experiment(line, o)
	case o.get("organism") != nil || o.get("is_processed") != nil:
		var experiments []string
		if experiments = codesOf(o.texts("experiment_accession_codes")); o.err == nil {
			err = r.sample(o, experiments)
		} else {
			err = &brokenRecord{o.err}
		}
	default:
		err = &brokenRecord{errors.New("neither an experiment nor a sample; expected the fields of one")}
	}
	var broken *brokenRecord
	if errors.As(err, &broken) {
		r.rep.problem(line, "%v; the record is skipped", err)
		return nil
	}
	return err
}

// experiment keeps an experiment until the end of the file, and writes what it says of its samples.
func (r *refinebioAPI) experiment(line int, o *object) error {
	var items []json.RawMessage
	if raw := o.take("samples"); raw != nil {
		if err := json.Unmarshal(raw, &items); err != nil {
			return &brokenRecord{errors.New(`"samples" is not a list`)}
		}
	}
	var samples []*object
	var codes []string
	for _, item := range items {
		if !bytes.HasPrefix(bytes.TrimSpace(item), []byte("{")) {
			continue // a number of 2018
		}
		sample, err := readObject(item)
		if err != nil {
			return &brokenRecord{fmt.Errorf("a sample: %w", err)}
		}
		raw := sample.get("accession_code")
		code, _ := scalar(raw)
		if !isCode(code) {
			return &brokenRecord{fmt.Errorf("a sample: %w", errNoCode)}
		}
		samples, codes = append(samples, sample), append(codes, code)
	}
	if codes != nil {
		listed, err := json.Marshal(codes)
		if err != nil {
			return err
		}
		o.set("sample_accession_codes", listed)
	}
	read, err := r.reads.readExperiment("", line, o)
	if err != nil {
		return err
	}
	for _, sample := range samples {
		if err := r.sample(sample, nil); err != nil {
			return err
		}
	}
	return r.reads.experiments.add(read)
}

// apiBookkeeping are fields of a sample that are of refine.bio's own work or that say another field again.
var apiBookkeeping = []string{"id", "results", "has_raw", "created_at", "last_modified", "original_files", "computed_files", "last_processor_job",
	"last_downloader_job", "most_recent_smashable_file", "most_recent_quant_file", "is_unable_to_be_processed", "is_blacklisted"}

// sample writes a sample.
func (r *refinebioAPI) sample(o *object, experiments []string) error {
	for _, name := range apiBookkeeping {
		o.take(name)
	}
	taxon := 0
	if species, err := readObject(o.get("organism")); err == nil {
		taxon = taxonomyID(species.text("taxonomy_id"))
		o.set("organism", species.take("name"))
	}
	name, code, pretty := o.text("platform_name"), o.text("platform_accession_code"), o.text("pretty_platform")
	switch {
	case code != "" && name != "":
		pretty = name + " (" + code + ")"
	case code != "":
		pretty = code
	}
	if pretty != "" {
		o.set("platform", cell(pretty))
	}
	if flag := o.take("is_processed"); flag != nil {
		o.set("processed", flag)
	}
	annotations := o.annotations()
	if protocols := o.take("protocol_info"); protocols != nil {
		annotations = append(annotations, protocols)
	}
	all, err := json.Marshal(annotations)
	if err != nil {
		return &brokenRecord{err}
	}
	o.set("annotations", all)
	return r.reads.sample(&apiSink{r.sink, taxon, experiments}, "", o)
}

// annotations takes the data of the annotations; what else stands in them is refine.bio's bookkeeping.
func (o *object) annotations() []json.RawMessage {
	raw := o.take("annotations")
	if raw == nil {
		return nil
	}
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		o.wrong("annotations", "a list")
		return nil
	}
	var data []json.RawMessage
	for _, item := range items {
		if annotation, err := readObject(item); err == nil && annotation.get("data") != nil {
			data = append(data, annotation.get("data"))
		}
	}
	return data
}

// apiSink adds to each sample what the shape of refine.bio's bundles has no place for.
type apiSink struct {
	Sink
	taxon       int
	experiments []string
}

// Sample implements Sink.
func (s *apiSink) Sample(body models.SampleBody) error {
	body.Experiments = s.experiments
	for i := range body.Values {
		if body.Values[i].Field == models.FieldOrganism {
			body.Values[i].TaxonomyID = cmp.Or(body.Values[i].TaxonomyID, s.taxon)
		}
	}
	return s.Sink.Sample(body)
}
