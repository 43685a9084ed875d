package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
)

// folderOf writes files into a new folder.
func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "downloads")
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

const goodFile = twoSamples + `{"type":"experiment","accession_code":"GSE1","samples":["GSM1","GSM2"]}` + "\n"

// TestExitCodes: 1 where something was left out, 0 where nothing was.
func TestExitCodes(t *testing.T) {
	t.Parallel()
	folder := folderOf(t, map[string]string{
		"notes/README.md": "# Notes\n", "notes/a.ndjson": goodFile,
		"empty/b.ndjson": "", "empty/a.ndjson": goodFile,
		"broken/a.ndjson": goodFile + "{\n",
		"packed/a.ndjson": goodFile, "packed/b.zip": "PK\x03\x04 and so on",
		"cut/a.ndjson.gz": "\x1f\x8b\x08\x00\x00",
	})
	for _, test := range []struct {
		path string
		code int
		said string
	}{
		{"notes", exitOK, "README.md: not imported: a text of another kind"},
		{"notes/README.md", exitError, "README.md: not imported: a text of another kind"},
		{"empty", exitOK, "b.ndjson: not imported: an empty file"},
		{"broken", exitError, "line 4: "},
		{"packed", exitError, "b.zip: not imported: a ZIP archive (unpack it"},
		{"cut", exitError, "a.ndjson.gz"},
	} {
		t.Run(test.path, func(t *testing.T) {
			t.Parallel()
			for _, dry := range []string{"--dry-run=true", "--dry-run=false"} {
				o := facetome(t, "import", "--data", t.TempDir(), dry, filepath.Join(folder, test.path))
				if o.code != test.code {
					t.Errorf("%s: exit code %d, want %d\n%s%s", dry, o.code, test.code, o.stdout, o.stderr)
				}
				wantWords(t, "the report", o.stdout, test.said)
			}
		})
	}
}

// TestReportFile holds the shape of --report, which README.md describes, and its numbers.
func TestReportFile(t *testing.T) {
	t.Parallel()
	folder := folderOf(t, map[string]string{
		"a.ndjson": goodFile, "b.ndjson": twoSamples + "{\n", "README.md": "# Notes\n",
	})
	name := filepath.Join(t.TempDir(), "report.json")
	o := facetome(t, "import", "--data", t.TempDir(), "--report", name, folder)
	if o.code != exitError {
		t.Errorf("exit code %d\n%s", o.code, o.stderr)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"facetome", "started", "finished"} {
		if s, _ := got[key].(string); s == "" {
			t.Errorf("no %s: %v", key, got[key])
		}
		delete(got, key)
	}
	files, _ := got["files"].([]any)
	for _, f := range files {
		for _, m := range f.(map[string]any)["messages"].([]any) {
			m.(map[string]any)["text"] = "" // readers' own words
		}
	}
	records := func(read, fresh, merged int) string {
		return fmt.Sprintf(`{"read":%d,"new":%d,"changed":0,"same":0,"merged":%d}`, read, fresh, merged)
	}
	want := `{"dry_run":false,"outcome":"done","catalogue_version":2,"files_left_out":1,
		"total":{"experiments":` + records(1, 1, 0) + `,"samples":` + records(4, 2, 2) + `,"platforms":0,"dropped":0,"problems":1},
		"catalogue":{"experiments":{"new":1,"changed":0,"same":0},"samples":{"new":2,"changed":2,"same":0}},
		"formats":[
			{"format":"ndjson","files":2,"experiments":` + records(1, 1, 0) + `,"samples":` + records(4, 2, 2) + `,"platforms":0,"dropped":0,"problems":1},
			{"format":"","files":1,"experiments":` + records(0, 0, 0) + `,"samples":` + records(0, 0, 0) + `,"platforms":0,"dropped":0,"problems":0}],
		"files":[
			{"name":"README.md","format":"","left_out":false,"skipped":"a text of another kind: not a format of this version",
			 "experiments":` + records(0, 0, 0) + `,"samples":` + records(0, 0, 0) + `,"platforms":0,"dropped":0,"problems":0,"messages":[],"more_messages":0},
			{"name":"a.ndjson","format":"ndjson","left_out":false,
			 "experiments":` + records(1, 1, 0) + `,"samples":` + records(2, 2, 0) + `,"platforms":0,"dropped":0,"problems":0,"messages":[],"more_messages":0},
			{"name":"b.ndjson","format":"ndjson","left_out":true,
			 "experiments":` + records(0, 0, 0) + `,"samples":` + records(2, 0, 2) + `,"platforms":0,"dropped":0,"problems":1,
			 "messages":[{"line":3,"text":""}],"more_messages":0}]}`
	var wanted map[string]any
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Error(diff)
	}
}

