package ingest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// exampleName is what examples are called when they are read: tables of samples (SDRF) take their experiment from it.
const exampleName = "E-TEST-9/E-TEST-9.txt"

// examples are the files of testdata by the format that they are recognised as, so that tests over formats() have each format's own
// files by themselves. A format without a file fails the test.
func examples(t testing.TB) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir("testdata", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "fuzz" || entry.Name() == "rapid"):
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if f := formatOf(content[:min(len(content), headSize)]); f != nil {
			found[f.name] = append(found[f.name], strings.ReplaceAll(string(content), "\r\n", "\n"))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range formats() {
		if len(found[f.name]) == 0 {
			t.Errorf("testdata has no file of %s", f.name)
		}
	}
	return found
}
