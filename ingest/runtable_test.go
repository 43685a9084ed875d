package ingest

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

// fields are the values of a sample as "field=value".
func fields(s models.SampleBody) string {
	var list []string
	for _, v := range s.Values {
		list = append(list, v.Field+"="+v.Value)
	}
	return strings.Join(list, "|")
}

// keysAndValues are the attributes of a sample as "key=value".
func keysAndValues(s models.SampleBody) string {
	var list []string
	for _, a := range s.Attributes {
		list = append(list, a.Key+"="+a.Value)
	}
	return strings.Join(list, "|")
}

func TestRunInfo(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "sra-runinfo", testFile(t, "sra-runinfo/runinfo.csv"))
	if len(rep.Problems) > 0 || len(got.Samples) != 2 || len(got.Experiments) != 1 {
		t.Fatalf("%d samples, %d experiments, problems %v; want 2, 1, none", len(got.Samples), len(got.Experiments), messages(rep))
	}
	two := got.sample(t, "SAMN90000001") // its runs are not side by side
	if diff := cmp.Diff([]string{"SRR9000001", "SRR9000002", "SRS900001", "SRX9000001", "SRX9000002"}, two.Alternates); diff != "" || two.Title != "liver A" {
		t.Errorf("title %q, alternates %s", two.Title, diff)
	}
	want := "organism=Homo sapiens|technology=RNA-seq|platform=IlluminaHiSeq2000|sex=male|technology=scRNA-seq|platform=NextSeq500"
	if fields(two) != want {
		t.Errorf("values %s; want %s", fields(two), want)
	}
	if v := two.Values[0]; v.TaxonomyID != 9606 || v.RawKey != "ScientificName" {
		t.Errorf("organism %+v", v)
	}
	if v := two.Values[2]; v.Name != "Illumina HiSeq 2000" || v.RawKey != "Model" || v.RawValue != "Illumina HiSeq 2000" {
		t.Errorf("platform %+v", v)
	}
	geo := got.sample(t, "GSM9000003")
	if geo.Title != "" || !strings.Contains(keysAndValues(geo), `LibraryName=lib "3", later`) || !strings.Contains(fields(geo), "disease=melanoma, stage 2") {
		t.Errorf("%+v", geo)
	}
	if strings.Contains(keysAndValues(geo), "example.org") || strings.Contains(keysAndValues(geo), "spots") {
		t.Errorf("attributes %s; want none of the files", keysAndValues(geo))
	}
	released := time.Date(2015, time.March, 1, 10, 0, 0, 0, time.UTC)
	diff := cmp.Diff(models.ExperimentBody{
		AccessionCode: "SRP900001", Alternates: []string{"PRJNA900001"}, SubmitterInstitution: "EXAMPLE UNIVERSITY",
		SourceDatabase: "SRA", SourceURL: "https://www.ncbi.nlm.nih.gov/sra?term=SRP900001",
		FirstPublished: &released,
	}, got.Experiments[0])
	if diff != "" || cmp.Diff([]string{"SRP900001"}, two.Experiments) != "" {
		t.Errorf("experiment %s, of the sample %v", diff, two.Experiments)
	}
}

func TestCuratedRunInfo(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "sra-runinfo", testFile(t, "sra-runinfo/curated.tsv"))
	want := []string{
		"file:5: a row without an accession code of a run or a sample; expected one such as SRR1787590; the row is skipped",
		"file:6: a row of 22 columns; expected 20, as in the header; the row is skipped",
	}
	if diff := cmp.Diff(want, messages(rep)); diff != "" {
		t.Error(diff)
	}
	one, two := got.sample(t, "GSM9000011"), got.sample(t, "GSM9000012")
	if diff := cmp.Diff([]string{"SRR9000011", "SRX9000011"}, one.Alternates); diff != "" { // the BioSample is that of both
		t.Error(diff)
	}
	if !strings.Contains(keysAndValues(two), "BioSample=SAMN90000011|SRA sample=SRS900011") {
		t.Errorf("attributes %s; want the codes that are of two samples", keysAndValues(two))
	}
	if fields(one) != "organism=Bacillus subtilis|technology=RNA-seq|platform=NextSeq500|treatment=glucose" {
		t.Errorf("values %s", fields(one))
	}
	noContacts(t, keysAndValues(one))
	if strings.Contains(keysAndValues(one), "A Person") {
		t.Errorf("attributes %s; want no person", keysAndValues(one))
	}
	list := got.sample(t, "SAMN90000013") // two runs in one row, no GSM
	if diff := cmp.Diff([]string{"SRR9000013", "SRR9000014", "SRS900013", "SRX9000013"}, list.Alternates); diff != "" {
		t.Error(diff)
	}
	got.sample(t, "GSM9000016") // in the column beside its own, in a row that is short
	// The series and the BioProject span two studies: they mean neither. The series is an experiment of its own.
	first, second, series := got.experiment(t, "SRP900011"), got.experiment(t, "SRP900012"), got.experiment(t, "GSE900010")
	if len(first.Alternates)+len(second.Alternates)+len(series.Alternates) > 0 {
		t.Errorf("alternates %v, %v, %v; want none", first.Alternates, second.Alternates, series.Alternates)
	}
	if diff := cmp.Diff([]string{"SRP900011", "GSE900010"}, one.Experiments); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]models.PublicationBody{{PubMedID: "27965645"}, {DOI: "10.1371/journal.example.1"}}, first.Publications); diff != "" || !first.HasPublication {
		t.Error(diff)
	}
	if first.SubmitterInstitution != "" || second.SubmitterInstitution != "" { // an archive; two
		t.Errorf("institutions %q, %q", first.SubmitterInstitution, second.SubmitterInstitution)
	}
}

