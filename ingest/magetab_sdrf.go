package ingest

import (
	"cmp"
	"errors"
	"io"
	"regexp"
	"strings"

	"github.com/facetome/facetome/ingest/harmonise"
	"github.com/facetome/facetome/models"
)

// sdrf reads an SDRF. A sample is a source of material (Source Name), which has a row for every assay, dye and data file that was made of it.
// Its rows may be anywhere, so the samples are kept, each value once, until the end of the file.
type sdrf struct {
	magetabReader
	accession string // that of the IDF, else the one that names tell; empty if there is none
	columns   []sdrfColumn
	samples   []*sdrfSample
	bySample  map[string]*sdrfSample
	size      int // bytes of what is kept
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

// sdrfSample is a source, with what its rows say, each thing once.
type sdrfSample struct {
	name   string
	code   string // the one that is known, where a file names samples by it
	values []sdrfValue
	seen   map[sdrfValue]bool
}

// sdrfValue is a value of a column.
type sdrfValue struct {
	kind       sdrfKind
	key, value string
	taxon      int
}

// unit reads the whole file.
func (s *sdrf) unit(sink Sink) (more bool, err error) {
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
			return false, s.write(sink)
		}
		if err != nil {
			return false, err
		}
		if s.columns == nil {
			s.header(cells)
		} else {
			s.row(cells)
		}
		if s.size > maxBlock {
			return false, &damage{s.lines.number, "an SDRF with more than 64 MB of different values; expected fewer; nothing of the experiment is imported"}
		}
	}
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
func (s *sdrf) row(cells []string) {
	name := ""
	for i, column := range s.columns {
		if column.kind == columnSource && name == "" && i < len(cells) {
			name = oneLine(cells[i])
		}
	}
	if name == "" {
		s.rep.problem(s.lines.number, "a row without a Source Name; expected the name of a sample; the row is skipped")
		return
	}
	for _, cell := range cells[min(len(cells), len(s.columns)):] {
		if cell != "" {
			s.rep.problem(s.lines.number, "%d cells, where the header has %d columns; expected as many; those to the right are not read", len(cells), len(s.columns))
			break
		}
	}
	sample := s.sample(name)
	for i, column := range s.columns {
		if i >= len(cells) || column.kind == columnIgnored || column.kind == columnUnit || column.kind == columnTerm || cells[i] == "" {
			continue
		}
		v := sdrfValue{kind: column.kind, key: column.key, value: oneLine(cells[i])}
		if unit := sdrfCell(cells, column.unit); unit != "" && !harmonise.Absent(models.FieldAge, v.value) {
			v.value += " " + unit
		}
		if strings.EqualFold(column.key, "organism") {
			v.taxon = taxon(sdrfCell(cells, column.term))
		}
		if v.kind != columnSource {
			s.keep(sample, v)
		}
	}
}

// keep adds a value to a sample, unless it says it already.
func (s *sdrf) keep(sample *sdrfSample, v sdrfValue) {
	if v.value == "" || v.kind == columnName && v.value == sample.name || sample.seen[v] {
		return
	}
	sample.seen[v] = true
	sample.values = append(sample.values, v)
	s.size += len(v.value) + valueSize
}

// valueSize is about what a value takes beside its text, in bytes.
const valueSize = 100

// sample finds a source; both channels of an array of GEO ("GSM1595222 1" and "GSM1595222 2") are of one.
func (s *sdrf) sample(name string) *sdrfSample {
	key := name
	if gsm := sourceGSM(name); gsm != "" {
		key = gsm
	}
	sample := s.bySample[key]
	if sample == nil {
		sample = &sdrfSample{name: name, seen: map[sdrfValue]bool{}}
		s.bySample[key] = sample
		s.samples = append(s.samples, sample)
		s.size += len(name) + valueSize
	}
	return sample
}

