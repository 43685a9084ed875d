package models_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// write imports in one go.
func write(t testing.TB, store *models.Store, fn func(w *models.Writer) error) models.Changes {
	t.Helper()
	changes, err := store.Import(context.Background(), fn)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// from imports records of one NDJSON source.
func from(t testing.TB, store *models.Store, source string, bodies ...any) models.Changes {
	t.Helper()
	return write(t, store, func(w *models.Writer) error { return say(w, source, bodies...) })
}

func say(w *models.Writer, source string, bodies ...any) error {
	if err := w.Source(source, source, "ndjson"); err != nil {
		return err
	}
	for _, body := range bodies {
		var err error
		switch body := body.(type) {
		case models.ExperimentBody:
			err = w.Experiment(body)
		case models.SampleBody:
			err = w.Sample(body)
		case models.Platform:
			err = w.Platform(body)
		default:
			panic(fmt.Sprintf("%T", body))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func stateOf(t testing.TB, store *models.Store) models.State {
	t.Helper()
	state, err := store.State(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// members lists the samples of an experiment.
func members(t testing.TB, store *models.Store, code string) []string {
	t.Helper()
	e, err := store.Experiment(context.Background(), code)
	if err != nil {
		t.Fatal(err)
	}
	study, err := store.Study(context.Background(), e.ID, func(int, *models.StudyRecord) {})
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, s := range study.Samples {
		codes = append(codes, s.AccessionCode)
	}
	return codes
}

func same[T any](t testing.TB, what string, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: -want +got\n%s", what, diff)
	}
}

func TestImportCounts(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		same(t, "an empty catalogue", models.State{}, stateOf(t, store))
		first := []any{
			models.SampleBody{AccessionCode: "GSM1", Title: "one"}, models.SampleBody{AccessionCode: "GSM2"},
			models.ExperimentBody{AccessionCode: "GSE1", Samples: []string{"GSM1", "GSM2", "GSM3"}},
		}
		same(t, "the first import", models.Changes{ExperimentsAdded: 1, SamplesAdded: 3}, from(t, store, "a", first...))
		same(t, "state", models.State{Version: 1, Experiments: 1, Samples: 3}, stateOf(t, store))

		same(t, "the same again", models.Changes{ExperimentsSame: 1, SamplesSame: 2}, from(t, store, "a", first...))
		same(t, "state", models.State{Version: 1, Experiments: 1, Samples: 3}, stateOf(t, store))

		same(t, "corrected, and one described that was only listed", models.Changes{SamplesChanged: 2, SamplesSame: 1, ExperimentsAdded: 1},
			from(t, store, "a", models.SampleBody{AccessionCode: "GSM1", Title: "uno"}, models.SampleBody{AccessionCode: "GSM2"},
				models.SampleBody{AccessionCode: "GSM3", Title: "three"}, models.ExperimentBody{AccessionCode: "GSE2", Synthetic: true}))
		same(t, "state", models.State{Version: 2, Experiments: 2, Samples: 3, Synthetic: true}, stateOf(t, store))

		same(t, "nothing", models.Changes{}, from(t, store, "b"))
		same(t, "state", int64(2), stateOf(t, store).Version)
	})
}

func TestImportIsWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		from(t, store, "a", models.SampleBody{AccessionCode: "GSM1", Title: "one"})
		before := dump(t, store)
		broken := errors.New("the disk is gone")
		many := func(w *models.Writer) error { // more than a batch, so that much is written before the end
			for i := range 1200 {
				if err := say(w, "b", models.SampleBody{AccessionCode: fmt.Sprint("GSM", i), Title: "other"},
					models.ExperimentBody{AccessionCode: fmt.Sprint("GSE", i), Samples: []string{fmt.Sprint("GSM", i)}}); err != nil {
					return err
				}
			}
			return nil
		}
		_, err := store.Import(context.Background(), func(w *models.Writer) error { return errors.Join(many(w), broken) })
		if !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
		same(t, "after an error", before, dump(t, store))

		ctx, cancel := context.WithCancel(context.Background())
		_, err = store.Import(ctx, func(w *models.Writer) error {
			err := many(w)
			cancel()
			return err
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		same(t, "after a cancelled import", before, dump(t, store))

		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was lost")
				}
			}()
			_, _ = store.Import(context.Background(), func(w *models.Writer) error {
				if err := many(w); err != nil {
					t.Error(err)
				}
				panic("boom")
			})
		}()
		same(t, "after a panic", before, dump(t, store))

		same(t, "the next import works", 1, write(t, store, func(w *models.Writer) error {
			return say(w, "b", models.SampleBody{AccessionCode: "GSM2"})
		}).SamplesAdded)
	})
}

