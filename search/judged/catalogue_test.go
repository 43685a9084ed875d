package judged

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/embedded"
)

// publishedData is a folder of published files beside the checkout; what reads it is skipped where it is missing.
const publishedData = "../../../shared/data"

// lowestNDCG is what the mean over all queries must not fall below: the value of docs/ranking.md, less what a few more files in the
// catalogue may change. Whoever changes the ranking for the better raises it.
const lowestNDCG = 0.78

// TestJudged asks all judged queries of the whole published catalogue and logs how well they are answered:
//
//	go test ./search/judged -run Judged -v
//
// Importing the files takes most of its time. FACETOME_TEST_CATALOGUE may name a SQLite catalogue that holds them already.
func TestJudged(t *testing.T) {
	if testing.Short() {
		t.Skip("imports all published files")
	}
	t.Parallel()
	store := publishedCatalogue(t)
	dir := t.TempDir()
	if _, err := search.Reindex(t.Context(), store, embedded.NewIndexer(dir), nil); err != nil {
		t.Fatal(err)
	}
	engine, err := embedded.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	queries, err := Queries()
	if err != nil {
		t.Fatal(err)
	}
	find := func(code string) (string, error) {
		e, err := store.Experiment(t.Context(), code)
		if err != nil {
			return "", err
		}
		return e.AccessionCode, nil
	}
	report, err := Measure(t.Context(), engine, find, queries)
	if err != nil {
		t.Fatal(err)
	}
	var table bytes.Buffer
	if err := report.Write(&table); err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", &table)
	if report.NDCG < lowestNDCG {
		t.Errorf("the mean nDCG@10 is %.3f, below %.3f: the ranking became worse. The table shows for which queries; where hits were not judged, judge "+
			"them in search/judged/queries.txt first. If it is really worth it, lower the bound and say why in docs/ranking.md.", report.NDCG, lowestNDCG)
	}
}

func publishedCatalogue(t *testing.T) *models.Store {
	t.Helper()
	if path := os.Getenv("FACETOME_TEST_CATALOGUE"); path != "" {
		store, err := models.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { store.Close() })
		return store
	}
	if _, err := os.Stat(filepath.Join(publishedData, "SOURCES.tsv")); err != nil {
		t.Skipf("no published files to search: %v", err)
	}
	store := modelstest.SQLite(t)
	if _, err := ingest.Import(t.Context(), store, []string{publishedData}, ingest.Options{}); err != nil {
		t.Fatal(err)
	}
	return store
}
