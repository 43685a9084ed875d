package ingest

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/facetome/facetome/models"
)

// manyAttributes are files with n attributes on one sample, by format; of the experiments of expression-atlas none are kept.
func manyAttributes(n int) map[string]func() string {
	all := func(head, part, between, tail string) func() string {
		return func() string {
			var b strings.Builder
			b.WriteString(head)
			for i := range n {
				if i > 0 {
					b.WriteString(between)
				}
				fmt.Fprintf(&b, part, i)
			}
			return b.String() + tail
		}
	}
	table := func(begin, row, separator string) func() string { // of n columns
		return func() string {
			return all(begin, separator+"k%d", "", "\n")() + all(row, separator+"v%d", "", "\n")()
		}
	}
	return map[string]func() string{
		"geo-soft": all("^SERIES = GSE1\n!Series_title = x\n^SAMPLE = GSM1\n!Sample_platform_id = GPL1\n", "!Sample_characteristics_ch1 = k%d: v\n", "", ""),
		"geo-series-matrix": all("!Series_geo_accession\t\"GSE1\"\n!Sample_geo_accession\t\"GSM1\"\n!Sample_platform_id\t\"GPL1\"\n", "!Sample_characteristics_ch1\t\"k%d: v\"\n", "",
			"!series_matrix_table_begin\n!series_matrix_table_end\n"),
		"miniml": all("<MINiML>\n<Sample iid=\"GSM1\"><Platform-Ref ref=\"GPL1\"/><Channel position=\"1\">\n", "<Characteristics tag=\"k%d\">v</Characteristics>\n", "", "</Channel></Sample>\n</MINiML>\n"),
		"arrayexpress-json": all(`{"experiment": {"api-version": 3, "accession": "E-TEST-1", "sample": [{"source": {"name": "s"}, "characteristic": [`,
			`{"category": "k%d", "value": "v"}`, ",\n", "]}]}}"),
		"condensed-sdrf":   all("", "E-TEST-1\t\tERR1\tcharacteristic\tk%d\tv\n", "", ""),
		"refinebio":        all(`{"experiments": {}, "samples": {"SRR1": {"accession_code": "SRR1", `, `"k%d": "v"`, ",\n", "}}}"),
		"refinebio-tsv":    table("refinebio_accession_code\texperiment_accession", "SRR1\tSRP1", "\t"),
		"mage-tab":         all("Source Name\tCharacteristics[note]\n", "s\tv%d\n", "", ""),
		"sra-run-selector": table("Run,Assay Type,AvgSpotLen,BioProject,SRA Study", "SRR1,RNA-Seq,100,PRJNA1,SRP1", ","),
		"sra-runinfo":      table("Run,ReleaseDate,LibraryStrategy,SRAStudy,BioProject", "SRR1,2016-01-01,RNA-Seq,SRP1,PRJNA1", ","),
		"bgee":             table("#libraryId\texperimentId", "SRX1\tSRP1", "\t"),
		"ena-xml": all("<SAMPLE_SET>\n<SAMPLE accession=\"ERS1\"><SAMPLE_ATTRIBUTES>\n", "<SAMPLE_ATTRIBUTE><TAG>k%d</TAG><VALUE>v</VALUE></SAMPLE_ATTRIBUTE>\n", "",
			"</SAMPLE_ATTRIBUTES></SAMPLE>\n</SAMPLE_SET>\n"),
		"recount": all("rail_id\texternal_id\tstudy\tsample_attributes\n1\tSRR1\tSRP1\t", "k%d;;v", "|", "\n"),
		"ndjson":  all(`{"type":"sample","accession_code":"GSM1","attributes":{`, `"k%d":"v"`, ",", "}}\n"),
		"refinebio-api": all(`{"count": 1, "next": null, "results": [{"accession_code": "SRR1", "organism": {"name": "HOMO_SAPIENS"}, "is_processed": true, "pretty_platform": "", "annotations": [{"data": {`,
			`"k%d": "v"`, ",\n", "}}]}]}"),
	}
}

// measured reads a text and takes records, and looks at the live memory at every few megabytes and every record.
type measured struct {
	text                   io.Reader
	left                   int
	base, peak             int64
	attributes, experiment int
	samples                int
}

