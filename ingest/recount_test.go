package ingest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestRecountRuns(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "recount", testFile(t, "recount/runs.tsv"))
	problems := []string{
		"file:5: a row without a study; expected a code such as SRP014565; the row is skipped",
		"file:6: a row without a run; expected a code such as SRR527082; the row is skipped",
	}
	if diff := cmp.Diff(problems, messages(rep)); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
	rnaSeq := models.FieldValue{Field: "technology", Value: "RNA-seq", RawValue: "all of recount2 is human RNA-seq"}
	human := models.FieldValue{Field: "organism", Value: "Homo sapiens", TaxonomyID: 9606, RawValue: "all of recount2 is human RNA-seq"}
	want := []models.SampleBody{{ // of two runs
		AccessionCode: "GSM960001", Alternates: []string{"SRR960001", "SRR960002", "SRS960001", "SRX960001"}, Title: "Cord 1", Experiments: []string{"SRP960001"},
		Values: []models.FieldValue{
			rnaSeq, human,
			{Field: "sex", Value: "female", RawKey: "gender", RawValue: "F"},
			{Field: "tissue", Value: `Cord "blood"`, RawKey: "tissue"},
		},
		Attributes: []models.Attribute{
			{Key: "paired_end", Value: "TRUE"}, {Key: "sharq_beta_tissue", Value: "blood"}, {Key: "gender", Value: "F"},
			{Key: "tissue", Value: `Cord "blood"`}, {Value: "snap frozen"},
		},
	}, {
		AccessionCode: "SRS960003", Alternates: []string{"SRR960003", "SRX960003"}, Experiments: []string{"SRP960002"},
		Values:     []models.FieldValue{rnaSeq, human, {Field: "cell_line", Value: "HeLa", RawKey: "cell line"}},
		Attributes: []models.Attribute{{Key: "paired_end", Value: "FALSE"}, {Key: "cell line", Value: "HeLa"}},
	}}
	if diff := cmp.Diff(want, got.Samples); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(got.Experiments) != 2 {
		t.Errorf("experiments %+v", got.Experiments)
	}
}

func TestRecountStudies(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]models.ExperimentBody{
		"web.tsv":       {AccessionCode: "SRP960011", Description: "Mail [e-mail removed]"},
		"abstracts.tsv": {AccessionCode: "SRP960021", Description: "About cells."},
		"sra.MD": {AccessionCode: "SRP960041", Title: "Cells", Description: "About cells.", SubmitterInstitution: "Example",
			FirstPublished: day(2015, 7, 22)},
	} {
		got, rep := readAs(t, "recount", testFile(t, "recount/"+file))
		want.SourceDatabase, want.SourceURL = archiveOf(want.AccessionCode)
		experiment := got.experiment(t, want.AccessionCode)
		if date := experiment.FirstPublished; date != nil {
			short := date.Truncate(24 * 3600e9)
			experiment.FirstPublished = &short
		}
		if diff := cmp.Diff(want, experiment); diff != "" || len(rep.Problems) > 0 {
			t.Errorf("%s: problems %v (-want +got)\n%s", file, messages(rep), diff)
		}
		noContacts(t, fmt.Sprintf("%+v", got))
	}
}

func TestRecountOtherTables(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, code, field, want string }{
		{"ids.tsv", "SRR960031", "tissue", ""},
		{"ids.tsv", "SRR960031", "organism", "Homo sapiens"},
		{"ids.tsv", "SRR960031", "technology", "RNA-seq"},
		{"ids.tsv", "0004D251-3F70-4395-B175-C94C2F5B1B81", "tissue", ""},
		{"sra.MD", "SRS960041", "technology", "RNA-seq"},
		{"sra.MD", "SRS960041", "platform", "IlluminaHiSeq2000"},
		{"sra.MD", "SRS960041", "sex", "female"},
		{"sra.MD", "SRS960041", "age", ""},
		{"pred.MD", "SRS960041", "tissue", "Liver"},
		{"pred.MD", "SRS960041", "technology", ""}, // predicted
		{"pred.MD", "SRS960041", "cell_line", ""},
		{"pred.MD", "SRS960041", "organism", "Homo sapiens"},
	} {
		got, rep := readAs(t, "recount", testFile(t, "recount/"+c.file))
		if have := values(got.sample(t, c.code), c.field); have != c.want || len(rep.Problems) > 0 {
			t.Errorf("%s: %s of %s is %q; want %q; problems %v", c.file, c.field, c.code, have, c.want, messages(rep))
		}
	}
}

func TestFromR(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`c("a: b", "c, d")`: {"a: b", "c, d"},
		`c("\"q\"", NA)`:    {`"q"`},
		`c()`:               nil,
		`c(1, 2)`:           {`c(1, 2)`},
		`c("open)`:          {`c("open)`},
		`plain`:             {"plain"},
	} {
		if got := fromR(text); !cmp.Equal(want, got) {
			t.Errorf("fromR(%s) = %q; want %q", text, got, want)
		}
	}
}