var (
	gsmSource  = regexp.MustCompile(`^(?:GSE[0-9]+)?(GSM[0-9]{1,15})(?: [0-9]+)?$`) // "GSM1595222 1", "GSE3790GSM86791"
	taxonTerm  = regexp.MustCompile(`(?i)^(?:.*NCBITaxon[_:])?([0-9]{1,9})$`)
	archiveIDs = map[string]*regexp.Regexp{ // columns of the archives' codes, best first below
		"biosd_sample":   regexp.MustCompile(`^SAM[A-Z]{1,2}[0-9]{1,15}$`),
		"ena_sample":     regexp.MustCompile(`^[SED]RS[0-9]{1,15}$`),
		"ena_experiment": regexp.MustCompile(`^[SED]RX[0-9]{1,15}$`),
		"ena_run":        regexp.MustCompile(`^[SED]RR[0-9]{1,15}$`),
	}
	archiveOrder = []string{"biosd_sample", "ena_sample", "ena_experiment", "ena_run"}
)

// sourceGSM is the sample of GEO that a source of a copied series is; "" if none.
func sourceGSM(name string) string {
	if match := gsmSource.FindStringSubmatch(name); match != nil {
		return match[1]
	}
	return ""
}

// taxon reads "NCBITaxon_9606", "http://purl.obolibrary.org/obo/NCBITaxon_9606" and "9606"; 0 for others.
func taxon(term string) int {
	if match := taxonTerm.FindStringSubmatch(term); match != nil {
		return taxonomyID(match[1])
	}
	return 0
}

// sourceCode is the code of a sample that no archive gave one: that of its experiment and its name, as refine.bio writes it. Blanks
// of the name become underscores; "" if it is too long for a code.
func sourceCode(experiment, name string) string {
	code := experiment + "-" + strings.Join(strings.Fields(name), "_")
	if !isCode(code) {
		return ""
	}
	return code
}

// write writes the samples and the experiment's list of them.
func (s *sdrf) write(sink Sink) error {
	if len(s.samples) == 0 {
		s.rep.problem(s.lines.number, "the table has no rows; expected one for each sample")
		return nil
	}
	experiment := models.ExperimentBody{AccessionCode: s.accession, Alternates: experimentAlternates(s.accession, nil)}
	experiment.SourceDatabase, experiment.SourceURL = archiveOf(s.accession)
	for i, codes := range s.sampleCodes() {
		if len(codes) == 0 {
			s.rep.problem(0, "the sample %q has no code that is its own; expected a short name that no other sample has; it is skipped", s.samples[i].name)
			continue
		}
		experiment.Samples = append(experiment.Samples, codes[0])
		if err := sink.Sample(s.samples[i].body(s.accession, codes)); err != nil {
			return err
		}
	}
	return sink.Experiment(experiment)
}

// sampleCodes lists the codes of every sample, the best first. A code that two samples name (a BioSample that was split, a run of a
// pool) is of neither; it stays an attribute.
func (s *sdrf) sampleCodes() [][]string {
	all := make([][]string, len(s.samples))
	owners := map[string]int{}
	for i, sample := range s.samples {
		all[i] = sample.named(s.accession)
		for _, code := range all[i] {
			owners[code]++
		}
	}
	for i, codes := range all {
		var own []string
		for _, code := range codes {
			if owners[code] == 1 {
				own = append(own, code)
			}
		}
		all[i] = own
	}
	return all
}

// named lists the codes that a sample's rows name, each once.
func (s *sdrfSample) named(experiment string) []string {
	if s.code != "" {
		return []string{s.code}
	}
	var codes []string
	own := sourceGSM(s.name)
	if own == "" {
		own = sourceCode(experiment, s.name)
	} else {
		codes = append(codes, own)
	}
	for _, key := range archiveOrder {
		for _, v := range s.values {
			if v.kind == columnAttribute && strings.EqualFold(v.key, key) && archiveIDs[key].MatchString(v.value) {
				codes = append(codes, v.value)
			}
		}
	}
	if own != "" {
		codes = append(codes, own)
	}
	return distinctBut("", codes)
}