func TestPysradb(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "sra-runinfo", testFile(t, "sra-runinfo/pysradb.csv"))
	worm := got.sample(t, "GSM9000021")
	if len(rep.Problems) > 0 || worm.Title != "worm 1" {
		t.Errorf("%+v, %v", worm, messages(rep))
	}
	if diff := cmp.Diff([]string{"SAMN90000021", "SRR9000021", "SRR9000022", "SRS900021", "SRX9000021"}, worm.Alternates); diff != "" {
		t.Error(diff)
	}
	if fields(worm) != "organism=Caenorhabditis elegans|technology=RNA-seq|platform=IlluminaHiSeq2000|stage=L4|sex=hermaphrodite" {
		t.Errorf("values %s", fields(worm))
	}
	study := got.experiment(t, "SRP900021")
	if study.Title != "Worms" || study.Description != "Worms\nwere grown" || study.SourceDatabase != "GEO" || cmp.Diff([]string{"GSE900021"}, study.Alternates) != "" {
		t.Errorf("%+v", study)
	}
}

func TestRunSelector(t *testing.T) {
	t.Parallel()
	got, rep := readAs(t, "sra-run-selector", testFile(t, "sra-run-selector/old.txt"))
	one, two := got.sample(t, "GSM9000031"), got.sample(t, "GSM9000032")
	if len(rep.Problems) > 0 || fields(one) != "organism=Homo sapiens|technology=RNA-seq|platform=IlluminaHiSeq2000|age=34 years|tissue=liver" {
		t.Errorf("values %s, problems %v", fields(one), messages(rep))
	}
	if fields(two) != "organism=Homo sapiens|technology=RNA-seq|platform=IlluminaHiSeq2000" || !strings.Contains(keysAndValues(two), "tissue=missing") {
		t.Errorf("values %s, attributes %s; want what is missing to be kept as submitted", fields(two), keysAndValues(two))
	}
	if !strings.Contains(keysAndValues(one), "Platform=ILLUMINA|platform=mine") {
		t.Errorf("attributes %s", keysAndValues(one))
	}
	if study := got.experiment(t, "SRP900031"); cmp.Diff(day(2012, 10, 4), study.FirstPublished) != "" || study.Alternates[0] != "PRJNA900031" {
		t.Errorf("%+v", study)
	}

	got, rep = readAs(t, "sra-run-selector", testFile(t, "sra-run-selector/new.csv"))
	sample := got.sample(t, "GSM9000041") // that of the experiment, not of the BioSample
	if len(rep.Problems) > 0 || !strings.Contains(keysAndValues(sample), "source_name=liquid|strain=PAO1|organism=P. aeruginosa") {
		t.Errorf("attributes %s, problems %v", keysAndValues(sample), messages(rep))
	}
	if !strings.Contains(keysAndValues(sample), "GEO sample=GSM9000040") || strings.Contains(keysAndValues(sample), "Person") {
		t.Errorf("attributes %s", keysAndValues(sample))
	}
	if other := got.sample(t, "0A1B-TCGA"); len(other.Experiments) > 0 || !strings.Contains(keysAndValues(other), "BioProject=TCGA-HT-1") {
		t.Errorf("%+v", other)
	}
}

func TestRecogniseRunTables(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"sra-runinfo/runinfo.csv": "sra-runinfo", "sra-runinfo/curated.tsv": "sra-runinfo", "sra-runinfo/pysradb.csv": "sra-runinfo",
		"sra-run-selector/old.txt": "sra-run-selector", "sra-run-selector/new.csv": "sra-run-selector",
	} {
		text, err := newText(strings.NewReader(testFile(t, name)))
		if err != nil {
			t.Fatal(err)
		}
		if f, _, err := recognise(text); err != nil || f == nil || f.name != want {
			t.Errorf("%s: %+v, %v; want %s", name, f, err, want)
		}
	}
	for _, head := range []string{"run,release_date,tissue,srx,id,study\n", "Run\tDate\tResult\n", "project\tsample\texperiment\trun\n"} {
		if looksLikeRunInfo([]byte(head)) || looksLikeRunSelector([]byte(head)) {
			t.Errorf("%q is taken for a table of runs", head)
		}
	}
}
