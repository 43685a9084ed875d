package main

import (
	"bytes"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// TestImportKilled imports a folder of files of all formats again and again and kills the process at random moments. Whatever the
// moment, the catalogue is one that an undisturbed import passes through, byte for byte in its export, no import takes back what one
// before had kept, and the same command completes it.
func TestImportKilled(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("kills for minutes")
	}
	const kills = 50
	folder := mixedFolder(t)
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		t.Parallel()
		states := undisturbed(t, dsn(), folder)
		random := rand.New(rand.NewPCG(4, uint64(len(states))))
		left, last := kills, killing{}
		for left > 0 {
			last = killing{t: t, states: states, dsn: dsn(), folder: folder, random: random, where: []string{"--data=" + t.TempDir(), "--database="}}
			if strings.HasPrefix(last.dsn, "postgres") {
				last.where[1] += last.dsn
			} else {
				last.where[0] = "--data=" + filepath.Dir(last.dsn)
			}
			if left = last.round(left); t.Failed() {
				return
			}
		}
		final := last.look()
		server := start(t, append([]string{"serve", "--addr=127.0.0.1:0"}, last.where...)...)
		if got := total(t, server.url(t)); got.Experiments != final.Experiments {
			t.Errorf("the server shows %+v of %+v", got, final)
		}
	})
}

