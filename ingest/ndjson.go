package ingest

import (
	"errors"
	"fmt"
	"strings"

	"github.com/facetome/facetome/models"
)

// NDJSON, the catalogue format of Facetome's own (described in README): one JSON object on each line, samples before the
// experiments that name them,
//
//	{"type":"sample","accession_code":"GSM1000001","organism":"Homo sapiens","technology":"RNA-seq","sex":"female",…}
//	{"type":"experiment","accession_code":"GSE1001","title":"…","samples":["GSM1000001"],…}
//
// Every field but type and accession_code may be missing, and a sample field may be a string or a list. A unit is some thousand
// lines. An experiment is skipped if it names a sample whose line was broken. A sample that it names and that no line describes may be described
// in another file, before or after.
//
// What Export writes has a few words more: lines that name platforms,
//
//	{"type":"platform","accession_code":"GPL570","name":"…"}
//
// "publications" of an experiment, a list of objects; "experiments" of a sample, the series that it names itself;
// "organism_taxonomy_id" and "platform_name", whose items stand beside those of "organism" and "platform_accession_code"; "age_quantity",
// the numbers and units of ages, which is not read again; and "harmonised":true, which says that values and texts are the catalogue's own and are taken as they stand.

// unitLines is how many records are imported in one transaction: enough that its costs vanish, few enough to hold in memory.
const unitLines = 50_000

// ndjson reads one file.
type ndjson struct {
	lines   *lineReader
	decoded *blockReader[ndjsonRecord] // of lines, from the first unit on
	rep     *FileReport
	broken  map[string]int  // line by accession code of samples whose line was broken, where the code could be read
	unknown map[string]bool // keys that were reported
	held    held            // by broken
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
	if n.decoded == nil {
		n.decoded = newBlockReader(n.lines, newNDJSONDecoder().decode)
	}
	return n.decoded.inOrder(unitLines, func(r ndjsonRecord) error { return n.take(sink, &r) })
}

// close ends what goes on ahead of the units.
func (n *ndjson) close() {
	if n.decoded != nil {
		n.decoded.close()
	}
}

// take brings a record into the catalogue. What is wrong with it is reported.
func (n *ndjson) take(sink Sink, r *ndjsonRecord) error {
	switch {
	case r.blank:
		return nil
	case r.noRecord != "":
		n.rep.problem(r.line, "%s", r.noRecord)
		return nil
	}
	err := r.err
	if err == nil {
		for _, problem := range r.problems {
			n.rep.problem(r.line, "%s", problem)
		}
		switch {
		case r.platform != nil:
			err = sink.Platform(*r.platform)
		case r.sample != nil:
			err = sink.Prepared(r.sample)
		default:
			err = n.experiment(sink, r.experiment)
		}
	}
	var broken *brokenRecord
	switch {
	case errors.As(err, &broken):
		if r.kind == "sample" {
			n.broken[r.code] = r.line
		}
		n.rep.problem(r.line, "%s%v; the record is skipped", label(r.kind, r.code), err)
		return n.held.add(r.code, r.line)
	case err == nil:
		n.reportUnknown(r)
	}
	return err
}

// experiment brings an experiment into the catalogue, unless the line of one of its samples was broken.
func (n *ndjson) experiment(sink Sink, body *models.ExperimentBody) error {
	for _, sample := range body.Samples {
		if line, broken := n.broken[sample]; broken {
			return &brokenRecord{fmt.Errorf("its sample %s (line %d) could not be read; expected every sample to be whole", sample, line)}
		}
	}
	return sink.Experiment(*body)
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
func (n *ndjson) reportUnknown(r *ndjsonRecord) {
	for _, key := range r.unknown {
		if name := r.kind + "." + key; !n.unknown[name] && len(n.unknown) < maxUnknown {
			n.unknown[name] = true
			n.rep.problem(r.line, "unknown key %q of a record of type %q, here and perhaps later; expected one that README lists; the record is imported without it",
				key, r.kind)
		}
	}
}
