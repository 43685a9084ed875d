package ingest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestMINiML(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "miniml", testFile(t, "miniml/family.xml"))
	problems := []string{"file:62: ^SAMPLE = draft has no accession code of GEO; expected one such as GSM25349"}
	if diff := cmp.Diff(problems, messages(rep)); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
	want := &memory{
		Platforms: []models.Platform{{AccessionCode: "GPL940", Name: "Example array"}},
		Samples: []models.SampleBody{{
			AccessionCode: "GSM940001", Title: "two colours & more", Alternates: []string{"SRX940001"},
			Values: []models.FieldValue{
				{Field: "organism", Value: "Homo sapiens", TaxonomyID: 9606},
				{Field: "organism", Value: "Mus musculus", TaxonomyID: 10090},
				{Field: "technology", Value: "microarray"},
				{Field: "platform", Value: "GPL940"},
				{Field: "age", Value: "75", RawKey: "age"},
				{Field: "sex", Value: "female", RawKey: "sex", RawValue: "F"},
			},
			Attributes: []models.Attribute{
				{Key: "source name", Value: "liver"}, {Key: "age", Value: "75"}, {Key: "sex", Value: "F"}, {Key: "molecule", Value: "total RNA"},
				{Key: "description", Value: "First."}, {Key: "description", Value: "Second; ask [e-mail removed]"}, {Key: "BioSample", Value: "SAMN94000001"},
			},
		}, {
			AccessionCode: "GSM940002", Title: "pool",
			Values: []models.FieldValue{
				{Field: "organism", Value: "Homo sapiens", TaxonomyID: 9606},
				{Field: "technology", Value: "RNA-seq"},
				{Field: "platform", Value: "GPL941"},
			},
			Attributes: []models.Attribute{
				{Key: "library strategy", Value: "RNA-Seq"}, {Key: "library source", Value: "transcriptomic"},
				{Key: "instrument model", Value: "Illumina HiSeq 4000"}, {Key: "BioSample", Value: "SAMN94000001"},
			},
		}},
		Experiments: []models.ExperimentBody{{
			AccessionCode: "GSE940001", Alternates: []string{"PRJNA940001"}, Title: "Livers", Description: "About livers.\nOne array.",
			SourceDatabase: "GEO", SourceURL: "https://www.ncbi.nlm.nih.gov/geo/query/acc.cgi?acc=GSE940001", SubmitterInstitution: "Institute of Examples",
			HasPublication: true, Publications: []models.PublicationBody{{PubMedID: "19000005", Authors: []string{"Jane Q Doe"}}},
			FirstPublished: day(2003, 12, 31), LastModified: day(2013, 8, 8), Samples: []string{"GSM940001", "GSM940002"},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	noContacts(t, fmt.Sprintf("%+v", got))
}

func TestMINiMLDamaged(t *testing.T) {
	t.Parallel()
	whole := testFile(t, "miniml/family.xml")
	for content, want := range map[string]string{
		"<?xml version='2.0'?>\n<MINiML/>":                                    `the XML is broken (xml: unsupported version "2.0"; only version 1.0 is supported); nothing of the file is imported`,
		testFile(t, "miniml/bomb.xml"):                                        "XML that declares entities; expected none; nothing of the file is imported",
		whole[:len(whole)/2]:                                                  "the XML ends in the middle, the file was cut off; download it again",
		strings.Replace(whole, "&amp;", "&bomb;", 1):                          "the XML is broken (invalid character entity &bomb;); nothing of the file is imported",
		strings.Replace(whole, "</Title>", "</Titel>", 1):                     "the XML is broken (element <Title> closed by </Titel>); nothing of the file is imported",
		"<MINiML><Series iid='GSE1'><Title>" + strings.Repeat("x", 2*maxLine): "a text of more than 16 MB; expected shorter ones; nothing of the file is imported",
	} {
		got, rep := readAs(t, "miniml", content)
		if len(rep.Problems) != 1 || rep.Problems[0].Message != want || rep.Problems[0].Line == 0 || len(got.Experiments)+len(got.Samples) > 0 {
			t.Errorf("problems %v; want %q", messages(rep), want)
		}
	}
}
