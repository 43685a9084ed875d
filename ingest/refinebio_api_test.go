package ingest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestRefinebioAPI(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "refinebio-api", testFile(t, "refinebio-api/answers.json"))
	problems := []string{
		"file:8: no accession_code; expected one word such as SRP125001; the record is skipped",
		"file:9: 7 where a record should stand; expected an object; it is skipped",
		"file:16: neither an experiment nor a sample; expected the fields of one; the record is skipped",
		"file:17: a sample: no accession_code; expected one word such as SRP125001; the record is skipped",
	}
	if diff := cmp.Diff(problems, messages(rep)); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
	technology := models.FieldValue{Field: "technology", Value: "microarray", RawKey: "technology", RawValue: "MICROARRAY"}
	want := &memory{
		Samples: []models.SampleBody{{
			AccessionCode: "GSM920001", Title: "K-562 6h", Experiments: []string{"GSE920001", "GSE920002"},
			Values: []models.FieldValue{
				{Field: "organism", Value: "Homo sapiens", TaxonomyID: 9606, RawKey: "organism", RawValue: "HOMO_SAPIENS"}, technology,
				{Field: "tissue", Value: "leukemia", RawKey: "specimen_part"},
				{Field: "platform", Value: "hgu133a2", Name: "[HG-U133A_2] Example Array"},
				{Field: "processed", Value: "yes"},
				{Field: "sex", Value: "female", RawKey: "gender", RawValue: "F"},
			},
			Attributes: []models.Attribute{
				{Key: "specimen_part", Value: "leukemia"}, {Key: "gender", Value: "F"}, {Key: "Label protocol", Value: "labelled"},
			},
		}, {
			AccessionCode: "GSM920001",
			Values:        []models.FieldValue{technology, {Field: "platform", Value: "hgu133a2", Name: "Example Array"}, {Field: "processed", Value: "yes"}},
		}, {
			AccessionCode: "GSM920003",
			Values:        []models.FieldValue{{Field: "technology", Value: "RNA-seq", RawKey: "technology", RawValue: "RNA-SEQ"}, {Field: "processed", Value: "no"}},
		}},
		Experiments: []models.ExperimentBody{{
			AccessionCode: "GSE920001", Alternates: []string{"E-GEOD-920001"}, Title: "Cells", Description: "Mail [e-mail removed]",
			SourceDatabase: "GEO", SourceURL: "https://www.ncbi.nlm.nih.gov/geo/query/acc.cgi?acc=GSE920001", SubmitterInstitution: "Institute of Examples",
			HasPublication: true, Publications: []models.PublicationBody{{PubMedID: "19000003", Authors: []string{"Doe J"}}},
			FirstPublished: day(2018, 6, 29), Samples: []string{"GSM920001", "GSM920003"},
		}, {
			AccessionCode: "SRP920004", Title: "Found", SourceDatabase: "SRA", SourceURL: "https://www.ncbi.nlm.nih.gov/sra?term=SRP920004",
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	noContacts(t, fmt.Sprintf("%+v", got))
}

// Answers of 2018 name experiments and samples by numbers of refine.bio's own.
func TestRefinebioAPI2018(t *testing.T) {
	t.Parallel()
	content := testFile(t, "refinebio-api/experiments2018.json")
	got, rep := readAs(t, "refinebio-api", content)
	want := []string{"file:2: no accession_code; expected one word such as SRP125001; the record is skipped"}
	if diff := cmp.Diff(want, messages(rep)); diff != "" || len(got.Experiments)+len(got.Samples) > 0 {
		t.Errorf("%+v; problems (-want +got)\n%s", got, diff)
	}
	if !looksLikeRefinebioAPI([]byte(content)) {
		t.Error("not recognised")
	}
}

func TestRefinebioAPIDamaged(t *testing.T) {
	t.Parallel()
	whole := testFile(t, "refinebio-api/answers.json")
	for content, want := range map[string]string{
		whole[:900]:                     "the JSON ends in the middle, the file was cut off; download it again",
		strings.Repeat("[", maxDepth+9): "values nested more than 50 deep; expected fewer levels; nothing of the file is imported",
	} {
		got, rep := readAs(t, "refinebio-api", content)
		if len(rep.Problems) == 0 || rep.Problems[len(rep.Problems)-1].Message != want || len(got.Samples)+len(got.Experiments) > 0 {
			t.Errorf("problems %v; want %q", messages(rep), want)
		}
	}
}
