package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestFindInputs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"b.soft", "a/z.soft", "a/.hidden", ".git/config", "c.json"} {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), name)
	}
	for link, to := range map[string]string{"d.link": "b.soft", "e.gone": "nothing", "f.folder": "a"} {
		if err := os.Symlink(filepath.Join(dir, to), filepath.Join(dir, link)); err != nil {
			t.Skip("no symbolic links here")
		}
	}
	outside := filepath.Join(t.TempDir(), "link-to-folder")
	if err := os.Symlink(dir, outside); err != nil {
		t.Fatal(err)
	}
	names := []string{"a/z.soft", "b.soft", "c.json", "d.link", "e.gone", "f.folder"}
	for _, c := range []struct {
		paths []string
		want  []string
	}{
		{[]string{dir}, names},
		{[]string{outside}, names},
		{[]string{filepath.Join(dir, "a", "z.soft"), "-"}, []string{"z.soft", stdinName}},
		{[]string{filepath.Join(dir, "a", ".hidden")}, []string{".hidden"}},
	} {
		found, err := findInputs(c.paths, strings.NewReader(""))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, in := range found {
			got = append(got, in.name)
			if reasons := map[string]string{"e.gone": "cannot be read", "f.folder": "a link to a folder"}; !strings.HasPrefix(in.skip, reasons[in.name]) || in.skip != "" && reasons[in.name] == "" {
				t.Errorf("%s is skipped for %q", in.name, in.skip)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%v (-want +got)\n%s", c.paths, diff)
		}
	}
	for _, paths := range [][]string{nil, {filepath.Join(dir, "missing")}, {dir, filepath.Join(dir, "missing")}} {
		if found, err := findInputs(paths, nil); err == nil {
			t.Errorf("%v gives %v; want an error", paths, found)
		}
	}
	if _, err := findInputs([]string{"-"}, nil); err == nil {
		t.Error("no standard input; want an error")
	}
}