// mixedFolder makes a folder of small files of all formats.
func mixedFolder(t *testing.T) string {
	t.Helper()
	folder, examples := t.TempDir(), filepath.Join("..", "..", "ingest", "testdata")
	err := filepath.WalkDir(examples, func(path string, entry fs.DirEntry, err error) error {
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
		return os.WriteFile(filepath.Join(folder, entry.Name()), content, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(catalogueFile(t, 60, 3), filepath.Join(folder, "synthetic.ndjson")); err != nil {
		t.Fatal(err)
	}
	return folder
}

// bundle is how the names of the MAGE-TAB files begin that are imported in one transaction.
const bundle = "E-TEST-1."

// undisturbed lists the exports of all states through which an import of the folder passes, in order: it imports ever more of the
// files into one catalogue.
func undisturbed(t *testing.T, dsn, folder string) []string {
	t.Helper()
	store, err := models.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	partial, names := t.TempDir(), list(t, folder)
	states := []string{exported(t, store)}
	for i, name := range names {
		if err := os.Link(filepath.Join(folder, name), filepath.Join(partial, name)); err != nil {
			t.Fatal(err)
		}
		if i+1 < len(names) && strings.HasPrefix(name, bundle) && strings.HasPrefix(names[i+1], bundle) {
			continue
		}
		if _, err := ingest.Import(t.Context(), store, []string{partial}, ingest.Options{}); err != nil {
			t.Fatal(err)
		}
		if now := exported(t, store); now != states[len(states)-1] {
			states = append(states, now)
		}
	}
	if len(states) < 20 {
		t.Fatalf("the folder passes through %d states; want more, to be killed between them", len(states))
	}
	return states
}

func exported(t *testing.T, store *models.Store) string {
	t.Helper()
	var export bytes.Buffer
	if err := ingest.Export(t.Context(), store, &export, nil); err != nil {
		t.Fatal(err)
	}
	return export.String()
}

// killing is a catalogue into which a folder is imported by processes that are killed.
type killing struct {
	t           *testing.T
	states      []string
	dsn, folder string
	where       []string
	random      *rand.Rand
	reached     int // the last state that was seen
}

// round kills until an import completes, or until no kill is left, and returns how many are.
func (k *killing) round(left int) int {
	for left > 0 && k.killed() {
		left--
		k.look()
		if k.t.Failed() {
			return left
		}
	}
	if k.random.IntN(2) == 0 { // the index of a killed import is none, or an older one
		facetome(k.t, append([]string{"reindex"}, k.where...)...).must(k.t)
	}
	p := start(k.t, append(append([]string{"import"}, k.where...), k.folder)...)
	k.complete(p, p.code(k.t))
	if k.look(); k.reached != len(k.states)-1 {
		k.t.Errorf("the import after all kills reaches state %d of %d", k.reached, len(k.states)-1)
	}
	return left
}

// killed starts an import and kills it some commits and some milliseconds later; false if it was complete before.
func (k *killing) killed() bool {
	k.t.Helper()
	watch, err := models.Open(k.t.Context(), k.dsn)
	if err != nil {
		k.t.Fatal(err)
	}
	defer watch.Close()
	version := func() int64 {
		state, err := watch.State(k.t.Context())
		if err != nil {
			k.t.Fatal(err)
		}
		return state.Version
	}
	target := version() + 1 + k.random.Int64N(4)
	p := start(k.t, append(append([]string{"import"}, k.where...), k.folder)...)
	ended := make(chan struct{})
	go func() {
		_ = p.Wait() // its exit code is looked at
		close(ended)
	}()
	for version() < target {
		select {
		case <-ended:
			k.complete(p, p.ProcessState.ExitCode())
			return false
		case <-time.After(time.Millisecond):
		}
	}
	select {
	case <-ended:
		k.complete(p, p.ProcessState.ExitCode())
		return false
	case <-time.After(time.Duration(k.random.Int64N(int64(12 * time.Millisecond)))):
	}
	_ = p.Process.Kill() // it may have ended meanwhile
	<-ended
	return !p.ProcessState.Exited()
}

// complete fails the test unless the import ended by itself and well: with all of the folder but what is broken in it on purpose.
func (k *killing) complete(p *process, code int) {
	k.t.Helper()
	if code != exitError || !strings.Contains(p.stderr.String(), "something was left out") {
		k.t.Fatalf("an import after a kill ends with %d\n%s", code, p.stderr.String())
	}
}

// look opens the catalogue after a kill and checks that it is whole.
func (k *killing) look() models.State {
	k.t.Helper()
	store, err := models.Open(k.t.Context(), k.dsn)
	if err != nil {
		k.t.Fatalf("the catalogue after a kill: %v", err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			k.t.Error(err)
		}
	}()
	at := slices.Index(k.states, exported(k.t, store))
	switch {
	case at < 0:
		k.t.Error("the catalogue after a kill is none that an undisturbed import passes through")
	case at < k.reached:
		k.t.Errorf("the catalogue goes back from state %d to %d", k.reached, at)
	}
	k.reached = at
	state, err := store.State(k.t.Context())
	if err != nil {
		k.t.Fatal(err)
	}
	var experiments, samples int
	if err := store.DB().Raw("SELECT (SELECT COUNT(*) FROM experiments), (SELECT COUNT(*) FROM samples)").Row().Scan(&experiments, &samples); err != nil {
		k.t.Fatal(err)
	}
	if state.Experiments != experiments || state.Samples != samples {
		k.t.Errorf("the catalogue says that it has %+v; it has %d experiments and %d samples", state, experiments, samples)
	}
	for _, nobodys := range []string{
		"sample_accessions WHERE sample_id NOT IN (SELECT id FROM samples)",
		"sample_records WHERE sample_id NOT IN (SELECT id FROM samples) OR source_id NOT IN (SELECT id FROM sources)",
		"experiment_samples WHERE sample_id NOT IN (SELECT id FROM samples) OR experiment_id NOT IN (SELECT id FROM experiments)",
		"experiment_accessions WHERE experiment_id NOT IN (SELECT id FROM experiments)",
		"experiment_records WHERE experiment_id NOT IN (SELECT id FROM experiments)",
		"experiment_publications WHERE experiment_id NOT IN (SELECT id FROM experiments) OR publication_id NOT IN (SELECT id FROM publications)",
		"sample_values WHERE value_id NOT IN (SELECT id FROM field_values)",
		"field_values v WHERE samples <> (SELECT COUNT(*) FROM sample_values s WHERE s.value_id = v.id)",
	} {
		var rows int
		if err := store.DB().Raw("SELECT COUNT(*) FROM " + nobodys).Row().Scan(&rows); err != nil {
			k.t.Fatal(err)
		}
		if rows > 0 {
			k.t.Errorf("there are %d %s", rows, nobodys)
		}
	}
	if !strings.HasPrefix(k.dsn, "postgres") { // PostgreSQL checks its other keys by itself
		for _, pragma := range []string{"PRAGMA foreign_key_check", "PRAGMA integrity_check"} {
			var wrong []map[string]any
			if err := store.DB().Raw(pragma).Scan(&wrong).Error; err != nil {
				k.t.Fatal(err)
			}
			if len(wrong) > 0 && wrong[0]["integrity_check"] != "ok" {
				k.t.Errorf("%s: %v", pragma, wrong)
			}
		}
	}
	return state
}