// body is the sample's record.
func (s *sdrfSample) body(experiment string, codes []string) models.SampleBody {
	body := models.SampleBody{AccessionCode: codes[0], Alternates: codes[1:], Title: s.title(), Experiments: []string{experiment}}
	values := &valueList{}
	for _, v := range s.values {
		if v.kind == columnCharacteristic {
			values.add(v.harmonised()...)
		}
	}
	var factors []models.FieldValue // they speak where no characteristic does
	for _, v := range s.values {
		if v.kind == columnFactor {
			factors = append(factors, v.harmonised()...)
		}
	}
	addOthers(values, factors)
	values.add(s.technologies()...)
	for _, v := range s.values {
		switch v.kind {
		case columnArray:
			values.add(keyed(v.key, platformValue(v.value, ""))...)
		case columnAttribute:
			if strings.EqualFold(v.key, "instrument_model") {
				values.add(keyed(v.key, platformValue(v.value, ""))...)
			}
		}
	}
	body.Values = values.list
	body.Attributes = s.attributes()
	return body
}

// title is what the submitter called the sample; the name of a copied GEO sample is its code and no title.
func (s *sdrfSample) title() string {
	for _, v := range s.values {
		if v.kind == columnAttribute && strings.EqualFold(v.key, "sample_title") {
			return v.value
		}
	}
	if s.code != "" || sourceGSM(s.name) != "" {
		return ""
	}
	return s.name
}

// harmonised is what a characteristic or factor stands for.
func (v sdrfValue) harmonised() []models.FieldValue {
	if !strings.EqualFold(v.key, "organism") {
		return harmonise.Attribute(v.key, v.value)
	}
	values := harmonise.Field(models.FieldOrganism, v.key, v.value)
	for i := range values {
		values[i].TaxonomyID = cmp.Or(values[i].TaxonomyID, v.taxon)
	}
	return values
}

// addOthers adds the values of fields that have none yet.
func addOthers(values *valueList, more []models.FieldValue) {
	said := map[string]bool{}
	for _, v := range values.list {
		said[v.Field] = true
	}
	for _, v := range more {
		if !said[v.Field] {
			values.add(v)
		}
	}
}

func keyed(key string, values []models.FieldValue) []models.FieldValue {
	for i := range values {
		values[i].RawKey = key
	}
	return values
}

// technologies are what the library strategies, else the technology types tell; a hybridization to an array is one.
func (s *sdrfSample) technologies() []models.FieldValue {
	var strategies, types, arrays []models.FieldValue
	single := ""
	for _, v := range s.values {
		if v.kind == columnAttribute && strings.EqualFold(v.key, "library_source") {
			if technology, ok := harmonise.Technology(harmonise.LibrarySource, v.value); ok {
				single = technology
			}
		}
	}
	for _, v := range s.values {
		switch {
		case v.kind == columnAttribute && strings.EqualFold(v.key, "library_strategy"):
			if technology, ok := harmonise.Technology(harmonise.LibraryStrategy, v.value); ok {
				if single != "" && technology == "RNA-seq" {
					technology = single
				}
				strategies = append(strategies, said(v, technology))
			}
		case v.kind == columnTechnology:
			types = append(types, harmonise.Field(models.FieldTechnology, v.key, v.value)...)
		case v.kind == columnHybridization:
			arrays = append(arrays, said(v, "microarray"))
		case v.kind == columnArray: // says more than a name
			arrays = append([]models.FieldValue{said(v, "microarray")}, arrays...)
		}
	}
	values := &valueList{}
	values.add(strategies...)
	values.add(types...)
	if len(strategies)+len(types) == 0 {
		values.add(arrays...)
	}
	return values.list
}

// said is the technology that a value tells.
func said(v sdrfValue, technology string) models.FieldValue {
	told := models.FieldValue{Field: models.FieldTechnology, Value: technology, RawKey: v.key}
	if v.value != technology {
		told.RawValue = v.value
	}
	return told
}

// attributes lists what was submitted, in the order of the columns. A factor that repeats a characteristic is told once.
func (s *sdrfSample) attributes() []models.Attribute {
	var list []models.Attribute
	told := map[[2]string]bool{}
	for _, v := range s.values {
		if (v.kind == columnName || v.kind == columnHybridization) && v.value == s.name {
			continue
		}
		pair := [2]string{models.Fold(v.key), models.Fold(v.value)}
		if v.kind == columnFactor && told[pair] {
			continue
		}
		told[pair] = true
		list = append(list, models.Attribute{Key: v.key, Value: v.value})
	}
	return list
}
