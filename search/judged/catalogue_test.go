package judged

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/elastic"
	"github.com/facetome/facetome/search/embedded"
	"github.com/facetome/facetome/search/searchtest"
)

// publishedData is a folder of published files beside the checkout; what reads it is skipped where it is missing.
const publishedData = "../../../shared/data"

// lowestNDCG is what the mean over all queries must not fall below: the value of docs/ranking.md, less what a few more files in the
// catalogue may change. Whoever changes the ranking for the better raises it.
const lowestNDCG = 0.78

// TestPublishedCatalogue imports all published files once, and then asks two things of the whole catalogue: whether every number is what SQL
// says, and how well hits are ordered, which is logged:
//
//	go test ./search/judged -run Published/judged -v
//
// Importing the files takes most of its time. FACETOME_TEST_CATALOGUE may name a SQLite catalogue that holds them already.
func TestPublishedCatalogue(t *testing.T) {
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
	t.Run("judged", func(t *testing.T) { checkOrder(t, store, engine) })
	t.Run("counted", func(t *testing.T) { checkNumbers(t, store, engine) })
	// Writing the catalogue to a cluster takes minutes, so it is compared by hand, on a catalogue that is named.
	if addresses := os.Getenv("FACETOME_TEST_ELASTICSEARCH"); addresses != "" && os.Getenv("FACETOME_TEST_CATALOGUE") != "" {
		t.Run("elastic", func(t *testing.T) { checkOrder(t, store, onCluster(t, store, addresses)) })
	}
}

// onCluster is the same catalogue on Elasticsearch.
func onCluster(t *testing.T, store *models.Store, addresses string) search.Engine {
	t.Helper()
	engine, err := elastic.Open(elastic.Config{Addresses: strings.Split(addresses, ","), Prefix: "judged", Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := search.Reindex(t.Context(), store, engine, nil); err != nil {
		t.Fatal(err)
	}
	return engine
}

// checkOrder asks the judged queries.
func checkOrder(t *testing.T, store *models.Store, engine search.Engine) {
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
	t.Attr("nDCG@10", fmt.Sprintf("%.3f", report.NDCG))
	t.Attr("MRR", fmt.Sprintf("%.3f", report.MRR))
	if report.NDCG < lowestNDCG {
		t.Errorf("the mean nDCG@10 is %.3f, below %.3f: the ranking became worse. The table shows for which queries; where hits were not judged, judge "+
			"them in search/judged/queries.txt first. If it is really worth it, lower the bound and say why in docs/ranking.md.", report.NDCG, lowestNDCG)
	}
}

// countedQueries is how many random queries are put to SQL, which takes seconds for all facets of each on this size. FACETOME_SEARCHTEST_QUERIES
// asks more.
const countedQueries = 3

// checkNumbers compares every number of random queries with what SQL says.
func checkNumbers(t *testing.T, store *models.Store, engine search.Engine) {
	maker, err := searchtest.NewQueries(t.Context(), store, 1)
	if err != nil {
		t.Fatal(err)
	}
	n := countedQueries
	if more, err := strconv.Atoi(os.Getenv("FACETOME_SEARCHTEST_QUERIES")); err == nil {
		n = more
	}
	everything, _ := search.Parse(nil)
	queries := []search.Query{everything}
	for range n {
		queries = append(queries, maker.Next())
	}
	searchtest.Check(t, store, engine, queries)
}

// publishedCatalogue is a store of all published files.
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
		t.Skipf("no real data: %v", err)
	}
	store := modelstest.SQLite(t)
	if _, err := ingest.Import(t.Context(), store, []string{publishedData}, ingest.Options{}); err != nil {
		t.Fatal(err)
	}
	return store
}