// TestReportOfFailure: an import that ends half-way leaves a report too, and one that cannot be written is known before.
func TestReportOfFailure(t *testing.T) {
	t.Parallel()
	folder := folderOf(t, map[string]string{"a.ndjson": goodFile})
	name := filepath.Join(t.TempDir(), "report.json")
	data := t.TempDir()
	o := facetome(t, "import", "--data", data, "--report", name, filepath.Join(folder, "a.ndjson"), filepath.Join(folder, "missing"))
	text, err := os.ReadFile(name)
	if err != nil || o.code != exitError {
		t.Fatalf("exit code %d, %v", o.code, err)
	}
	var got models.ImportReport
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if got.Outcome != models.ImportFailed || !strings.Contains(got.Reason, "missing: no such file") || strings.Contains(got.Reason, folder) {
		t.Errorf("outcome %q, reason %q", got.Outcome, got.Reason)
	}
	o = facetome(t, "import", "--data", data, "--report", filepath.Join(folder, "none", "r.json"), folder)
	wantWords(t, "a folder that is not there", o.stderr, "facetome: --report: ", "no such file")
	if names := list(t, data); len(names) == 0 || o.stdout != "" {
		t.Errorf("the import began: %v %s", names, o.stdout)
	}
}

// TestDryRun: it says what an import then does, and changes nothing.
func TestDryRun(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	folder := folderOf(t, map[string]string{"a.ndjson": goodFile, "b.ndjson": twoSamples})
	first := facetome(t, "import", "--dry-run", "--data", data, folder).must(t)
	wantWords(t, "a dry run", first.stdout, "This was a dry run: nothing was changed.")
	if _, err := os.Stat(data); err == nil {
		t.Error("a dry run made the folder of the catalogue")
	}
	done := facetome(t, "import", "--data", data, folder).must(t)
	said, _, _ := strings.Cut(first.stdout, "This was")
	if did, _, _ := strings.Cut(done.stdout, "Indexed"); did != said {
		t.Errorf("the dry run said\n%s\nand the import did\n%s", said, did)
	}
	before := facetome(t, "export", "--data", data).must(t).stdout
	more := folderOf(t, map[string]string{"c.ndjson": `{"type":"experiment","accession_code":"GSE2","samples":["GSM2"]}` + "\n"})
	wantWords(t, "a dry run on a catalogue", facetome(t, "import", "--dry-run", "--data", data, more).must(t).stdout, "Experiments: 1 new")
	if after := facetome(t, "export", "--data", data).must(t).stdout; after != before {
		t.Errorf("a dry run changed the catalogue:\n%s", after)
	}
	if runs := imports(t, data); len(runs) != 1 {
		t.Errorf("a dry run is remembered: %+v", runs)
	}
}

