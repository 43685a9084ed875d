package ingest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestRefinebio(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "refinebio", testFile(t, "refinebio/dataset.json"))
	if len(rep.Problems) > 0 {
		t.Errorf("problems %v", messages(rep))
	}
	want := &memory{
		Samples: []models.SampleBody{{
			AccessionCode: "SRR900001", Title: "Lung 1",
			Values: []models.FieldValue{
				{Field: "organism", Value: "Homo sapiens", TaxonomyID: 9606, RawKey: "refinebio_organism", RawValue: "HOMO_SAPIENS"},
				{Field: "tissue", Value: "lung tissue", RawKey: "refinebio_specimen_part"},
				{Field: "disease", Value: "healthy", RawKey: "refinebio_disease"},
				{Field: "sex", Value: "male", RawKey: "refinebio_sex"},
				{Field: "age", Value: "53", RawKey: "refinebio_age"},
				{Field: "technology", Value: "RNA-seq", RawKey: "technology", RawValue: "RNA-SEQ"},
				{Field: "platform", Value: "IlluminaHiSeq2500", Name: "Illumina HiSeq 2500"},
				{Field: "processed", Value: "yes"},
			},
			Attributes: []models.Attribute{
				{Key: "specimen_part", Value: "lung tissue"}, {Key: "disease", Value: "healthy"}, {Key: "sex", Value: "male"},
				{Key: "age", Value: "53"}, {Key: "race", Value: "other"},
			},
		}, {
			AccessionCode: "SRR900002", Title: "Blood 1",
			Values: []models.FieldValue{
				{Field: "organism", Value: "Homo sapiens", TaxonomyID: 9606, RawKey: "refinebio_organism", RawValue: "HOMO_SAPIENS"},
				{Field: "tissue", Value: "whole blood", RawKey: "refinebio_specimen_part"},
				{Field: "technology", Value: "RNA-seq", RawKey: "technology", RawValue: "RNA-SEQ"},
				{Field: "platform", Value: "hgu133plus2", Name: "[HG-U133_Plus_2] Affymetrix Human Genome U133 Plus 2.0 Array"},
				{Field: "processed", Value: "no"},
				{Field: "sex", Value: "female", RawKey: "sex", RawValue: "F"},
				{Field: "stage", Value: "adult", RawKey: "Developmental Stage"},
			},
			Attributes: []models.Attribute{
				{Key: "specimen_part", Value: "whole blood"}, {Key: "sex", Value: "F"}, {Key: "Developmental Stage", Value: "adult"},
				{Key: "extract name", Value: "extract 1"}, {Key: "tissue", Value: "blood"}, {Key: "time", Value: "3 h"},
			},
		}},
		Experiments: []models.ExperimentBody{{
			AccessionCode: "SRP900001", Title: "Lung and blood", Description: "First line.\nAsk [e-mail removed].", Protocol: "RNA was extracted.",
			SourceDatabase: "SRA", SourceURL: "https://www.ncbi.nlm.nih.gov/sra?term=SRP900001", SubmitterInstitution: "Institut de Génomique",
			HasPublication: true, Publications: []models.PublicationBody{{PubMedID: "19000002", DOI: "10.1234/Example.1", Title: "A paper"}},
			FirstPublished: day(2018, 10, 9), Samples: []string{"SRR900001", "SRR900002", "SRR900009"},
		}, {
			AccessionCode: "E-MTAB-900", Title: "No samples", Protocol: "Step one.\nStep two.",
			SourceDatabase: "ArrayExpress", SourceURL: "https://www.ebi.ac.uk/biostudies/arrayexpress/studies/E-MTAB-900",
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	noContacts(t, fmt.Sprintf("%+v", got))
}

// Files of 2018 name samples by their titles.
func TestRefinebio2018(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "refinebio", testFile(t, "refinebio/dataset2018.json"))
	want := []string{`file:2: E-GEOD-900040 names 1 samples by titles that the file does not explain; expected them under "samples"; it is imported without them`}
	if diff := cmp.Diff(want, messages(rep)); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
	experiment := got.experiment(t, "E-GEOD-900040")
	if !cmp.Equal(experiment.Samples, []string{"GSM900041", "GSM900042"}) || !cmp.Equal(experiment.Alternates, []string{"GSE900040"}) {
		t.Errorf("experiment %+v", experiment)
	}
	sample := models.SampleBody{
		AccessionCode: "GSM900041", Alternates: []string{"E-GEOD-900040-GSM900041"}, Title: "heart, sample 1",
		Values: []models.FieldValue{
			{Field: "organism", Value: "Danio rerio", TaxonomyID: 7955, RawKey: "organism", RawValue: "DANIO_RERIO"},
			{Field: "tissue", Value: "heart", RawKey: "specimen_part"},
			{Field: "treatment", Value: "none", RawKey: "treatment"},
			{Field: "technology", Value: "microarray", RawKey: "technology", RawValue: "MICROARRAY"},
			{Field: "platform", Value: "zebrafish", Name: "Affymetrix Zebrafish Genome Array"},
		},
		Attributes: []models.Attribute{{Key: "specimen_part", Value: "heart"}, {Key: "treatment", Value: "none"}},
	}
	if diff := cmp.Diff(sample, got.sample(t, "GSM900041")); diff != "" {
		t.Errorf("sample (-want +got)\n%s", diff)
	}
}

func TestRefinebioBroken(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "refinebio", testFile(t, "refinebio/broken.json"))
	want := []string{
		`file:5: "SRP900052": "title" is not a string or a list of strings; the record is skipped`,
		`file:6: "SRP900053": "source_first_published" is not a date such as 2014-05-01T00:00:00Z, between 1990 and 2100; the record is skipped`,
		`file:10: "SRR900051": not a JSON object (json: cannot unmarshal string into Go value of type map[string]json.RawMessage); the record is skipped`,
		`file:11: "no code": no accession_code; expected one word such as SRP125001; the record is skipped`,
		`file:3: SRP900050 is skipped, because its sample "SRR900051" (line 10) could not be read; expected every sample to be whole`,
	}
	if diff := cmp.Diff(want, messages(rep)); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
	if len(got.Experiments) != 1 || got.Experiments[0].AccessionCode != "SRP900051" || len(got.Samples) != 1 {
		t.Errorf("read %+v; want SRP900051 and SRR900050 only", got)
	}
}

