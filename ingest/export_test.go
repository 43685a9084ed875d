package ingest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/synthetic"
)

// exported is the export of a catalogue.
func exported(t require, store *models.Store) string {
	t.Helper()
	var b bytes.Buffer
	if err := Export(context.Background(), store, &b, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// require is what *testing.T and *rapid.T have in common.
type require interface {
	Helper()
	Fatal(args ...any)
}

// reimported is the export of an empty catalogue into which an export was imported.
func reimported(t *testing.T, r require, export string) string {
	t.Helper()
	store := modelstest.SQLite(t)
	report, err := Import(context.Background(), store, []string{"-"}, Options{Stdin: strings.NewReader(export), Format: "ndjson"})
	if err != nil {
		r.Fatal(err)
	}
	if report.Problems() > 0 {
		r.Fatal(messages(report.Files[0]))
	}
	return exported(r, store)
}

func TestExportSynthetic(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := synthetic.Generate(&b, synthetic.Options{Experiments: 60, Seed: 3}); err != nil {
		t.Fatal(err)
	}
	store := modelstest.SQLite(t)
	if _, err := Import(context.Background(), store, []string{"-"}, Options{Stdin: &b}); err != nil {
		t.Fatal(err)
	}
	first := exported(t, store)
	state, err := store.State(context.Background())
	if err != nil || strings.Count(first, `{"type":"experiment"`) != state.Experiments || strings.Count(first, `{"type":"sample"`) != state.Samples {
		t.Errorf("the export has other counts than %+v, %v", state, err)
	}
	if second := reimported(t, t, first); second != first {
		t.Errorf("(-first +second)\n%s", cmp.Diff(strings.Split(first, "\n"), strings.Split(second, "\n")))
	}
}

// TestExportSays holds the export of two sources to its text.
func TestExportSays(t *testing.T) {
	t.Parallel()
	store := modelstest.SQLite(t)
	published := time.Date(2014, 5, 1, 0, 0, 0, 0, time.UTC)
	_, err := store.Import(context.Background(), func(w *models.Writer) error {
		for _, step := range []error{
			w.Source("curated", "curated", "ndjson"),
			w.Sample(models.SampleBody{AccessionCode: "GSM2", Title: "<b> & c", Values: []models.FieldValue{
				{Field: models.FieldOrganism, Value: "Mus musculus", TaxonomyID: 10090}, {Field: models.FieldOrganism, Value: "E. COLI K-12"},
				{Field: models.FieldPlatform, Value: "GPL1", Name: "Array"}, {Field: models.FieldPlatform, Value: "GPL0"},
				{Field: models.FieldProcessed, Value: "yes"}, {Field: models.FieldAge, Value: "n/a"}, {Field: models.FieldAge, Value: "8-10 weeks"}, {Field: models.FieldTechnology, Value: "other"},
			}, Attributes: []models.Attribute{{Key: "k", Value: "1"}, {Value: "bare"}, {Key: "k", Value: "2"}}}),
			w.Sample(models.SampleBody{AccessionCode: "GSM1", Experiments: []string{"GSE9"}}), // in no experiment
			w.Source("other", "other", "geo-soft"),
			w.Sample(models.SampleBody{AccessionCode: "SRR2", Alternates: []string{"GSM2"}, Experiments: []string{"GSE1"},
				Attributes: []models.Attribute{{Key: "k", Value: "2"}, {Key: "z", Value: ""}}}),
			w.Platform(models.Platform{AccessionCode: "GPL7", Name: "No sample's"}),
			w.Experiment(models.ExperimentBody{AccessionCode: "GSE1", Alternates: []string{"SRP1"}, Description: "One.\n\nTwo.", Protocol: "A\nB",
				SourceDatabase: "ARRAY_EXPRESS", FirstPublished: &published, Synthetic: true, Samples: []string{"GSM3"},
				Publications: []models.PublicationBody{{PubMedID: "2"}, {PubMedID: "1", Title: "GÃ©n", Authors: []string{"Ada", "Ben"}}}}),
		} {
			if step != nil {
				return step
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got := exported(t, store)
	want := `{"type":"platform","accession_code":"GPL0","harmonised":true}
{"type":"platform","accession_code":"GPL1","harmonised":true,"name":"Array"}
{"type":"platform","accession_code":"GPL7","harmonised":true,"name":"No sample's"}
{"type":"sample","accession_code":"GSM1","harmonised":true,"experiments":["GSE9"]}
{"type":"sample","accession_code":"GSM2","harmonised":true,"alternate_accession_codes":["SRR2"],"title":"<b> & c",` +
		`"organism":["E. COLI K-12","Mus musculus"],"organism_taxonomy_id":[0,10090],"technology":"other",` +
		`"platform_accession_code":["GPL0","GPL1"],"platform_name":["","Array"],"is_processed":[true],"age":["8-10 weeks","n/a"],"age_quantity":[{"low":8,"high":10,"unit":"weeks"},null],"experiments":["GSE1"],` +
		`"attributes":{"k":["1","2"],"":"bare","z":""}}
{"type":"sample","accession_code":"GSM3","harmonised":true}
{"type":"experiment","accession_code":"GSE1","harmonised":true,"alternate_accession_codes":["SRP1"],"description":"One.\n\nTwo.",` +
		`"protocol_description":"A\nB","source_database":"ARRAY_EXPRESS","publications":[{"pubmed_id":"1","title":"GÃ©n","authors":["Ada","Ben"]},` +
		`{"pubmed_id":"2"}],"has_publication":true,"source_first_published":"2014-05-01T00:00:00Z","synthetic":true,"samples":["GSM2","GSM3"]}
`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if again := reimported(t, t, got); again != got {
		t.Errorf("imported again (-want +got)\n%s", cmp.Diff(strings.Split(got, "\n"), strings.Split(again, "\n")))
	}
}

// TestExportAnything: whatever sources say, the export of an export is the same.
func TestExportAnything(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("fills hundreds of catalogues")
	}
	fields := []string{models.FieldOrganism, models.FieldPlatform, models.FieldTechnology, models.FieldTissue, models.FieldSex, models.FieldAge,
		models.FieldCellLine, models.FieldStage, models.FieldTreatment, models.FieldDisease}
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.OneOf(rapid.SampledFrom([]string{"", "NA", "LIVER", "1 male, 2 female", "GÃ©n", "a; b: c", "tel. 1234567", "x\ny"}), rapid.StringN(0, 8, 30))
		code := rapid.SampledFrom([]string{"GSM1", "GSM2", "SRR1", "SAMN1", "own"})
		study := rapid.SampledFrom([]string{"GSE1", "GSE2", "E-GEOD-1", "E-MTAB-1", "SRP2"})
		store := modelstest.SQLite(t)
		_, err := store.Import(context.Background(), func(w *models.Writer) error {
			for i := range rapid.IntRange(1, 7).Draw(r, "records") {
				if err := w.Source(fmt.Sprint("source ", i), "source", rapid.SampledFrom([]string{"ndjson", "geo-soft", "bgee"}).Draw(r, "format")); err != nil {
					return err
				}
				if rapid.Bool().Draw(r, "experiment") {
					e := models.ExperimentBody{AccessionCode: study.Draw(r, "code"), Alternates: rapid.SliceOfN(study, 0, 2).Draw(r, "alternates"),
						Title: plain(text.Draw(r, "title")), Description: plain(text.Draw(r, "description")), Protocol: plain(text.Draw(r, "protocol")),
						Samples: rapid.SliceOfN(code, 0, 3).Draw(r, "samples")}
					for range rapid.IntRange(0, 3).Draw(r, "papers") {
						e.Publications = append(e.Publications, models.PublicationBody{PubMedID: rapid.SampledFrom([]string{"", "1", "2"}).Draw(r, "pubmed"),
							DOI: rapid.SampledFrom([]string{"", "10.1/a"}).Draw(r, "doi"), Title: rapid.SampledFrom([]string{"", "Paper", "paper"}).Draw(r, "paper")})
					}
					if err := w.Experiment(e); err != nil {
						return err
					}
					continue
				}
				s := models.SampleBody{AccessionCode: code.Draw(r, "code"), Alternates: rapid.SliceOfN(code, 0, 2).Draw(r, "alternates"), Title: plain(text.Draw(r, "title"))}
				for range rapid.IntRange(0, 4).Draw(r, "values") {
					s.Values = append(s.Values, models.FieldValue{Field: rapid.SampledFrom(fields).Draw(r, "field"), Value: plain(text.Draw(r, "value")),
						Name: plain(text.Draw(r, "name")), TaxonomyID: rapid.IntRange(0, 2).Draw(r, "taxon")})
				}
				for range rapid.IntRange(0, 4).Draw(r, "attributes") {
					s.Attributes = append(s.Attributes, models.Attribute{Key: rapid.SampledFrom([]string{"", "k", "l"}).Draw(r, "key"), Value: plain(text.Draw(r, "value"))})
				}
				if err := w.Sample(s); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			r.Fatal(err)
		}
		first := exported(r, store)
		if second := reimported(t, r, first); second != first {
			r.Fatal(cmp.Diff(strings.Split(first, "\n"), strings.Split(second, "\n")))
		}
	})
}

// plain is a text as importers hand it on: without contact data.
func plain(s string) string { return eachWithoutContacts(s) }

// TestExportOrder: the same files make the same catalogue, in any order and any split.
func TestExportOrder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var files []string
	for _, name := range []string{
		"soft/family.soft", "soft/sequencing.soft", "soft/gpl.soft", "miniml/family.xml", "series-matrix/GSE930001_series_matrix.txt",
		"magetab/E-GEOD-900001.sdrf.txt", "magetab/E-TEST-1.idf.txt", "magetab/E-TEST-1.sdrf.txt", "magetab/E-TEST-1.seq.sdrf.txt",
		"refinebio/dataset.json", "refinebio/dataset2018.json", "refinebio-tsv/metadata.tsv", "refinebio-api/answers.json",
		"sra-runinfo/runinfo.csv", "sra-run-selector/new.csv", "ena-xml/experiments.xml", "ena-xml/runs.xml", "ena-xml/samples.xml",
		"ena-xml/projects.xml", "recount/runs.tsv", "bgee/libraries.tsv", "expression-atlas/bulk.json", "ndjson/catalogue.ndjson",
		"arrayexpress-json/experiments.json", "arrayexpress-json/samples.json",
	} {
		path := filepath.Join(dir, strings.ReplaceAll(name, "/", "-"))
		if strings.HasPrefix(name, "magetab/") { // an IDF names its SDRFs
			path = filepath.Join(dir, filepath.Base(name))
		}
		write(t, path, testFile(t, name))
		files = append(files, path)
	}
	backward := slices.Clone(files)
	slices.Reverse(backward)
	var odd, even []string
	for i, file := range files {
		if i%2 == 0 {
			odd = append(odd, file)
		} else {
			even = append(even, file)
		}
	}
	var want string
	for _, test := range []struct {
		name    string
		imports [][]string
	}{
		{"forward", [][]string{files}},
		{"backward", [][]string{backward}},
		{"odd, then even", [][]string{odd, even}},
		{"even, then odd", [][]string{even, odd}},
		{"twice", [][]string{files, backward}},
	} {
		store := modelstest.SQLite(t)
		for _, paths := range test.imports {
			report, err := Import(context.Background(), store, paths, Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range report.Files {
				if f.Experiments+f.Samples == 0 && f.Name != "soft-gpl.soft" { // which names a platform, and nothing else
					t.Errorf("%s: %s: %s says nothing: %s", test.name, f.Name, f.Format, f.Skipped)
				}
			}
		}
		got := exported(t, store)
		if want == "" {
			want = got
			if again := reimported(t, t, got); again != got {
				t.Errorf("imported again (-want +got)\n%s", cmp.Diff(strings.Split(got, "\n"), strings.Split(again, "\n")))
			}
		}
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("%s (-forward +this)\n%s", test.name, diff)
		}
	}
}

// TestExportFails passes errors on, and stops at a cancel.
func TestExportFails(t *testing.T) {
	t.Parallel()
	store := modelstest.SQLite(t)
	if _, err := Import(context.Background(), store, []string{filepath.Join("testdata", "ndjson", "catalogue.ndjson")}, Options{}); err != nil {
		t.Fatal(err)
	}
	full, err := os.OpenFile(filepath.Join(t.TempDir(), "closed"), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if err := full.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Export(context.Background(), store, full, nil); err == nil {
		t.Error("a file that cannot be written is no error")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Export(ctx, store, &bytes.Buffer{}, nil); err == nil {
		t.Error("a cancelled export is no error")
	}
}
