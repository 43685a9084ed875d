package upkeep_test

import (
	"errors"
	"testing"

	"github.com/facetome/facetome/models/control"
)

// TestState: what administrators are told of an index.
func TestState(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		if _, err := b.LastCheck(t.Context()); !errors.Is(err, control.ErrNotFound) {
			t.Errorf("before any check: %v", err)
		}
		b.put(t, some(5)...)
		b.run(t, control.Rebuild)
		waiting := func(want int) {
			t.Helper()
			lag, err := b.Lag(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if n, known, err := b.Waiting(t.Context(), lag.Info); err != nil || !known || n != want {
				t.Errorf("%d experiments wait (known: %v, %v), want %d", n, known, err, want)
			}
		}
		waiting(0)
		b.put(t, "NEW1: NEWS1", "NEW2: NEWS2")
		waiting(2)
		b.run(t, control.Changes)
		waiting(0)
		for _, kind := range []control.Kind{control.Check, control.Repair} {
			run := b.run(t, kind)
			if last, err := b.LastCheck(t.Context()); err != nil || last.ID != run.ID {
				t.Errorf("after a %s the last is %+v, %v", kind, last, err)
			}
		}
	})
}
