package embedded_test

import (
	"errors"
	"net/url"
	"os"
	"strconv"
	"testing"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/searchtest"
)

// benchExperiments is how many generated experiments are searched; FACETOME_BENCH_EXPERIMENTS says another number.
const benchExperiments = 3000

func experimentsOfBench() int {
	if n, err := strconv.Atoi(os.Getenv("FACETOME_BENCH_EXPERIMENTS")); err == nil {
		return n
	}
	return benchExperiments
}

// BenchmarkSearch measures one page of each query with all facets, nothing cached:
//
//	FACETOME_BENCH_EXPERIMENTS=60000 go test ./search/embedded -run '^$' -bench Search -benchtime 50x -timeout 30m
func BenchmarkSearch(b *testing.B) {
	_, engine := indexed(b, backend, []string{"-"}, ingest.Options{Stdin: generated(b, experimentsOfBench())})
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

// benchChanged is how many experiments change at a time.
const benchChanged = 100

// BenchmarkAmend measures how long it takes until changes of 100 experiments all over a generated catalogue are in a generation that serves: reading the
// labels and the changed experiments, amending, and taking the new generation up.
//
//	FACETOME_BENCH_EXPERIMENTS=60000 go test ./search/embedded -run '^$' -bench Amend -benchtime 5x -timeout 30m
func BenchmarkAmend(b *testing.B) {
	store := modelstest.SQLite(b)
	if _, err := ingest.Import(b.Context(), store, []string{"-"}, ingest.Options{Stdin: generated(b, experimentsOfBench())}); err != nil {
		b.Fatal(err)
	}
	backend := backend(b)
	total, err := search.Reindex(b.Context(), store, backend.Indexer, nil)
	if err != nil {
		b.Fatal(err)
	}
	var changed []string
	for held, err := range backend.Indexer.Held(b.Context()) {
		if err != nil {
			b.Fatal(err)
		}
		changed = append(changed, held.AccessionCode)
	}
	step, n := max(len(changed)/benchChanged, 1), 0
	for i := 0; i < len(changed); i += step {
		changed[n] = changed[i]
		n++
	}
	b.ReportAllocs()
	for b.Loop() {
		if got := amend(b, store, backend, changed[:n]); got != total.Total {
			b.Fatalf("the amended generation has %+v, want %+v", got, total.Total)
		}
	}
}

// amend adds the documents of some experiments again, and takes up the generation.
func amend(b *testing.B, store *models.Store, backend searchtest.Backend, changed []string) search.Total {
	b.Helper()
	var g search.Generation
	err := store.Snapshot(b.Context(), func(s *models.Snapshot) error {
		labels, err := search.ReadLabels(b.Context(), s)
		if err != nil {
			return err
		}
		g, err = backend.Indexer.Amend(b.Context(), search.Basis{CatalogueVersion: s.State.Version, Labels: labels}, changed)
		if err != nil {
			return err
		}
		return s.EachOf(b.Context(), changed, func(e *models.Experiment) error { return g.Add(b.Context(), search.NewDocument(e)) })
	})
	if err != nil {
		b.Fatal(err)
	}
	total, err := g.Counts(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if err := errors.Join(g.Commit(b.Context()), backend.Refresh()); err != nil {
		b.Fatal(err)
	}
	return total
}
