package models_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// read reads a code that is one.
func read(t *testing.T, text string) models.Code {
	t.Helper()
	code, ok := models.ReadCode(text)
	if !ok {
		t.Fatalf("%q is no code", text)
	}
	return code
}

func TestResolve(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		write(t, store, func(w *models.Writer) error {
			return errors.Join(w.Source("c.jsonl", "c.jsonl", "ndjson"),
				w.Experiment(models.ExperimentBody{AccessionCode: "GSE5", Publications: []models.PublicationBody{{DOI: "10.7554/eLife.30860", Title: "By DOI"}}}),
				w.Experiment(models.ExperimentBody{AccessionCode: "GSE6", Publications: []models.PublicationBody{{PubMedID: "21114664", DOI: "10.1000/AbC"}}}),
				w.Sample(models.SampleBody{AccessionCode: "GSM9", Alternates: []string{"SAMN9"}, Title: "alone"}))
		})
		own := func(codes ...string) models.Resolved { return models.Resolved{Experiments: codes, Own: true} }
		for text, want := range map[string]models.Resolved{
			"gse1":                        own("GSE1"),
			"e-geod-1":                    own("GSE1"),
			"GSM1":                        {Experiments: []string{"GSE1", "GSE2"}, Samples: []string{"GSM1"}},
			"srr1":                        {Experiments: []string{"GSE1", "GSE2"}, Samples: []string{"GSM1"}},
			"samn9":                       {Samples: []string{"GSM9"}},
			"gpl570":                      {Platform: &models.Platform{AccessionCode: "GPL570", Name: "Affymetrix Array"}},
			"PMID:1":                      {Experiments: []string{"GSE1"}},
			"21114664":                    {Experiments: []string{"GSE6"}},
			"https://doi.org/10.1000/aBc": {Experiments: []string{"GSE6"}},
			"10.7554/ELIFE.30860":         {Experiments: []string{"GSE5"}},
			"GSE99":                       {},
			"GSM99":                       {},
			"GPL1":                        {},
			"GDS1":                        {},
			"PMID:99":                     {},
			"10.1000/abcd":                {},
		} {
			code := read(t, text)
			want.Code = code
			got, err := store.Resolve(context.Background(), []models.Code{code})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]models.Resolved{want}, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s: -want +got\n%s", text, diff)
			}
			if known := want.Platform != nil || want.Experiments != nil || want.Samples != nil; got[0].Known() != known {
				t.Errorf("%s is known: %v, want %v", text, got[0].Known(), known)
			}
		}
	})
}

func TestResolveSeveral(t *testing.T) {
	t.Parallel()
	store := modelstest.SQLite(t)
	readable(t, store)
	var codes []models.Code
	for _, text := range []string{"GSE3", "gse1", "GSE3"} {
		codes = append(codes, read(t, text))
	}
	for i := range models.MaxCodes {
		codes = append(codes, read(t, fmt.Sprintf("GSE%d", 1000+i)))
	}
	got, err := store.Resolve(context.Background(), codes)
	if err != nil || len(got) != models.MaxCodes {
		t.Fatalf("%d answers, %v", len(got), err)
	}
	for i, want := range []string{"GSE3", "GSE1", "GSE3"} {
		if !cmp.Equal([]string{want}, got[i].Experiments) {
			t.Errorf("answer %d is %v, want %s", i, got[i].Experiments, want)
		}
	}
	if got, err := store.Resolve(context.Background(), nil); err != nil || len(got) != 0 {
		t.Errorf("no codes: %v, %v", got, err)
	}
}

func TestCodesBeginning(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		for text, want := range map[string][]models.CodeBegun{
			"gse": {
				{Code: "GSE1", Own: "GSE1", Title: "Series", Experiments: 1, Samples: 2},
				{Code: "GSE2", Own: "GSE2", Title: "Super", Experiments: 1, Samples: 3},
			},
			"E-geod-1": {{Code: "E-GEOD-1", Own: "GSE1", Title: "Series", Experiments: 1, Samples: 2}},
			"srr":      {{Code: "SRR1", Own: "GSM1", IsSample: true, Title: "first", Experiments: 2, Samples: 1}},
			"GSE10":    nil,
			"  ":       nil,
		} {
			got, err := store.CodesBeginning(context.Background(), text, 2)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q: -want +got\n%s", text, diff)
			}
		}
		names, err := store.Institutions(context.Background())
		if diff := cmp.Diff([]string{"MIT"}, names); err != nil || diff != "" {
			t.Errorf("institutions: %v, -want +got\n%s", err, diff)
		}
	})
}
