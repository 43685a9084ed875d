package ingest

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"testing"

	"github.com/facetome/facetome/models"
)

// stream is a file of a format of any length, made as it is read: nothing of it is stored.
type stream struct {
	head, tail string
	record     func(i int) string // a sample with its words
}

// streamBound is the live memory, in MB, while a file is read: entries that wait to be sorted, and a little. Files of which all is held
// take three times their size and more. longBound is that of files so long that all sorters are full.
const streamBound, longBound = 64, 128

// words are about what a sample's description takes.
const words = "primary culture, passage 3, treated for 24 hours with vehicle, washed twice, harvested at 80 percent confluence, replicate"

func streams() map[string]stream {
	number := func(format string) func(int) string {
		return func(i int) string { return fmt.Sprintf(format, i, i) }
	}
	return map[string]stream{
		"geo-soft": {"^SERIES = GSE1\n!Series_title = x\n", "", number("^SAMPLE = GSM%d\n!Sample_platform_id = GPL1\n!Sample_characteristics_ch1 = note: " + words + " %d\n" +
			"!Sample_contact_email = a@example.org\n!sample_table_begin\nID_REF\tVALUE\n1\t2.5\n!sample_table_end\n")},
		"geo-series-matrix": {"!Series_geo_accession\t\"GSE1\"\n!Sample_geo_accession\t\"GSM1\"\n!Sample_platform_id\t\"GPL1\"\n!series_matrix_table_begin\n", "!series_matrix_table_end\n",
			number("\"probe %d\"\t%d.5\n")},
		"miniml": {"<MINiML>\n", "</MINiML>\n", number("<Sample iid=\"GSM%d\"><Platform-Ref ref=\"GPL1\"/><Channel position=\"1\"><Characteristics tag=\"note\">" + words + " %d</Characteristics></Channel></Sample>\n")},
		"arrayexpress-json": {`{"experiment": {"api-version": 3, "accession": "E-TEST-1", "sample": [{"source": {"name": "first"}}`, "]}}",
			number(",\n" + `{"source": {"name": "s%d"}, "characteristic": [{"category": "note", "value": "` + words + ` %d"}]}`)},
		"condensed-sdrf":   {"", "", number("E-TEST-1\t\tERR%d\tcharacteristic\tnote\t" + words + " %d\n")},
		"expression-atlas": {`[{"experimentAccession": "E-TEST-0"}`, "]", number(",\n" + `{"experimentAccession": "E-TEST-%d", "experimentDescription": "` + words + ` %d"}`)},
		"refinebio": {`{"experiments": {"SRP1": {"accession_code": "SRP1", "technology": "RNA-SEQ", "sample_accession_codes": ["SRR1"]}}, "samples": {"first": {"accession_code": "SRR1"}`, "}}",
			number(",\n" + `"SRR1%d": {"refinebio_organism": "HOMO_SAPIENS", "note": "` + words + ` %d"}`)},
		"refinebio-tsv":    {"refinebio_accession_code\texperiment_accession\tnote\tmore\n", "", number("SRR%d\tSRP1\t" + words + "\t%d\n")},
		"mage-tab":         {"Source Name\tCharacteristics[note]\n", "", number("s%d\t" + words + " %d\n")},
		"sra-run-selector": {"Run,Assay Type,AvgSpotLen,BioProject,SRA Study,note\n", "", number("SRR%d,RNA-Seq,100,PRJNA1,SRP1,\"" + words + " %d\"\n")},
		"sra-runinfo":      {"Run,ReleaseDate,LibraryStrategy,SRAStudy,BioProject,note\n", "", number("SRR%d,2016-01-01,RNA-Seq,SRP1,PRJNA1,\"" + words + " %d\"\n")},
		"bgee":             {"#libraryId\texperimentId\tnote\tmore\n", "", number("SRX%d\tSRP1\t" + words + "\t%d\n")},
		"ena-xml":          {"<SAMPLE_SET>\n", "</SAMPLE_SET>\n", number("<SAMPLE accession=\"ERS%d\"><TITLE>" + words + " %d</TITLE></SAMPLE>\n")},
		"recount":          {"rail_id\texternal_id\tstudy\tsample_attributes\n", "", number("%d\tSRR%d\tSRP1\tnote;;" + words + "\n")},
		"ndjson":           {"", "", number(`{"type":"sample","accession_code":"GSM%d","attributes":{"note":"` + words + ` %d"}}` + "\n")},
		"refinebio-api": {`{"count": 1, "next": null, "results": [`, "]}", func(i int) string {
			return fmt.Sprintf("%.*s\n"+`{"accession_code": "SRR%d", "organism": {"name": "HOMO_SAPIENS"}, "is_processed": true, "pretty_platform": "", "title": "`+words+` %d"}`, min(i-1, 1), ",", i, i)
		}},
	}
}

