package ingest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/facetome/facetome/models"
)

func day(year, month, day int) *time.Time {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return &t
}

// Two samples of one BioSample stay two: its code is an alternate of neither, and is kept as an attribute of both.
func TestSOFTSharedBioSample(t *testing.T) {
	t.Parallel()
	var file strings.Builder
	for _, code := range []string{"GSM900011", "GSM900012"} {
		fmt.Fprintf(&file, "^SAMPLE = %[1]s\n!Sample_title = %[1]s\n!Sample_geo_accession = %[1]s\n!Sample_platform_id = GPL900\n"+
			"!Sample_relation = BioSample: https://www.ncbi.nlm.nih.gov/biosample/SAMN90000009\n"+
			"!Sample_relation = SRA: https://www.ncbi.nlm.nih.gov/sra?term=SRX9000%[2]s\n", code, code[7:])
	}
	got, rep := readAs(t, "geo-soft", file.String())
	if len(rep.Problems) > 0 || len(got.Samples) != 2 {
		t.Fatalf("%d samples, problems %v", len(got.Samples), messages(rep))
	}
	for _, s := range got.Samples {
		if diff := cmp.Diff([]string{"SRX9000" + s.AccessionCode[7:]}, s.Alternates); diff != "" {
			t.Errorf("alternates of %s: -want +got\n%s", s.AccessionCode, diff)
		}
		last := s.Attributes[len(s.Attributes)-1]
		if want := (models.Attribute{Key: "BioSample", Value: "SAMN90000009"}); last != want {
			t.Errorf("%s keeps %+v, want %+v", s.AccessionCode, last, want)
		}
	}
}

func TestSOFTFamily(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "geo-soft", testFile(t, "soft/family.soft"))
	if len(rep.Problems) > 0 {
		t.Errorf("problems %v", messages(rep))
	}
	want := &memory{
		Platforms: []models.Platform{{AccessionCode: "GPL900", Name: "Example array"}},
		Samples: []models.SampleBody{{
			AccessionCode: "GSM900001", Title: "liver, replicate 1", Alternates: []string{"SAMN90000001", "SRX900001"},
			Experiments: []string{"GSE900001", "GSE900007"},
			Values: []models.FieldValue{
				{Field: "organism", Value: "Homo sapiens", TaxonomyID: 9606},
				{Field: "technology", Value: "microarray"},
				{Field: "platform", Value: "GPL900"},
				{Field: "tissue", Value: "Liver", RawKey: "Tissue"},
				{Field: "sex", Value: "female", RawKey: "sex", RawValue: "F"},
				{Field: "age", Value: "6 months", RawKey: "age (months)", RawValue: "6"},
			},
			Attributes: []models.Attribute{
				{Key: "source name", Value: "liver biopsy"},
				{Key: "Tissue", Value: "Liver"},
				{Key: "Gender (M:male, F:female)", Value: "F"},
				{Key: "sex", Value: "F"},
				{Key: "age (months)", Value: "6"},
				{Key: "disease state", Value: "N/A"},
				{Value: "snap frozen"},
				{Value: "see http://example.org/protocol"},
				{Key: "treatment protocol", Value: "A long protocol."},
				{Key: "molecule", Value: "total RNA"},
				{Key: "description", Value: "mail [e-mail removed]"},
			},
		}, {
			AccessionCode: "GSM900002", Title: "two colours", Experiments: []string{"GSE900001"},
			Values: []models.FieldValue{
				{Field: "organism", Value: "Mus musculus", TaxonomyID: 10090},
				{Field: "organism", Value: "Homo sapiens", TaxonomyID: 9606},
				{Field: "organism", Value: "Rattus norvegicus", TaxonomyID: 10116},
				{Field: "technology", Value: "microarray"},
				{Field: "platform", Value: "GPL900"},
				{Field: "tissue", Value: "kidney", RawKey: "tissue"},
				{Field: "tissue", Value: "spleen", RawKey: "tissue"},
			},
			Attributes: []models.Attribute{
				{Key: "source name", Value: "kidney"}, {Key: "tissue", Value: "kidney"},
				{Key: "source name (channel 2)", Value: "pool"}, {Key: "tissue", Value: "spleen"},
			},
		}},
		Experiments: []models.ExperimentBody{{
			AccessionCode: "GSE900001", Title: "Liver and kidney of two species", Alternates: []string{"PRJNA900001", "PRJNA900002", "SRP900001"},
			Description:    "First paragraph of the summary.\nSecond; ask [e-mail removed] or [number removed].\nTwo livers, one two-colour array.",
			SourceDatabase: "GEO", SourceURL: "https://www.ncbi.nlm.nih.gov/geo/query/acc.cgi?acc=GSE900001",
			SubmitterInstitution: "Institute of Examples", HasPublication: true,
			Publications:   []models.PublicationBody{{PubMedID: "19000001", Authors: []string{"Jane Q Doe", "Émile Petit"}}},
			FirstPublished: day(2009, 1, 29), LastModified: day(2019, 3, 25),
			Samples: []string{"GSM900001", "GSM900002", "GSM900009"},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	noContacts(t, fmt.Sprintf("%+v", got))
}

// The same text gives the same records, whatever its encoding and line ends.
func TestSOFTEncodings(t *testing.T) {
	t.Parallel()
	plain := testFile(t, "soft/family.soft")
	want, _ := readAs(t, "geo-soft", plain)
	latin, err := charmap.Windows1252.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"CRLF":         strings.ReplaceAll(plain, "\n", "\r\n"),
		"bare CR":      strings.ReplaceAll(plain, "\n", "\r"),
		"BOM":          "\uFEFF" + plain,
		"Windows-1252": latin,
		"UTF-16":       wide,
		"NUL bytes":    strings.ReplaceAll(plain, "!", "!\x00"),
		"gzip":         gzipped(t, plain),
		"gzip members": gzipped(t, plain[:700]) + gzipped(t, plain[700:]),
		"no last end":  strings.TrimSuffix(plain, "\n"),
	} {
		got, rep := readAs(t, "geo-soft", content)
		if diff := cmp.Diff(want, got); diff != "" || len(rep.Problems) > 0 {
			t.Errorf("%s: problems %v (-want +got)\n%s", name, messages(rep), diff)
		}
	}
}

func TestSOFTLowerCase(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "geo-soft", testFile(t, "soft/lowercase.soft"))
	if len(rep.Problems) > 0 {
		t.Errorf("problems %v", messages(rep))
	}
	series := got.experiment(t, "GSE900010")
	if series.Title != "An old record" || !cmp.Equal(series.Samples, []string{"GSM900010"}) || !cmp.Equal(series.FirstPublished, day(2003, 2, 3)) {
		t.Errorf("series %+v", series)
	}
	if sample := got.sample(t, "GSM900010"); !cmp.Equal(sample.Experiments, []string{"GSE900010"}) {
		t.Errorf("sample %+v", sample)
	}
	noContacts(t, fmt.Sprintf("%+v", got))
}