func TestImportRefusesAndGoesOn(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		write(t, store, func(w *models.Writer) error {
			if err := w.Sample(models.SampleBody{AccessionCode: "GSM1"}); err == nil {
				t.Error("a record without a source was taken")
			}
			if err := w.Source(" ", " ", "ndjson"); err == nil {
				t.Error("a source without a name was taken")
			}
			if err := w.Source("a", "a", "ndjson"); err != nil {
				return err
			}
			for _, code := range []string{"", " \t", "\x00", strings.Repeat("x", 300)} {
				if err := w.Sample(models.SampleBody{AccessionCode: code}); err == nil {
					t.Errorf("sample %.10q was taken", code)
				}
				if err := w.Experiment(models.ExperimentBody{AccessionCode: code}); err == nil {
					t.Errorf("experiment %.10q was taken", code)
				}
				if code := code; len(code) < 10 {
					if err := w.Platform(models.Platform{AccessionCode: code}); err == nil {
						t.Errorf("platform %q was taken", code)
					}
				}
			}
			return w.Sample(models.SampleBody{AccessionCode: "GSM2"})
		})
		same(t, "state", models.State{Version: 1, Samples: 1}, stateOf(t, store))
	})
}

// TestHostileText imports what no database likes: zero bytes, broken UTF-8, endless texts.
func TestHostileText(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		nasty := "a\x00b\xffc'\"; DROP TABLE samples; -- ?$1 \u2028 \U0001F9EC"
		long := strings.Repeat("Ünïcödé ", 5000)
		early := time.Date(-5000, 1, 1, 0, 0, 0, 0, time.UTC)
		from(t, store, nasty,
			models.SampleBody{AccessionCode: nasty, Alternates: []string{"GSM1", "", "GSM1"}, Title: nasty, Experiments: []string{" gse1 "},
				Values: []models.FieldValue{{Field: "tissue", Value: nasty}, {Field: "disease", Value: long}, {Field: "sex", Value: " \x00 "},
					{Field: "organism", Value: long, TaxonomyID: -4}, {Field: "platform", Value: long, Name: long}, {Value: "no field"}},
				Attributes: []models.Attribute{{Key: nasty, Value: long}}},
			models.ExperimentBody{AccessionCode: "gse1", Title: nasty, Description: long, FirstPublished: &early,
				Publications: []models.PublicationBody{{Title: long}, {}, {Title: nasty, Authors: []string{"", nasty}}}},
			models.Platform{AccessionCode: long, Name: long})
		sample, err := store.Sample(context.Background(), "gsm1")
		if err != nil {
			t.Fatal(err)
		}
		same(t, "title", "ab\uFFFDc'\"; DROP TABLE samples; -- ?$1 \u2028 \U0001F9EC", sample.Title)
		same(t, "values", 4, len(sample.Values))
		same(t, "attribute", strings.TrimSpace(long), sample.Records[0].Body.Attributes[0].Value)
		experiment, err := store.Experiment(context.Background(), "GSE1")
		if err != nil {
			t.Fatal(err)
		}
		same(t, "publications", 2, len(experiment.Publications))
		if experiment.FirstPublished != nil {
			t.Errorf("published %v", experiment.FirstPublished)
		}
		same(t, "samples", []string{sample.AccessionCode}, members(t, store, "GSE1"))
		same(t, "again", models.Changes{SamplesSame: 1}, from(t, store, nasty, sample.Records[0].Body))
		if _, err := store.Sample(context.Background(), "\x00\xff"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a nasty code: %v", err)
		}
	})
}

