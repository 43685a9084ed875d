package ingest

import (
	"bufio"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// realData is a folder of published files beside the checkout; tests that read it are skipped where it is missing.
const realData = "../../shared/data"

// counts are distinct accession codes in one file.
type counts struct{ experiments, samples int }

// countedBefore reads how many experiments and samples another reader found in each file of a folder.
func countedBefore(t *testing.T, folder string) map[string]counts {
	t.Helper()
	if testing.Short() {
		t.Skip("reads published files, which takes minutes with the race detector")
	}
	table, err := os.Open(filepath.Join(realData, "SOURCES.tsv"))
	if err != nil {
		t.Skipf("no real data: %v", err)
	}
	defer table.Close() // it was only read
	files := map[string]counts{}
	lines := bufio.NewScanner(table)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		columns := strings.Split(lines.Text(), "\t")
		if name, ok := strings.CutPrefix(columns[0], folder+"/"); ok && len(columns) > 2 {
			experiments, _ := strconv.Atoi(columns[1]) // blank where nothing was counted
			samples, _ := strconv.Atoi(columns[2])
			files[name] = counts{experiments, samples}
		}
	}
	if err := lines.Err(); err != nil || len(files) == 0 {
		t.Fatalf("%d rows of %s: %v", len(files), folder, err)
	}
	return files
}

// countHere counts the codes that the records of a file describe or name.
func countHere(got *memory) counts {
	experiments, samples, described := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, e := range got.Experiments {
		experiments[e.AccessionCode] = true
		for _, code := range e.Samples {
			samples[code] = true
		}
	}
	for _, s := range got.Samples {
		described[s.AccessionCode] = true
		for _, code := range s.Experiments {
			experiments[code] = true
		}
	}
	if len(described) > 0 {
		samples = described
	}
	return counts{len(experiments), len(samples)}
}

// readReal reads a real file, compressed or not.
func readReal(t *testing.T, path, formatName string) (*memory, FileReport) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return readAs(t, formatName, string(content))
}

func TestRealSOFT(t *testing.T) {
	t.Parallel()
	// differs explains every file in which the two readers find different numbers.
	differs := map[string]struct {
		here counts
		why  string
	}{
		"geoparse--soft_ex_family.txt":    {counts{0, 0}, "a draft for submission: nothing in it has an accession code"},
		"acc-cgi/GSE101966_GSM.soft":      {counts{2, 17}, "cut off in the middle of the last sample, which is reported and skipped"},
		"GSE3193trick_family.soft.gz":     {counts{5, 17}, "the series is called GSE3193trick, which is no accession code; the samples name five others"},
		"geoparse--GPL20814_family.soft":  {counts{1, 2}, "the series names two samples that have no blocks"},
		"geoparse--GSE105845_family.soft": {counts{1, 2}, "the series names two samples that have no blocks"},
	}
	for name, before := range countedBefore(t, "geo-soft") {
		got, rep := readReal(t, filepath.Join(realData, "geo-soft", filepath.FromSlash(name)), "geo-soft")
		here := countHere(got)
		want := before
		if d, ok := differs[name]; ok {
			want = d.here
			t.Logf("%s: %+v instead of %+v: %s", name, here, before, d.why)
		}
		if here != want || len(rep.Problems) > 0 && want == before {
			t.Errorf("%s: %+v; before %+v; problems %v", name, here, before, messages(rep))
		}
	}
}

func TestRealRefinebio(t *testing.T) {
	t.Parallel()
	for name, before := range countedBefore(t, "refinebio") {
		path := filepath.Join(realData, "refinebio", filepath.FromSlash(name))
		if base := filepath.Base(name); !strings.HasPrefix(base, "aggregated_metadata.json") && !strings.HasPrefix(base, "metadata-dataset-") {
			continue
		}
		got, rep := readReal(t, path, "refinebio")
		if here := countHere(got); here != before || len(rep.Problems) > 0 {
			t.Errorf("%s: %+v; before %+v; problems %v", name, here, before, messages(rep))
		}
	}
}

// The real files go into a catalogue, no address of anybody does, and a second import changes nothing.
func TestRealImportTwice(t *testing.T) {
	t.Parallel()
	countedBefore(t, "geo-soft") // skips where there are none
	ctx, store := context.Background(), modelstest.SQLite(t)
	paths := []string{filepath.Join(realData, "geo-soft"), filepath.Join(realData, "refinebio")}
	first, err := Import(ctx, store, paths, Options{})
	if err != nil {
		t.Fatal(err)
	}
	state, err := store.State(ctx)
	if err != nil || state.Experiments != first.Changes.ExperimentsAdded || state.Samples < first.Changes.SamplesAdded || state.Synthetic {
		t.Errorf("catalogue %+v, %v after %+v", state, err, first.Changes)
	}
	for _, f := range first.Files {
		if (f.Skipped == "") != (f.Experiments+f.Samples+f.problems() > 0) || filepath.IsAbs(f.Name) {
			t.Errorf("%s is neither imported nor explained: %+v", f.Name, f)
		}
	}
	for _, table := range []string{"experiment_records", "sample_records"} {
		rows, err := store.DB().Raw("SELECT body FROM " + table).Rows()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var body string
			if err := rows.Scan(&body); err != nil {
				t.Fatal(err)
			}
			if address := email.FindString(body); address != "" {
				t.Errorf("%s holds an e-mail address in %.80s", table, body)
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	changesNothing(t, store, paths)
}

// changesNothing imports files that the store holds once more.
func changesNothing(t *testing.T, store *models.Store, paths []string) {
	t.Helper()
	state, err := store.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	second, err := Import(t.Context(), store, paths, Options{})
	if err != nil {
		t.Fatal(err)
	}
	again, err := store.State(t.Context())
	c := second.Changes
	if err != nil || again != state || c.ExperimentsAdded+c.ExperimentsChanged+c.SamplesAdded+c.SamplesChanged != 0 {
		t.Errorf("second import: %+v instead of %+v, %v, changes %+v", again, state, err, c)
	}
}