func TestSOFTTechnology(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "geo-soft", testFile(t, "soft/sequencing.soft"))
	if len(rep.Problems) > 0 {
		t.Errorf("problems %v", messages(rep))
	}
	for code, want := range map[string]string{
		"GSM900021": "RNA-seq",
		"GSM900022": "scRNA-seq", // by its source
		"GSM900023": "other",
		"GSM900024": "RNA-seq", // by the only type of its series that tells
		"GSM900025": "other",   // by its own type
		"GSM900026": "",        // RNA names the molecule only
		"GSM900027": "RNA-seq", // only one of its series was described before it
		"GSM900028": "",        // its series disagree
	} {
		technology := ""
		for _, v := range got.sample(t, code).Values {
			if v.Field == models.FieldTechnology {
				technology += v.Value
			}
		}
		if technology != want {
			t.Errorf("technology of %s is %q; want %q", code, technology, want)
		}
	}
	paper := got.experiment(t, "GSE900020").Publications
	want := []models.PublicationBody{{DOI: "10.1016/j.example.2009.01.001", Title: "Doe J. A paper. Example J 2009; 1-2. doi:10.1016/j.example.2009.01.001."}}
	if diff := cmp.Diff(want, paper); diff != "" {
		t.Errorf("publication of a citation (-want +got)\n%s", diff)
	}
}

