package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// firstVisit is the most that a first visit may take of the line, in bytes: page, styles, scripts and pictures, all compressed.
const firstVisit = 90_000

// zoomed is how wide the page is where a window of 1,280 pixels is enlarged to 400%.
const zoomed = 320

// browsed are the pages of what no search has. Those of one organism and one platform are found on the lists of all.
func browsed(b *tab) []string {
	pages := []string{"/", "/catalogue", "/help", "/organisms?find=us&sort=name", "/nowhere", "/organisms/nobody"}
	for _, list := range []string{"/organisms", "/platforms"} {
		b.visit(list)
		pages = append(pages, eval[string](b, `document.querySelector(".values-index tbody th a").getAttribute("href")`))
	}
	return pages
}

// TestBrowsing visits the pages of what no search has: they name themselves and fit a window enlarged to 400%; those of organisms and platforms are
// accessible. (TestAccessibility looks at the others.)
func TestBrowsing(t *testing.T) {
	t.Parallel()
	b := open(t)
	axe := readAxe(t)
	for _, page := range browsed(b) {
		b.do(chromedp.EmulateViewport(zoomed, 256))
		b.visit(page)
		b.fits(page)
		b.named(page)
		if strings.Contains(page, "organisms") || strings.Contains(page, "platforms") {
			b.checkAccess(axe, page)
		}
	}
	b.expect("404")
}

func media(name, value string) chromedp.Action[chromedp.Void] {
	return call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: name, Value: value}}})
}

// fits fails where the page has to be scrolled sideways.
func (b *tab) fits(page string) {
	b.t.Helper()
	if over := eval[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
		b.t.Errorf("%s is %d pixels wider than its window of %d", page, over, eval[int](b, "innerWidth"))
	}
}

// named checks what links to the page show: title, description, picture and address, whole ones.
func (b *tab) named(page string) {
	b.t.Helper()
	type head struct{ Title, Shown, Description, Picture, URL, Canonical, Heading string }
	h := eval[head](b, `(() => {
		const of = (s, a) => document.querySelector(s)?.getAttribute(a) ?? "";
		return {Title: document.title, Shown: of("meta[property='og:title']", "content"), Description: of("meta[name=description]", "content"),
			Picture: of("meta[property='og:image']", "content"), URL: of("meta[property='og:url']", "content"), Canonical: of("link[rel=canonical]", "href"),
			Heading: document.querySelector("h1").textContent};
	})()`)
	if !strings.Contains(h.Title, "Facetome") || h.Shown == "" || h.Description == "" || h.Heading == "" {
		b.t.Errorf("%s is named %+v", page, h)
	}
	if !strings.HasPrefix(h.Picture, b.site.url+"/static/card.") {
		b.t.Errorf("%s has the picture %q", page, h.Picture)
	}
	if missing := page == "/nowhere" || page == "/organisms/nobody"; missing != (h.URL == "") || h.URL != h.Canonical || !missing && !strings.HasPrefix(h.URL, b.site.url+"/") {
		b.t.Errorf("%s has the address %q, canonical %q", page, h.URL, h.Canonical)
	}
}

// TestFirstVisit measures what a first visit takes, and how much the page moves while it loads.
func TestFirstVisit(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"/", "/search", "/organisms"} {
		b := open(t) // with an empty cache
		b.visit(page)
		type visit struct {
			Bytes, Files int
			Moved        []string
		}
		v := eval[visit](b, `new Promise((done) => {
			const moved = [];
			const rect = (r) => [r.x, r.y, r.width, r.height].join(" ");
			new PerformanceObserver((list) => list.getEntries().forEach((e) => e.sources.forEach((s) =>
				moved.push((s.node?.parentElement?.outerHTML ?? "").slice(0, 80) + " from " + rect(s.previousRect) + " to " + rect(s.currentRect)))))
				.observe({type: "layout-shift", buffered: true});
			const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
			requestAnimationFrame(() => requestAnimationFrame(() =>
				done({Bytes: all.reduce((sum, e) => sum + e.transferSize, 0), Files: all.length, Moved: moved})));
		})`)
		if v.Files < 4 || v.Bytes > firstVisit || v.Bytes < 10_000 {
			t.Errorf("a first visit of %s takes %d bytes in %d files; at most %d are good", page, v.Bytes, v.Files, firstVisit)
		}
		for _, what := range v.Moved {
			t.Errorf("%s: while it loads there moves %s", page, what)
		}
		t.Logf("a first visit of %s takes %d bytes in %d files", page, v.Bytes, v.Files)
	}
}

