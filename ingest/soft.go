package ingest

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
)

// GEO SOFT (Simple Omnibus Format in Text), as published at https://www.ncbi.nlm.nih.gov/geo/info/soft.html, is a text of blocks:
//
//	^SAMPLE = GSM1                                    a block begins: SERIES, SAMPLE, PLATFORM; DATASET and SUBSET of GEO DataSets
//	!Sample_title = liver, replicate 1                a key and a value; keys repeat, values are one line
//	!Sample_characteristics_ch1 = tissue: liver       a key of the submitter's own; _ch2 is the second colour of an array
//	#VALUE = normalised signal                        names a column of the table
//	!sample_table_begin … !sample_table_end           the table; it is skipped
//
// Families (GSE…_family.soft, GPL…_family.soft) hold whole series; a series' or a sample's own text (acc.cgi?form=text) holds one kind
// of block. Old records write the words in lower case. A file is one unit: samples are written as they are read, series at the end,
// when it is known whether one of their samples was broken. A series may name samples that have no block.

// maxBlock is the largest block, in bytes of kept lines. The longest real ones, series of 100,000 samples, have some megabytes.
const maxBlock = 64 << 20

// soft reads one SOFT file.
type soft struct {
	lines *lineReader
	rep   *FileReport

	block        *softBlock // being read; nil before the first
	datasets     int
	samples      int
	platforms    map[string]string   // technology by accession code
	technologies map[string][]string // that series name, by accession code
	series       *pending[pendingSeries]
	broken       map[string]int // line by accession code of samples whose block was broken
	held         held           // by the maps
}

// pendingSeries is a series that was read and waits for its samples.
type pendingSeries struct {
	Line int
	Body models.ExperimentBody
}

// softBlock is a block as it stands in the file; keys are in lower case and without the block's own prefix ("title").
type softBlock struct {
	kind, name string // "SAMPLE", "GSM1"
	line       int
	pairs      []models.Attribute
	size       int
	fault      string // why the block cannot be used
}

// first is the first value of a key, or "".
func (b *softBlock) first(key string) string {
	for _, p := range b.pairs {
		if p.Key == key {
			return p.Value
		}
	}
	return ""
}

// all lists the values of a key that are not blank.
func (b *softBlock) all(key string) []string {
	var values []string
	for _, p := range b.pairs {
		if p.Key == key && p.Value != "" {
			values = append(values, p.Value)
		}
	}
	return values
}

func newSOFT(t *text, rep *FileReport) unitReader {
	return &soft{lines: &lineReader{r: t.Reader}, rep: rep, series: newPending[pendingSeries](),
		platforms: map[string]string{}, technologies: map[string][]string{}, broken: map[string]int{}}
}

var softMark = regexp.MustCompile(`(?i)^\^(DATABASE|SERIES|SAMPLE|PLATFORM|DATASET|SUBSET|ANNOTATION)\s*(=|$)`)

func looksLikeSOFT(head []byte) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(string(head[:min(len(head), 512)]), " \n\t"), "\n")
	return softMark.MatchString(first)
}

// unit reads the whole file. Samples wait until all are known: a BioSample that two of them name is an alternate of neither.
func (s *soft) unit(sink Sink) (more bool, err error) {
	alone := newSoleCodes(sink)
	defer alone.close()
	defer s.series.close()
	for {
		line, tooLong, err := s.lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return false, err
		}
		if tooLong {
			s.fault("a line of more than 16 MB; expected shorter ones")
			continue
		}
		if err := s.line(alone, line); err != nil {
			return false, err
		}
	}
	if err := s.flush(alone); err != nil {
		return false, err
	}
	if err := alone.finish(); err != nil {
		return false, err
	}
	return false, s.finish(sink)
}

// breaks notes a sample whose block was broken.
func (s *soft) breaks(code string, line int) error {
	if _, again := s.broken[code]; again {
		return nil
	}
	s.broken[code] = line
	return s.held.add(code, line)
}

// line takes one line outside tables.
func (s *soft) line(sink Sink, line []byte) error {
	if len(line) == 0 {
		return nil
	}
	switch line[0] {
	case '^':
		if err := s.flush(sink); err != nil {
			return err
		}
		kind, name := cutPair(string(line[1:]))
		s.block = &softBlock{kind: strings.ToUpper(kind), name: name, line: s.lines.number}
		return nil
	case '!':
		key, value := cutPair(string(line[1:]))
		if strings.HasSuffix(strings.ToLower(key), "_table_begin") {
			return s.skipTable(sink)
		}
		s.pair(strings.ToLower(key), value)
		return nil
	case '#':
		return nil
	}
	if s.block.wanted() && strings.TrimSpace(string(line)) != "" {
		s.rep.problem(s.lines.number, "a line outside of a table that begins with %q; expected ^, ! or #; the line is skipped", firstRune(line))
	}
	return nil
}