func TestSOFTBroken(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "geo-soft", testFile(t, "soft/broken.soft"))
	want := []string{
		`file:1: !series_title stands before the first block; expected a line such as ^SERIES = GSE1133 before it`,
		`file:6: a line outside of a table that begins with "a"; expected ^, ! or #; the line is skipped`,
		`file:2: status = "29th of January" of GSE900030 is no date; expected one such as Jan 29 2009; it is not kept`,
		`file:11: ^SERIES = A draft has no accession code of GEO; expected one such as GSE1133`,
		`file:13: GSE900033 names the sample "sample one"; expected a code such as GSM25349; the series is skipped`,
		`file:18: the table that begins here has no end; expected a line !…_table_end before the next block`,
		`file:20: GSM900032 has no !Sample_platform_id, which all samples of GEO have; the file may have been cut off; the sample is skipped`,
		`file:22: ^SAMPLE = liver 1 has no accession code of GEO; expected one such as GSM25349`,
		`file:7: GSE900031 is skipped, because its sample GSM900032 (line 20) could not be read; expected every sample to be whole`,
	}
	if diff := cmp.Diff(want, messages(rep)); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
	if len(got.Samples) != 1 || len(got.Experiments) != 1 || got.Experiments[0].AccessionCode != "GSE900030" {
		t.Errorf("read %+v; want GSE900030 and GSM900031 only", got)
	}
}

func TestSOFTWithoutSeries(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"soft/gds.soft": "a GEO DataSet (GDS): it says again what its series says; import the series",
		"soft/gpl.soft": "a platform (GPL) without series: only its name was taken",
	} {
		got, rep := readAs(t, "geo-soft", testFile(t, file))
		if rep.Skipped != want || len(rep.Problems) > 0 || len(got.Samples)+len(got.Experiments) > 0 {
			t.Errorf("%s: %+v", file, rep)
		}
	}
}

// Whatever is cut off a file, no table and no sample is taken for whole that is not, and nothing of a damaged unit stays.
func TestSOFTCutOff(t *testing.T) {
	t.Parallel()
	plain := testFile(t, "soft/family.soft")
	table := strings.Index(plain, "VALUE\n")
	got, rep := readAs(t, "geo-soft", plain[:table])
	if want := []string{"file:71: the table that begins here has no end (!…_table_end), the file was cut off; download it again"}; !cmp.Equal(want, messages(rep)) || len(got.Samples) > 0 {
		t.Errorf("cut in a table: problems %v, %d samples", messages(rep), len(got.Samples))
	}
	packed := gzipped(t, plain)
	for _, end := range []int{11, len(packed) / 2, len(packed) - 1} {
		got, rep := readAs(t, "geo-soft", packed[:end])
		if want := []string{"file: the gzip data ends in the middle, as after a broken download; download the file again"}; !cmp.Equal(want, messages(rep)) || len(got.Samples)+len(got.Platforms) > 0 {
			t.Errorf("gzip cut at %d: problems %v, %d samples", end, messages(rep), len(got.Samples))
		}
	}
}

func TestSOFTLongLines(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", maxLine)
	got, rep := readAs(t, "geo-soft", "^SERIES = GSE1\n!Series_title = one\n!Series_summary = "+long+"\n!Series_summary = "+long+
		"\n^SERIES = GSE2\n!Series_title = two\n!Series_summary = "+long[:maxLine-100]+"\n")
	if want := []string{"file:3: a line of more than 16 MB; expected shorter ones; the block SERIES = GSE1 is skipped"}; !cmp.Equal(want, messages(rep)) {
		t.Errorf("problems %v", messages(rep))
	}
	if len(got.Experiments) != 1 || len(got.experiment(t, "GSE2").Description) != maxLine-100 {
		t.Errorf("read %d series; want GSE2 with its long summary", len(got.Experiments))
	}
}

func TestSplitCharacteristic(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]models.Attribute{
		"tissue: liver":        {Key: "tissue", Value: "liver"},
		"timepoint:8h":         {Key: "timepoint", Value: "8h"},
		"ratio: 1:2":           {Key: "ratio", Value: "1:2"},
		"sex (M: male): M":     {Key: "sex (M: male)", Value: "M"},
		"broken (bracket: x":   {Value: "broken (bracket: x"},
		"http://example.org":   {Value: "http://example.org"},
		"12:12 light":          {Value: "12:12 light"},
		"Genotype = y; Sex: M": {Value: "Genotype = y; Sex: M"},
		": no key":             {Value: ": no key"},
		"no colon":             {Value: "no colon"},
		"組織: 肝臓":               {Key: "組織", Value: "肝臓"},
		strings.Repeat("a long sentence ", 8) + ": x": {Value: strings.Repeat("a long sentence ", 8) + ": x"},
	} {
		if got := splitCharacteristic(text); got != want {
			t.Errorf("splitCharacteristic(%q) = %+v; want %+v", text, got, want)
		}
	}
}
