package models

import (
	"strconv"
	"testing"
)

func TestRecent(t *testing.T) {
	t.Parallel()
	r := newRecent()
	for i := range 5 * maxRecent / 2 {
		r.add(strconv.Itoa(i))
	}
	for i := 3 * maxRecent / 2; i < 5*maxRecent/2; i++ {
		if !r.has(strconv.Itoa(i)) {
			t.Fatalf("%d was forgotten", i)
		}
	}
	if r.has("0") || len(r.now)+len(r.before) > 2*maxRecent {
		t.Errorf("remembers %d", len(r.now)+len(r.before))
	}
}
