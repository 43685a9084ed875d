package ingest

import (
	"context"
	"io"
	"runtime"
	"testing"

	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/synthetic"
)

// TestMemoryStaysFlat imports a stream of which the records alone, all kept, would take several times flatHeap.
func TestMemoryStaysFlat(t *testing.T) {
	const flatHeap = 52 << 20 // bytes; some 25 of them are what imports know of codes and values
	experiments, most := 2000, uint64(0)
	if testing.Short() {
		experiments = 300 // the race detector is slow; the heap is then bounded in any case
	}
	stream, out := io.Pipe()
	go func() { out.CloseWithError(synthetic.Generate(out, synthetic.Options{Experiments: experiments})) }()
	measured := 0
	report, err := Import(context.Background(), modelstest.SQLite(t), []string{"-"}, Options{
		Stdin: stream,
		Progress: func(p Progress) {
			if p.Samples/5000 == measured {
				return
			}
			measured = p.Samples / 5000
			var memory runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&memory)
			most = max(most, memory.HeapAlloc)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if report.Changes.SamplesAdded < 15*experiments || report.Problems() > 0 || most == 0 {
		t.Errorf("%d samples, %d problems, heap of %d bytes", report.Changes.SamplesAdded, report.Problems(), most)
	}
	if most > flatHeap {
		t.Errorf("%d MB of heap, after %d samples; expected %d at most", most>>20, report.Changes.SamplesAdded, flatHeap>>20)
	}
	t.Logf("%d MB of heap at most, %d samples", most>>20, report.Changes.SamplesAdded)
}
