package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/embedded"
)

// upkeeping is a catalogue with an index in --data, which real processes keep up.
type upkeeping struct {
	t     *testing.T
	where []string // flags
	store *models.Store
	runs  *control.Control
	index *embedded.Indexer
}

// keptUp imports a catalogue of so many experiments, and runs test on it with both databases.
func keptUp(t *testing.T, experiments int, test func(u *upkeeping)) {
	t.Helper()
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		t.Parallel()
		flags := indexFlags{catalogueFlags: catalogueFlags{Data: t.TempDir()}}
		if d := dsn(); strings.HasPrefix(d, "postgres") {
			flags.Database = database(d)
		}
		u := &upkeeping{t: t, where: []string{"--data=" + flags.Data, "--database=" + string(flags.Database)}, index: embedded.NewIndexer(flags.indexDir())}
		u.facetome("import", catalogueFile(t, experiments, 9)).must(t)
		u.store = modelstest.Open(t, flags.dsn())
		var err error
		if u.runs, err = control.Open(t.Context(), flags.dsn()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := u.runs.Close(); err != nil {
				t.Error(err)
			}
		})
		test(u)
	})
}

func (u *upkeeping) args(command string, args ...string) []string {
	return append(append([]string{command}, u.where...), args...)
}

func (u *upkeeping) facetome(command string, args ...string) outcome {
	u.t.Helper()
	return facetome(u.t, u.args(command, args...)...)
}

// last are the last runs, the newest first.
func (u *upkeeping) last(n int) []control.Run {
	u.t.Helper()
	runs, err := u.runs.Runs(u.t.Context(), n)
	if err != nil || len(runs) != n {
		u.t.Fatalf("of %d runs these are remembered: %+v, %v", n, runs, err)
	}
	return runs
}

func (u *upkeeping) serving() search.Info {
	u.t.Helper()
	info, err := u.index.Serving(u.t.Context())
	if err != nil {
		u.t.Fatal(err)
	}
	return info
}

// held keeps the index from being written, so that runs wait, until it is called.
func (u *upkeeping) held() (release func()) {
	u.t.Helper()
	g, err := u.index.Begin(u.t.Context(), search.Basis{})
	if err != nil {
		u.t.Fatal(err)
	}
	return func() {
		if err := g.Abort(); err != nil {
			u.t.Error(err)
		}
	}
}

// waiting waits until a run waits for the index, and returns it.
func (u *upkeeping) waiting() (run control.Run) {
	u.t.Helper()
	eventually(u.t, "a run waits for the index", func() bool {
		working, err := u.runs.Working(u.t.Context())
		if err != nil {
			u.t.Fatal(err)
		}
		if len(working) == 1 {
			run = working[0]
		}
		return strings.HasPrefix(run.Step, "Waiting")
	})
	return run
}

// isSound checks the index experiment by experiment, and that nothing of unfinished work is left.
func (u *upkeeping) isSound() {
	u.t.Helper()
	wantWords(u.t, "the check", u.facetome("reindex", "--check").must(u.t).stdout, "the index is as the catalogue")
	left, err := filepath.Glob(filepath.Join(strings.TrimPrefix(u.where[0], "--data="), "index", "gen-*"))
	if err != nil || len(left) != 1 {
		u.t.Errorf("the index folder holds %q, %v", left, err)
	}
}

// TestReindexedTogether: of two processes that are to build the index at once one does, and the other ends as that ends.
func TestReindexedTogether(t *testing.T) {
	keptUp(t, 20, func(u *upkeeping) {
		release := u.held()
		one := start(u.t, u.args("reindex")...)
		run := u.waiting()
		two := start(u.t, u.args("reindex")...)
		eventually(u.t, "the second process follows the first", two.says("building the search index anew since"))
		wantWords(u.t, "who follows", two.stderr.String(), fmt.Sprintf("process %d", one.Process.Pid), "the command line asked")
		release()
		for _, p := range []*process{one, two} {
			if code := p.code(u.t); code != exitOK {
				u.t.Errorf("exit code %d\n%s", code, p.stderr.String())
			}
			wantWords(u.t, "what a process did", p.stdout.String(), "Indexed 20 experiments with ")
		}
		if runs := u.last(2); runs[0].ID != run.ID || runs[0].State != control.Done || runs[0].Experiments != 20 || runs[1].AskedBy != commandLine || runs[1].State != control.Done {
			u.t.Errorf("the last runs are %+v", runs)
		}
		u.isSound()
	})
}

