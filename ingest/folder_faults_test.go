package ingest

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facetome/facetome/models/modelstest"
)

// Of a folder in which much is wrong every file is accounted for: it gave records, or the report says why not.
func TestImportFaultyFolder(t *testing.T) {
	t.Parallel()
	dir, store := t.TempDir(), modelstest.SQLite(t)
	random, noise := rand.New(rand.NewPCG(1, 2)), make([]byte, 70_000)
	for i := range noise {
		noise[i] = byte(random.UintN(256))
	}
	family := testFile(t, "soft/family.soft")
	for name, content := range map[string]string{
		"good.soft": family, "empty.soft": "", "blank.tsv": "\n\n \n", "noise.bin": string(noise), "noise.gz": "\x1f\x8b" + string(noise),
		"nothing.gz": gzipped(t, ""), "picture.png": "\x89PNG\r\n\x1a\n" + string(noise[:500]), "database.db": "SQLite format 3\x00" + string(noise[:500]),
		"twice-packed.soft.gz.gz": gzipped(t, gzipped(t, family)), "long.txt": strings.Repeat("x", maxLine+9), "header.tsv": "refinebio_accession_code\trefinebio_title\n",
	} {
		write(t, filepath.Join(dir, name), content)
	}
	for link, to := range map[string]string{"itself": ".", "below/up": "..", "loop": "loop", "gone.soft": "nowhere"} {
		path := filepath.Join(dir, filepath.FromSlash(link))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, path); err != nil {
			t.Fatal(err)
		}
	}
	report, err := Import(context.Background(), store, []string{dir}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Files) != 15 {
		t.Errorf("%d files are in the report; want 15", len(report.Files))
	}
	for _, f := range report.Files {
		if imported := f.Experiments+f.Samples > 0; imported != (f.Name == "good.soft") || !imported && f.problems() == 0 && f.Skipped == "" {
			t.Errorf("%s: %+v", f.Name, f)
		}
	}
}

// What cannot be opened or read is reported with its name, and the files after it are imported.
func TestImportUnreadable(t *testing.T) {
	t.Parallel()
	broken := errors.New("input/output error")
	family := testFile(t, "soft/family.soft")
	run := &importRun{store: modelstest.SQLite(t), report: &Report{}}
	for _, in := range []input{
		{name: "closed.soft", open: func() (io.ReadCloser, error) { return nil, os.ErrPermission }},
		{name: "half.soft", open: func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(strings.NewReader(family[:len(family)/2]), &failing{err: broken})), nil
		}},
		{name: "whole.soft", open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(family)), nil }},
	} {
		if err := run.file(context.Background(), in); err != nil {
			t.Fatalf("%s ends the import: %v", in.name, err)
		}
	}
	files := run.report.Files
	if !strings.Contains(files[0].Skipped, "cannot be read") || len(files[1].Problems) != 1 || !strings.Contains(files[1].Problems[0].String(), "half.soft: cannot be read to its end: input/output error") {
		t.Errorf("%+v", files[:2])
	}
	if files[1].Samples != 0 || files[2].Samples == 0 {
		t.Errorf("%d samples of half a file, %d of the whole one", files[1].Samples, files[2].Samples)
	}
}

// A file that grows or is cut while it is read gives what it held, or damage; the progress stays within its total.
func TestImportChangingFile(t *testing.T) {
	t.Parallel()
	record := `{"type":"sample","accession_code":"GSM1","organism":"Homo sapiens"}` + "\n"
	for name, change := range map[string]func(path string) error{
		"grows": func(path string) error {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			_, err = f.WriteString(strings.Repeat(record, 3000))
			return errors.Join(err, f.Close())
		},
		"is cut":    func(path string) error { return os.Truncate(path, 300_007) },
		"is erased": os.Remove,
	} {
		path := filepath.Join(t.TempDir(), "changing.ndjson")
		write(t, path, strings.Repeat(record, 3*unitLines))
		changed := false
		report, err := Import(context.Background(), modelstest.SQLite(t), []string{path}, Options{Progress: func(p Progress) {
			if p.Samples > 0 && !changed {
				changed = true
				if err := change(path); err != nil {
					t.Error(err)
				}
			}
			if p.TotalBytes == 0 || p.Samples < 0 {
				t.Errorf("%s: progress %+v", name, p)
			}
		}})
		if err != nil || !changed || report.Samples() == 0 {
			t.Errorf("a file that %s while it is read: changed %v, %+v, %v", name, changed, report, err)
		}
	}
}
