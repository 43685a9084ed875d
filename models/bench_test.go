package models_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// BenchmarkCatalogue imports a made-up catalogue and reads it back. FACETOME_BENCH_EXPERIMENTS says how many experiments it has, 2,000
// where unset; each has 20 samples of its own on average, and every fifth repeats those of the one before.
func BenchmarkCatalogue(b *testing.B) {
	experiments := 2000
	if n, err := strconv.Atoi(os.Getenv("FACETOME_BENCH_EXPERIMENTS")); err == nil {
		experiments = n
	}
	for range b.N {
		store := modelstest.SQLite(b)
		begin := time.Now()
		changes, err := store.Import(context.Background(), func(w *models.Writer) error { return writeBench(w, experiments) })
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(changes.SamplesAdded)/time.Since(begin).Seconds(), "imported-samples/s")
		begin = time.Now()
		samples := 0
		err = store.Snapshot(context.Background(), func(s *models.Snapshot) error {
			return s.Each(context.Background(), func(e *models.Experiment) error {
				samples += len(e.Samples)
				return nil
			})
		})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(samples)/time.Since(begin).Seconds(), "read-samples/s")
		b.ReportMetric(float64(samples), "samples")
	}
}

func writeBench(w *models.Writer, experiments int) error {
	random := rand.New(rand.NewPCG(1, 2))
	if err := w.Source("bench.ndjson", "bench.ndjson", "ndjson"); err != nil {
		return err
	}
	next := 0
	var before []string
	for n := range experiments {
		var codes []string
		for range random.IntN(40) {
			next++
			body := benchSample(random, next)
			codes = append(codes, body.AccessionCode)
			if err := w.Sample(body); err != nil {
				return err
			}
		}
		if n%5 == 4 {
			codes = append(codes, before...)
		}
		before = codes
		if err := w.Experiment(models.ExperimentBody{
			AccessionCode: fmt.Sprintf("GSE%d", 10000+n), Alternates: []string{fmt.Sprintf("E-GEOD-%d", 10000+n)},
			Title: fmt.Sprintf("Expression profiling of cohort %d", n), Description: fmt.Sprintf("%01500d", n), SourceDatabase: "GEO",
			Publications: []models.PublicationBody{{PubMedID: strconv.Itoa(20000000 + n), Title: fmt.Sprintf("Paper %d", n), Authors: []string{"A B", "C D"}}},
			Samples:      codes,
		}); err != nil {
			return err
		}
	}
	return nil
}

// benchSample has seven values, of which two come from long lists.
func benchSample(random *rand.Rand, n int) models.SampleBody {
	value := func(field, prefix string, of int) models.FieldValue {
		v := prefix + strconv.Itoa(random.IntN(of))
		return models.FieldValue{Field: field, Value: v, RawKey: field, RawValue: v}
	}
	return models.SampleBody{
		AccessionCode: fmt.Sprintf("GSM%d", 1000000+n), Alternates: []string{fmt.Sprintf("SRR%d", 5000000+n)},
		Title: fmt.Sprintf("Replicate %d of condition %d", n%3, n%7),
		Values: []models.FieldValue{
			value(models.FieldOrganism, "Organism ", 240), value(models.FieldTechnology, "technology ", 3), value(models.FieldPlatform, "GPL", 784),
			value(models.FieldTissue, "tissue ", 20000), value(models.FieldDisease, "disease ", 3000), value(models.FieldSex, "sex ", 2),
			value(models.FieldAge, "", 90),
		},
		Attributes: []models.Attribute{{Key: "batch", Value: strconv.Itoa(n % 11)}, {Key: "passage", Value: strconv.Itoa(n % 17)}, {Key: "note", Value: "frozen at the site"}},
	}
}
