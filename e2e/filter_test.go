package e2e_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

const (
	human  = "organism=Homo+sapiens"
	mouse  = "organism=Mus+musculus"
	female = "sex=female"
)

// TestFilter ticks a value: address, headline, facets, chips and results change together, in one request.
func TestFilter(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search")
	before, all := b.check()
	if all.Total.Experiments != demoSize {
		t.Errorf("a search for everything finds %d experiments", all.Total.Experiments)
	}
	b.forget()
	b.click(box(human))
	if asked := b.asked(); len(asked) != 1 || !strings.Contains(asked[0], "/search?") {
		t.Errorf("one tick asked for %q", asked)
	}
	after, some := b.check()
	if after.URL != "/search?organism=Homo+sapiens" {
		t.Errorf("the address is %s", after.URL)
	}
	promised := before.row(t, human)
	if some.Total.Samples != promised.Samples || some.Total.Experiments != promised.Experiments {
		t.Errorf("the facet promised %+v, the headline says %+v", promised, some.Total)
	}
	if !after.row(t, human).Checked {
		t.Error("the box is not ticked")
	}
	if !slices.Equal(after.Chips, []string{"Remove Organism: Homo sapiens"}) {
		t.Errorf("the chips are %q", after.Chips)
	}
	if after.Headline == before.Headline {
		t.Errorf("the headline is still %q", after.Headline)
	}

	b.click(box(mouse))
	if both, _ := b.check(); both.URL != "/search?organism=Homo+sapiens&organism=Mus+musculus" || len(both.Chips) != 2 {
		t.Errorf("a second value leads to %s with the chips %q", both.URL, both.Chips)
	}
	b.click(box(human))
	if one, _ := b.check(); one.URL != "/search?organism=Mus+musculus" {
		t.Errorf("taking a tick away leads to %s", one.URL)
	}
}

// TestQuickTicks ticks twice before the first is answered: the older request is dropped, and what comes holds both.
func TestQuickTicks(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search")
	eval[bool](b, fmt.Sprintf(`(window.dropped = 0, document.addEventListener("htmx:xhr:abort", () => window.dropped++),
		document.querySelector(%q).click(), document.querySelector(%q).click(), true)`, box(human), box(female)))
	b.await("both are answered", `location.search === "?organism=Homo+sapiens&sex=female" && `+settled)
	if dropped := eval[int](b, "window.dropped"); dropped == 0 {
		t.Errorf("no request was dropped")
	}
	if v, _ := b.check(); len(v.Chips) != 2 {
		t.Errorf("the chips are %q", v.Chips)
	}
}

func TestExclude(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search?q=expression")
	before, _ := b.check()
	b.click(not(human))
	after, _ := b.check()
	if after.URL != "/search?organism%21=Homo+sapiens&q=expression" {
		t.Errorf("the address is %s", after.URL)
	}
	if r := after.row(t, human); !r.Excluded || r.Samples != before.row(t, human).Samples {
		t.Errorf("the excluded value shows %+v, before %+v", r, before.row(t, human))
	}
	if !slices.Equal(after.Chips, []string{"Remove Text: expression", "Remove Organism: not Homo sapiens"}) {
		t.Errorf("the chips are %q", after.Chips)
	}
	b.click(not(human))
	if again, _ := b.check(); !same(again, before) {
		t.Errorf("excluding no longer gives another page:\n%s", cmp.Diff(before, again))
	}
}

func TestChips(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search?organism=Homo+sapiens&sex%21=female&year=2005..2024")
	if v, _ := b.check(); len(v.Chips) != 3 {
		t.Fatalf("the chips are %q", v.Chips)
	}
	b.click(`.chip[aria-label*="female"]`)
	if v, _ := b.check(); v.URL != "/search?organism=Homo+sapiens&year=2005..2024" || len(v.Chips) != 2 {
		t.Errorf("without a chip: %s with %q", v.URL, v.Chips)
	}
	b.click(`.chips a:not(.chip)`)
	if v, _ := b.check(); v.URL != "/search" || len(v.Chips) != 0 {
		t.Errorf("without all chips: %s with %q", v.URL, v.Chips)
	}
}

// TestHistory goes back and forward, reloads, and hands the address to somebody else: the page is the same each time.
func TestHistory(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search")
	var seen []view
	look := func() {
		t.Helper()
		v, _ := b.check()
		seen = append(seen, v)
	}
	look()
	b.click(box(human))
	look()
	b.click(not(female))
	look()
	is := func(what string, want view) {
		t.Helper()
		b.await(what, fmt.Sprintf(
			`location.pathname + location.search === %q && document.querySelector("#headline")?.innerText === %q && %s`,
			want.URL, want.Headline, settled))
		if v, _ := b.check(); !same(v, want) {
			t.Errorf("%s shows another page:\n%s", what, cmp.Diff(want, v))
		}
	}
	back := chromedp.Evaluate[chromedp.Void]("history.back()")
	forward := chromedp.Evaluate[chromedp.Void]("history.forward()")
	b.do(back)
	is("going back", seen[1])
	b.do(back)
	is("going back twice", seen[0])
	b.do(forward)
	is("going forward", seen[1])
	b.do(forward)
	is("going forward twice", seen[2])
	b.do(chromedp.Reload())
	is("reloading", seen[2])
	b.click(box(mouse)) // what came from history still works
	if v, _ := b.check(); len(v.Chips) != 3 {
		t.Errorf("after going back and forward a tick leads to %s", v.URL)
	}

	other := open(t)
	other.visit(seen[2].URL)
	if v, _ := other.check(); !same(v, seen[2]) {
		t.Errorf("a shared link shows another page:\n%s", cmp.Diff(seen[2], v))
	}
}

// same compares what two pages show.
func same(a, b view) bool { return cmp.Equal(a, b) }

// TestNumbers compares every number on the page with the data, for searches of all kinds.
func TestNumbers(t *testing.T) {
	t.Parallel()
	b := open(t)
	for _, query := range []string{
		"", "?view=samples", "?q=cancer", "?sex=*", "?sex%21=*", "?organism=Homo+sapiens&tissue=*&view=samples", "?all=organism",
		"?technology=RNA-seq&disease%21=*&sort=newest", "?year=2010..2020&samples=5..", "?organism=Mus+musculus&page=2&size=10",
		"?in.tissue=li", "?source=GEO&publication=no", "?q=nothinghasthis", "?q=nothing+has+these+words", "?q=-expression+OR+title:stress",
	} {
		b.visit("/search" + query)
		b.check()
	}
}

// TestUnknownParameters are named on the page, and the rest works.
func TestUnknownParameters(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search?organsim=human&sex=female")
	v, _ := b.check()
	if text := eval[string](b, "document.body.innerText"); !strings.Contains(text, "organsim") {
		t.Errorf("the page at %s does not name organsim", v.URL)
	}
	if !v.row(t, female).Checked {
		t.Error("the rest was not used")
	}
}

// TestSearchBox types a search on the home page and opens its first hit.
func TestSearchBox(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/")
	b.do(chromedp.SendKeys(chromedp.CSS("input[name=q]"), "human\r"))
	b.await("the search is answered", `location.pathname === "/search" && `+settled)
	v, _ := b.check()
	if q, err := url.Parse(v.URL); err != nil || q.Query().Get("q") != "human" {
		t.Errorf("typing leads to %s", v.URL)
	}
	b.click("#results .cards h2 a, #results .cards h3 a")
	if at := eval[string](b, "location.pathname"); !strings.HasPrefix(at, "/experiments/SYNE") {
		t.Errorf("a hit leads to %s", at)
	}
}