// wanted tells whether the block is of a kind that is imported.
func (b *softBlock) wanted() bool {
	return b != nil && slices.Contains([]string{"SERIES", "SAMPLE", "PLATFORM"}, b.kind)
}

// pair takes a key and its value into the block.
func (s *soft) pair(key, value string) {
	switch {
	case s.block == nil:
		s.rep.problem(s.lines.number, "!%s stands before the first block; expected a line such as ^SERIES = GSE1133 before it", key)
	case s.block.wanted():
		key, ours := strings.CutPrefix(key, strings.ToLower(s.block.kind)+"_")
		if !ours || !isKept(key) {
			return
		}
		if s.block.size += len(key) + len(value); s.block.size > maxBlock {
			s.block.pairs = nil
			s.fault("a block of more than 64 MB; expected smaller ones")
			return
		}
		s.block.pairs = append(s.block.pairs, models.Attribute{Key: key, Value: value})
	}
}

// keptKeys are the keys that say something of a record; all others (contacts, files) are dropped as they are read.
var keptKeys = regexp.MustCompile(`^(geo_accession|title|status|last_update_date|pubmed_id|citation|summary|overall_design|type|contributor|sample_id|` +
	`contact_institute|relation|technology|platform_id|series_id|description|instrument_model|library_strategy|library_source|library_selection|` +
	`hyb_protocol|scan_protocol|data_processing|tag_count|tag_length|anchor|` +
	`(characteristics|source_name|organism|taxid|molecule|label|biomaterial_provider|(treatment|growth|extract|label)_protocol)_ch[0-9]+)$`)

func isKept(key string) bool { return keptKeys.MatchString(key) }

// fault says that the block that is being read cannot be used.
func (s *soft) fault(message string) {
	if s.block == nil {
		s.rep.problem(s.lines.number, "%s; the line is skipped", message)
		return
	}
	if s.block.fault == "" {
		s.block.fault = message
		s.rep.problem(s.lines.number, "%s; the block %s = %s is skipped", message, s.block.kind, s.block.name)
	}
}

// skipTable reads up to the end of a data table.
func (s *soft) skipTable(sink Sink) error {
	begin := s.lines.number
	for {
		line, _, err := s.lines.next()
		switch {
		case errors.Is(err, io.EOF):
			return &damage{begin, "the table that begins here has no end (!…_table_end), the file was cut off; download it again"}
		case err != nil:
			return err
		case len(line) == 0:
		case line[0] == '!' && strings.Contains(strings.ToLower(string(line[:min(len(line), 40)])), "_table_end"):
			return nil
		case line[0] == '^' && softMark.Match(line):
			s.rep.problem(begin, "the table that begins here has no end; expected a line !…_table_end before the next block")
			return s.line(sink, line)
		}
	}
}

// flush uses the block that has been read.
func (s *soft) flush(sink Sink) error {
	block := s.block
	s.block = nil
	if block == nil {
		return nil
	}
	switch block.kind {
	case "SERIES":
		return s.endSeries(block)
	case "SAMPLE":
		return s.endSample(sink, block)
	case "PLATFORM":
		return s.endPlatform(sink, block)
	case "DATASET":
		s.datasets++
	}
	return nil
}

// finish uses the last block and then the series.
func (s *soft) finish(sink Sink) error {
	err := s.series.each(func(series pendingSeries) error {
		if code, line := s.brokenSample(series.Body.Samples); code != "" {
			s.rep.problem(series.Line, "%s is skipped, because its sample %s (line %d) could not be read; expected every sample to be whole",
				series.Body.AccessionCode, code, line)
			return nil
		}
		return sink.Experiment(series.Body)
	})
	if err != nil {
		return err
	}
	switch {
	case s.rep.problems()+s.samples+s.series.added > 0:
	case s.datasets > 0:
		s.rep.Skipped = "a GEO DataSet (GDS): it says again what its series says; import the series"
	case len(s.platforms) > 0:
		s.rep.Skipped = "a platform (GPL) without series: only its name was taken"
	}
	return nil
}

func (s *soft) brokenSample(codes []string) (code string, line int) {
	for _, code := range codes {
		if line, broken := s.broken[code]; broken {
			return code, line
		}
	}
	return "", 0
}

// cutPair parts "Key = value".
func cutPair(line string) (key, value string) {
	key, value, _ = strings.Cut(line, "=")
	return strings.TrimSpace(key), strings.TrimSpace(value)
}

func firstRune(line []byte) string {
	for _, r := range string(line[:min(len(line), 8)]) {
		return string(r)
	}
	return ""
}
