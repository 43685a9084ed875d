package e2e_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestViews lists experiments, then samples in columns of one's choice, which another view keeps.
func TestViews(t *testing.T) {
	t.Parallel()
	b := open(t)
	heads := func() []string {
		return eval[[]string](b, `[...document.querySelectorAll("#results thead th")].map((e) => e.innerText)`)
	}
	b.visit("/search?q=expression")
	b.click("#view-Samples")
	if v, _ := b.check(); v.URL != "/search?q=expression&view=samples" || v.Hits != 20 {
		t.Errorf("the samples are at %s", v.URL)
	}
	before := heads()
	b.do(chromedp.Click(chromedp.CSS("#columns summary")))
	b.click(`input[id="column=stage"]`)
	after := heads()
	if slices.Contains(before, "Stage") || !slices.Contains(after, "Stage") || len(after) != len(before)+1 {
		t.Errorf("choosing a column makes %q of %q", after, before)
	}
	if open := eval[bool](b, `document.getElementById("columns").open && document.activeElement.id === "column=stage"`); !open {
		t.Error("the choice of columns closed, or lost the focus")
	}
	b.click(box(female))
	if v, _ := b.check(); !strings.Contains(v.URL, "column=stage") || !slices.Equal(heads(), after) {
		t.Errorf("a filter forgets the columns: %s", v.URL)
	}
	b.click("#view-Experiments")
	b.click("#view-Samples")
	if !slices.Equal(heads(), after) {
		t.Errorf("another view forgets the columns: %q", heads())
	}
	b.do(chromedp.Click(chromedp.CSS("#columns summary")))
	b.click(`input[id="column=stage"]`)
	if v, _ := b.check(); v.URL != "/search?q=expression&sex=female&view=samples" {
		t.Errorf("the usual columns are at %s", v.URL)
	}
}

// TestPages sorts, sizes, and goes from page to page.
func TestPages(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search?size=10")
	b.do(chromedp.SetValue(chromedp.CSS("#page"), "9"))
	b.click("#jump")
	if v, _ := b.check(); v.URL != "/search?page=9&size=10" || v.Hits != 10 {
		t.Errorf("jumping leads to %s with %d hits", v.URL, v.Hits)
	}
	b.click(`.pages a[rel=prev]`)
	if at := eval[string](b, "document.activeElement.id"); at != "results" {
		t.Errorf("after going to another page the focus is at %q", at)
	}
	b.click(box(female))
	if v, _ := b.check(); v.URL != "/search?sex=female&size=10" {
		t.Errorf("a filter on page 8 leads to %s", v.URL)
	}
	b.choose("#sort", "newest", "/search?sex=female&size=10&sort=newest")
	b.choose("#size", "50", "/search?sex=female&size=50&sort=newest")
}

// choose picks an option as people do, and waits for the address.
func (b *tab) choose(selector, value, address string) {
	b.t.Helper()
	b.do(chromedp.SetValue(chromedp.CSS(selector), value))
	b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("` + selector + `").dispatchEvent(new Event("change", {bubbles: true}))`))
	b.await("the address is "+address, `location.pathname + location.search === "`+address+`" && `+settled)
	b.check()
}

// TestNothingFound follows what helps most, and finds what it promised.
func TestNothingFound(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search?organism=Danio+rerio&sex=female&technology=scRNA-seq")
	if a := b.data(b.look().URL); a.Total.Experiments != 0 {
		t.Fatalf("there are %+v", a.Total)
	}
	promised := eval[string](b, `document.querySelector(".removals .ink-samples").innerText + " in " + document.querySelector(".removals .ink-experiments").innerText`)
	if status := eval[string](b, `document.getElementById("status").innerText`); !strings.Contains(status, promised) {
		t.Errorf("screen readers hear %q, not %q", status, promised)
	}
	b.click(".removals a")
	v, _ := b.check()
	if strings.Replace(v.Headline, "unique ", "", 1) != promised || strings.HasPrefix(promised, "0 ") {
		t.Errorf("promised were %s, the headline says %s", promised, v.Headline)
	}
}

// TestTextChip takes the text off: the search box is empty then.
func TestTextChip(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search?q=expression&sex=female")
	b.click(`.chip[aria-label^="Remove Text"]`)
	if v, _ := b.check(); v.URL != "/search?sex=female" || eval[string](b, `document.getElementById("q").value`) != "" {
		t.Errorf("without the text: %s", v.URL)
	}
	b.do(chromedp.Evaluate[chromedp.Void]("history.back()"))
	b.await("the text is back", `location.search.includes("q=") && document.getElementById("q").value === "expression" && `+settled)
	b.check()
}
