package ingest

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/facetome/facetome/ingest/harmonise"
	"github.com/facetome/facetome/models"
)

// sdrf reads an SDRF. A sample is a source of material (Source Name), which has a row for every assay, dye and data file that was made of it.
// Its rows may be anywhere: records are made at the end of the file (magetab_samples.go, magetab_record.go).
type sdrf struct {
	magetabReader
	accession string // that of the IDF, else the one that names tell; empty if there is none
	columns   []sdrfColumn
	samples   *sdrfSamples
}

// sdrfKind is what a column tells.
type sdrfKind int

const (
	columnIgnored        sdrfKind = iota // files, protocols, persons
	columnSource                         // the sample's name
	columnCharacteristic                 // of the submitter's own
	columnFactor                         // of the submitter's own, what the experiment is about
	columnAttribute                      // of the format's own or a comment
	columnName                           // of what was made of the source; told if it is another name
	columnArray                          // Array Design REF
	columnHybridization                  // tells that it is an array
	columnTechnology                     // Technology Type
	columnUnit                           // of the value before
	columnTerm                           // Term Accession Number of the value before
	columnUnknown                        // no column of MAGE-TAB
)

// sdrfColumn is a column, with the columns after it that belong to its value; 0 if there is none, the first is never one.
type sdrfColumn struct {
	kind       sdrfKind
	key        string
	unit, term int
}

// sdrfColumns are the columns without a key of their own, by tabName.
var sdrfColumns = map[string]sdrfColumn{
	"sourcename": {kind: columnSource}, "samplename": {kind: columnName, key: "Sample Name"}, "extractname": {kind: columnName, key: "Extract Name"},
	"labeledextractname": {}, "hybridizationname": {kind: columnHybridization, key: "Hybridization Name"},
	"assayname": {kind: columnName, key: "Assay Name"}, "materialtype": {kind: columnAttribute, key: "Material Type"},
	"label": {kind: columnAttribute, key: "Label"}, "description": {kind: columnAttribute, key: "Description"},
	"technologytype": {kind: columnTechnology, key: "Technology Type"}, "arraydesignref": {kind: columnArray, key: "Array Design REF"},
	"arraydesignfile": {}, "unit": {kind: columnUnit}, "termaccessionnumber": {kind: columnTerm}, "termsourceref": {}, "protocolref": {},
	"performer": {}, "provider": {}, "date": {}, "scanname": {}, "imagefile": {}, "normalizationname": {}, "datatransformationname": {},
	"arraydatafile": {}, "arraydatamatrixfile": {}, "derivedarraydatafile": {}, "derivedarraydatamatrixfile": {}, "rawdatafile": {}, "deriveddatafile": {},
	"peptideassignmentfile": {}, "proteinassignmentfile": {}, "spectrumfile": {}, "metaboliteassignmentfile": {},
}

var (
	bracketed = regexp.MustCompile(`(?i)^(characteristics?|factor ?values?|comment|parameter ?values?|unit)\s*\[\s*(.*?)\s*\](?:\(.*\))?$`)
	// Comments that name files and where they are kept.
	fileComment = regexp.MustCompile(`(?i)(file(_name)?|_?uri|md5)$`)
)

// readHeader says what a column with this header tells; known is false if MAGE-TAB has no such column.
func readHeader(cell string) (column sdrfColumn, known bool) {
	cell = oneLine(cell)
	if match := bracketed.FindStringSubmatch(cell); match != nil {
		column.key = match[2]
		switch kind := tabName(match[1]); {
		case isContact(column.key):
		case kind == "unit":
			column.kind = columnUnit
		case strings.HasPrefix(kind, "characteristic"):
			column.kind = columnCharacteristic
		case strings.HasPrefix(kind, "factor"):
			column.kind = columnFactor
		case kind == "comment" && fileComment.MatchString(column.key):
		default:
			column.kind = columnAttribute
		}
		return column, true
	}
	name := tabName(cell)
	if strings.HasSuffix(name, "protocolref") { // "labeling Protocol REF"
		return column, true
	}
	if column, known = sdrfColumns[name]; known {
		return column, true
	}
	if !isContact(cell) {
		column = sdrfColumn{kind: columnUnknown, key: cell}
	}
	return column, false
}

