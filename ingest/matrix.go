package ingest

import (
	"errors"
	"io"
	"regexp"
	"strings"

	"github.com/facetome/facetome/models"
)

// GEO series matrix, as published at https://www.ncbi.nlm.nih.gov/geo/info/seriesmatrix.html, is a series' SOFT turned on its side: keys
// of the series with a value, keys of the samples with a column for each sample, and the table of their data,
//
//	!Series_title	"Airways"
//	!Series_sample_id	"GSM1 GSM2 "
//	!Sample_geo_accession	"GSM1"	"GSM2"
//	!Sample_characteristics_ch1	"gender: F"	"gender: M"
//	!Sample_characteristics_ch1	"age: 62"	""
//	!series_matrix_table_begin
//
// Keys repeat; a key that fewer samples have (age) has blanks, and may stand in the row of another ("age: 62", "stage: II"). Values are
// quoted, marks inside of them are not doubled. The keys are those of SOFT and read as such; the data is skipped. A file is one
// unit; what stands before the data, a few kilobytes for each sample, is held until its end: a sample is a column, of which each row
// tells one word, so that none is whole before the last. There is a limit, and a file beyond it is reported.

// maxMatrix is how much, in bytes, of the keys is held. The largest series, of 20,000 samples, have some 60 MB.
const maxMatrix = 128 << 20

// cellOverhead is what a cell takes beside its text, in bytes.
const cellOverhead = 32

// matrix reads one series matrix.
type matrix struct {
	soft *soft

	series softBlock
	rows   []matrixRow
	size   int
	table  bool // whether the data was reached
}

// matrixRow is a key and its value for each sample.
type matrixRow struct {
	key    string
	line   int
	values []string
}

func newMatrix(t *text, rep *FileReport) unitReader {
	return &matrix{soft: newSOFT(t, rep).(*soft), series: softBlock{kind: "SERIES"}}
}

var matrixMark = regexp.MustCompile(`^\s*!(Series|Sample)_[a-z_]+\t`)

func looksLikeMatrix(head []byte) bool { return matrixMark.Match(head) }

// unit reads the whole file.
func (m *matrix) unit(sink Sink) (more bool, err error) {
	defer m.soft.series.close()
	lines := m.soft.lines
	for {
		line, tooLong, err := lines.next()
		switch {
		case errors.Is(err, io.EOF):
			return false, m.finish(sink)
		case err != nil:
			return false, err
		case tooLong && !m.table:
			m.soft.rep.problem(lines.number, "a line of more than 16 MB; expected shorter ones; the line is skipped")
		case len(line) == 0 || line[0] != '!':
			if !m.table && strings.TrimSpace(string(line)) != "" {
				m.soft.rep.problem(lines.number, "a line before the table that begins with %q; expected !; the line is skipped", firstRune(line))
			}
		case strings.HasPrefix(strings.ToLower(string(line[:min(len(line), 40)])), "!series_matrix_table_begin"):
			m.table = true
		case !m.table:
			if err := m.row(string(line)); err != nil {
				return false, err
			}
		}
	}
}

// row takes a line of keys.
func (m *matrix) row(line string) error {
	cells := strings.Split(line[1:], "\t")
	for i, cell := range cells {
		cells[i] = unquote(cell)
	}
	kind, key, _ := strings.Cut(strings.ToLower(strings.TrimSpace(cells[0])), "_")
	if kind != "series" && kind != "sample" || !isKept(key) {
		return nil
	}
	if m.size += len(line) + cellOverhead*len(cells); m.size > maxMatrix {
		return &damage{m.soft.lines.number, "keys of more than 128 MB; expected fewer; nothing of the file is imported"}
	}
	if kind == "sample" {
		m.rows = append(m.rows, matrixRow{key, m.soft.lines.number, cells[1:]})
		return nil
	}
	if m.series.line == 0 {
		m.series.line = m.soft.lines.number
	}
	for _, value := range cells[1:] {
		values := []string{value}
		if key == "sample_id" {
			values = strings.Fields(value)
		}
		for _, value := range values {
			m.series.pairs = append(m.series.pairs, models.Attribute{Key: key, Value: value})
		}
	}
	return nil
}

// unquote removes the marks around a value.
func unquote(s string) string {
	if s = strings.TrimSpace(s); len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	return s
}

// finish writes the samples and then the series.
func (m *matrix) finish(sink Sink) error {
	if !m.table {
		return &damage{m.soft.lines.number, "the file ends before its table (!series_matrix_table_begin), it was cut off; download it again"}
	}
	code := m.series.first("geo_accession")
	if code != "" {
		m.series.name = code
		if err := m.soft.endSeries(&m.series); err != nil {
			return err
		}
	}
	samples := m.samples(code)
	alone := newSoleCodes(sink)
	defer alone.close()
	for _, block := range samples {
		if err := m.soft.endSample(alone, block); err != nil {
			return err
		}
	}
	if err := alone.finish(); err != nil {
		return err
	}
	if code == "" && len(samples) > 0 {
		m.soft.rep.problem(samples[0].line, "the matrix does not say of which series its samples are; expected !Series_geo_accession; they are imported without")
	}
	return m.soft.finish(sink)
}

// samples turns the rows into a block for each sample.
func (m *matrix) samples(series string) []*softBlock {
	var blocks []*softBlock
	for _, row := range m.rows {
		if row.key == "geo_accession" && blocks == nil {
			for _, name := range row.values {
				block := &softBlock{kind: "SAMPLE", name: name, line: row.line}
				block.pairs = append(block.pairs, models.Attribute{Key: "series_id", Value: series})
				blocks = append(blocks, block)
			}
		}
	}
	if blocks == nil && len(m.rows) > 0 {
		m.soft.rep.problem(m.rows[0].line, "the samples have no accession codes; expected a row !Sample_geo_accession; they are skipped")
		return nil
	}
	for _, row := range m.rows {
		if len(row.values) != len(blocks) {
			m.soft.rep.problem(row.line, "!Sample_%s has %d values; expected %d, one for each sample; the row is skipped", row.key, len(row.values), len(blocks))
			continue
		}
		for i, value := range row.values {
			if value != "" {
				blocks[i].pairs = append(blocks[i].pairs, models.Attribute{Key: row.key, Value: value})
			}
		}
	}
	return blocks
}
