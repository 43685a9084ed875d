package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/facetome/facetome/handlers"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
)

// background is what a server imports with, on a catalogue of its own.
type background struct {
	*importer
	log *output
}

func newBackground(t *testing.T) *background {
	t.Helper()
	flags := indexFlags{catalogueFlags: catalogueFlags{Data: t.TempDir()}}
	store, err := flags.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	k, err := flags.openKeeper(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	b := &background{log: &output{}}
	b.importer = newImporter(flags.catalogueFlags, store, k, slog.New(slog.NewTextHandler(b.log, nil)), filepath.Join(flags.Data, "uploads"))
	t.Cleanup(func() {
		b.close()
		if err := k.Close(); err != nil {
			t.Error(err)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// upload puts files where uploads come to.
func (b *background) upload(t *testing.T, files map[string]string) string {
	t.Helper()
	if err := os.MkdirAll(b.uploads, 0o700); err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp(b.uploads, "incoming-")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// imports begins an import and waits for its end, and returns how it ended and what is remembered of it.
func (b *background) imports(t *testing.T, asked handlers.Import) (control.Run, models.ImportDetails) {
	t.Helper()
	asked.AskedBy = "administrator ada"
	id, err := b.Begin(t.Context(), asked)
	if err != nil {
		t.Fatal(err)
	}
	run, err := b.keeper.control.Follow(t.Context(), id, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.working.Wait() // what changed is indexed by then
	var details models.ImportDetails
	if run.Details != "" {
		if err := json.Unmarshal([]byte(run.Details), &details); err != nil {
			t.Fatal(err)
		}
	}
	return run, details
}

const uploadedLines = `{"type":"sample","accession_code":"GSM1","title":"TITLE","organism":"Homo sapiens"}
{"type":"experiment","accession_code":"GSE1","title":"One","samples":["GSM1"]}
`

// TestBackgroundImport uploads a file twice: the second takes the place of the first; what is no catalogue file is told; nothing is left of either.
func TestBackgroundImport(t *testing.T) {
	t.Parallel()
	b := newBackground(t)
	run, details := b.imports(t, handlers.Import{Uploaded: b.upload(t, map[string]string{"one.ndjson": strings.Replace(uploadedLines, "TITLE", "first", 1), "notes.txt": "no catalogue"})})
	r := details.Report
	if run.State != control.Done || run.AskedBy != "administrator ada" || run.Changed != 1 || r.Outcome != models.ImportDone || r.FilesLeftOut != 1 || len(r.Files) != 2 ||
		r.Catalogue.Experiments.New != 1 || r.Catalogue.Samples.New != 1 || !slices.Equal(details.Changed, []string{"GSE1"}) {
		t.Fatalf("the first import: %+v\n%+v\n%s", run, details, b.log)
	}
	if lag, err := b.keeper.Lag(t.Context()); err != nil || !lag.None() || lag.Info.Total.Experiments != 1 {
		t.Errorf("after it the index is behind: %+v, %v", lag, err)
	}
	_, details = b.imports(t, handlers.Import{DryRun: true, Uploaded: b.upload(t, map[string]string{"one.ndjson": strings.Replace(uploadedLines, "TITLE", "second", 1)})})
	if r := details.Report; !r.DryRun || r.Catalogue.Samples.Changed != 1 || len(details.Changed) != 0 {
		t.Errorf("the dry run: %+v", details)
	}
	title := func() string {
		t.Helper()
		sample, err := b.store.Sample(t.Context(), "GSM1")
		if err != nil {
			t.Fatal(err)
		}
		if len(sample.Records) != 1 || strings.Contains(sample.Records[0].Source.Name, "incoming") {
			t.Errorf("the sample has the records %+v", sample.Records)
		}
		return sample.Title
	}
	if got := title(); got != "first" {
		t.Errorf("after a dry run the title is %q", got)
	}
	run, details = b.imports(t, handlers.Import{Uploaded: b.upload(t, map[string]string{"one.ndjson": strings.Replace(uploadedLines, "TITLE", "second", 1)})})
	if got := title(); run.State != control.Done || got != "second" || details.Report.Catalogue.Samples.Changed != 1 {
		t.Errorf("after the second import the title is %q: %+v", got, run)
	}
	left, err := os.ReadDir(b.uploads)
	if err != nil || len(left) != 1 || left[0].Name() != uploadsLock {
		t.Errorf("left are %v, %v", left, err)
	}
	imports, err := b.store.Imports(t.Context(), 10)
	if err != nil || len(imports) != 2 || imports[0].Named != "one.ndjson" {
		t.Errorf("the catalogue remembers %+v, %v", imports, err)
	}
}

// TestBackgroundImportIsCancelled: one that waits, or works, stops when it is asked to, and what was uploaded is removed.
func TestBackgroundImportIsCancelled(t *testing.T) {
	t.Parallel()
	b := newBackground(t)
	folder := b.upload(t, map[string]string{"one.ndjson": uploadedLines})
	paths, done, err := b.paths(takeLease(t, b), handlers.Import{Uploaded: folder}) // another import of uploaded files
	if err != nil || len(paths) != 1 {
		t.Fatal(paths, err)
	}
	id, err := b.Begin(t.Context(), handlers.Import{Uploaded: b.upload(t, map[string]string{"two.ndjson": uploadedLines}), AskedBy: "administrator ada"})
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "it waits", func() bool {
		run, err := b.keeper.control.Run(t.Context(), id)
		return err == nil && strings.HasPrefix(run.Step, "Waiting until other uploaded files")
	})
	if err := b.keeper.control.AskToCancel(t.Context(), id, "administrator ada"); err != nil {
		t.Fatal(err)
	}
	run, err := b.keeper.control.Follow(t.Context(), id, nil)
	if err != nil || run.State != control.Cancelled {
		t.Errorf("it ended %+v, %v", run, err)
	}
	b.working.Wait()
	if err := done(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(b.uploads); err != nil || len(left) != 1 {
		t.Errorf("left are %v, %v", left, err)
	}
}

func takeLease(t *testing.T, b *background) *control.Lease {
	t.Helper()
	lease, err := b.keeper.control.Take(t.Context(), control.RunStart{Kind: control.Import, AskedBy: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = lease.End(control.Result{}, "", nil) })
	return lease
}

// TestBackgroundImportFails: what cannot be read is the reason that is remembered, without folders of the machine; a server that ends cancels what it imports.
func TestBackgroundImportFails(t *testing.T) {
	t.Parallel()
	b := newBackground(t)
	run, _ := b.imports(t, handlers.Import{Paths: []string{filepath.Join(b.Data, "drop", "missing.soft")}})
	if run.State != control.Failed || !strings.Contains(run.Reason, "missing.soft") || strings.Contains(run.Reason, b.Data) {
		t.Errorf("it ended %+v", run)
	}
	b.close()
	id, err := b.Begin(context.WithoutCancel(t.Context()), handlers.Import{Paths: []string{b.Data}, AskedBy: "administrator ada"})
	if err != nil {
		return // it need not begin any more
	}
	b.working.Wait()
	if run, err := b.keeper.control.Run(t.Context(), id); err != nil || run.State != control.Cancelled {
		t.Errorf("after the end of the server: %+v, %v", run, err)
	}
}