// A file that is no whole JSON object leaves nothing behind, and its line is named.
func TestRefinebioDamaged(t *testing.T) {
	t.Parallel()
	plain := testFile(t, "refinebio/dataset.json")
	deep := `{"experiments": {}, "nested": ` + strings.Repeat("[", maxSkipped+1) + strings.Repeat("]", maxSkipped+1) + "}"
	large := `{"experiments": {"SRP1": {"accession_code": "SRP1", "title": "` + strings.Repeat("x", maxLine+2*headSize) + `"}}}`
	for name, c := range map[string]struct{ content, want string }{
		"cut":           {plain[:len(plain)-20], "file:51: the JSON ends in the middle, the file was cut off; download it again"},
		"syntax":        {strings.Replace(plain, `"samples": {`, `"samples": }`, 1), "nothing of the file is imported"},
		"list":          {`{"experiments": [1]}`, "[ where an object should begin; expected {"},
		"more after it": {plain + "{}", "after the end of the object"},
		"deep":          {deep, "nested more than 1000 deep"},
		"large":         {large, "a value of more than 16 MB"},
	} {
		got, rep := readAs(t, "refinebio", c.content)
		if len(rep.Problems) != 1 || !strings.Contains(messages(rep)[0], c.want) || len(got.Samples)+len(got.Experiments) > 0 {
			t.Errorf("%s: problems %v; want %q", name, messages(rep), c.want)
		}
	}
}
