package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// only returns the rows of one facet.
func (v view) only(facet string) []row {
	return slices.DeleteFunc(slices.Clone(v.Rows), func(r row) bool { return r.Facet != facet })
}

// TestShowAll opens all values of a facet, in place of the results, chooses one there, and comes back to the results.
func TestShowAll(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search?q=expression&size=10")
	few := b.look()
	all := b.data(few.URL)
	b.click("#more-tissue")
	v := b.look()
	if v.URL != "/search?all=tissue&q=expression&size=10" || v.Hits != 0 || len(v.only("tissue")) != len(all.Facets["tissue"]) {
		t.Fatalf("%s shows %d hits and %d tissues of %d", v.URL, v.Hits, len(v.only("tissue")), len(all.Facets["tissue"]))
	}
	if at := eval[string](b, "document.activeElement.id"); at != "panel-tissue" {
		t.Errorf("the focus is at %q", at)
	}
	last := v.only("tissue")[len(all.Facets["tissue"])-2]
	b.click(box(last.ID))
	if v := b.look(); v.Hits != 0 || !v.row(t, last.ID).Checked || !strings.Contains(v.URL, "all=tissue") {
		t.Errorf("choosing %s leads to %s", last.ID, v.URL)
	}
	b.click(".panel-back a")
	if v, a := b.check(); v.URL != "/search?q=expression&size=10&"+last.ID || a.Total.Samples != last.Samples {
		t.Errorf("back at the results of %s there are %+v, promised were %+v", v.URL, a.Total, last)
	}
}

// TestFindValues types into the box of a facet, faster than the script asks: one request, which changes no number, and the letters and the
// caret stay. The address stays one step of the history.
func TestFindValues(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search")
	before := b.look()
	steps := eval[int](b, "history.length")
	b.forget()
	b.do(chromedp.SendKeys(chromedp.CSS("#find-tissue"), "li"))
	b.await("the values are narrowed", `location.search === "?in.tissue=li" && `+settled)
	if asked := b.asked(); len(asked) != 1 {
		t.Errorf("two letters asked for %q", asked)
	}
	v, _ := b.check()
	if v.Headline != before.Headline || len(v.only("tissue")) < 2 {
		t.Errorf("the headline says %q, the tissues are %+v", v.Headline, v.only("tissue"))
	}
	for _, r := range v.only("tissue") {
		if !strings.Contains(strings.ToLower(r.ID), "li") && r.ID != "tissue!=%2A" {
			t.Errorf("%s is shown", r.ID)
		}
	}
	b.press("v")
	b.await("a third letter narrows more", `location.search === "?in.tissue=liv" && `+settled)
	is := eval[[]any](b, `[document.activeElement.id, document.activeElement.value, document.activeElement.selectionStart, history.length]`)
	if want := fmt.Sprint([]any{"find-tissue", "liv", 3, steps}); fmt.Sprint(is) != want {
		t.Errorf("focus, text, caret and history are %v, want %s", is, want)
	}
	b.click(".find a")
	if v := b.look(); v.URL != "/search" || !same(v, before) {
		t.Errorf("no longer looking leads to %s", v.URL)
	}
	if at := eval[string](b, "document.activeElement.id"); at != "fold-tissue" {
		t.Errorf("the focus is at %q", at)
	}
}

// TestTypingWhileAnswered types on while the answer to the first letters is on its way: nothing typed is lost.
func TestTypingWhileAnswered(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search")
	eval[bool](b, `(document.addEventListener("htmx:beforeSwap", () => {
		const box = document.activeElement; // a letter comes between the answer and the new page
		box.value += "v";
		box.setSelectionRange(3, 3);
	}, {once: true, capture: true}), true)`)
	b.do(chromedp.SendKeys(chromedp.CSS("#find-tissue"), "li"))
	b.await("what was typed meanwhile is asked for", `location.search === "?in.tissue=liv" && `+settled)
	if text := eval[string](b, `document.activeElement.value`); text != "liv" {
		t.Errorf("the box holds %q", text)
	}
}

