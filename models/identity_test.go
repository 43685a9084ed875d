package models_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// TestIdentity holds the rule to cases that were worked out by hand. A record is its codes, its own first; an entity likewise, a code
// that others name too with a star.
func TestIdentity(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, one, records, want string }{
		{"a run and its sample", "sample", "GSM1 SRR1; SRR1 SAMN1; SAMN1", "GSM1 SAMN1 SRR1"},
		{"a BioSample of two", "sample", "GSM1 SAMN9; GSM2 SAMN9", "GSM1 SAMN9*; GSM2 SAMN9*"},
		{"which is described, and has a run", "sample", "GSM1 SAMN9; GSM2 SAMN9; SAMN9; SRR1 SAMN9", "GSM1 SAMN9*; GSM2 SAMN9*; SAMN9*; SRR1 SAMN9*"},
		{"runs that know theirs", "sample", "GSM1 SAMN9; GSM2 SAMN9; SRR1 SAMN9 GSM1; SRR2 GSM2", "GSM1 SAMN9* SRR1; GSM2 SAMN9* SRR2"},
		{"a chain", "sample", "GSM1 SRR1; GSM2 SRR2; SAMN9 SRR1 SRR2; SRR1", "GSM1 SRR1*; GSM2 SRR2*; SAMN9 SRR1* SRR2*; SRR1*"},
		{"a pool that names two", "sample", "SRR1 GSM1 GSM2; GSM1; GSM2 SRX2", "GSM1; GSM2 SRX2; SRR1"},
		{"one that names another", "sample", "GSM1 GSM2 SRR1; GSM2 SRR2", "GSM1 SRR1; GSM2 SRR2"},
		{"a copy", "experiment", "E-GEOD-5; GSE5", "GSE5 E-GEOD-5"},
		{"a study of two archives", "experiment", "SRP1 E-MTAB-1; E-MTAB-1; GSE1 SRP1", "GSE1 E-MTAB-1 SRP1"},
		{"an umbrella", "experiment", "GSE1 PRJNA1; GSE2 PRJNA1", "GSE1 PRJNA1*; GSE2 PRJNA1*"},
		{"two of ArrayExpress", "experiment", "E-MTAB-1 SRP1; E-MTAB-2 SRP1", "E-MTAB-1 SRP1*; E-MTAB-2 SRP1*"},
		{"and one that was curated", "experiment", "E-MTAB-1 SRP1; E-CURD-1 SRP1", "E-CURD-1 E-MTAB-1 SRP1"},
		{"a series that is said to be two", "experiment", "GSE1 E-MTAB-1 E-MTAB-2; E-MTAB-1; E-MTAB-2", "E-MTAB-1; E-MTAB-2; GSE1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			store := modelstest.SQLite(t)
			write(t, store, func(w *models.Writer) error {
				err := w.Source("a", "a", "ndjson")
				for record := range strings.SplitSeq(test.records, "; ") {
					codes := strings.Fields(record)
					if test.one == "experiment" {
						err = errors.Join(err, w.Experiment(models.ExperimentBody{AccessionCode: codes[0], Alternates: codes[1:]}))
					} else {
						err = errors.Join(err, w.Sample(models.SampleBody{AccessionCode: codes[0], Alternates: codes[1:]}))
					}
				}
				return err
			})
			same(t, "named", test.want, strings.Join(named(t, store, test.one), "; "))
		})
	}
}

// named lists the entities of a catalogue, each as its codes.
func named(t *testing.T, store *models.Store, one string) []string {
	t.Helper()
	rows, err := store.DB().Raw("SELECT e.accession_code, a.accession_code, a.shared FROM " + one + "s e JOIN " + one + "_accessions a ON a." + one + "_id = e.id" +
		" ORDER BY e.accession_code, a.accession_code <> e.accession_code, a.accession_code").Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	last := ""
	for rows.Next() {
		var own, code string
		var shared bool
		if err := rows.Scan(&own, &code, &shared); err != nil {
			t.Fatal(err)
		}
		if shared {
			code += "*"
		}
		if own == last {
			list[len(list)-1] += " " + code
		} else {
			list = append(list, code)
		}
		last = own
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// TestSharedCodes asks for a code that two samples, and one that two experiments name, and has an experiment list one.
func TestSharedCodes(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store, ctx := open(), context.Background()
		from(t, store, "a", models.SampleBody{AccessionCode: "GSM2", Title: "Two", Alternates: []string{"SAMN9"}},
			models.ExperimentBody{AccessionCode: "GSE1", Samples: []string{"SAMN9"}, Alternates: []string{"PRJNA9"}})
		same(t, "one", []string{"GSM2"}, members(t, store, "GSE1"))
		from(t, store, "b", models.SampleBody{AccessionCode: "GSM1", Alternates: []string{"SAMN9"}, Experiments: []string{"PRJNA9"}})
		same(t, "both", []string{"GSM1", "GSM2"}, members(t, store, "GSE1"))
		from(t, store, "c", models.ExperimentBody{AccessionCode: "GSE2", Alternates: []string{"PRJNA9"}})
		same(t, "of the umbrella", []string{"GSM1"}, members(t, store, "GSE2"))

		_, err := store.Sample(ctx, "samn9")
		_, err2 := store.Experiment(ctx, "PRJNA9")
		if !errors.Is(err, models.ErrShared) || !errors.Is(err2, models.ErrShared) {
			t.Errorf("%v, %v; want %v", err, err2, models.ErrShared)
		}
		samples, err := store.SamplesByCode(ctx, "samn9")
		experiments, err2 := store.ExperimentsByCode(ctx, "PRJNA9")
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		same(t, "samples", []models.Named{{AccessionCode: "GSM1"}, {AccessionCode: "GSM2", Title: "Two"}}, samples)
		same(t, "experiments", []models.Named{{AccessionCode: "GSE1"}, {AccessionCode: "GSE2"}}, experiments)
		if _, err := store.SamplesByCode(ctx, "SAMN1"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a code that nobody names: %v", err)
		}

		// Described itself, it is a sample of its own, and means that.
		from(t, store, "d", models.SampleBody{AccessionCode: "SAMN9", Title: "Both"})
		same(t, "itself", []string{"GSM1", "SAMN9"}, members(t, store, "GSE1"))
		if s, err := store.Sample(ctx, "SAMN9"); err != nil || s.Title != "Both" {
			t.Errorf("%+v, %v", s, err)
		}

		// Corrected, it is one sample's, as if it had never been another's.
		from(t, store, "b", models.SampleBody{AccessionCode: "GSM1"})
		same(t, "corrected", []string{"GSM2"}, members(t, store, "GSE1"))
		if diff := cmp.Diff([]string{"GSM1", "GSM2 SAMN9"}, slices.Sorted(slices.Values(named(t, store, "sample")))); diff != "" {
			t.Error(diff)
		}
	})
}