// TestReindexCancelled: who asks a run to stop, and who interrupts the process, ends it; the index stays as it was.
func TestReindexCancelled(t *testing.T) {
	keptUp(t, 20, func(u *upkeeping) {
		before := u.serving()
		for by, test := range map[string]struct {
			stop         func(control.Run, *process) error
			says, reason string
		}{
			"administrator ann": {func(run control.Run, _ *process) error {
				return u.runs.AskToCancel(u.t.Context(), run.ID, "administrator ann")
			}, "cancelled by the administrator ann", "administrator ann"},
			"an interrupt": {func(_ control.Run, p *process) error { return p.Process.Signal(os.Interrupt) }, "facetome: interrupted", "the program was ended"},
		} {
			release := u.held()
			p := start(u.t, u.args("reindex")...)
			if err := test.stop(u.waiting(), p); err != nil {
				u.t.Fatal(err)
			}
			if code := p.code(u.t); code != exitError || !strings.Contains(p.stderr.String(), test.says) {
				u.t.Errorf("%s: exit code %d\n%s", by, code, p.stderr.String())
			}
			if run := u.last(1)[0]; run.State != control.Cancelled || !strings.Contains(run.Reason, test.reason) {
				u.t.Errorf("%s: the run is %+v", by, run)
			}
			release()
		}
		if after := u.serving(); after != before {
			u.t.Errorf("%+v serves, before %+v", after, before)
		}
		u.facetome("reindex").must(u.t)
		u.isSound()
	})
}

// TestReindexKilled: the old index serves on after each kill, and the next process takes over at once, remembers what became of the run, and cleans up.
func TestReindexKilled(t *testing.T) {
	kills := 6
	if testing.Short() {
		kills = 2
	}
	keptUp(t, size(80), func(u *upkeeping) {
		random := rand.New(rand.NewPCG(8, 0))
		for kill := range kills {
			before, work := u.serving(), u.args("reindex")
			if kill%2 == 1 { // a change to apply, in place of a rebuild
				u.change(fmt.Sprintf("KILL%d", kill))
				work = append(work, "--changes")
			}
			p := start(u.t, work...)
			eventually(u.t, "the process works", func() bool {
				working, err := u.runs.Working(u.t.Context())
				if err != nil {
					u.t.Fatal(err)
				}
				return len(working) > 0 || p.says("Indexed")()
			})
			time.Sleep(time.Duration(random.Int64N(int64(60 * time.Millisecond))))
			_ = p.Process.Kill() // it may have ended meanwhile
			_ = p.code(u.t)
			if after := u.serving(); after.CatalogueVersion < before.CatalogueVersion || after.Total.Experiments < before.Total.Experiments {
				u.t.Errorf("after a kill %+v serves, before %+v", after, before)
			}
			killed := u.last(1)[0]
			if killed.State == control.Running {
				u.t.Errorf("a run that was killed is shown as %+v", killed)
			}
			facetome(u.t, work...).must(u.t)
			if run, err := u.runs.Run(u.t.Context(), killed.ID); err != nil || run.State == control.Failed && !strings.Contains(run.Reason, "process ended") {
				u.t.Errorf("a run that was killed is remembered as %+v, %v", run, err)
			}
			u.isSound()
		}
	})
}

// change imports one experiment, and does not index it.
func (u *upkeeping) change(code string) {
	u.t.Helper()
	_, err := u.store.Import(u.t.Context(), func(w *models.Writer) error {
		if err := w.Source("test", "test", "test"); err != nil {
			return err
		}
		return errors.Join(w.Sample(models.SampleBody{AccessionCode: code + "-1"}), w.Experiment(models.ExperimentBody{AccessionCode: code, Samples: []string{code + "-1"}}))
	})
	if err != nil {
		u.t.Fatal(err)
	}
}

// TestChecked: what somebody did to the catalogue behind the program's back is found, and put right in the index.
func TestChecked(t *testing.T) {
	keptUp(t, 20, func(u *upkeeping) {
		u.isSound()
		u.tamper()
		o := u.facetome("reindex", "--check")
		if o.code != exitError {
			u.t.Errorf("exit code %d", o.code)
		}
		wantWords(u.t, "the check", o.stdout, "1 experiment missing in the index:\n  AAA1  samples: 0 in the index, 0 in the catalogue\n",
			"1 experiment left over in the index:", "1 experiment different:")
		wantWords(u.t, "its end", o.stderr, "facetome reindex --repair puts it right")
		wantWords(u.t, "the repair", u.facetome("reindex", "--repair").must(u.t).stdout, "Indexed 20 experiments with ")
		u.isSound()
		wantWords(u.t, "a repair with nothing to do", u.facetome("reindex", "--repair").must(u.t).stdout, "the index is as the catalogue")

		if err := u.store.DB().Exec("UPDATE experiments SET title = 'another' WHERE accession_code = 'AAA1'").Error; err != nil {
			u.t.Fatal(err)
		}
		server := start(u.t, u.args("serve", "--addr=127.0.0.1:0", "--check-every=1s", "--repair")...)
		eventually(u.t, "the server repairs the index", server.says("repaired=true"))
		eventually(u.t, "a check finds nothing", func() bool { return u.facetome("reindex", "--check").code == exitOK })
	})
}

