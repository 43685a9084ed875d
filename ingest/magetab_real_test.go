package ingest

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facetome/facetome/models/modelstest"
)

// readNamed reads a real file under its own name, which may tell the accession code.
func readNamed(t *testing.T, folder, name string) (*memory, FileReport) {
	t.Helper()
	file, err := os.Open(filepath.Join(realData, folder, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	text, err := newText(file)
	if err != nil {
		t.Fatal(err)
	}
	f, skipped, err := recognise(text)
	rep, kept := FileReport{Name: name, Skipped: skipped}, &memory{}
	if err != nil || f == nil {
		return kept, rep
	}
	rep.Format = f.name
	reader := f.read(text, &rep)
	for more := true; more && err == nil; {
		more, err = reader.unit(kept)
	}
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return kept, rep
}

func TestRealMAGETAB(t *testing.T) {
	t.Parallel()
	// differs explains every file in which the two readers find different numbers.
	differs := map[string]struct {
		here counts
		why  string
	}{
		"_malformed/E-MEXP-986/E-MEXP-986_no_sdrf.idf.txt": {counts{1, 0}, "an IDF names no samples: the 46 are cells of one of its rows"},
	}
	for name, before := range countedBefore(t, "magetab") {
		if strings.Contains(path.Base(name), "condensed") {
			continue
		}
		got, rep := readNamed(t, "magetab", name)
		want := before
		if d, ok := differs[name]; ok {
			want = d.here
			t.Logf("%s: %+v instead of %+v: %s", name, want, before, d.why)
		}
		if here := countHere(got); here != want || rep.Format != "mage-tab" {
			t.Errorf("%s as %s: %+v; before %+v; problems %v", name, rep.Format, here, before, messages(rep))
		}
	}
}

// The folders go into a catalogue as wholes; nothing is reported but what is missing or broken in them; a second import changes nothing.
func TestRealMAGETABFolder(t *testing.T) {
	t.Parallel()
	countedBefore(t, "magetab") // skips where there are none
	ctx, store := context.Background(), modelstest.SQLite(t)
	paths := []string{filepath.Join(realData, "magetab")}
	first, err := Import(ctx, store, paths, Options{Format: "mage-tab"})
	if err != nil {
		t.Fatal(err)
	}
	// 55 folders; E-GEOD-3790 and E-GEOD-3790B hold the same 404 samples. E-MEXP-986's IDF and SDRF do not name one another.
	want := "{ExperimentsAdded:53 ExperimentsChanged:1 ExperimentsSame:0 SamplesAdded:3847 SamplesChanged:404 SamplesSame:0}"
	if got := fmt.Sprintf("%+v", first.Changes); got != want {
		t.Errorf("%s; want %s", got, want)
	}
	for _, f := range first.Files {
		_, err := os.Stat(filepath.Join(realData, "magetab", filepath.Dir(f.Name), filepath.Base(filepath.Dir(f.Name))+".idf.txt"))
		alone := f.Samples > 0 && os.IsNotExist(err) && !strings.Contains(f.Name, ".homo_sapiens.")
		lacksSDRF := map[string]bool{"E-ERAD-475": true, "E-MTAB-4754": true, "E-MTAB-5072": true, "E-MTAB-996": true, "E-TABM-1009": true}[filepath.Dir(f.Name)]
		explained := strings.HasPrefix(f.Name, "_malformed") || alone || lacksSDRF || strings.Contains(f.Name, "condensed")
		if f.problems() > 0 && !explained || f.Experiments+f.problems() == 0 && f.Skipped == "" {
			t.Errorf("%+v", f)
		}
	}
	for _, body := range bodies(t, store) {
		if address := email.FindString(body); address != "" {
			t.Errorf("an e-mail address in %.80s", body)
		}
	}
	second, err := Import(ctx, store, paths, Options{Format: "mage-tab"})
	if c := second.Changes; err != nil || c.ExperimentsAdded+c.ExperimentsChanged+c.SamplesAdded+c.SamplesChanged != 0 {
		t.Errorf("second import: %v, changes %+v", err, c)
	}
}