// imports reads what a catalogue remembers.
func imports(t *testing.T, data string) []models.ImportRun {
	t.Helper()
	store, err := (&catalogueFlags{Data: data}).open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	runs, err := store.Imports(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	return runs
}

// TestHistory: the catalogue remembers imports by what was named, without folders, also those that failed.
func TestHistory(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	folder := folderOf(t, map[string]string{"a.ndjson": goodFile, "b.ndjson": twoSamples + "{\n", "README.md": "# Notes\n"})
	facetome(t, "import", "--data", data, folder)
	facetome(t, "import", "--data", data, filepath.Join(folder, "missing"))
	runs := imports(t, data)
	if len(runs) != 2 {
		t.Fatalf("remembers %+v", runs)
	}
	for i := range runs {
		if runs[i].Finished == nil || runs[i].Started.After(*runs[i].Finished) {
			t.Errorf("from %v to %v", runs[i].Started, runs[i].Finished)
		}
		runs[i].Started, runs[i].Finished = time.Time{}, nil
	}
	want := []models.ImportRun{
		{ID: 2, State: models.ImportFailed, Named: "missing", Reason: "nothing was imported: stat missing: no such file or directory", Formats: map[string]int{}, CatalogueVersion: 2},
		{
			ID: 1, State: models.ImportDone, Named: "downloads", Files: 3, LeftOut: 1, Problems: 1, Experiments: 1, Samples: 4,
			Records: models.Outcomes{New: 3, Merged: 2}, Formats: map[string]int{"": 1, "ndjson": 2}, CatalogueVersion: 2,
		},
	}
	if diff := cmp.Diff(want, runs); diff != "" {
		t.Error(diff)
	}
}

// TestHistoryOfKilled: an import that was killed is known as unfinished once the next one begins.
func TestHistoryOfKilled(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	pipe := filepath.Join(t.TempDir(), "endless")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	killed := start(t, "import", "--data", data, pipe)
	eventually(t, "the import runs", func() bool {
		if _, err := os.Stat(filepath.Join(data, sqliteFile)); err != nil {
			return false
		}
		runs := imports(t, data)
		return len(runs) == 1 && runs[0].State == models.ImportRunning
	})
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	killed.code(t)
	facetomeReading(t, strings.NewReader(goodFile), "import", "--data", data, "-").must(t)
	var states []models.ImportState
	for _, run := range imports(t, data) {
		states = append(states, run.State)
	}
	if diff := cmp.Diff([]models.ImportState{models.ImportDone, models.ImportUnfinished}, states); diff != "" {
		t.Error(diff)
	}
}

func TestPrintedReportIsShort(t *testing.T) {
	t.Parallel()
	r := importReport{}
	for i := range 500 {
		f := ingest.FileReport{Name: fmt.Sprintf("folder/of/files/file-%d.soft", i), Format: "geo-soft", Experiments: 1, Samples: 12}
		switch i % 10 {
		case 1:
			f.Problems = []ingest.Problem{{Line: 3, Message: strings.Repeat("a long message ", 20)}}
			f.MoreProblems = 7
		case 2:
			f.Format, f.Skipped = "", "a text of another kind"
		}
		r.Files = append(r.Files, f)
	}
	var b strings.Builder
	printReport(&b, r, "")
	lines := strings.Split(b.String(), "\n")
	if len(lines) > 200 {
		t.Errorf("%d lines:\n%s", len(lines), b.String())
	}
	for _, line := range lines {
		if utf8.RuneCountInString(line) > reportWidth {
			t.Errorf("%d columns: %s", len(line), line)
		}
	}
	wantWords(t, "the report", b.String(), "Read 500 files", "450 files", "Something was left out of 50 files:", "and 30 files more",
		"file-2.soft, folder/of/files/file-12.soft", "and 47 more", "and 7 problems more", "--report FILE")
}

func TestSpeed(t *testing.T) {
	t.Parallel()
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	s := newSpeed(begin)
	for _, test := range []struct {
		after   time.Duration
		samples int
		bytes   int64
		want    string
	}{
		{0, 0, 0, "0 samples/s"},
		{time.Second, 12_300, 100, "12,300 samples/s, 9s left"},
		{10 * time.Second, 43_000, 500, "4,300 samples/s, 10s left"},
		{20 * time.Second, 43_500, 900, "50 samples/s, 2s left"},
		{30 * time.Second, 43_500, 1000, "0 samples/s, 0s left"},
	} {
		got := s.at(begin.Add(test.after), ingest.Progress{Samples: test.samples, Bytes: test.bytes, TotalBytes: 1000})
		if got.String() != test.want {
			t.Errorf("after %v: %q, want %q", test.after, got, test.want)
		}
	}
}