func TestUniting(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		from(t, store, "a", models.SampleBody{AccessionCode: "SRR1", Title: "run"}, models.SampleBody{AccessionCode: "GSM1", Title: "sample"},
			models.ExperimentBody{AccessionCode: "GSE1", Samples: []string{"GSM1"}},
			models.ExperimentBody{AccessionCode: "SRP1", Samples: []string{"SRR1", "SRR2"}, Title: "study"})
		same(t, "apart", models.State{Version: 1, Experiments: 2, Samples: 3}, stateOf(t, store))

		changes := from(t, store, "b", models.SampleBody{AccessionCode: "GSM1", Alternates: []string{"srr1", "SRR2"}})
		same(t, "samples united", models.Changes{SamplesChanged: 1}, changes)
		same(t, "state", models.State{Version: 2, Experiments: 2, Samples: 1}, stateOf(t, store))
		same(t, "GSE1", []string{"GSM1"}, members(t, store, "GSE1"))
		same(t, "SRP1", []string{"GSM1"}, members(t, store, "SRP1"))

		from(t, store, "b", models.ExperimentBody{AccessionCode: "GSE1", Alternates: []string{"SRP1"}})
		same(t, "experiments united", models.State{Version: 3, Experiments: 1, Samples: 1}, stateOf(t, store))
		e, err := store.Experiment(context.Background(), "srp1")
		if err != nil {
			t.Fatal(err)
		}
		same(t, "code", "GSE1", e.AccessionCode)
		same(t, "alternates", []string{"SRP1"}, e.Alternates())
		same(t, "title", "study", e.Title)

		// The source takes it back: what it had united falls apart, and what is only listed stands alone again.
		from(t, store, "b", models.SampleBody{AccessionCode: "GSM1"}, models.ExperimentBody{AccessionCode: "GSE1"})
		same(t, "apart again", models.State{Version: 4, Experiments: 2, Samples: 3}, stateOf(t, store))
		same(t, "GSE1", []string{"GSM1"}, members(t, store, "GSE1"))
		same(t, "SRP1", []string{"SRR1", "SRR2"}, members(t, store, "SRP1"))
	})
}

func TestMembership(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		// A series that is not in the catalogue is remembered, and makes no experiment.
		from(t, store, "a", models.SampleBody{AccessionCode: "GSM1", Experiments: []string{"GSE1", "GSE9"}})
		same(t, "before the series", 0, stateOf(t, store).Experiments)
		from(t, store, "b", models.ExperimentBody{AccessionCode: "E-GEOD-1", Alternates: []string{"GSE1"}, Samples: []string{"GSM2", "GSM3"}})
		same(t, "listed and named", []string{"GSM1", "GSM2", "GSM3"}, members(t, store, "GSE1"))

		from(t, store, "b", models.ExperimentBody{AccessionCode: "E-GEOD-1", Alternates: []string{"GSE1"}, Samples: []string{"GSM3"}})
		same(t, "fewer listed", []string{"GSM1", "GSM3"}, members(t, store, "GSE1"))
		same(t, "samples that nobody names any more", 2, stateOf(t, store).Samples)

		from(t, store, "a", models.SampleBody{AccessionCode: "GSM1"})
		same(t, "no series", []string{"GSM3"}, members(t, store, "GSE1"))
		same(t, "a described sample stays", 2, stateOf(t, store).Samples)
	})
}

