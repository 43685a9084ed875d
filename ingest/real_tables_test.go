package ingest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facetome/facetome/models/modelstest"
)

// recognised reads a real file as the format it looks like; "" where it is of none.
func recognised(t *testing.T, path string) string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	content, err := newText(file)
	if err != nil {
		t.Fatal(err)
	}
	f, _, err := recognise(content)
	if err != nil {
		t.Fatal(err)
	}
	if f == nil {
		return ""
	}
	return f.name
}

// difference explains a file in which two readers find different numbers.
type difference struct {
	here     counts
	problems int
	why      string
}

// compareReal reads the files of a folder that are recognised as a format and compares what is in them with another reader's counts. A
// blank there says nothing. others are files of the folder that are of other formats or none.
func compareReal(t *testing.T, folder string, formats []string, differs map[string]difference, others ...string) {
	t.Helper()
	for name, before := range countedBefore(t, folder) {
		path := filepath.Join(realData, folder, filepath.FromSlash(name))
		as := recognised(t, path)
		expected := !strings.Contains("\n"+strings.Join(others, "\n")+"\n", "\n"+name+"\n")
		if is := strings.Contains(" "+strings.Join(formats, " ")+" ", " "+as+" ") && as != ""; is != expected {
			t.Errorf("%s is recognised as %q", name, as)
			continue
		} else if !is {
			continue
		}
		got, rep := readReal(t, path, as)
		here, problems := countHere(got), 0
		if d, ok := differs[name]; ok {
			t.Logf("%s: %+v instead of %+v: %s", name, here, before, d.why)
			before, problems = d.here, d.problems
		} else {
			if before.experiments == 0 {
				before.experiments = here.experiments
			}
			if before.samples == 0 {
				before.samples = here.samples
			}
		}
		if here != before || rep.problems() != problems {
			t.Errorf("%s: %+v; before %+v; %d problems %v", name, here, before, rep.problems(), messages(rep)[:min(3, len(rep.Problems))])
		}
	}
}

func TestRealRefinebioTables(t *testing.T) {
	t.Parallel()
	aggregated := []string{"api/api-v1-compendia.json", "api/platforms-apiCache.json"}
	for name := range countedBefore(t, "refinebio") {
		if base := filepath.Base(name); strings.HasPrefix(base, "aggregated_metadata.json") || strings.HasPrefix(base, "metadata-dataset-") ||
			!strings.HasPrefix(name, "api/") && !strings.HasPrefix(name, "bundles/") && !strings.HasPrefix(name, "examples/") {
			aggregated = append(aggregated, name)
		}
	}
	compareReal(t, "refinebio", []string{"refinebio-tsv", "refinebio-api"}, map[string]difference{
		"api/frontend-2018-experiments.json": {counts{0, 0}, 25, "experiments of 2018 have no accession codes"},
	}, aggregated...)
}

func TestRealMatrix(t *testing.T) {
	t.Parallel()
	compareReal(t, "geo-series-matrix", []string{"geo-series-matrix"}, map[string]difference{
		"_edited/GSE68086_series_matrix.no-series-lines.txt.gz": {counts{0, 285}, 1, "its owner removed the lines of the series; only the file's name tells it"},
	})
}

func TestRealMINiML(t *testing.T) {
	t.Parallel()
	compareReal(t, "geo-miniml", []string{"miniml"}, nil,
		"geo-eutils-seriesqueryresult.xml", "geo.esummary.test.xml", "geo.esummary.test1.xml", "geo.esummary.test2.xml") // summaries of E-utilities
}

func TestRealBgee(t *testing.T) {
	t.Parallel()
	const withdrawn = "rows that begin with # were withdrawn by the curators"
	compareReal(t, "bgee", []string{"bgee"}, map[string]difference{
		"RNASeqExperiment.tsv.gz":                    {counts{676, 0}, 0, withdrawn},
		"RNASeqLibrary_2018-05-18.tsv.gz":            {counts{31, 5789}, 0, withdrawn},
		"RNASeqLibrary_worm.tsv":                     {counts{6, 117}, 0, withdrawn + "; several libraries are of one sample (SRSId)"},
		"affymetrixChip_worm.tsv":                    {counts{34, 179}, 0, withdrawn},
		"affymetrixChipInformation.gz":               {counts{1338, 16518}, 0, "chips called C3.CEL stand in several experiments; GSM…_1 and GSM…_2 are one sample"},
		"microarrayExperiment.tsv.gz":                {counts{1231, 0}, 0, withdrawn},
		"microarrayExperiment_worm.tsv":              {counts{34, 0}, 0, withdrawn},
		"scRNASeqExperiment.tsv":                     {counts{64, 0}, 0, withdrawn},
		"target-based_scRNASeqExperiment.tsv":        {counts{85, 0}, 0, withdrawn},
		"target-based_scRNASeqLibrary_merged.tsv.gz": {counts{43, 630}, 0, withdrawn},
	}, "full-length_metadata_info.txt.gz", "target-based_metadata_info_10X.txt.gz") // file reports of ENA
}

func TestRealRecount(t *testing.T) {
	t.Parallel()
	for folder := range map[string]bool{"recount2": true, "recount3": true} {
		compareReal(t, folder, []string{"recount"}, nil)
	}
}

// A second import of the tables changes nothing.
func TestRealTablesTwice(t *testing.T) {
	t.Parallel()
	countedBefore(t, "geo-miniml") // skips where there are none
	ctx, store := context.Background(), modelstest.SQLite(t)
	folders := []string{"geo-series-matrix", "geo-miniml", "recount3", "refinebio/bundles", "refinebio/examples", "bgee/release15"}
	var paths []string
	for _, folder := range folders {
		paths = append(paths, filepath.Join(realData, filepath.FromSlash(folder)))
	}
	first, err := Import(ctx, store, paths, Options{})
	if err != nil || first.Changes.SamplesAdded == 0 {
		t.Fatalf("%+v, %v", first.Changes, err)
	}
	changesNothing(t, store, paths)
}