// generated reads a stream of so many bytes, and looks at the live memory now and then.
type generated struct {
	stream
	left    int64
	records int
	ahead   []byte
	ended   bool
	base    int64
	peak    int64 // bytes of live memory above base
	look    int64 // after so many bytes more
}

// lookEvery is after how many bytes the memory is looked at.
const lookEvery = 4 << 20

func (g *generated) Read(p []byte) (int, error) {
	for len(g.ahead) == 0 {
		switch {
		case g.ended:
			return 0, io.EOF
		case g.left <= 0:
			g.ahead, g.ended = append(g.ahead, g.tail...), true
		default:
			g.records++
			g.ahead = append(g.ahead[:0], g.record(g.records)...)
		}
	}
	n := copy(p, g.ahead)
	g.ahead = g.ahead[n:]
	g.left -= int64(n)
	if g.look -= int64(n); g.look < 0 {
		g.look = lookEvery
		g.peak = max(g.peak, liveMemory()-g.base)
	}
	return n, nil
}

func liveMemory() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc) //nolint:gosec // no heap has 2^63 bytes
}

// discard is a Sink that counts.
type discard struct{ samples, experiments int }

func (d *discard) Source(string, string, string) error { return nil }
func (d *discard) Sample(models.SampleBody) error {
	d.samples++
	return nil
}

func (d *discard) Prepared(sample *models.PreparedSample) error { return d.Sample(sample.Body()) }

func (d *discard) Experiment(models.ExperimentBody) error {
	d.experiments++
	return nil
}
func (d *discard) Platform(models.Platform) error { return nil }

// TestMemory reads long files of every format in memory that does not grow with them. FACETOME_TEST_STREAM is how many MB each has.
func TestMemory(t *testing.T) { //nolint:paralleltest // it measures the memory of the process
	if testing.Short() {
		t.Skip("reads long files")
	}
	size, bound := int64(16), int64(streamBound)
	if said := os.Getenv("FACETOME_TEST_STREAM"); said != "" {
		var err error
		if size, err = strconv.ParseInt(said, 10, 64); err != nil {
			t.Fatal(err)
		}
		bound = longBound
	}
	all := streams()
	for _, f := range formats() { //nolint:paralleltest // as above
		t.Run(f.name, func(t *testing.T) {
			s, known := all[f.name]
			if !known {
				t.Fatal("no stream is made of this format; add one to streams")
			}
			g := &generated{stream: s, left: size << 20, base: liveMemory(), ahead: []byte(s.head)}
			sink, rep := &discard{}, FileReport{Name: exampleName}
			text, err := newText(g)
			if err != nil {
				t.Fatal(err)
			}
			for more, file := true, f.read(text, &rep); more; {
				if more, err = file.unit(sink); err != nil {
					break
				}
			}
			switch {
			case err != nil:
				t.Error(err)
			case f.name != "geo-series-matrix" && sink.samples+sink.experiments < g.records:
				t.Errorf("%d samples and %d experiments of %d records; problems %v", sink.samples, sink.experiments, g.records, messages(rep))
			}
			if g.peak > bound<<20 {
				t.Errorf("%d MB are held of a file of %d MB; want at most %d", g.peak>>20, size, bound)
			}
			t.Logf("%d records, %d MB of live memory at most", g.records, g.peak>>20)
		})
	}
}
