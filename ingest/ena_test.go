package ingest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestENAProjects(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "ena-xml", testFile(t, "ena-xml/projects.xml"))
	want := []string{
		`file:27: a PROJECT without an accession code; expected accession="…" as in PRJEB13074 or ERS025088; it is skipped`,
		"file:26: the samples of PRJNA900006: a range that is none; expected one such as DRS060455-DRS060466; the study is skipped",
	}
	if diff := cmp.Diff(want, messages(rep)); diff != "" {
		t.Error(diff)
	}
	diff := cmp.Diff(models.ExperimentBody{
		AccessionCode: "PRJEB900001", Alternates: []string{"E-MTAB-900001", "ERP900001"}, Title: "Livers & hearts",
		Description: "Ask [e-mail removed].", SourceDatabase: "ArrayExpress", SourceURL: "https://www.ebi.ac.uk/biostudies/arrayexpress/studies/E-MTAB-900001",
		SubmitterInstitution: "Example Institute", HasPublication: true, Publications: []models.PublicationBody{{PubMedID: "27965645"}},
		FirstPublished: day(2017, 10, 12), LastModified: day(2018, 10, 12), Samples: []string{"ERS0099", "ERS0100", "ERS0101", "ERS0105"},
	}, got.experiment(t, "PRJEB900001"))
	if diff != "" {
		t.Error(diff)
	}
	if two := got.experiment(t, "PRJNA900002"); cmp.Diff([]string{"GSE900002"}, two.Alternates) != "" || two.Title != "two studies" {
		t.Errorf("%+v; want neither of its two SRA studies", two)
	}
	for _, code := range []string{"PRJNA900004", "PRJNA900005"} { // of one series
		if e := got.experiment(t, code); len(e.Alternates) > 0 {
			t.Errorf("%+v", e)
		}
	}
	if len(got.Experiments) != 4 || len(got.Samples) != 0 {
		t.Errorf("%d experiments, %d samples; want 4, 0", len(got.Experiments), len(got.Samples))
	}
}

// The same sample stands in files of samples, experiments and runs.
func TestENARecords(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "ena-xml", testFile(t, "ena-xml/study.xml"))
	if e := got.experiment(t, "SRP900045"); len(rep.Problems) > 0 || cmp.Diff([]string{"GSE900045", "PRJNA900045"}, e.Alternates) != "" ||
		e.Title != "Lungs" || e.Description != "Of mice." || e.SourceDatabase != "GEO" || e.SubmitterInstitution != "" || e.Publications[0].PubMedID != "27093186" {
		t.Errorf("%+v, %v", e, messages(rep))
	}

	got, _ = readAs(t, "ena-xml", testFile(t, "ena-xml/samples.xml"))
	sample := got.sample(t, "GSM9000046")
	if fields(sample) != "organism=Danio rerio|tissue=liver|age=5 days" || sample.Values[0].TaxonomyID != 7955 || sample.Title != "Control 1" {
		t.Errorf("%+v", sample)
	}
	if keysAndValues(sample) != "tissue=liver|age=5 days|sex=not collected" || cmp.Diff([]string{"SAMN90000046", "SRS900046"}, sample.Alternates) != "" {
		t.Errorf("attributes %s, alternates %v", keysAndValues(sample), sample.Alternates)
	}

	got, _ = readAs(t, "ena-xml", testFile(t, "ena-xml/experiments.xml"))
	sample = got.sample(t, "GSM9000046")
	if fields(sample) != "technology=RNA-seq|platform=IlluminaHiSeq2000|treatment=none" {
		t.Errorf("values %s", fields(sample))
	}
	if diff := cmp.Diff([]string{"SRR900001", "SRR900002", "SRS900046", "SRX900047"}, sample.Alternates); diff != "" {
		t.Error(diff)
	}
	if pool := got.sample(t, "SRX900048"); len(pool.Alternates) > 0 || keysAndValues(pool) != "pool member=SRS900051|pool member=SRS900052" {
		t.Errorf("%+v", pool)
	}
	if e := got.experiment(t, "SRP900045"); cmp.Diff([]string{"GSE900045"}, e.Alternates) != "" || cmp.Diff([]string{"SRP900045", "GSE900045"}, sample.Experiments) != "" {
		t.Errorf("%+v, the sample's %v", e, sample.Experiments)
	}

	got, _ = readAs(t, "ena-xml", testFile(t, "ena-xml/runs.xml"))
	if s := got.sample(t, "SRS900046"); cmp.Diff([]string{"SRR900001", "SRX900047"}, s.Alternates) != "" || cmp.Diff([]string{"SRP900045"}, s.Experiments) != "" {
		t.Errorf("%+v", s)
	}
	if pool := got.sample(t, "SRX900049"); cmp.Diff([]string{"SRR900003"}, pool.Alternates) != "" { // of two samples
		t.Errorf("%+v", pool)
	}
}

func TestENAFaults(t *testing.T) {
	t.Parallel()
	study := testFile(t, "ena-xml/study.xml")
	for name, c := range map[string]struct{ content, want string }{
		"bomb":    {testFile(t, "ena-xml/bomb.xml"), "file:2: XML that declares entities; expected none; nothing of the file is imported"},
		"cut off": {study[:300], "file:4: the XML ends in the middle, the file was cut off; download it again"},
		"broken":  {strings.Replace(study, "</STUDY>", "</STUDIO>", 1), "file:6: the XML is broken (element <STUDY> closed by </STUDIO>); nothing of the file is imported"},
		"deep":    {"<STUDY_SET>" + strings.Repeat(`<STUDY accession="SRP1">`, 60), "file:1: elements in 50 others; expected fewer; nothing of the file is imported"},
		"ranges": {`<STUDY accession="SRP900001"><STUDY_LINKS><STUDY_LINK><XREF_LINK><DB>ENA-SAMPLE</DB><ID>SRS1-SRS999999999</ID></XREF_LINK></STUDY_LINK></STUDY_LINKS></STUDY>`,
			"file:1: the samples of SRP900001: ranges of more than 2000000 codes; expected fewer; the study is skipped"},
	} {
		got, rep := readAs(t, "ena-xml", c.content)
		if diff := cmp.Diff([]string{c.want}, messages(rep)); diff != "" || len(got.Experiments)+len(got.Samples) > 0 {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if _, rep := readAs(t, "ena-xml", testFile(t, "ena-xml/nothing.xml")); rep.Skipped == "" || len(rep.Problems) > 0 {
		t.Errorf("%+v", rep)
	}
}

func TestRecogniseENA(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"projects", "study", "samples", "experiments", "runs", "nothing", "bomb"} {
		text, err := newText(strings.NewReader(testFile(t, "ena-xml/"+name+".xml")))
		if err != nil {
			t.Fatal(err)
		}
		if f, _, err := recognise(text); err != nil || f == nil || f.name != "ena-xml" {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
}
