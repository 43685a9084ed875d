package ingest

import (
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestCondensed(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "condensed-sdrf", testFile(t, "condensed-sdrf/condensed.tsv"))
	want := &memory{
		Samples: []models.SampleBody{{
			AccessionCode: "GSM900001", Alternates: []string{}, Experiments: []string{"E-CURD-1"},
			Values: []models.FieldValue{
				{Field: "treatment", Value: "sugar", RawKey: "treatment"},
				{Field: "technology", Value: "microarray", RawKey: "Array Design REF", RawValue: "A-AFFY-6"},
				{Field: "platform", Value: "A-AFFY-6", RawKey: "Array Design REF"},
			},
			Attributes: []models.Attribute{{Key: "treatment", Value: "sugar"}, {Key: "Array Design REF", Value: "A-AFFY-6"}},
		}, {
			AccessionCode: "SRR900001", Alternates: []string{}, Experiments: []string{"E-CURD-1"},
			Values: []models.FieldValue{
				{Field: "organism", Value: "Mus musculus", TaxonomyID: 10090, RawKey: "organism"},
				{Field: "sex", Value: "female", RawKey: "sex"},
			},
			Attributes: []models.Attribute{{Key: "organism", Value: "Mus musculus"}, {Key: "sex", Value: "female"}, {Key: "cell", Value: "B"}},
		}},
		Experiments: []models.ExperimentBody{{
			AccessionCode: "E-CURD-1", SourceDatabase: "ArrayExpress", SourceURL: "https://www.ebi.ac.uk/biostudies/arrayexpress/studies/E-CURD-1",
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	problems := []string{
		`file:5: the assay "H 1" is neither a run nor a sample of GEO, so that it is not known of which sample it is; it is skipped`,
		"file:7: a second experiment, E-CURD-2, in the file of E-CURD-1; expected one; the line is skipped",
		`file:8: expected experiment, array, assay, "characteristic" or "factor", key and value; the line is skipped`,
	}
	if diff := cmp.Diff(problems, messages(rep)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestRealCondensed(t *testing.T) {
	t.Parallel()
	for name, before := range countedBefore(t, "magetab") {
		if !strings.Contains(path.Base(name), "condensed") {
			continue
		}
		got, rep := readNamed(t, "magetab", name)
		want := before
		if strings.HasPrefix(name, "E-CURD-4/") {
			want = counts{1, 3} // ten cells of three runs
		}
		if here := countHere(got); here != want || rep.Format != "condensed-sdrf" || len(rep.Problems) > 0 {
			t.Errorf("%s as %s: %+v; before %+v; problems %v", name, rep.Format, here, before, messages(rep))
		}
	}
}
