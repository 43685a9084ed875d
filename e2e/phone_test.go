package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestDrawer filters on a phone: the button says how many filters are on, the drawer stays open and the focus where it was, and one step leads to the
// results.
func TestDrawer(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.do(chromedp.EmulateViewport(phone, 800))
	b.visit("/search?q=expression")
	button := func() string { return eval[string](b, `document.querySelector("#drawer summary").innerText.trim()`) }
	if got := button(); !strings.HasPrefix(got, "Filters") || strings.Contains(got, "·") {
		t.Errorf("without filters the button says %q", got)
	}
	b.do(chromedp.Click(chromedp.CSS("#drawer summary")))
	b.click(box(human))
	b.click(not(female))
	if got := button(); !strings.HasPrefix(got, "Filters · 2") {
		t.Errorf("with two filters the button says %q", got)
	}
	if open := eval[bool](b, `document.getElementById("drawer").open && document.activeElement.id === "not-sex=female"`); !open {
		t.Error("the drawer closed, or lost the focus")
	}
	_, a := b.check()
	b.await("the way to the results is in sight", `(() => { const r = document.querySelector(".drawer-done").getBoundingClientRect(); return r.bottom <= innerHeight + 1 && r.top > 0; })()`)
	if words := eval[string](b, `document.querySelector(".drawer-done").innerText`); words != "Show "+plural(a.Total.Experiments, "experiment") {
		t.Errorf("the way to the results says %q of %+v", words, a.Total)
	}
	b.do(chromedp.Click(chromedp.CSS(".drawer-done a")))
	b.await("the results are in sight", `!document.getElementById("drawer").open && document.activeElement.id === "results"
		&& Math.abs(document.getElementById("results").getBoundingClientRect().top) < 40`)
}