// TestSourceOfAnotherFormat reads a known file as another format, which changes who is heard first.
func TestSourceOfAnotherFormat(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		speak := func(source, format, title string) {
			write(t, store, func(w *models.Writer) error {
				return errors.Join(w.Source(source, source, format), w.Sample(models.SampleBody{AccessionCode: "GSM1", Title: title}),
					w.Experiment(models.ExperimentBody{AccessionCode: "GSE1", Title: title}))
			})
		}
		titles := func(want string) {
			t.Helper()
			s, err := store.Sample(context.Background(), "GSM1")
			e, err2 := store.Experiment(context.Background(), "GSE1")
			if err := errors.Join(err, err2); err != nil {
				t.Fatal(err)
			}
			same(t, "titles", []string{want, want}, []string{s.Title, e.Title})
		}
		speak("a", "refinebio", "from a")
		speak("b", "geo-soft", "from b")
		titles("from b")
		speak("a", "ndjson", "from a")
		titles("from a")
	})
}

// TestImportsWait runs imports side by side, of two stores of one catalogue, as two processes have.
func TestImportsWait(t *testing.T) {
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		address := dsn()
		var group sync.WaitGroup
		for i := range 4 {
			group.Go(func() {
				store, err := models.Open(context.Background(), address) // four migrate at once, too
				if err != nil {
					t.Error(err)
					return
				}
				defer func() {
					if err := store.Close(); err != nil {
						t.Error(err)
					}
				}()
				for j := range 5 {
					_, err := store.Import(context.Background(), func(w *models.Writer) error {
						return say(w, fmt.Sprint("source ", i), models.SampleBody{AccessionCode: fmt.Sprintf("GSM%d", 10*i+j)},
							models.ExperimentBody{AccessionCode: "GSE1", Title: fmt.Sprint(i, j), Samples: []string{fmt.Sprintf("GSM%d", j)}})
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		store, err := models.Open(context.Background(), address)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		same(t, "state", models.State{Version: 20, Experiments: 1, Samples: 20}, stateOf(t, store))

		entered, release := make(chan bool), make(chan bool)
		group.Go(func() {
			write(t, store, func(*models.Writer) error { close(entered); <-release; return nil })
		})
		<-entered
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		if _, err := store.Import(ctx, func(*models.Writer) error { return nil }); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a waiting import that is cancelled: %v", err)
		}
		close(release)
		group.Wait()
	})
}

// TestManyRecords writes more than one batch of everything, so that statements for full and for partial batches are used.
func TestManyRecords(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		const n = 1203
		fill := func(title string) models.Changes {
			return write(t, store, func(w *models.Writer) error {
				for i := range n {
					if err := say(w, "a", models.SampleBody{AccessionCode: fmt.Sprintf("GSM%d", i), Alternates: []string{fmt.Sprintf("SRR%d", i)}, Title: title,
						Experiments: []string{fmt.Sprintf("GSE%d", i/2)}, Values: []models.FieldValue{
							{Field: models.FieldOrganism, Value: fmt.Sprint("organism of ", title, i)}, {Field: models.FieldPlatform, Value: fmt.Sprint("GPL", i)}}}); err != nil {
						return err
					}
					if err := say(w, "a", models.ExperimentBody{AccessionCode: fmt.Sprintf("GSE%d", i), Title: title, Samples: []string{fmt.Sprintf("GSM%d", i)},
						Publications: []models.PublicationBody{{PubMedID: fmt.Sprint(i / 3), Title: title}}}); err != nil {
						return err
					}
				}
				return nil
			})
		}
		same(t, "first", models.Changes{ExperimentsAdded: n, SamplesAdded: n}, fill("one"))
		same(t, "corrected", models.Changes{ExperimentsChanged: n, SamplesChanged: n}, fill("two"))
		same(t, "again", models.Changes{ExperimentsSame: n, SamplesSame: n}, fill("two"))
		same(t, "members", []string{"GSM0", "GSM1"}, members(t, store, "GSE0"))
		for table, want := range map[string]int64{"organisms": n, "platforms": n, "field_values": 2 * n, "publications": n / 3, "sample_series": n} {
			var rows int64
			if err := store.DB().Table(table).Count(&rows).Error; err != nil {
				t.Fatal(err)
			}
			same(t, table, want, rows)
		}
	})
}
