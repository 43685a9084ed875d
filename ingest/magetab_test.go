package ingest

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// readTable reads a text that has a name, which may tell the accession code.
func readTable(t *testing.T, name, content string) (*memory, FileReport) {
	t.Helper()
	text, err := newText(strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	rep, kept := FileReport{Name: name}, &memory{}
	if _, err := newMAGETAB(text, &rep).unit(kept); err != nil {
		rep.problem(0, "%v", err)
		kept = &memory{}
	}
	return kept, rep
}

func TestIDF(t *testing.T) {
	t.Parallel()
	got, rep := readTable(t, "x/y.txt", testFile(t, "magetab/E-TEST-1.idf.txt"))
	want := &memory{Experiments: []models.ExperimentBody{{
		AccessionCode: "E-TEST-1", Alternates: []string{"ERP900001"}, Title: `Livers of "two" mice`,
		Description: "First.\nAsk [e-mail removed]; second", Protocol: "grow: Grown.\nlabelling: Labelled with Cy3",
		SourceDatabase: "ArrayExpress", SourceURL: "https://www.ebi.ac.uk/biostudies/arrayexpress/studies/E-TEST-1",
		SubmitterInstitution: "Institute of Examples", HasPublication: true,
		Publications: []models.PublicationBody{
			{PubMedID: "19000001", DOI: "10.1186/jbiol54", Title: "Livers.", Authors: []string{"Doe J", "Petit É", "Roe R. I"}},
			{Title: "More livers", Authors: []string{"Su A", "Wu B"}},
		},
		FirstPublished: day(2014, 5, 1), LastModified: day(2015, 6, 2),
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	problems := []string{
		"x/y.txt: the IDF names E-TEST-1.sdrf.txt, which is not in its folder; expected it there; the experiment is imported without what it says of samples",
		"x/y.txt: the IDF names E-TEST-1.seq.sdrf.txt, which is not in its folder; expected it there; the experiment is imported without what it says of samples",
	}
	if diff := cmp.Diff(problems, messages(rep)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestIDFAccession(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, rows, code, alternates, source string }{
		{"E-MTAB-1.idf.txt", "", "E-MTAB-1", "", "ArrayExpress"},
		{"E-MTAB-1/idf.txt", "", "E-MTAB-1", "", "ArrayExpress"},
		{"E-MTAB-1/E-MTAB-2.homo_sapiens.idf.txt.gz", "", "E-MTAB-2", "", "ArrayExpress"},
		{"BII-I-1/BII-S-1.idf.txt", "", "BII-I-1", "", ""},
		{"BII-I-1.idf.txt", "", "BII-I-1", "", ""},
		{"my data/idf.txt", "", "", "", ""},
		{"E-MTAB-1.idf.txt", "comment[ExpressionAtlasAccession]\tE-CURD-4\n", "E-CURD-4", "", "ArrayExpress"},
		{"x", "Comment[ArrayExpressAccession]\tE-GEOD-7\nComment[SecondaryAccession]\tGSE7\n", "E-GEOD-7", "GSE7", "ArrayExpress"},
		{"x", "Comment[ArrayExpressAccession]\tE-GEOD-7B\nComment[SecondaryAccession]\tGSE7\n", "E-GEOD-7B", "", "ArrayExpress"},
		{"x", "Comment[ArrayExpressAccession]\tE-MTAB-7\nComment[SecondaryAccession]\tSRP1||SRP2\tPRJNA3 GSE4\tGSE4\n", "E-MTAB-7", "GSE4 PRJNA3", "ArrayExpress"},
		{"x", "Comment[ArrayExpressAccession]\tno code\n", "", "", ""},
	}
	for _, test := range tests {
		got, rep := readTable(t, test.name, "Investigation Title\tx\n"+test.rows)
		if test.code == "" {
			if len(got.Experiments) > 0 || len(rep.Problems) != 1 || !strings.Contains(rep.Problems[0].Message, "no accession code") {
				t.Errorf("%s, %q: %+v, %v", test.name, test.rows, got.Experiments, messages(rep))
			}
			continue
		}
		e := got.experiment(t, test.code)
		if strings.Join(e.Alternates, " ") != test.alternates || e.SourceDatabase != test.source {
			t.Errorf("%s, %q: %+v", test.name, test.rows, e)
		}
	}
}

func TestIDFDates(t *testing.T) {
	t.Parallel()
	got, rep := readTable(t, "E-TEST-1.idf.txt", "Investigation Title\tx\nPublic Release Date\tsoon\nComment[ArrayExpressReleaseDate]\t2010-01-01\nSDRF File\n")
	if e := got.experiment(t, "E-TEST-1"); !e.FirstPublished.Equal(*day(2010, 1, 1)) {
		t.Errorf("%+v", e)
	}
	want := []string{
		`E-TEST-1.idf.txt: "soon" is no date of publication; expected one such as 2014-05-01; it is not kept`,
		"E-TEST-1.idf.txt: the IDF has no row SDRF File; expected one that names the tables of its samples; the experiment is imported without samples",
	}
	if diff := cmp.Diff(want, messages(rep)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

const withoutIDF = "a table of samples (SDRF) without the IDF of its experiment; expected it in the same folder; "

func TestSDRFArrays(t *testing.T) {
	t.Parallel()
	got, rep := readTable(t, "E-TEST-1.sdrf.txt", testFile(t, "magetab/E-TEST-1.sdrf.txt"))
	mouse := models.FieldValue{Field: "organism", Value: "Mus musculus", TaxonomyID: 10090, RawKey: "Organism"}
	want := &memory{
		Samples: []models.SampleBody{{
			AccessionCode: "E-TEST-1-mouse_1", Alternates: []string{}, Title: "mouse 1", Experiments: []string{"E-TEST-1"},
			Values: []models.FieldValue{
				mouse,
				{Field: "age", Value: "6 weeks", RawKey: "Age", RawValue: "6 week"},
				{Field: "sex", Value: "female", RawKey: "Sex", RawValue: "F"},
				{Field: "treatment", Value: "none of it", RawKey: "treatment"},
				{Field: "technology", Value: "microarray", RawKey: "Array Design REF", RawValue: "A-AFFY-7"},
				{Field: "platform", Value: "A-AFFY-6", RawKey: "Array Design REF"},
				{Field: "platform", Value: "A-AFFY-7", RawKey: "Array Design REF"},
			},
			Attributes: []models.Attribute{
				{Key: "Organism", Value: "Mus musculus"}, {Key: "Age", Value: "6 week"}, {Key: "Sex", Value: "F"}, {Key: "DiseaseState", Value: "n/a"},
				{Key: "Extract Name", Value: "X1"}, {Key: "Material Type", Value: "total_RNA"}, {Key: "Label", Value: "Cy3"},
				{Key: "Hybridization Name", Value: "H1"}, {Key: "Array Design REF", Value: "A-AFFY-6"}, {Key: "treatment", Value: "none of it"},
				{Key: "Label", Value: "Cy5"}, {Key: "Hybridization Name", Value: "H2"}, {Key: "Array Design REF", Value: "A-AFFY-7"},
			},
		}, {
			AccessionCode: "E-TEST-1-mouse_2", Alternates: []string{}, Title: "mouse 2", Experiments: []string{"E-TEST-1"},
			Values: []models.FieldValue{
				mouse,
				{Field: "sex", Value: "male", RawKey: "Sex"},
				{Field: "disease", Value: "fatty liver", RawKey: "DiseaseState"},
				{Field: "treatment", Value: "sugar", RawKey: "treatment"},
				{Field: "technology", Value: "microarray", RawKey: "Array Design REF", RawValue: "A-AFFY-6"},
				{Field: "platform", Value: "A-AFFY-6", RawKey: "Array Design REF"},
			},
			Attributes: []models.Attribute{
				{Key: "Organism", Value: "Mus musculus"}, {Key: "Sex", Value: "male"}, {Key: "DiseaseState", Value: "fatty liver"},
				{Key: "Extract Name", Value: "X2"}, {Key: "Material Type", Value: "total_RNA"}, {Key: "Label", Value: "Cy5"},
				{Key: "Hybridization Name", Value: "H1"}, {Key: "Array Design REF", Value: "A-AFFY-6"}, {Key: "treatment", Value: "sugar"},
			},
		}},
		Experiments: []models.ExperimentBody{{
			AccessionCode: "E-TEST-1", SourceDatabase: "ArrayExpress", SourceURL: "https://www.ebi.ac.uk/biostudies/arrayexpress/studies/E-TEST-1",
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"E-TEST-1.sdrf.txt: " + withoutIDF + "E-TEST-1, as the name tells, is imported without a title"}, messages(rep)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Runs are alternates of their sample; a BioSample or a run that two samples name is of neither.
func TestSDRFSequencing(t *testing.T) {
	t.Parallel()
	got, _ := readTable(t, "E-TEST-1.seq.sdrf.txt", testFile(t, "magetab/E-TEST-1.seq.sdrf.txt"))
	codes := map[string][]string{}
	for _, s := range got.Samples {
		codes[s.AccessionCode] = s.Alternates
	}
	want := map[string][]string{
		"SAMEA900001": {"ERS900001", "ERX900001", "ERR900001", "ERR900002", "E-TEST-1-cell_1"},
		"ERX900002":   {"E-TEST-1-cell_2"},
		"ERX900003":   {"E-TEST-1-cell_3"},
	}
	if diff := cmp.Diff(want, codes); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	technologies := map[string]models.FieldValue{}
	for _, s := range got.Samples {
		for _, v := range s.Values {
			if v.Field == models.FieldTechnology {
				technologies[s.Title] = v
			}
		}
	}
	if diff := cmp.Diff(map[string]models.FieldValue{
		"cell 1": {Field: "technology", Value: "scRNA-seq", RawKey: "LIBRARY_STRATEGY", RawValue: "RNA-Seq"},
		"cell 2": {Field: "technology", Value: "RNA-seq", RawKey: "LIBRARY_STRATEGY", RawValue: "RNA-Seq"},
		"cell 3": {Field: "technology", Value: "other", RawKey: "LIBRARY_STRATEGY", RawValue: "ChIP-Seq"},
	}, technologies); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	first := got.sample(t, "SAMEA900001")
	platform := models.FieldValue{Field: "platform", Value: "Illumina NextSeq 500", RawKey: "INSTRUMENT_MODEL"}
	if !slices.Contains(first.Values, platform) || slices.ContainsFunc(first.Attributes, func(a models.Attribute) bool { return a.Key == "FASTQ_URI" }) ||
		!slices.Contains(got.sample(t, "ERX900002").Attributes, models.Attribute{Key: "ENA_RUN", Value: "ERR900003"}) {
		t.Errorf("%+v", got.Samples)
	}
}

// Copies of GEO's series: both channels are one sample, which is the GSM. Broken rows are reported and skipped.
func TestSDRFOfGEO(t *testing.T) {
	t.Parallel()
	got, rep := readTable(t, "E-GEOD-900001/x.txt", testFile(t, "magetab/E-GEOD-900001.sdrf.txt"))
	microarray := models.FieldValue{Field: "technology", Value: "microarray", RawKey: "Technology Type", RawValue: "array assay"}
	want := []models.SampleBody{{
		AccessionCode: "GSM900001", Alternates: []string{}, Title: "left", Experiments: []string{"E-GEOD-900001"},
		Values: []models.FieldValue{
			{Field: "tissue", Value: "liver", RawKey: "tissue"}, {Field: "age", Value: "6 weeks", RawKey: "Age"},
			{Field: "tissue", Value: "spleen", RawKey: "tissue"}, microarray,
		},
		Attributes: []models.Attribute{
			{Key: "Sample_title", Value: "left"}, {Key: "tissue", Value: "liver"}, {Key: "blah blah", Value: "x"}, {Key: "Age", Value: "6 weeks"},
			{Key: "Technology Type", Value: "array assay"}, {Key: "tissue", Value: "spleen"},
		},
	}, {
		AccessionCode: "GSM900002", Alternates: []string{}, Experiments: []string{"E-GEOD-900001"}, Values: []models.FieldValue{microarray},
		Attributes: []models.Attribute{{Key: "tissue", Value: "NA"}, {Key: "Technology Type", Value: "array assay"}},
	}}
	if diff := cmp.Diff(want, got.Samples[:2]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	e := got.experiment(t, "E-GEOD-900001")
	if len(got.Samples) != 3 || got.Samples[2].AccessionCode != "GSM900003" || !slices.Equal(e.Alternates, []string{"GSE900001"}) {
		t.Errorf("%+v", e)
	}
	problems := []string{
		"E-GEOD-900001/x.txt: " + withoutIDF + "E-GEOD-900001, as the name tells, is imported without a title",
		`E-GEOD-900001/x.txt:1: "blah blah" is no column of MAGE-TAB; expected Characteristics[…], Comment[…] or the like; its values are kept as they are`,
		"E-GEOD-900001/x.txt:5: a row without a Source Name; expected the name of a sample; the row is skipped",
		"E-GEOD-900001/x.txt:6: 8 cells, where the header has 7 columns; expected as many; those to the right are not read",
	}
	if diff := cmp.Diff(problems, messages(rep)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestSDRFFaults(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", maxCode)
	tests := map[string]struct{ name, content, want string }{
		"no accession": {"x.txt", "Source Name\tMaterial Type\na\tcell\n", "that does not say of which experiment"},
		"no rows":      {"E-TEST-1.txt", "Source Name\tMaterial Type\n", "the table has no rows"},
		"two names":    {"E-TEST-1.txt", "Source Name\tMaterial Type\na b\tcell\na_b\tcell\n", `the sample "a b" has no code that is its own`},
		"long name":    {"E-TEST-1.txt", "Source Name\tMaterial Type\n" + long + "\tcell\n", "has no code that is its own"},
	}
	for what, test := range tests {
		got, rep := readTable(t, test.name, test.content)
		if len(got.Samples) > 0 || !strings.Contains(strings.Join(messages(rep), "\n"), test.want) {
			t.Errorf("%s: %+v, %v", what, got, messages(rep))
		}
	}
}

func TestReadHeader(t *testing.T) {
	t.Parallel()
	tests := map[string]sdrfColumn{
		"Source Name":                          {kind: columnSource},
		"Characteristics[organism part]":       {kind: columnCharacteristic, key: "organism part"},
		"characteristic [ Organism ]":          {kind: columnCharacteristic, key: "Organism"},
		"FactorValue [AGE]":                    {kind: columnFactor, key: "AGE"},
		"Factor value[dose (mg)](COMPUND)":     {kind: columnFactor, key: "dose (mg)"},
		"Factor Value[a[b]]":                   {kind: columnFactor, key: "a[b]"},
		"Unit [TimeUnit]":                      {kind: columnUnit, key: "TimeUnit"},
		"Comment [FASTQ_URI]":                  {key: "FASTQ_URI"},
		"Comment[read1 file]":                  {key: "read1 file"},
		"Characteristics[contact e-mail]":      {key: "contact e-mail"},
		"nucleic_acid_extraction Protocol REF": {},
		"LabeledExtract Name":                  {},
	}
	for header, want := range tests {
		if got, known := readHeader(header); got != want || !known {
			t.Errorf("%s: %+v, %v; want %+v", header, got, known, want)
		}
	}
	if got, known := readHeader("blah"); known || got.kind != columnUnknown {
		t.Errorf("%+v, %v", got, known)
	}
}

func TestTabCells(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"":                        nil,
		"# x\ty":                  nil,
		"\t \t":                   nil,
		"a\t b \t":                {"a", "b", ""},
		"\"a\tb\"\tc":             {"a\tb", "c"},
		"\"say \"\"a\"\"\"\t\"\"": {`say "a"`, ""},
		"\"open\tb":               {`"open`, "b"},
		"\"a\"b\tc":               {`"a"b`, "c"},
		"5\"\tc":                  {`5"`, "c"},
	}
	for line, want := range tests {
		if diff := cmp.Diff(want, tabCells(line)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", line, diff)
		}
	}
}

func TestRecogniseMAGETAB(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]bool{
		"Source Name\tProtocol REF\n":                                        true,
		"\n# x\n\"Source Name\"\t\"Characteristics [age]\"\n":                true,
		"Comment[ArrayExpressAccession]\tE\nInvestigation Title\tx":          true,
		"MAGE-TAB Version\t1.1\n":                                            true,
		"Source Name\tblah\n":                                                false,
		"Name\tProtocol REF\n":                                               false,
		"ONTOLOGY SOURCE REFERENCE\nINVESTIGATION\nInvestigation Title\tx\n": false,
	} {
		if got := looksLikeMAGETAB([]byte(content)); got != want {
			t.Errorf("%q: %v", content, got)
		}
	}
}

// copyTo writes files of testdata/magetab into a folder.
func copyTo(t *testing.T, folder string, names ...string) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(testFile(t, "magetab/"+name)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// bodies lists all records of a catalogue with their sources, in order.
func bodies(t *testing.T, store *models.Store) []string {
	t.Helper()
	var list []string
	for _, kind := range []string{"experiment", "sample"} {
		var some []string
		query := "SELECT s.name || ' ' || r.body FROM " + kind + "_records r JOIN sources s ON s.id = r.source_id ORDER BY 1"
		if err := store.DB().Raw(query).Scan(&some).Error; err != nil {
			t.Fatal(err)
		}
		list = append(list, some...)
	}
	return list
}

// A folder is one unit; its files, imported one after another in any order, give the same catalogue.
func TestMAGETABFolder(t *testing.T) {
	t.Parallel()
	ctx, folder := context.Background(), t.TempDir()
	names := []string{"E-TEST-1.idf.txt", "E-TEST-1.sdrf.txt", "E-TEST-1.seq.sdrf.txt"}
	copyTo(t, folder, names...)
	whole := modelstest.SQLite(t)
	rep, err := Import(ctx, whole, []string{folder}, Options{})
	if err != nil || rep.Problems() > 0 || rep.Experiments() != 3 || rep.Samples() != 5 || rep.Changes.ExperimentsAdded != 1 || rep.Changes.SamplesAdded != 5 {
		t.Fatalf("%+v, %v", rep, err)
	}
	for i, name := range names {
		if f := rep.Files[i]; f.Name != name || f.Format != "mage-tab" || f.Skipped != "" {
			t.Errorf("%+v", f)
		}
	}
	rep, err = Import(ctx, whole, []string{folder}, Options{})
	if c := rep.Changes; err != nil || c.ExperimentsAdded+c.ExperimentsChanged+c.SamplesAdded+c.SamplesChanged != 0 || c.ExperimentsSame != 1 {
		t.Errorf("second import: %+v, %v", c, err)
	}
	parts := modelstest.SQLite(t)
	for _, i := range []int{2, 0, 1} {
		if _, err := Import(ctx, parts, []string{filepath.Join(folder, names[i])}, Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(bodies(t, whole), bodies(t, parts)); diff != "" {
		t.Errorf("whole and in parts (-want +got)\n%s", diff)
	}
	noContacts(t, strings.Join(bodies(t, whole), "\n"))
	if all := strings.Join(bodies(t, whole), "\n"); strings.Contains(all, "Jane") || strings.Contains(all, "Richard") {
		t.Errorf("names of persons: %s", all)
	}
}

// Of several experiments in one folder each finds its own files; a file that cannot be read keeps out its own experiment only.
func TestMAGETABDamaged(t *testing.T) {
	t.Parallel()
	ctx, folder := context.Background(), t.TempDir()
	copyTo(t, folder, "E-TEST-1.idf.txt", "E-TEST-1.sdrf.txt", "E-GEOD-900001.sdrf.txt")
	packed := gzipped(t, testFile(t, "magetab/E-TEST-1.seq.sdrf.txt"))
	if err := os.WriteFile(filepath.Join(folder, "E-TEST-1.seq.sdrf.txt.gz"), []byte(packed[:len(packed)-9]), 0o644); err != nil {
		t.Fatal(err)
	}
	store := modelstest.SQLite(t)
	rep, err := Import(ctx, store, []string{folder}, Options{})
	if err != nil || rep.Changes.ExperimentsAdded != 1 || rep.Changes.SamplesAdded != 3 {
		t.Fatalf("%+v, %v", rep, err)
	}
	skipped := "not imported, because E-TEST-1.seq.sdrf.txt.gz, which belongs to it, could not be read"
	want := map[string]string{"E-GEOD-900001.sdrf.txt": "", "E-TEST-1.idf.txt": skipped, "E-TEST-1.sdrf.txt": skipped, "E-TEST-1.seq.sdrf.txt.gz": ""}
	got := map[string]string{}
	for _, f := range rep.Files {
		got[f.Name] = f.Skipped
		if strings.HasSuffix(f.Name, ".gz") && (len(f.Problems) != 1 || f.Samples != 0 || !strings.Contains(f.Problems[0].Message, "ends in the middle")) {
			t.Errorf("%+v", f)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// FuzzMAGETABCodes: each code means one sample, and the experiment names only those that are there.
func FuzzMAGETABCodes(f *testing.F) {
	entries, err := os.ReadDir("testdata/magetab")
	if err != nil {
		f.Fatal(err)
	}
	for _, entry := range entries {
		f.Add(testFile(f, "magetab/"+entry.Name()))
	}
	f.Fuzz(func(t *testing.T, content string) {
		got, rep := readTable(t, "E-TEST-1.txt", content)
		for _, p := range rep.Problems {
			checkText(t, strings.ReplaceAll(p.Message, "…", ""))
		}
		own := map[string]bool{}
		for _, s := range got.Samples {
			for _, code := range append([]string{s.AccessionCode}, s.Alternates...) {
				if !isCode(code) || own[code] {
					t.Errorf("code %q of %q", code, s.AccessionCode)
				}
				own[code] = true
			}
		}
		for _, e := range got.Experiments {
			if !isCode(e.AccessionCode) || slices.ContainsFunc(e.Samples, func(code string) bool { return !own[code] }) {
				t.Errorf("%+v", e)
			}
		}
		if _, err := json.Marshal(got); err != nil {
			t.Fatal(err)
		}
		checkRecord(t, got)
	})
}
