package ingest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestArrayExpressExperiments(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "arrayexpress-json", testFile(t, "arrayexpress-json/experiments.json"))
	want := &memory{
		Platforms: []models.Platform{{AccessionCode: "A-AFFY-6", Name: "Mouse array"}, {AccessionCode: "A-AFFY-7"}},
		Experiments: []models.ExperimentBody{{
			AccessionCode: "E-GEOD-900001", Alternates: []string{"SRP900001", "GSE900001"}, Title: "Livers", Description: "One.\nTwo [e-mail removed]",
			SourceDatabase: "ArrayExpress", SourceURL: "https://www.ebi.ac.uk/biostudies/arrayexpress/studies/E-GEOD-900001", HasPublication: true,
			Publications:   []models.PublicationBody{{PubMedID: "19000001", DOI: "10.1111/j.1", Title: "Livers.", Authors: []string{"Doe J", "Su A"}}},
			FirstPublished: day(2010, 1, 1), LastModified: day(2011, 6, 10),
		}, {
			AccessionCode: "E-MTAB-3", Title: "z", SourceDatabase: "ArrayExpress", SourceURL: "https://www.ebi.ac.uk/biostudies/arrayexpress/studies/E-MTAB-3",
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	problems := []string{
		"file:7: an experiment is skipped: no accession_code; expected one word such as SRP125001",
		`file:8: an experiment is skipped: "releasedate" is not a date such as 2014-05-01T00:00:00Z, between 1990 and 2100`,
	}
	if diff := cmp.Diff(problems, messages(rep)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestArrayExpressSamples(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "arrayexpress-json", testFile(t, "arrayexpress-json/samples.json"))
	want := &memory{
		Samples: []models.SampleBody{{
			AccessionCode: "ERS900001", Alternates: []string{"ERX900001", "ERR900001", "E-MTAB-3-s_1"}, Title: "s 1", Experiments: []string{"E-MTAB-3"},
			Values: []models.FieldValue{
				{Field: "organism", Value: "Mus musculus", TaxonomyID: 10090, RawKey: "Organism"}, {Field: "age", Value: "6 weeks", RawKey: "age", RawValue: "6 week"},
				{Field: "treatment", Value: "sugar", RawKey: "treatment"},
				{Field: "technology", Value: "RNA-seq", RawKey: "LIBRARY_STRATEGY", RawValue: "RNA-Seq"},
			},
			Attributes: []models.Attribute{
				{Key: "ENA_SAMPLE", Value: "ERS900001"}, {Key: "LIBRARY_STRATEGY", Value: "RNA-Seq"}, {Key: "Assay Name", Value: "a 1"},
				{Key: "ENA_EXPERIMENT", Value: "ERX900001"}, {Key: "ENA_RUN", Value: "ERR900001"}, {Key: "Organism", Value: "Mus musculus"},
				{Key: "age", Value: "6 week"}, {Key: "treatment", Value: "sugar"}, {Key: "Label", Value: "Cy3"}, {Key: "dose", Value: "5 mg"},
			},
		}},
		Experiments: []models.ExperimentBody{{
			AccessionCode: "E-MTAB-3", SourceDatabase: "ArrayExpress", SourceURL: "https://www.ebi.ac.uk/biostudies/arrayexpress/studies/E-MTAB-3",
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{`file:7: a sample is skipped: it has no name; expected a key "source" with a "name"`}, messages(rep)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestArrayExpressFaults(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		`{"experiment":{"api-version":3,"sample":{"source":{"name":"a"}}}}`:                    "samples without the accession code",
		`{"experiment":{"api-version":3,"accession":"E-MTAB-1","sample":7}}`:                   "expected [",
		`{"experiment":{"api-version":3,"accession":"E-MTAB-1","sample":[{"source":`:           "cut off",
		`{"experiments":{"api-version":3,"experiment":[7,{"accession":"E-MTAB-1"}]}} trailing`: "nothing of the file is imported",
	}
	for content, want := range tests {
		got, rep := readAs(t, "arrayexpress-json", content)
		if len(got.Samples)+len(got.Experiments) > 0 || !strings.Contains(strings.Join(messages(rep), "\n"), want) {
			t.Errorf("%s: %+v, %v", content, got, messages(rep))
		}
	}
	got, rep := readAs(t, "arrayexpress-json", `{"experiment":{"api-version":3,"sample":{"source":{"name":"a"}},"accession":"E-MTAB-1"}}`)
	if len(rep.Problems) > 0 || got.sample(t, "E-MTAB-1-a").Title != "a" {
		t.Errorf("a single sample: %+v, %v", got, messages(rep))
	}
}

func TestRealArrayExpress(t *testing.T) {
	t.Parallel()
	for name, before := range countedBefore(t, "arrayexpress-json") {
		got, rep := readNamed(t, "arrayexpress-json", name)
		if here := countHere(got); here != before || rep.Format != "arrayexpress-json" || len(rep.Problems) > 0 {
			t.Errorf("%s as %s: %+v; before %+v; problems %v", name, rep.Format, here, before, messages(rep))
		}
	}
}

// The same experiment as MAGE-TAB and as JSON has the same samples.
func TestRealArrayExpressAgrees(t *testing.T) {
	t.Parallel()
	countedBefore(t, "arrayexpress-json") // skips where there are none
	for _, code := range []string{"E-GEOD-44719", "E-MEXP-2381", "E-TABM-38"} {
		suffix := "-samples.json"
		if code == "E-TABM-38" {
			suffix += ".gz"
		}
		asJSON, _ := readNamed(t, "arrayexpress-json", code+suffix)
		asTable, _ := readNamed(t, "magetab", code+"/"+code+".sdrf.txt")
		known := map[string]models.SampleBody{}
		for _, s := range asTable.Samples {
			known[s.AccessionCode] = s
		}
		for _, s := range asJSON.Samples {
			if other, ok := known[s.AccessionCode]; !ok || other.Title != s.Title {
				t.Errorf("%s: %s %q is %q in the SDRF", code, s.AccessionCode, s.Title, other.Title)
			}
		}
		if len(asJSON.Samples) != len(asTable.Samples) {
			t.Errorf("%s: %d and %d samples", code, len(asJSON.Samples), len(asTable.Samples))
		}
	}
}
