package ingest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestNDJSON(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "ndjson", testFile(t, "ndjson/catalogue.ndjson"))
	if len(rep.Problems) > 0 {
		t.Errorf("problems %v", messages(rep))
	}
	published := time.Date(2014, 5, 1, 0, 0, 0, 0, time.UTC)
	want := &memory{
		Samples: []models.SampleBody{{
			AccessionCode: "GSM1000001", Alternates: []string{"SRR1"}, Title: "Liver 1",
			Values: []models.FieldValue{
				{Field: "organism", Value: "Homo sapiens", TaxonomyID: 9606, RawKey: "organism", RawValue: "HOMO_SAPIENS"},
				{Field: "technology", Value: "RNA-seq", RawKey: "technology", RawValue: "RNA-SEQ"},
				{Field: "tissue", Value: "liver", RawKey: "specimen_part"},
				{Field: "disease", Value: "normal", RawKey: "disease"},
				{Field: "sex", Value: "female", RawKey: "sex", RawValue: "F"},
				{Field: "age", Value: "34", RawKey: "age"},
				{Field: "stage", Value: "adult", RawKey: "developmental_stage"},
				{Field: "treatment", Value: "DMSO", RawKey: "treatment"},
				{Field: "treatment", Value: "heat", RawKey: "treatment"},
				{Field: "platform", Value: "IlluminaHiSeq2500", Name: "Illumina HiSeq 2500"},
				{Field: "processed", Value: "yes"},
			},
			Attributes: []models.Attribute{{Key: "zeta", Value: "1"}, {Key: "alpha", Value: "a"}, {Key: "alpha", Value: "b"}},
		}, {
			AccessionCode: "GSM1000002",
			Values: []models.FieldValue{
				{Field: "organism", Value: "Homo sapiens", TaxonomyID: 9606, RawKey: "organism"},
				{Field: "organism", Value: "Mus musculus", TaxonomyID: 10090, RawKey: "organism"},
				{Field: "processed", Value: "no"},
			},
		}},
		Experiments: []models.ExperimentBody{{
			AccessionCode: "GSE1001", Alternates: []string{"E-GEOD-1001"}, Title: "Two livers", Description: "One.\nTwo.",
			SourceDatabase: "ArrayExpress", SourceURL: "https://example.org/GSE1001", SubmitterInstitution: "Institute",
			HasPublication: true,
			Publications:   []models.PublicationBody{{PubMedID: "19000003", DOI: "10.1234/x", Title: "A paper", Authors: []string{"Jane Doe"}}},
			FirstPublished: &published, LastModified: day(2015, 5, 1), Synthetic: true, Samples: []string{"GSM1000001", "GSM1000002"},
		}, {AccessionCode: "GSE1002", HasPublication: true}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	noContacts(t, fmt.Sprintf("%+v", got))
}

func TestNDJSONBroken(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "ndjson", testFile(t, "ndjson/broken.ndjson"))
	want := []string{
		`file:1: not a JSON object (invalid character ',' looking for beginning of object key string); expected an object such as {"type":"sample","accession_code":"GSM1000001"}; the line is skipped`,
		`file:2: sample GSM2: "sex" is not a string or a list of strings; the record is skipped`,
		`file:3: technology "proteomics"; expected microarray, RNA-seq, scRNA-seq or other; the sample is imported without it`,
		`file:3: unknown key "colour" of a record of type "sample", here and perhaps later; expected one that README lists; the record is imported without it`,
		`file:5: no accession_code; expected one word such as GSM1000001; the record is skipped`,
		`file:6: array GPL1: type is "array"; expected "sample", "experiment" or "platform"; the record is skipped`,
		`file:7: not a JSON object (json: cannot unmarshal array into Go value of type map[string]json.RawMessage); expected an object such as {"type":"sample","accession_code":"GSM1000001"}; the line is skipped`,
		`file:8: null instead of a JSON object; expected an object such as {"type":"sample","accession_code":"GSM1000001"}; the line is skipped`,
		`file:9: experiment GSE1: its sample GSM2 (line 2) could not be read; expected every sample to be whole; the record is skipped`,
		`file:11: experiment GSE3: "source_first_published" is not a date such as 2014-05-01T00:00:00Z, between 1990 and 2100; the record is skipped`,
		`file:12: experiment GSE4: "source_url" is not an address that begins with https:// or http://; the record is skipped`,
	}
	if diff := cmp.Diff(want, messages(rep)); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
	if len(got.Samples) != 2 || len(got.Experiments) != 2 || got.Experiments[0].AccessionCode != "GSE2" || got.Experiments[1].AccessionCode != "GSE5" {
		t.Errorf("read %+v; want GSM3, GSM4, GSE5, and GSE2, whose sample may be in another file", got)
	}
}

