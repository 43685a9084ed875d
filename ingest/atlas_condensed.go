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
	table   *sdrf
	unknown map[string]bool // assays that were reported
}

func newCondensed(t *text, rep *FileReport) unitReader {
	return &condensed{unknown: map[string]bool{},
		table: &sdrf{magetabReader: magetabReader{lines: &lineReader{r: t.Reader}, rep: rep}, bySample: map[string]*sdrfSample{}}}
}

// unit reads the whole file.
func (c *condensed) unit(sink Sink) (more bool, err error) {
	for {
		cells, err := c.table.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return false, err
		}
		c.line(cells)
		if c.table.size > maxBlock {
			return false, &damage{c.table.lines.number, "more than 64 MB of different values; expected fewer; nothing of the file is imported"}
		}
	}
	if len(c.table.samples) == 0 {
		return false, nil
	}
	return false, c.table.write(sink)
}

// line takes one value.
func (c *condensed) line(cells []string) {
	rep, number := c.table.rep, c.table.lines.number
	if len(cells) < 6 || !arrayExpressCode.MatchString(cells[0]) || cells[3] != "characteristic" && cells[3] != "factor" {
		rep.problem(number, "expected experiment, array, assay, \"characteristic\" or \"factor\", key and value; the line is skipped")
		return
	}
	switch c.table.accession {
	case "":
		c.table.accession = cells[0]
	case cells[0]:
	default:
		rep.problem(number, "a second experiment, %s, in the file of %s; expected one; the line is skipped", cells[0], c.table.accession)
		return
	}
	name := oneLine(cells[2])
	run := assayOfRun.FindStringSubmatch(name)
	if run == nil && sourceGSM(name) == "" {
		if !c.unknown[name] && len(c.unknown) < maxProblems {
			c.unknown[name] = true
			rep.problem(number, "the assay %q is neither a run nor a sample of GEO, so that it is not known of which sample it is; it is skipped", name)
		}
		return
	}
	if run != nil {
		name = run[1]
	}
	sample := c.table.sample(name)
	if run != nil {
		sample.code = name
	}
	v := sdrfValue{kind: columnCharacteristic, key: oneLine(cells[4]), value: oneLine(cells[5])}
	if cells[3] == "factor" {
		v.kind = columnFactor
	}
	if isContact(v.key) {
		return
	}
	if v.key == models.FieldOrganism && len(cells) > 6 {
		v.taxon = taxon(cells[6])
	}
	c.table.keep(sample, v)
	if array := oneLine(cells[1]); isCode(array) {
		c.table.keep(sample, sdrfValue{kind: columnArray, key: "Array Design REF", value: array})
	}
}
