package ingest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestRefinebioTable(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "refinebio-tsv", testFile(t, "refinebio-tsv/metadata.tsv"))
	if len(rep.Problems) > 0 {
		t.Errorf("problems %v", messages(rep))
	}
	platform := models.FieldValue{Field: "platform", Value: "hgu133plus2", Name: "Affymetrix Human Genome U133 Plus 2.0 Array"}
	human := models.FieldValue{Field: "organism", Value: "Homo sapiens", TaxonomyID: 9606, RawKey: "refinebio_organism", RawValue: "HOMO_SAPIENS"}
	array := models.FieldValue{Field: "technology", Value: "microarray", RawKey: "refinebio_platform",
		RawValue: "Affymetrix Human Genome U133 Plus 2.0 Array (hgu133plus2)"}
	want := &memory{
		Samples: []models.SampleBody{{
			AccessionCode: "GSM910001", Title: "Glioma 1", Experiments: []string{"GSE910009"},
			Values: []models.FieldValue{
				human,
				{Field: "tissue", Value: "brain", RawKey: "refinebio_specimen_part"},
				{Field: "sex", Value: "male", RawKey: "refinebio_sex"},
				{Field: "age", Value: "12 years", RawKey: "age"}, // refine.bio's 12.000 has no unit
				platform, array,
				{Field: "processed", Value: "yes"},
				{Field: "stage", Value: "adult", RawKey: "developmental stage"},
			},
			Attributes: []models.Attribute{
				{Key: "specimen_part", Value: "brain"}, {Key: "sex", Value: "male"}, {Key: "age", Value: "12.000"}, {Key: "age", Value: "12 years"},
				{Key: "description", Value: `He said "yes" ask [e-mail removed]`}, {Key: "developmental stage", Value: "adult"},
				{Key: "series_id", Value: "GSE910001"}, {Key: "series_id", Value: "GSE910009"},
			},
		}, {
			AccessionCode: "GSM910002", Title: "Glioma 2", Values: []models.FieldValue{human, platform, array, {Field: "processed", Value: "no"}},
			Attributes: []models.Attribute{{Key: "age", Value: "N/A"}, {Key: "description", Value: `"a stray mark`}, {Key: "series_id", Value: "GSE910001"}},
		}, {
			AccessionCode: "SRR910003", Title: "Mouse",
			Values: []models.FieldValue{{Field: "organism", Value: "Mus musculus", TaxonomyID: 10090, RawKey: "refinebio_organism", RawValue: "MUS_MUSCULUS"}},
		}},
		Experiments: []models.ExperimentBody{{
			AccessionCode: "GSE910001", SourceDatabase: "GEO", SourceURL: "https://www.ncbi.nlm.nih.gov/geo/query/acc.cgi?acc=GSE910001",
			Samples: []string{"GSM910001", "GSM910002"},
		}, {
			AccessionCode: "SRP910003", SourceDatabase: "SRA", SourceURL: "https://www.ncbi.nlm.nih.gov/sra?term=SRP910003", Samples: []string{"SRR910003"},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	noContacts(t, fmt.Sprintf("%+v", got))
}

// Tables before 2019 tell of which experiment a sample is only by what its submitter wrote.
func TestRefinebioTableOld(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "refinebio-tsv", testFile(t, "refinebio-tsv/old.tsv"))
	want := []string{"file:1: the table does not say of which experiment 1 samples are; expected a column experiment_accession, as in tables since 2019; the samples are imported without"}
	if diff := cmp.Diff(want, messages(rep)); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
	if sample := got.sample(t, "GSM910011"); len(got.Experiments) > 0 || !cmp.Equal(sample.Experiments, []string{"GSE910011"}) {
		t.Errorf("read %+v", got)
	}
}

func TestRefinebioTableOldest(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "refinebio-tsv", testFile(t, "refinebio-tsv/oldest.tsv"))
	if len(rep.Problems) > 0 {
		t.Errorf("problems %v", messages(rep))
	}
	want := []models.SampleBody{{
		AccessionCode: "GSM910021", Alternates: []string{"E-GEOD-910021-GSM910021"}, Title: "Fish, sample 2", Experiments: []string{"E-GEOD-910021"},
		Values: []models.FieldValue{
			{Field: "organism", Value: "Danio rerio", TaxonomyID: 7955, RawKey: "organism", RawValue: "DANIO_RERIO"},
			{Field: "tissue", Value: "heart", RawKey: "specimen_part"},
			{Field: "stage", Value: "adult", RawKey: "developmental stage"},
		},
		Attributes: []models.Attribute{{Key: "specimen_part", Value: "heart"}, {Key: "developmental stage", Value: "adult"}, {Key: "source name", Value: "d'Or"}},
	}}
	if diff := cmp.Diff(want, got.Samples); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestRefinebioTableBroken(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "refinebio-tsv", testFile(t, "refinebio-tsv/broken.tsv"))
	want := []string{
		"file:2: no accession_code; expected one word such as SRP125001; the sample is skipped",
		"file:4: experiment_accession is no accession code; expected one word such as SRP125001; the sample is skipped",
		"file:5: a row of 5 columns; expected 3, as in the header; the sample is skipped",
		"file:2: SRP910031 is skipped, because this sample of it could not be read; expected every sample to be whole",
	}
	if diff := cmp.Diff(want, messages(rep)); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
	if len(got.Experiments) != 1 || got.Experiments[0].AccessionCode != "SRP910034" || len(got.Samples) != 2 {
		t.Errorf("read %+v", got)
	}
}

func TestFromPython(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`['a', "b'c", 'd\'e\n']`:          `["a","b'c","d'e\n"]`,
		`{'a': None, 'b': [True, False]}`: `{"a":null,"b":[true,false]}`,
		`[1, 2.5]`:                        `[1,2.5]`,
		`[e] text`:                        ``,
		`['open`:                          ``,
		`plain`:                           ``,
		`[nope]`:                          ``,
	} {
		raw, ok := fromPython(text)
		if got := strings.ReplaceAll(string(raw), ", ", ","); ok != (want != "") || ok && strings.ReplaceAll(got, ": ", ":") != want {
			t.Errorf("fromPython(%s) = %s, %v; want %s", text, raw, ok, want)
		}
	}
}

func TestSplitRow(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		"a\tb\t":                {"a", "b", ""},
		`"a"` + "\t" + `"b""c"`: {"a", `b"c`},
		`"a` + "\tb":            {`"a`, "b"},
		`"a "b" c"` + "\tx":     {`a "b" c`, "x"},
		`a"b` + "\t" + `""`:     {`a"b`, ""},
		"":                      {""},
	} {
		if got, _ := splitRow(line); !cmp.Equal(want, got) {
			t.Errorf("splitRow(%q) = %q; want %q", line, got, want)
		}
	}
}

// A quotation mark that nothing closes does not swallow the rows after it.
func TestRowsStrayMark(t *testing.T) {
	t.Parallel()
	rows := strings.Repeat("SRR910041\tSRP910041\t\"open\n", 3*maxQuotedLines)
	got, rep := readAs(t, "refinebio-tsv", "refinebio_accession_code\texperiment_accession\trefinebio_title\n"+rows)
	if len(rep.Problems) > 0 || len(got.Samples) != 3*maxQuotedLines {
		t.Errorf("%d samples, problems %v", len(got.Samples), messages(rep))
	}
}
