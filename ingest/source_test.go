package ingest

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// TestSources imports files of one name, each in several ways: each is one source, keeps its own words, and shows no path of this machine.
func TestSources(t *testing.T) {
	t.Parallel()
	ctx, store, dir := context.Background(), modelstest.SQLite(t), t.TempDir()
	line := func(title string) string {
		return `{"type":"sample","accession_code":"GSM1","harmonised":true,"title":"` + title + `"}` + "\n"
	}
	one, two, link := filepath.Join(dir, "1", "table.ndjson"), filepath.Join(dir, "2", "table.ndjson"), filepath.Join(dir, "link")
	write(t, one, line("One"))
	write(t, two, line("Two"))
	if err := os.Symlink(filepath.Dir(one), link); err != nil {
		t.Skip("no symbolic links here")
	}
	says := func() (said []string) {
		sample, err := store.Sample(ctx, "GSM1")
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range sample.Records {
			if strings.Contains(r.Source.Key+r.Source.Name, dir) || strings.HasPrefix(r.Source.Name, "/") {
				t.Errorf("the source %+v tells where it lies", r.Source)
			}
			name := r.Source.Name
			if _, below, found := strings.Cut(name, filepath.Base(dir)+"/"); found {
				name = below
			}
			said = append(said, name+": "+r.Body.Title)
		}
		return said
	}
	for _, step := range []struct {
		paths       []string
		stdin, file string // file is what 1/table.ndjson says then
		want        []string
	}{
		{[]string{one, two}, "", "One", []string{"1/table.ndjson: One", "2/table.ndjson: Two"}},
		{[]string{dir}, "", "One again", []string{"1/table.ndjson: One again", "2/table.ndjson: Two"}},
		{[]string{link}, "", "Corrected", []string{"1/table.ndjson: Corrected", "2/table.ndjson: Two"}},
		{[]string{filepath.Join(link, "..", "1", ".", "table.ndjson")}, "", "Last", []string{"1/table.ndjson: Last", "2/table.ndjson: Two"}},
		{[]string{"-"}, line("Piped"), "Last", []string{"1/table.ndjson: Last", "2/table.ndjson: Two", "standard input 5ddf6e40: Piped"}},
		{[]string{"-"}, line("Piped"), "Last", []string{"1/table.ndjson: Last", "2/table.ndjson: Two", "standard input 5ddf6e40: Piped"}},
		{[]string{"-"}, line("Else"), "Last", []string{"1/table.ndjson: Last", "2/table.ndjson: Two", "standard input 555971b6: Else", "standard input 5ddf6e40: Piped"}},
	} {
		write(t, one, line(step.file))
		if _, err := Import(ctx, store, step.paths, Options{Stdin: strings.NewReader(step.stdin)}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(step.want, says()); diff != "" {
			t.Errorf("%v (-want +got)\n%s", step.paths, diff)
		}
	}
}

func TestSourceNames(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/GSE1.soft": "GSE1.soft", "/data/GSE1.soft": "GSE1.soft", "/home/ada/GSE1.soft": "GSE1.soft", "/home/ada/geo/GSE1.soft": "geo/GSE1.soft",
		"/work/x/recount3/mouse/data_sources/sra/metadata/sra.MD.gz": "mouse/data_sources/sra/metadata/sra.MD.gz",
	} {
		if got := sourceOf(path); got.name != want || got.key == sourceOf(path+"2").key {
			t.Errorf("%s is %+v, want %s", path, got, want)
		}
	}
}

// TestSharedCodesExported: what two samples name is written with both, and read again as theirs.
func TestSharedCodesExported(t *testing.T) {
	t.Parallel()
	store := modelstest.SQLite(t)
	_, err := store.Import(context.Background(), func(w *models.Writer) error {
		for i, step := range []error{
			w.Source("a", "a", "geo-soft"),
			w.Sample(models.SampleBody{AccessionCode: "GSM1", Alternates: []string{"SAMN9"}}),
			w.Sample(models.SampleBody{AccessionCode: "GSM2", Alternates: []string{"SAMN9"}}),
			w.Experiment(models.ExperimentBody{AccessionCode: "E-GEOD-1", Samples: []string{"SAMN9"}}),
		} {
			if step != nil {
				t.Errorf("step %d", i)
				return step
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Export(context.Background(), store, &b, nil); err != nil {
		t.Fatal(err)
	}
	want := `{"type":"sample","accession_code":"GSM1","harmonised":true,"alternate_accession_codes":["SAMN9"]}
{"type":"sample","accession_code":"GSM2","harmonised":true,"alternate_accession_codes":["SAMN9"]}
{"type":"experiment","accession_code":"GSE1","harmonised":true,"alternate_accession_codes":["E-GEOD-1"],"samples":["GSM1","GSM2"]}
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if again := reimported(t, t, want); again != want {
		t.Errorf("imported again (-want +got)\n%s", cmp.Diff(want, again))
	}
}