// The words that exports have beyond those of files written by hand are read, and checked, in these too.
func TestNDJSONOfExports(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "ndjson", `{"type":"platform","accession_code":"GPL1","name":" An  array "}
{"type":"sample","accession_code":"GSM1","organism":["HOMO_SAPIENS","N/A","Mus musculus"],"organism_taxonomy_id":[9606,0,10090],"experiments":["GSE9"],"platform_accession_code":["GPL2","GPL1"],"platform_name":["","Array"]}
{"type":"experiment","accession_code":"GSE1","publications":[{"pubmed_id":7,"authors":["Ada"]},{"doi":"10.1/x"}]}
{"type":"platform"}
{"type":"sample","accession_code":"GSM2","organism":"Homo sapiens","organism_taxonomy_id":"human"}
{"type":"sample","accession_code":"GSM3","is_processed":"perhaps"}
{"type":"sample","accession_code":"GSM4","harmonised":true,"attributes":{"a":{"b":"c"}}}
{"type":"experiment","accession_code":"GSE2","publications":[{"url":"x"}]}
{"type":"experiment","accession_code":"GSE3","publications":"Nature"}
{"type":"sample","accession_code":"GSM5","harmonised":true,"title":"of ada@example.org","attributes":{"email":"x","k":["ada@example.org","",null]}}
`)
	want := &memory{
		Platforms: []models.Platform{{AccessionCode: "GPL1", Name: "An array"}},
		Samples: []models.SampleBody{{AccessionCode: "GSM1", Experiments: []string{"GSE9"}, Values: []models.FieldValue{
			{Field: "organism", Value: "Homo sapiens", TaxonomyID: 9606, RawKey: "organism", RawValue: "HOMO_SAPIENS"},
			{Field: "organism", Value: "Mus musculus", TaxonomyID: 10090, RawKey: "organism"},
			{Field: "platform", Value: "GPL2"}, {Field: "platform", Value: "GPL1", Name: "Array"},
		}}, {AccessionCode: "GSM5", Title: "of [e-mail removed]",
			Attributes: []models.Attribute{{Key: "k", Value: "[e-mail removed]"}, {Key: "k"}, {Key: "k"}}}},
		Experiments: []models.ExperimentBody{{AccessionCode: "GSE1", HasPublication: true,
			Publications: []models.PublicationBody{{PubMedID: "7", Authors: []string{"Ada"}}, {DOI: "10.1/x"}}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	wantProblems := []string{
		`file:4: no accession_code; expected that of a platform such as GPL570; the record is skipped`,
		`file:5: sample GSM2: "organism_taxonomy_id" is not a number such as 9606, or a list of them; the record is skipped`,
		`file:6: sample GSM3: "is_processed" is not true or false; the record is skipped`,
		`file:7: sample GSM4: "attributes" is not an object of strings, or of lists of strings; the record is skipped`,
		`file:8: experiment GSE2: "publications" is not a list of objects of pubmed_id, doi, title and authors; the record is skipped`,
		`file:9: experiment GSE3: "publications" is not a list of objects; the record is skipped`,
	}
	if diff := cmp.Diff(wantProblems, messages(rep)); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
}

// A long file is several units, and a cut one keeps the units before the cut.
func TestNDJSONUnits(t *testing.T) {
	t.Parallel()
	var lines strings.Builder
	for i := range 2*unitLines + 1000 {
		fmt.Fprintf(&lines, "{\"type\":\"sample\",\"accession_code\":\"S%d\",\"title\":\"%x\"}\n", i, i*7919)
	}
	got, rep := readAs(t, "ndjson", lines.String())
	if len(got.Samples) != 2*unitLines+1000 || len(rep.Problems) > 0 {
		t.Errorf("%d samples, problems %v", len(got.Samples), messages(rep))
	}
	packed := gzipped(t, lines.String())
	got, rep = readAs(t, "ndjson", packed[:len(packed)-1000])
	if len(got.Samples) != 2*unitLines || len(rep.Problems) != 1 {
		t.Errorf("cut: %d samples, problems %v; want %d and one", len(got.Samples), messages(rep), 2*unitLines)
	}
}

func TestProblemsAreBounded(t *testing.T) {
	t.Parallel()
	_, rep := readAs(t, "ndjson", strings.Repeat("{}\n", maxProblems+5))
	if len(rep.Problems) != maxProblems || rep.MoreProblems != 5 || rep.problems() != maxProblems+5 {
		t.Errorf("%d problems kept, %d more", len(rep.Problems), rep.MoreProblems)
	}
	_, rep = readAs(t, "ndjson", `{"type":"sample","accession_code":"`+strings.Repeat("A", maxCode+1)+`"}`)
	if len(rep.Problems) != 1 {
		t.Errorf("a code that is too long: %v", messages(rep))
	}
}