// TestFold folds a facet, which keeps its filter, and unfolds it: both in the address, one step of the history.
func TestFold(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search?sex=female")
	before, _ := b.check()
	steps := eval[int](b, "history.length")
	b.click("#fold-sex")
	v, _ := b.check()
	if v.URL != "/search?fold=sex&sex=female" || len(v.only("sex")) != 0 || v.Headline != before.Headline {
		t.Errorf("folding leads to %s with %+v", v.URL, v.only("sex"))
	}
	if text := eval[string](b, `document.querySelector("#facet-sex legend").innerText`); !strings.Contains(text, "1 on") {
		t.Errorf("the folded facet says %q", text)
	}
	b.do(chromedp.Reload())
	b.click("#fold-sex")
	if v, _ := b.check(); !same(v, before) || eval[int](b, "history.length") != steps {
		t.Errorf("unfolding leads to %s", v.URL)
	}
	if at := eval[string](b, "document.activeElement.id"); at != "fold-sex" {
		t.Errorf("the focus is at %q", at)
	}
}

// TestFoldedByItself finds facets that could not narrow the result folded, and unfolds one.
func TestFoldedByItself(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search?q=SYNE000001")
	if n := eval[int](b, `document.querySelectorAll(".facet-folded").length`); n < 3 {
		t.Fatalf("%d facets of one experiment are folded", n)
	}
	if v := b.look(); len(v.only("source")) != 0 {
		t.Errorf("its only source can be chosen: %+v", v.only("source"))
	}
	b.click("#fold-source")
	if v, _ := b.check(); v.URL != "/search?q=SYNE000001&unfold=source" || len(v.only("source")) != 1 {
		t.Errorf("%s shows %+v", v.URL, v.only("source"))
	}
}

// TestHistogram chooses a bar, lifts it, and chooses a range with the boxes.
func TestHistogram(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search")
	before, _ := b.check()
	bar := slices.IndexFunc(before.Bars, func(x bar) bool { return x.Facet == "year" && !strings.Contains(x.Label, ": 0 samples") })
	b.click(fmt.Sprintf(".histogram a[href=%q]", before.Bars[bar].URL))
	v, a := b.check()
	if v.URL != before.Bars[bar].URL || !strings.Contains(strings.ReplaceAll(before.Bars[bar].Label, ",", ""), fmt.Sprintf(": %d samples in %d experiment", a.Total.Samples, a.Total.Experiments)) {
		t.Errorf("the bar %q leads to %s with %+v", before.Bars[bar].Label, v.URL, a.Total)
	}
	b.click(fmt.Sprintf(".histogram a[href=%q]", "/search"))
	if v, _ := b.check(); !same(v, before) {
		t.Errorf("lifting the bar leads to %s", v.URL)
	}
	b.do(
		chromedp.SetValue(chromedp.CSS("input[name='year.from']"), "2010"), chromedp.SetValue(chromedp.CSS("input[name='year.to']"), "2015"),
	)
	b.click("#apply-year")
	if v, _ := b.check(); v.URL != "/search?year=2010..2015" || len(v.Chips) != 1 || v.Chips[0] != "Remove Year: 2010–2015" {
		t.Errorf("the boxes lead to %s with %q", v.URL, v.Chips)
	}
}

// TestNothingJumps ticks a value far down: what is clicked stays under the pointer's facet, and keeps the focus, though a chip appears above.
func TestNothingJumps(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search")
	r := b.look().only("platform")[3]
	b.do(chromedp.ScrollIntoView(chromedp.CSS(box(r.ID))))
	const place = `Math.round(document.getElementById("facet-platform").getBoundingClientRect().top)`
	before := eval[int](b, place)
	eval[bool](b, fmt.Sprintf("document.querySelector(%q).focus({preventScroll: true}), true", box(r.ID)))
	b.follow(box(r.ID))
	if after := eval[int](b, place); after < before-1 || after > before+1 { // browsers scroll by whole pixels
		t.Errorf("the facet moved from %d to %d", before, after)
	}
	if at := eval[string](b, "document.activeElement.id"); at != r.ID {
		t.Errorf("the focus went to %q", at)
	}
	b.check()
}
