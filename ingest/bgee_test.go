package ingest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestBgeeLibraries(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "bgee", testFile(t, "bgee/libraries.tsv"))
	problems := []string{
		"file:5: a row without an experiment; expected a code such as GSE30352; the row is skipped",
		"file:6: a row without a library or a chip; expected one such as SRX081869 or GSM206404.CEL; the row is skipped",
	}
	if diff := cmp.Diff(problems, messages(rep)); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
	want := &memory{
		Samples: []models.SampleBody{{ // two libraries of one sample; the third was withdrawn
			AccessionCode: "SRS950001", Alternates: []string{"SRX950001", "SRX950002"}, Title: "worm 1", Experiments: []string{"GSE950001"},
			Values: []models.FieldValue{
				{Field: "organism", Value: "Caenorhabditis elegans", TaxonomyID: 6239, RawKey: "speciesId", RawValue: "6239"},
				{Field: "technology", Value: "RNA-seq", RawValue: "the table lists RNA-seq libraries"},
				{Field: "platform", Value: "IlluminaHiSeq2000", Name: "Illumina HiSeq 2000", RawKey: "platform", RawValue: "Illumina HiSeq 2000"},
				{Field: "tissue", Value: "brain", RawKey: "anatName"},
				{Field: "stage", Value: "adult", RawKey: "stageName"},
				{Field: "sex", Value: "hermaphrodite", RawKey: "sex", RawValue: "H"},
			},
			Attributes: []models.Attribute{
				{Key: "platform", Value: "Illumina HiSeq 2000"}, {Key: "anatId", Value: "UBERON:0000955"}, {Key: "anatName", Value: "brain"},
				{Key: "stageName", Value: "adult"}, {Key: "sex", Value: "H"}, {Key: "strain", Value: "N2"}, {Key: "speciesId", Value: "6239"},
				{Key: "stageName", Value: "life cycle"}, {Key: "sex", Value: "U"},
			},
		}},
		Experiments: []models.ExperimentBody{{
			AccessionCode: "GSE950001", SourceDatabase: "GEO", SourceURL: "https://www.ncbi.nlm.nih.gov/geo/query/acc.cgi?acc=GSE950001",
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestBgeeExperiments(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "bgee", testFile(t, "bgee/experiments.tsv"))
	if len(rep.Problems) > 0 || len(got.Samples) > 0 || len(got.Experiments) != 2 {
		t.Fatalf("problems %v, read %+v", messages(rep), got)
	}
	salmon := got.experiment(t, "SRP950011")
	if !cmp.Equal(salmon.Alternates, []string{"GSE950011", "PRJNA950011"}) || salmon.Title != "Salmon" || salmon.Description != "Mail [e-mail removed]" ||
		!cmp.Equal(salmon.Publications, []models.PublicationBody{{PubMedID: "37425964"}}) || !salmon.HasPublication {
		t.Errorf("%+v", salmon)
	}
	if other := got.experiment(t, "E-MTAB-950"); other.Title != `"Quoted" name` || other.SourceDatabase != "ArrayExpress" {
		t.Errorf("%+v", other)
	}
	noContacts(t, fmt.Sprintf("%+v", got))
}

// values lists the values of a field.
func values(body models.SampleBody, field string) string {
	var list []string
	for _, v := range body.Values {
		if v.Field == field {
			list = append(list, v.Value)
		}
	}
	return strings.Join(list, "|")
}

func TestBgeeOtherTables(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, code, field, want string }{
		{"chips.tsv", "GSM950021", "technology", "microarray"},
		{"chips.tsv", "GSM950021", "platform", "Zebrafish"},
		{"chips.tsv", "E-MEXP-950-C3", "technology", "microarray"}, // of two experiments, two chips
		{"chips.tsv", "E-MEXP-951-C3", "technology", "microarray"},
		{"release.tsv", "SRX950031", "tissue", "liver"},
		{"release.tsv", "SRX950031", "sex", "female|male"},
		{"release.tsv", "SRX950031", "organism", ""}, // it is in the file's name alone
		{"cells.tsv", "ERX950041", "technology", "scRNA-seq"},
		{"cells.tsv", "ERX950041", "sex", ""},
		{"cells.tsv", "ERX950042", "technology", ""}, // the table does not tell
		{"cells.tsv", "ERX950042", "organism", "Mus musculus"},
	} {
		got, rep := readAs(t, "bgee", testFile(t, "bgee/"+c.file))
		if have := values(got.sample(t, c.code), c.field); have != c.want || len(rep.Problems) > 0 {
			t.Errorf("%s of %s is %q; want %q; problems %v", c.field, c.code, have, c.want, messages(rep))
		}
	}
	got, rep := readAs(t, "bgee", testFile(t, "bgee/chiptypes.tsv"))
	if !cmp.Equal(got.Platforms, []models.Platform{{AccessionCode: "A-AFFY-950", Name: "Example GeneChip"}}) || len(rep.Problems) != 1 {
		t.Errorf("chip types: %+v, problems %v", got.Platforms, messages(rep))
	}
	release, _ := readAs(t, "bgee", testFile(t, "bgee/release.tsv"))
	if runs := release.sample(t, "SRX950031").Alternates; !cmp.Equal(runs, []string{"SRR950031", "SRR950032"}) {
		t.Errorf("runs %v", runs)
	}
}
