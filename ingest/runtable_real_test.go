package ingest

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/facetome/facetome/models/modelstest"
)

// countRuns counts the studies and samples that are described; GEO series that only repeat the samples of a study are none.
func countRuns(got *memory) counts {
	series, others := map[string]bool{}, map[string]bool{}
	for _, e := range got.Experiments {
		if seriesCode.MatchString(e.AccessionCode) {
			series[e.AccessionCode] = true
		} else {
			others[e.AccessionCode] = true
		}
	}
	if len(others) == 0 {
		others = series
	}
	return counts{len(others), len(got.Samples)}
}

func TestRealRunTables(t *testing.T) {
	t.Parallel()
	// differs explains every file in which the two readers find different numbers, and how many rows cannot be used.
	differs := map[string]struct {
		here     counts
		problems int
		why      string
	}{
		"paeru_metadata_qc.csv":              {counts{40, 243}, 83, "the other reader counts a blank as a study; 83 rows are experiments that were not published"},
		"ecoli_precise1k_metadata.csv.gz":    {counts{29, 448}, 603, "the other reader counts projects and rows; 603 rows name no run, and only 448 experiments have one"},
		"recount_brain_v2_noOntology.csv.gz": {counts{63, 6337}, 0, "the other reader counts BioSamples, which 1,409 samples of GTEx and 707 of TCGA do not have, and a blank as a study"},
	}
	for _, folder := range []string{"sra-runinfo", "sra-run-selector"} {
		for name, before := range countedBefore(t, folder) {
			got, rep := readReal(t, filepath.Join(realData, folder, filepath.FromSlash(name)), folder)
			here, want, problems := countRuns(got), before, 0
			if d, ok := differs[name]; ok {
				want, problems = d.here, d.problems
				t.Logf("%s: %+v instead of %+v: %s", name, here, before, d.why)
			}
			if here != want || rep.problems() != problems {
				t.Errorf("%s: %+v; before %+v; %d problems %.300v", name, here, before, rep.problems(), messages(rep))
			}
			seen := map[string]string{}
			for _, s := range got.Samples {
				for _, code := range append(s.Alternates, s.AccessionCode) {
					if other := seen[code]; other != "" {
						t.Errorf("%s: %s is a code of %s and of %s", name, code, other, s.AccessionCode)
					}
					seen[code] = s.AccessionCode
				}
			}
		}
	}
}

// The real tables go into a catalogue, every one is recognised, and a second import changes nothing.
func TestRealRunTablesTwice(t *testing.T) {
	t.Parallel()
	countedBefore(t, "sra-runinfo") // skips where there are none
	ctx, store := context.Background(), modelstest.SQLite(t)
	paths := []string{filepath.Join(realData, "sra-runinfo"), filepath.Join(realData, "sra-run-selector")}
	first, err := Import(ctx, store, paths, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range first.Files {
		if f.Experiments+f.Samples == 0 {
			t.Errorf("%s is not imported: %+v", f.Name, f)
		}
	}
	var empty int64
	const without = "SELECT count(*) FROM experiments e WHERE NOT EXISTS (SELECT 1 FROM experiment_samples m WHERE m.experiment_id = e.id)"
	if err := store.DB().Raw(without).Scan(&empty).Error; err != nil || empty > 0 {
		t.Errorf("%d experiments have no samples, %v", empty, err)
	}
	changesNothing(t, store, paths)
}
