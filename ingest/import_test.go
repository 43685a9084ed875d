package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// folder makes a folder of files of every kind and returns it.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"1/family.soft.gz": gzipped(t, testFile(t, "soft/family.soft")),
		"2/dataset.json":   testFile(t, "refinebio/dataset.json"),
		"3.ndjson":         testFile(t, "ndjson/catalogue.ndjson"),
		"4-cut.soft.gz":    gzipped(t, strings.ReplaceAll(testFile(t, "soft/family.soft"), "9000", "9100"))[:900],
		"5-broken.ndjson":  testFile(t, "ndjson/broken.ndjson"),
		"6.tsv":            "a\tb\n",
		"7-empty":          "",
	} {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), content)
	}
	return dir
}

func TestImport(t *testing.T) {
	t.Parallel()
	ctx, store, dir := context.Background(), modelstest.SQLite(t), folder(t)
	var seen []Progress
	report, err := Import(ctx, store, []string{dir}, Options{Progress: func(p Progress) { seen = append(seen, p) }})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range report.Files {
		got = append(got, fmt.Sprintf("%s %s %d %d %d %s", f.Name, f.Format, f.Experiments, f.Samples, f.problems(), f.Skipped))
	}
	want := []string{
		"1/family.soft.gz geo-soft 1 2 0 ",
		"2/dataset.json refinebio 2 2 0 ",
		"3.ndjson ndjson 2 2 0 ",
		"4-cut.soft.gz  0 0 1 ",
		"5-broken.ndjson ndjson 2 2 11 ",
		"6.tsv  0 0 0 a tab-separated table: not a format of this version",
		"7-empty  0 0 0 an empty file: not a format of this version",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if report.Experiments() != 7 || report.Samples() != 8 || report.Problems() != 12 {
		t.Errorf("totals %d, %d, %d", report.Experiments(), report.Samples(), report.Problems())
	}
	// SRP900001 of refine.bio is the SRA record that GSE900001 names: the same experiment.
	if report.Changes.ExperimentsAdded != 6 || report.Changes.ExperimentsChanged != 1 || report.Changes.SamplesAdded != 11 {
		t.Errorf("changes %+v", report.Changes)
	}
	last := seen[len(seen)-1]
	if last.Bytes != last.TotalBytes || last.Experiments != 7 || last.Samples != 8 {
		t.Errorf("progress ends at %+v", last)
	}
	for i, p := range seen[1:] {
		if p.Bytes < seen[i].Bytes || p.Bytes > p.TotalBytes {
			t.Errorf("progress goes from %+v to %+v", seen[i], p)
		}
	}
	sources := func() (names []string) {
		if err := store.DB().Raw("SELECT name FROM sources ORDER BY name").Scan(&names).Error; err != nil {
			t.Fatal(err)
		}
		return names
	}
	ends := sources()
	for i, name := range ends {
		_, ends[i], _ = strings.Cut(name, filepath.Base(dir)+"/")
	}
	if diff := cmp.Diff([]string{"1/family.soft.gz", "2/dataset.json", "3.ndjson", "5-broken.ndjson"}, ends); diff != "" {
		t.Errorf("sources (-want +got)\n%s", diff)
	}

	before, err := store.State(ctx)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Import(ctx, store, []string{dir}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	after, err := store.State(ctx)
	if err != nil {
		t.Fatal(err)
	}
	c := again.Changes
	if before != after || c.ExperimentsAdded+c.ExperimentsChanged+c.SamplesAdded+c.SamplesChanged != 0 || c.SamplesSame == 0 {
		t.Errorf("the second import makes %+v of %+v, changes %+v", after, before, c)
	}
	if _, err := store.Experiment(ctx, "GSE910001"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the experiment of the file that was cut off: %v; want none", err)
	}
	experiment, err := store.Experiment(ctx, "GSE1001")
	if err != nil || !experiment.Synthetic || experiment.Title != "Two livers" {
		t.Errorf("GSE1001 is %+v, %v", experiment, err)
	}
}

func TestImportStdin(t *testing.T) {
	t.Parallel()
	store := modelstest.SQLite(t)
	report, err := Import(context.Background(), store, []string{"-"}, Options{Stdin: strings.NewReader(gzipped(t, testFile(t, "soft/family.soft")))})
	if err != nil || len(report.Files) != 1 || report.Files[0].Name != stdinName || report.Samples() != 2 {
		t.Errorf("%+v, %v", report, err)
	}
}

// An experiment and its samples may come in separate files, in any order.
func TestImportTextsOfGEO(t *testing.T) {
	t.Parallel()
	family := testFile(t, "soft/family.soft")
	cut := strings.Index(family, "^PLATFORM")
	for _, names := range [][2]string{{"1.soft", "2.soft"}, {"2.soft", "1.soft"}} {
		dir, ctx, store := t.TempDir(), context.Background(), modelstest.SQLite(t)
		write(t, filepath.Join(dir, names[0]), family[:cut])
		write(t, filepath.Join(dir, names[1]), family[cut:])
		if _, err := Import(ctx, store, []string{dir}, Options{}); err != nil {
			t.Fatal(err)
		}
		experiment, err := store.Experiment(ctx, "GSE900001")
		if err != nil {
			t.Fatal(err)
		}
		study, err := store.Study(ctx, experiment.ID, func(int, *models.StudyRecord) {})
		if err != nil || len(study.Samples) != 3 || len(study.Samples[0].Values) == 0 || len(study.Samples[2].Values) != 0 {
			t.Errorf("samples %+v, %v; want two described ones and one without words", study.Samples, err)
		}
	}
}

func TestImportErrors(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), folder(t)
	store := modelstest.SQLite(t)
	named := filepath.Join(dir, "3.ndjson")
	if _, err := Import(ctx, store, []string{named, filepath.Join(dir, "missing.soft")}, Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := Import(ctx, store, []string{named}, Options{Format: "excel"}); err == nil || !strings.Contains(err.Error(), formatNames()) {
		t.Errorf("an unknown format: %v; want one that lists the formats", err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := Import(cancelled, store, []string{named}, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled import: %v", err)
	}
	if state, err := store.State(ctx); err != nil || state.Experiments+state.Samples != 0 {
		t.Errorf("%+v, %v are in the catalogue; want nothing", state, err)
	}
	report, err := Import(ctx, store, []string{filepath.Join(dir, "6.tsv")}, Options{Format: "ndjson"})
	if err != nil || report.Problems() != 1 {
		t.Errorf("a table that is said to be NDJSON: %+v, %v; want a problem", report, err)
	}
}

// An import that stops in the middle of a file, as at a cancel, leaves nothing of the file.
func TestImportStopsWhole(t *testing.T) {
	t.Parallel()
	store := modelstest.SQLite(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var file strings.Builder
	file.WriteString("^SERIES = GSE1\n!Series_title = large\n")
	for i := range 5 * tickEvery {
		fmt.Fprintf(&file, "^SAMPLE = GSM%d\n!Sample_platform_id = GPL1\n!Sample_series_id = GSE1\n", i)
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "large.soft"), file.String())
	_, err := Import(ctx, store, []string{dir}, Options{Progress: func(p Progress) {
		if p.Samples > 2*tickEvery {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v; want the cancel", err)
	}
	if state, err := store.State(context.Background()); err != nil || state.Experiments+state.Samples != 0 {
		t.Errorf("%+v, %v; want an empty catalogue", state, err)
	}
}
