package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestGenerate(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	plain, zipped := filepath.Join(folder, "a.ndjson"), filepath.Join(folder, "a.ndjson.gz")
	printed := facetome(t, "generate", "--experiments", "20", "--seed", "9").must(t).stdout
	facetome(t, "generate", "--experiments", "20", "--seed", "9", "--out", plain).must(t)
	facetome(t, "generate", "--experiments", "20", "--seed", "9", "--out", zipped).must(t)

	written, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	if string(written) != printed {
		t.Error("--out wrote something else than standard output got")
	}
	compressed, err := os.ReadFile(zipped)
	if err != nil {
		t.Fatal(err)
	}
	unzip, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		t.Fatal(err)
	}
	if unzipped, err := io.ReadAll(unzip); err != nil || string(unzipped) != printed {
		t.Errorf("the .gz holds something else: %v", err)
	}
	if names := list(t, folder); !slices.Equal(names, []string{"a.ndjson", "a.ndjson.gz"}) {
		t.Errorf("the folder holds %v", names)
	}
}

// TestGenerateCutShort: a file is complete or not there.
func TestGenerateCutShort(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stderr bytes.Buffer
	args := []string{"generate", "--experiments", "5000", "--out", filepath.Join(folder, "a.ndjson")}
	if code := run(ctx, args, nil, io.Discard, &stderr); code != exitError {
		t.Errorf("exit code %d", code)
	}
	wantWords(t, "stderr", stderr.String(), "interrupted")
	if names := list(t, folder); len(names) > 0 {
		t.Errorf("left %v behind", names)
	}
}

func list(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

const twoSamples = `{"type":"sample","accession_code":"GSM1","organism":"Homo sapiens"}
{"type":"sample","accession_code":"GSM2","organism":"Mus musculus"}
`

func TestImportReport(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	good := twoSamples + `{"type":"experiment","accession_code":"GSE1","samples":["GSM1","GSM2"]}` + "\n"
	o := facetomeReading(t, strings.NewReader(good), "import", "--data", data, "-").must(t)
	wantWords(t, "the first import", o.stdout, "standard input: 1 experiment, 2 samples (ndjson)",
		"Experiments: 1 new, 0 changed, 0 as before.\nSamples: 2 new, 0 changed, 0 as before.",
		"Indexed 1 experiment with 2 unique samples.")

	o = facetomeReading(t, strings.NewReader(good), "import", "--data", data, "-").must(t)
	wantWords(t, "the second import", o.stdout, "Experiments: 0 new, 0 changed, 1 as before.\nSamples: 0 new, 0 changed, 2 as before.")
	if strings.Contains(o.stdout+o.stderr, "Index") {
		t.Errorf("an import that changed nothing built an index:\n%s%s", o.stdout, o.stderr)
	}

	file := filepath.Join(t.TempDir(), "broken.ndjson")
	broken := twoSamples + "{\"type\":\"experiment\",\"accession_code\":\"GSE1\"\n" + `{"type":"experiment","accession_code":"GSE2","samples":["GSM2"]}` + "\n"
	if err := os.WriteFile(file, []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	o = facetome(t, "import", "--data", data, file)
	wantWords(t, "the import of a broken record", o.stdout, "broken.ndjson: 1 experiment, 2 samples (ndjson)\n  line 3: ", "1 problem", "Experiments: 1 new",
		"Indexed 2 experiments with 2 unique samples; 2 experiments changed.")
	wantWords(t, "its end", o.stderr, "facetome: something was left out of 1 file")
	if o.code != exitError {
		t.Errorf("exit code %d", o.code)
	}
}

func TestExport(t *testing.T) {
	t.Parallel()
	data, folder := t.TempDir(), t.TempDir()
	facetome(t, "import", "--data", data, catalogueFile(t, 12, 1)).must(t)
	o := facetome(t, "export", "--data", data).must(t)
	if n := strings.Count(o.stdout, `{"type":"experiment"`); n != 12 || !strings.HasSuffix(o.stdout, "}\n") {
		t.Errorf("the export has %d experiments:\n%.300s", n, o.stdout)
	}
	wantWords(t, "the progress", o.stderr, "Exporting")
	zipped := filepath.Join(folder, "a.ndjson.gz")
	facetome(t, "export", "--data", data, "--out", zipped).must(t)
	if names := list(t, folder); !slices.Equal(names, []string{"a.ndjson.gz"}) {
		t.Errorf("the folder holds %v", names)
	}
	other := t.TempDir()
	facetome(t, "import", "--data", other, zipped).must(t)
	if again := facetome(t, "export", "--data", other).must(t); again.stdout != o.stdout {
		t.Error("the export of an import of an export is another")
	}
}

// TestExportCutShort: what was there before stays until the export is complete.
func TestExportCutShort(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	name := filepath.Join(folder, "a.ndjson")
	if err := os.WriteFile(name, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	failed := errors.New("no more")
	err := writeFile(t.Context(), name, func(w io.Writer) error {
		_, err := io.WriteString(w, "half")
		return errors.Join(err, failed)
	})
	if !errors.Is(err, failed) {
		t.Errorf("error %v", err)
	}
	if kept, err := os.ReadFile(name); err != nil || string(kept) != "before" {
		t.Errorf("the file holds %q, %v", kept, err)
	}
	if names := list(t, folder); !slices.Equal(names, []string{"a.ndjson"}) {
		t.Errorf("the folder holds %v", names)
	}
}

func TestReindex(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	facetome(t, "import", "--data", data, catalogueFile(t, 12, 1)).must(t)
	wantWords(t, "reindex", facetome(t, "reindex", "--data", data).must(t).stdout, "Indexed 12 experiments with ")
	if err := os.RemoveAll(filepath.Join(data, "index")); err != nil {
		t.Fatal(err)
	}
	wantWords(t, "reindex without an index", facetome(t, "reindex", "--data", data).must(t).stdout, "Indexed 12 experiments with ")
}