// unit reads the whole file.
func (s *sdrf) unit(sink Sink) (more bool, err error) {
	defer s.samples.close()
	described := s.folder != ""
	if described {
		beside := idfOf(s.folder, s.name)
		if described = beside != nil; described {
			s.accession = beside.code()
		}
	}
	if s.accession == "" {
		s.accession = namedAccession(s.path())
	}
	if !isCode(s.accession) {
		s.rep.problem(0, "a table of samples (SDRF) that does not say of which experiment; expected an IDF beside it that names it, or a file or folder named as E-MTAB-2452 is")
		return false, nil
	}
	if !described {
		s.rep.problem(0, "a table of samples (SDRF) without the IDF of its experiment; expected it in the same folder; %s, as the name tells, is imported without a title", s.accession)
	}
	for {
		cells, err := s.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return false, err
		}
		if s.columns == nil {
			s.header(cells)
		} else if err := s.row(cells); err != nil {
			return false, err
		}
	}
	if s.samples.empty() {
		s.rep.problem(s.lines.number, "the table has no rows; expected one for each sample")
		return false, nil
	}
	return false, s.samples.finish(sink, s.accession)
}

// header reads the columns. Units and terms belong to the nearest value before them.
func (s *sdrf) header(cells []string) {
	value := -1
	for i, cell := range cells {
		column, known := readHeader(cell)
		if !known && cell != "" {
			s.rep.problem(s.lines.number, "%q is no column of MAGE-TAB; expected Characteristics[…], Comment[…] or the like; its values are kept as they are", cell)
		}
		if tabName(cell) == "characteristics[timeunit]" && value >= 0 && value == i-1 && strings.EqualFold(s.columns[value].key, "age") {
			column = sdrfColumn{kind: columnUnit} // of old records
		}
		s.columns = append(s.columns, column)
		switch column.kind {
		case columnUnit:
			if value >= 0 && s.columns[value].unit == 0 {
				s.columns[value].unit = i
			}
		case columnTerm:
			if value >= 0 && s.columns[value].unit == 0 && s.columns[value].term == 0 {
				s.columns[value].term = i
			}
		default:
			if name := tabName(cell); name != "termsourceref" {
				value = i
			}
		}
	}
}

// sdrfCell is a cell of a row as it can be kept; "" where the row is too short or the column is 0.
func sdrfCell(cells []string, column int) string {
	if column == 0 || column >= len(cells) {
		return ""
	}
	return oneLine(cells[column])
}

// row adds a row to its sample.
func (s *sdrf) row(cells []string) error {
	name := ""
	for i, column := range s.columns {
		if column.kind == columnSource && name == "" && i < len(cells) {
			name = oneLine(cells[i])
		}
	}
	if name == "" {
		s.rep.problem(s.lines.number, "a row without a Source Name; expected the name of a sample; the row is skipped")
		return nil
	}
	for _, cell := range cells[min(len(cells), len(s.columns)):] {
		if cell != "" {
			s.rep.problem(s.lines.number, "%d cells, where the header has %d columns; expected as many; those to the right are not read", len(cells), len(s.columns))
			break
		}
	}
	var values []sdrfValue
	for i, column := range s.columns {
		if i >= len(cells) || cells[i] == "" || slices.Contains([]sdrfKind{columnIgnored, columnSource, columnUnit, columnTerm}, column.kind) {
			continue
		}
		v := sdrfValue{Kind: column.kind, Key: column.key, Value: oneLine(cells[i])}
		if unit := sdrfCell(cells, column.unit); unit != "" && !harmonise.Absent(models.FieldAge, v.Value) {
			v.Value += " " + unit
		}
		if strings.EqualFold(column.key, "organism") {
			v.Taxon = taxon(sdrfCell(cells, column.term))
		}
		values = append(values, v)
	}
	return s.samples.add(name, "", values...)
}

var taxonTerm = regexp.MustCompile(`(?i)^(?:.*NCBITaxon[_:])?([0-9]{1,9})$`)

// taxon reads "NCBITaxon_9606", "http://purl.obolibrary.org/obo/NCBITaxon_9606" and "9606"; 0 for others.
func taxon(term string) int {
	if match := taxonTerm.FindStringSubmatch(term); match != nil {
		return taxonomyID(match[1])
	}
	return 0
}