func (m *measured) look() { m.peak = max(m.peak, liveMemory()-m.base) }

func (m *measured) Read(p []byte) (int, error) {
	n, err := m.text.Read(p)
	if m.left -= n; m.left < 0 {
		m.left = lookEvery
		m.look()
	}
	return n, err
}

// Source implements Sink.
func (m *measured) Source(string, string, string) error { return nil }

// Sample implements Sink.
func (m *measured) Sample(body models.SampleBody) error {
	if m.samples++; len(body.Attributes) > 1000 {
		m.look()
	}
	m.attributes += len(body.Attributes)
	return nil
}

// Prepared implements Sink.
func (m *measured) Prepared(sample *models.PreparedSample) error { return m.Sample(sample.Body()) }

// Experiment implements Sink.
func (m *measured) Experiment(models.ExperimentBody) error {
	m.experiment++
	return nil
}

// Platform implements Sink.
func (m *measured) Platform(models.Platform) error { return nil }

// readMeasured reads a text as a format. Reported is what was wrong with it.
func readMeasured(t *testing.T, f *format, text io.Reader) (m *measured, reported []string) {
	t.Helper()
	m = &measured{text: text, base: liveMemory()}
	rep := FileReport{Name: exampleName}
	plain, err := newText(m)
	if err != nil {
		t.Fatal(err)
	}
	for more, file := true, f.read(plain, &rep); more && err == nil; {
		more, err = file.unit(m)
	}
	if reported = messages(rep); err != nil {
		reported = append(reported, err.Error())
	}
	return m, reported
}

// TestManyAttributes reads a sample with a great many attributes: all are kept, or it is said that they are not, in bounded memory. They are a
// million where FACETOME_TEST_STREAM is set.
func TestManyAttributes(t *testing.T) { //nolint:paralleltest // it measures the memory of the process
	n := 200_000
	switch {
	case testing.Short():
		n = 20_000
	case os.Getenv("FACETOME_TEST_STREAM") != "":
		n = 1_000_000
	}
	bound := int64(64 + n*400>>20) // MB: a record is held as a whole, some hundred bytes an attribute, and more than once
	all := manyAttributes(n)
	for _, f := range formats() { //nolint:paralleltest // as above
		t.Run(f.name, func(t *testing.T) {
			if f.name == "expression-atlas" {
				return // it describes no samples
			}
			content := all[f.name]()
			m, reported := readMeasured(t, f, strings.NewReader(content))
			if m.attributes < n && (n < 1_000_000 || len(reported) == 0) { // a million are beyond some limits
				t.Errorf("%d attributes of %d, reported: %q", m.attributes, n, reported)
			}
			if m.peak > bound<<20 {
				t.Errorf("%d MB are held of %d MB; want at most %d", m.peak>>20, len(content)>>20, bound)
			}
			t.Logf("%d attributes, reported: %.200q, %d MB of %d MB", m.attributes, reported, m.peak>>20, len(content)>>20)
		})
	}
}

// TestLongLine reads files with a line of 20 MB, more than is read: it is reported, and where lines are records the others are imported.
func TestLongLine(t *testing.T) { //nolint:paralleltest // it measures the memory of the process
	if testing.Short() {
		t.Skip("reads lines of 20 MB")
	}
	const bound = 300 // MB
	long := strings.Repeat("word ", 4<<20)
	all := streams()
	for _, f := range formats() { //nolint:paralleltest // as above
		t.Run(f.name, func(t *testing.T) {
			s := all[f.name]
			broken := strings.Replace(s.record(2), words, long, 1)
			if broken == s.record(2) { // the data of a series matrix
				broken = strings.Replace(broken, "probe", long, 1)
			}
			m, reported := readMeasured(t, f, io.MultiReader(strings.NewReader(s.head+s.record(1)), strings.NewReader(broken), strings.NewReader(s.record(3)+s.tail)))
			if data := f.name == "geo-series-matrix"; (len(reported) == 0) != data { // which is not read
				t.Errorf("reported: %q", reported)
			}
			if m.peak > bound<<20 {
				t.Errorf("%d MB are held of a line of 20 MB; want at most %d", m.peak>>20, bound)
			}
			t.Logf("%d samples, %d experiments, %d MB", m.samples, m.experiment, m.peak>>20)
		})
	}
}
