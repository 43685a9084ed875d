package ingest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestMatrix(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "geo-series-matrix", testFile(t, "series-matrix/GSE930001_series_matrix.txt"))
	problems := []string{"file:29: !Sample_description has 1 values; expected 2, one for each sample; the row is skipped"}
	if diff := cmp.Diff(problems, messages(rep)); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
	want := &memory{
		Samples: []models.SampleBody{{
			AccessionCode: "GSM930001", Title: "one", Alternates: []string{"SAMN93000001"}, Experiments: []string{"GSE930001"},
			Values: []models.FieldValue{
				{Field: "organism", Value: "Homo sapiens", TaxonomyID: 9606},
				{Field: "technology", Value: "microarray"},
				{Field: "platform", Value: "GPL930"},
				{Field: "sex", Value: "female", RawKey: "gender", RawValue: "F"},
				{Field: "age", Value: "62", RawKey: "age"},
			},
			Attributes: []models.Attribute{{Key: "source name", Value: "swab"}, {Key: "gender", Value: "F"}, {Key: "age", Value: "62"}},
		}, {
			AccessionCode: "GSM930002", Title: "two", Experiments: []string{"GSE930001"},
			Values: []models.FieldValue{
				{Field: "organism", Value: "Mus musculus", TaxonomyID: 10090},
				{Field: "technology", Value: "microarray"},
				{Field: "platform", Value: "GPL930"},
				{Field: "age", Value: "3 weeks", RawKey: "age"},
			},
			Attributes: []models.Attribute{{Key: "age", Value: "3 weeks"}, {Key: "disease state", Value: "N/A"}},
		}},
		Experiments: []models.ExperimentBody{{
			AccessionCode: "GSE930001", Alternates: []string{"PRJNA930001"}, Title: `Airways, "early"`,
			Description:    "First; ask [e-mail removed].\nSecond.",
			SourceDatabase: "GEO", SourceURL: "https://www.ncbi.nlm.nih.gov/geo/query/acc.cgi?acc=GSE930001", SubmitterInstitution: "Institute of Examples",
			HasPublication: true, Publications: []models.PublicationBody{{PubMedID: "19000004", Authors: []string{"Jane Q Doe"}}},
			FirstPublished: day(2020, 8, 12), LastModified: day(2020, 11, 30), Samples: []string{"GSM930001", "GSM930002"},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	noContacts(t, fmt.Sprintf("%+v", got))
}

func TestMatrixBroken(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content              string
		problems             []string
		experiments, samples int
	}{
		"no series": {testFile(t, "series-matrix/edited.txt"), []string{
			`file:4: a line before the table that begins with "o"; expected !; the line is skipped`,
			"file:2: the matrix does not say of which series its samples are; expected !Series_geo_accession; they are imported without",
		}, 0, 1},
		"no codes": {testFile(t, "series-matrix/nocodes.txt"), []string{
			"file:3: the samples have no accession codes; expected a row !Sample_geo_accession; they are skipped",
		}, 1, 0},
		"cut off": {strings.Split(testFile(t, "series-matrix/GSE930001_series_matrix.txt"), "!Sample_platform")[0], []string{
			"file:26: the file ends before its table (!series_matrix_table_begin), it was cut off; download it again",
		}, 0, 0},
		"long line": {"!Series_title\t\"" + strings.Repeat("x", maxLine) + "\"\n!Series_geo_accession\t\"GSE1\"\n!series_matrix_table_begin\n" + strings.Repeat("1\t", maxLine), []string{
			"file:1: a line of more than 16 MB; expected shorter ones; the line is skipped",
		}, 1, 0},
	} {
		got, rep := readAs(t, "geo-series-matrix", c.content)
		if diff := cmp.Diff(c.problems, messages(rep)); diff != "" || len(got.Experiments) != c.experiments || len(got.Samples) != c.samples {
			t.Errorf("%s: %d experiments, %d samples, problems (-want +got)\n%s", name, len(got.Experiments), len(got.Samples), diff)
		}
	}
}
