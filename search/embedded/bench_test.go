package embedded_test

import (
	"net/url"
	"os"
	"strconv"
	"testing"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/search"
)

// benchExperiments is how many generated experiments are searched; FACETOME_BENCH_EXPERIMENTS says another number.
const benchExperiments = 3000

// BenchmarkSearch measures one page of each query with all facets, nothing cached:
//
//	FACETOME_BENCH_EXPERIMENTS=60000 go test ./search/embedded -run '^$' -bench Search -benchtime 50x -timeout 30m
func BenchmarkSearch(b *testing.B) {
	experiments := benchExperiments
	if n, err := strconv.Atoi(os.Getenv("FACETOME_BENCH_EXPERIMENTS")); err == nil {
		experiments = n
	}
	_, engine := indexed(b, backend, []string{"-"}, ingest.Options{Stdin: generated(b, experiments)})
	for _, raw := range []string{
		"",
		"organism=Homo+sapiens",
		"organism=Homo+sapiens&tissue=liver&sex=female",
		"tissue!=brain&disease=*&year=2012..2018",
		"q=liver",
		"q=regulation+stress&organism=Mus+musculus",
		"sort=newest&page=100",
		"view=samples&tissue=liver&page=50",
	} {
		values, err := url.ParseQuery(raw)
		if err != nil {
			b.Fatal(err)
		}
		q, _ := search.Parse(values)
		b.Run("?"+raw, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := engine.Search(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
