package ingest

import (
	"errors"
	"io"
	"regexp"

	"github.com/facetome/facetome/models"
)

// Expression Atlas's condensed SDRF (https://github.com/ebi-gene-expression-group/perl-atlas-modules, condense_sdrf.pl) says what the Atlas's
// curators make of an SDRF, one value a line, without a header: experiment, array design, assay, "characteristic" or "factor", key,
// value and, where there is one, the term of an ontology:
//
//	E-MTAB-6077		ERR2146881	characteristic	organism	Danio rerio	http://purl.obolibrary.org/obo/NCBITaxon_7955
//
// Assays are runs, of which each is a sample here, and samples of GEO. A cell ("SRR8206654-CATTCAACCAAG") is of the sample of its run.
// Names that are neither may be of any sample, and are reported.

var (
	condensedMark = regexp.MustCompile(`^E-[A-Z]{4}-[0-9]+\t[^\t\n]*\t[^\t\n]+\t(characteristic|factor)\t`)
	assayOfRun    = regexp.MustCompile(`^([SED]RR[0-9]{1,15})(?:-.*)?$`)
)

func looksLikeCondensed(head []byte) bool { return condensedMark.Match(head) }

// condensed reads one condensed SDRF; its lines are collected as an SDRF's are.
type condensed struct {
	magetabReader
	accession string
	samples   *sdrfSamples
	unknown   map[string]bool // assays that were reported
}

func newCondensed(t *text, rep *FileReport) unitReader {
	return &condensed{magetabReader: magetabReader{lines: &lineReader{r: t.Reader}, rep: rep}, samples: newSDRFSamples(rep), unknown: map[string]bool{}}
}

// unit reads the whole file.
func (c *condensed) unit(sink Sink) (more bool, err error) {
	defer c.samples.close()
	for {
		cells, err := c.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return false, err
		}
		if err := c.line(cells); err != nil {
			return false, err
		}
	}
	if c.samples.empty() {
		return false, nil
	}
	return false, c.samples.finish(sink, c.accession)
}

// line takes one value.
func (c *condensed) line(cells []string) error {
	rep, number := c.rep, c.lines.number
	if len(cells) < 6 || !arrayExpressCode.MatchString(cells[0]) || cells[3] != "characteristic" && cells[3] != "factor" {
		rep.problem(number, "expected experiment, array, assay, \"characteristic\" or \"factor\", key and value; the line is skipped")
		return nil
	}
	switch c.accession {
	case "":
		c.accession = cells[0]
	case cells[0]:
	default:
		rep.problem(number, "a second experiment, %s, in the file of %s; expected one; the line is skipped", cells[0], c.accession)
		return nil
	}
	name := oneLine(cells[2])
	run := assayOfRun.FindStringSubmatch(name)
	if run == nil && sourceGSM(name) == "" {
		if !c.unknown[name] && len(c.unknown) < maxProblems {
			c.unknown[name] = true
			rep.problem(number, "the assay %q is neither a run nor a sample of GEO, so that it is not known of which sample it is; it is skipped", name)
		}
		return nil
	}
	code := ""
	if run != nil {
		name, code = run[1], run[1]
	}
	v := sdrfValue{Kind: columnCharacteristic, Key: oneLine(cells[4]), Value: oneLine(cells[5])}
	if cells[3] == "factor" {
		v.Kind = columnFactor
	}
	if isContact(v.Key) {
		return nil
	}
	if v.Key == models.FieldOrganism && len(cells) > 6 {
		v.Taxon = taxon(cells[6])
	}
	values := []sdrfValue{v}
	if array := oneLine(cells[1]); isCode(array) {
		values = append(values, sdrfValue{Kind: columnArray, Key: "Array Design REF", Value: array})
	}
	return c.samples.add(name, code, values...)
}
