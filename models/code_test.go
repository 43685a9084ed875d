package models_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestReadCode(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want models.Code
	}{
		{"gse1133", models.Code{Kind: models.CodeExperiment, Text: "GSE1133", Sure: true}},
		{" E-mtab-2836 ", models.Code{Kind: models.CodeExperiment, Text: "E-MTAB-2836", Sure: true}},
		{"SRP012682", models.Code{Kind: models.CodeExperiment, Text: "SRP012682", Sure: true}},
		{"erp1", models.Code{Kind: models.CodeExperiment, Text: "ERP1", Sure: true}},
		{"DRP000001", models.Code{Kind: models.CodeExperiment, Text: "DRP000001", Sure: true}},
		{"prjna75899", models.Code{Kind: models.CodeExperiment, Text: "PRJNA75899", Sure: true}},
		{"PRJEB4337", models.Code{Kind: models.CodeExperiment, Text: "PRJEB4337", Sure: true}},
		{"syne000012", models.Code{Kind: models.CodeExperiment, Text: "SYNE000012", Sure: true}},
		{"gsm1", models.Code{Kind: models.CodeSample, Text: "GSM1", Sure: true}},
		{"samn00000001", models.Code{Kind: models.CodeSample, Text: "SAMN00000001", Sure: true}},
		{"SAMEA2", models.Code{Kind: models.CodeSample, Text: "SAMEA2", Sure: true}},
		{"SAMD3", models.Code{Kind: models.CodeSample, Text: "SAMD3", Sure: true}},
		{"srs4", models.Code{Kind: models.CodeSample, Text: "SRS4", Sure: true}},
		{"ERX5", models.Code{Kind: models.CodeSample, Text: "ERX5", Sure: true}},
		{"drr6", models.Code{Kind: models.CodeSample, Text: "DRR6", Sure: true}},
		{"E-GEOD-39842-GSM980279", models.Code{Kind: models.CodeSample, Text: "E-GEOD-39842-GSM980279"}},
		{"gpl570", models.Code{Kind: models.CodePlatform, Text: "GPL570", Sure: true}},
		{"a-affy-44", models.Code{Kind: models.CodePlatform, Text: "A-AFFY-44", Sure: true}},
		{"GDS507", models.Code{Kind: models.CodeDataSet, Text: "GDS507", Sure: true}},
		{"PMID:21114664", models.Code{Kind: models.CodePubMed, Text: "21114664", Sure: true}},
		{"pubmed: 7", models.Code{Kind: models.CodePubMed, Text: "7", Sure: true}},
		{"PubMed ID 123", models.Code{Kind: models.CodePubMed, Text: "123", Sure: true}},
		{"https://pubmed.ncbi.nlm.nih.gov/21114664/", models.Code{Kind: models.CodePubMed, Text: "21114664", Sure: true}},
		{"21114664", models.Code{Kind: models.CodePubMed, Text: "21114664"}},
		{"00012345", models.Code{Kind: models.CodePubMed, Text: "12345"}},
		{"10.7554/eLife.30860", models.Code{Kind: models.CodeDOI, Text: "10.7554/elife.30860", Sure: true}},
		{"doi:10.1016/S0140-6736(05)12345-6", models.Code{Kind: models.CodeDOI, Text: "10.1016/s0140-6736(05)12345-6", Sure: true}},
		{"https://doi.org/10.1000/182", models.Code{Kind: models.CodeDOI, Text: "10.1000/182", Sure: true}},
		{"http://dx.doi.org/10.1000/182", models.Code{Kind: models.CodeDOI, Text: "10.1000/182", Sure: true}},
	} {
		got, ok := models.ReadCode(test.text)
		if diff := cmp.Diff(test.want, got); !ok || diff != "" {
			t.Errorf("%q: %v, -want +got\n%s", test.text, ok, diff)
		}
	}
	for _, text := range []string{
		"", "liver", "GSE", "GSE10x", "xGSE10", "GSE10 GSE11", "1234", "123456789", "00000", "2012-2018", "PMID:", "10.1/x", "10.1038/", "E-MTAB-", "HG-U133A",
		"CD34", "H3K27", "GO:0006915", "GSE1234567890123456", "p53",
	} {
		if got, ok := models.ReadCode(text); ok {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}

func TestBeginsCode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"gse1": true, "GSM12": true, "prjna7": true, "SAMEA1": true, "e-mtab-2": true, "SYNE0": true, "E-GEOD-1-GSM2": true,
		"gse": false, "liver": false, "": false, "12": false, "cd4 t": false, "CD4": false,
	} {
		if got := models.BeginsCode(text); got != want {
			t.Errorf("%q begins a code: %v, want %v", text, got, want)
		}
	}
}
