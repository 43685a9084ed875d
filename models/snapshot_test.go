package models_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// lines tells what Each gives, a line an experiment and a line a sample.
func lines(t testing.TB, s *models.Snapshot) []string {
	t.Helper()
	var lines []string
	values := map[string]*models.Value{}
	err := s.Each(context.Background(), func(e *models.Experiment) error {
		lines = append(lines, fmt.Sprint(e.AccessionCode, e.Alternates(), " ", e.Title, " ", len(e.Publications), " ", e.FirstPublished != nil))
		for _, sample := range e.Samples {
			line := fmt.Sprint(" ", sample.AccessionCode, sample.Alternates(), " ", sample.Title)
			for _, v := range sample.Values {
				line += fmt.Sprint(" ", v.Field, "=", v.Label)
				if v.Organism != nil {
					line += fmt.Sprint("/", v.Organism.TaxonomyID)
				}
				if v.Platform != nil {
					line += "/" + v.Platform.Name
				}
				if other := values[v.Field+v.Label]; other != nil && other != v {
					t.Errorf("%s=%s has two pointers", v.Field, v.Label)
				}
				values[v.Field+v.Label] = v
			}
			for _, in := range sample.Experiments {
				line += " in " + in.AccessionCode
			}
			for _, r := range sample.Records {
				line += fmt.Sprint(" says ", r.Body.AccessionCode, r.Body.Attributes)
			}
			lines = append(lines, line)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

var readableLines = []string{
	"GSE1[E-GEOD-1] Series 1 true",
	" GSM1[SRR1] first organism=Homo sapiens/9606 platform=GPL570/Affymetrix Array tissue=kidney tissue=liver in GSE1 in GSE2 says GSM1[] says GSM1[{organism human}]",
	" GSM2[]  organism=Homo sapiens/9606 in GSE1 in GSE2 in GSE3 says GSM2[]",
	"GSE2[] Super 0 false",
	" GSM1[SRR1] first organism=Homo sapiens/9606 platform=GPL570/Affymetrix Array tissue=kidney tissue=liver in GSE1 in GSE2 says GSM1[] says GSM1[{organism human}]",
	" GSM2[]  organism=Homo sapiens/9606 in GSE1 in GSE2 in GSE3 says GSM2[]",
	" GSM3[]  in GSE2",
	"GSE3[] Part 0 false",
	" GSM2[]  organism=Homo sapiens/9606 in GSE1 in GSE2 in GSE3 says GSM2[]",
	"GSE4[] Empty 0 false",
}

// TestSnapshot reads the catalogue while an import changes all of it.
func TestSnapshot(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		err := store.Snapshot(context.Background(), func(s *models.Snapshot) error {
			same(t, "state", models.State{Version: 1, Experiments: 4, Samples: 3}, s.State)
			same(t, "before", readableLines, lines(t, s))
			write(t, store, func(w *models.Writer) error { // meanwhile
				return say(w, "a.jsonl", models.SampleBody{AccessionCode: "GSM1", Title: "changed"}, models.SampleBody{AccessionCode: "GSM7"},
					models.Platform{AccessionCode: "gpl570", Name: "X"}, models.ExperimentBody{AccessionCode: "GSE0", Samples: []string{"GSM7"}},
					models.ExperimentBody{AccessionCode: "GSE1", Alternates: []string{"SRP1"}},
					models.ExperimentBody{AccessionCode: "GSE2", Alternates: []string{"SRP1"}})
			})
			same(t, "meanwhile", readableLines, lines(t, s))
			linked, err := s.Linked(context.Background())
			same(t, "linked", 3, linked)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		err = store.Snapshot(context.Background(), func(s *models.Snapshot) error {
			same(t, "state", models.State{Version: 2, Experiments: 5, Samples: 3}, s.State)
			same(t, "after", []string{
				"GSE0[]  0 false",
				" GSM7[]  in GSE0 says GSM7[]",
				"GSE1[SRP1]  0 false", // and so does GSE2: two series stay two
			}, lines(t, s)[:3])
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestEachInBatches reads more than one batch, of experiments and of samples.
func TestEachInBatches(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		const experiments, large = 450, 4500
		var codes []string
		for i := range large {
			codes = append(codes, fmt.Sprintf("GSM%05d", i))
		}
		write(t, store, func(w *models.Writer) error {
			for i := range experiments {
				body := models.ExperimentBody{AccessionCode: fmt.Sprintf("GSE%03d", i), Samples: codes[i : i+3]}
				if i == 100 || i == 101 {
					body.Samples = codes
				}
				if err := say(w, "a", body); err != nil {
					return err
				}
			}
			return nil
		})
		next := 0
		err := store.Snapshot(context.Background(), func(s *models.Snapshot) error {
			return s.Each(context.Background(), func(e *models.Experiment) error {
				want := codes[next : next+3]
				if next == 100 || next == 101 {
					want = codes
				}
				var got []string
				for _, sample := range e.Samples {
					got = append(got, sample.AccessionCode)
				}
				same(t, "code", fmt.Sprintf("GSE%03d", next), e.AccessionCode)
				same(t, e.AccessionCode, want, got)
				next++
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		same(t, "experiments", experiments, next)
	})
}

func TestEachEnds(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		write(t, store, func(w *models.Writer) error {
			for i := range 1000 {
				if err := say(w, "a", models.ExperimentBody{AccessionCode: fmt.Sprint("GSE", i)}); err != nil {
					return err
				}
			}
			return nil
		})
		enough := errors.New("enough")
		seen := 0
		err := store.Snapshot(context.Background(), func(s *models.Snapshot) error {
			return s.Each(context.Background(), func(*models.Experiment) error { seen++; return enough })
		})
		if !errors.Is(err, enough) || seen != 1 {
			t.Errorf("after %d: %v", seen, err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		err = store.Snapshot(ctx, func(s *models.Snapshot) error {
			return s.Each(ctx, func(*models.Experiment) error { cancel(); return nil })
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
		err = store.Snapshot(context.Background(), func(s *models.Snapshot) error {
			all := lines(t, s)
			if len(all) != 1000 || !strings.HasPrefix(all[0], "GSE0") {
				t.Errorf("%d experiments", len(all))
			}
			return enough
		})
		if !errors.Is(err, enough) {
			t.Errorf("got %v", err)
		}
	})
}