// TestBrowsingWithoutJavaScript goes from the first page to an organism and on to a search, and reads a definition on the way.
func TestBrowsingWithoutJavaScript(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.do(call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	b.visit("/")
	isOpen := func() bool {
		return eval[bool](b, `document.querySelector("#def-unique-sample").matches(":popover-open")`)
	}
	if isOpen() {
		t.Error("the definition is open before anybody asked")
	}
	b.do(chromedp.Focus(chromedp.CSS(".home-size .term")), chromedp.KeyEvent("\r"))
	if !isOpen() {
		t.Error("Enter does not open the definition")
	}
	b.do(chromedp.KeyEvent("\u001b"))
	if isOpen() {
		t.Error("Escape does not close the definition")
	}
	b.click(`.picture a[href="/organisms"]`)
	b.do(chromedp.SendKeys(chromedp.CSS(".values-find input[name=find]"), "human\r"))
	b.await("the list has what was looked for", `location.search === "?find=human" && document.querySelectorAll(".values-index tbody tr").length === 1`)
	b.click(".values-index tbody th a")
	if at := eval[string](b, "location.pathname"); at != "/organisms/Homo_sapiens" {
		t.Errorf("human leads to %s", at)
	}
	size := eval[string](b, `document.querySelector(".value-size").textContent`)
	for _, link := range []string{".picture:not(.years) li a", ".years tbody th a", ".facet li a"} {
		b.visit("/organisms/Homo_sapiens")
		if strings.HasPrefix(link, ".years") {
			b.do(chromedp.Click(chromedp.CSS(".years summary")))
		}
		b.click(link)
		if v, _ := b.check(); !v.asks("organism", "Homo sapiens") || len(v.Chips) != 2 {
			t.Errorf("%s leads to %s with the chips %q", link, v.URL, v.Chips)
		}
	}
	b.visit("/organisms/Homo_sapiens")
	b.click(".actions a")
	if v, _ := b.check(); !strings.Contains(strings.Join(strings.Fields(size), " "), strings.Join(strings.Fields(v.Headline), " ")) {
		t.Errorf("the organism's page says %q, its search %q", size, v.Headline)
	}
	b.visit("/organisms/human")
	if at := eval[string](b, "location.pathname"); at != "/organisms/Homo_sapiens" {
		t.Errorf("a common name leads to %s", at)
	}
}

// TestPrint: on paper nothing is left that is to be clicked or typed into, and the address stands below.
func TestPrint(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print", Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}}))
	for _, page := range []string{"/", "/search?organism=Homo+sapiens", "/organisms/Homo_sapiens", "/catalogue"} {
		b.visit(page)
		left := eval[[]string](b, `[...document.querySelectorAll("input, select, button:not(.term), nav:not(.chips), .actions")].filter((e) => e.checkVisibility()).map((e) => e.outerHTML.slice(0, 200))`)
		if len(left) > 0 {
			t.Errorf("%s prints %q", page, left)
		}
		if address := eval[string](b, `[...document.querySelectorAll(".print-only")].filter((e) => e.checkVisibility()).map((e) => e.textContent).join()`); address != b.site.url+page {
			t.Errorf("%s prints the address %q", page, address)
		}
		if paper := eval[string](b, "getComputedStyle(document.body).backgroundColor"); paper != "rgb(255, 255, 255)" {
			t.Errorf("%s prints on %s", page, paper)
		}
	}
}
