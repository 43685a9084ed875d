package embedded

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestSortFirst: however few of them are asked for, the first hits are those that sorting all of them puts first.
func TestSortFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		orders := rapid.SliceOfN(rapid.Uint64Range(0, 20), 0, 300).Draw(t, "orders")
		var hits []hit
		for e, order := range orders {
			hits = append(hits, hit{order: order, experiment: uint32(e)})
		}
		n := rapid.IntRange(0, len(hits)).Draw(t, "n")
		want := slices.SortedFunc(slices.Values(hits), compareHits)[:n]
		sortFirst(hits, n)
		if !slices.Equal(hits[:n], want) {
			t.Fatalf("the first %d of %v are %v, want %v", n, orders, hits[:n], want)
		}
	})
}
