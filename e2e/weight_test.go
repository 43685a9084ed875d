package e2e_test

import (
	"strings"
	"testing"
)

// What pages may weigh, in bytes over the wire, headers included: seconds on a bad line.
const (
	mostSearch = 20_000 // a search page with all facets and 20 results
	mostFirst  = 90_000 // a first visit in all
)

// TestWeight visits a search for the first time.
func TestWeight(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search?unfold=source&q=expression")
	b.await("all is loaded", settled)
	v, _ := b.check()
	if v.Hits != 20 {
		t.Fatalf("%d hits", v.Hits)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	page, all := 0, 0
	for address, n := range b.bytes {
		all += n
		if strings.Contains(address, "/search") {
			page += n
		}
	}
	t.Logf("the page weighs %d bytes, all of a first visit %d", page, all)
	if page == 0 || page > mostSearch || all <= page || all > mostFirst {
		t.Errorf("the page weighs %d bytes and all of a first visit %d, at most they may %d and %d", page, all, mostSearch, mostFirst)
	}
}

// TestNoLayoutShift holds that nothing on the page moves while it loads, and that its style sheet and its scripts do not hide it.
func TestNoLayoutShift(t *testing.T) {
	t.Parallel()
	b := open(t)
	for _, page := range []string{"/search", "/search?view=samples&sex=female", "/search?all=tissue"} {
		b.visit(page)
		b.await("all is loaded", settled)
		shift := eval[float64](b, `new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, e) => sum + e.value, 0)))
			.observe({type: "layout-shift", buffered: true}) ?? requestAnimationFrame(() => requestAnimationFrame(() => resolve(0))))`)
		if shift != 0 {
			t.Errorf("%s moves by %v while it loads", page, shift)
		}
	}
}