// tamper takes an experiment out of the database, puts one in, and changes one, so that nobody is told.
func (u *upkeeping) tamper() {
	u.t.Helper()
	var ids []int // of experiments that share no sample
	if err := u.store.DB().Raw(`SELECT id FROM experiments e WHERE NOT EXISTS (SELECT 1 FROM experiment_samples a
		JOIN experiment_samples b ON b.sample_id = a.sample_id AND b.experiment_id <> a.experiment_id WHERE a.experiment_id = e.id)`).Scan(&ids).Error; err != nil || len(ids) < 2 {
		u.t.Fatalf("experiments that share no sample: %v, %v", ids, err)
	}
	for _, statement := range []string{
		fmt.Sprintf("DELETE FROM experiment_samples WHERE experiment_id = %d", ids[0]),
		fmt.Sprintf("DELETE FROM experiment_accessions WHERE experiment_id = %d", ids[0]),
		fmt.Sprintf("DELETE FROM experiment_publications WHERE experiment_id = %d", ids[0]),
		fmt.Sprintf("DELETE FROM experiment_records WHERE experiment_id = %d", ids[0]),
		fmt.Sprintf("DELETE FROM experiments WHERE id = %d", ids[0]),
		fmt.Sprintf("UPDATE experiments SET title = 'another' WHERE id = %d", ids[1]),
		`INSERT INTO experiments (id, accession_code, title, description, protocol, source_database, source_url, submitter_institution, has_publication, synthetic)
			VALUES (1000000, 'AAA1', '', '', '', '', '', '', FALSE, FALSE)`,
		"INSERT INTO experiment_accessions (accession_code, experiment_id, shared, means) VALUES ('AAA1', 1000000, FALSE, TRUE)",
	} {
		if err := u.store.DB().Exec(statement).Error; err != nil {
			u.t.Fatal(err)
		}
	}
}

// endless are samples without end, until the test ends.
type endless struct {
	ctx context.Context
	n   int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.ctx.Err() != nil {
		return 0, io.EOF
	}
	e.n++
	return copy(p, fmt.Sprintf("{\"type\":\"sample\",\"accession_code\":\"GSM%d\"}\n", e.n)), nil
}

// TestImportCancelled: an import is a run that others see, and can ask to stop; the catalogue remembers it as cancelled.
func TestImportCancelled(t *testing.T) {
	keptUp(t, 5, func(u *upkeeping) {
		if run := u.last(2)[1]; run.Kind != control.Import || run.State != control.Done || run.Experiments != 5 || run.Changed != 5 || run.CatalogueVersion == 0 {
			u.t.Errorf("an import is remembered as %+v", run)
		}
		ended := make(chan outcome, 1)
		go func() { ended <- facetomeReading(u.t, &endless{ctx: u.t.Context()}, u.args("import", "-")...) }()
		var run control.Run
		eventually(u.t, "the import says how far it is", func() bool {
			working, err := u.runs.Working(u.t.Context())
			if err != nil {
				u.t.Fatal(err)
			}
			if len(working) == 1 {
				run = working[0]
			}
			return run.Kind == control.Import && run.Done > 0 && strings.Contains(run.Step, "standard input")
		})
		if err := u.runs.AskToCancel(u.t.Context(), run.ID, "administrator ann"); err != nil {
			u.t.Fatal(err)
		}
		o := <-ended
		if o.code != exitError || !strings.Contains(o.stderr, "cancelled by the administrator ann") {
			u.t.Errorf("exit code %d\n%s", o.code, o.stderr)
		}
		if run := u.last(1)[0]; run.State != control.Cancelled || run.CancelAskedBy != "administrator ann" {
			u.t.Errorf("the run is %+v", run)
		}
		if remembered, err := u.store.Imports(u.t.Context(), 1); err != nil || remembered[0].State != models.ImportCancelled {
			u.t.Errorf("the catalogue remembers %+v, %v", remembered, err)
		}
	})
}
