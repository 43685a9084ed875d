package e2e_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// follow clicks an element where it is, without moving the page as a pointer would have to, and waits until the page's address is another.
func (b *tab) follow(selector string) {
	b.t.Helper()
	before := eval[string](b, "location.href")
	eval[bool](b, fmt.Sprintf("document.querySelector(%q).click(), true", selector))
	b.await(selector+" leads elsewhere", fmt.Sprintf("location.href !== %q && %s", before, settled))
}

// scroll moves the page and returns where it is then.
func (b *tab) scroll(y int) int {
	b.t.Helper()
	return eval[int](b, fmt.Sprintf("window.scrollTo(0, %d), Math.round(window.scrollY)", y))
}

// history goes back (-1) or forward (1), and waits for the address and the place that the page was left at.
func (b *tab) history(by int, address string, y int) {
	b.t.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf("history.go(%d)", by)))
	b.isAt(fmt.Sprintf("history.go(%d)", by), address, y)
}

func (b *tab) isAt(what, address string, y int) {
	b.t.Helper()
	b.await(fmt.Sprintf("%s leads to %s at %d", what, address, y), fmt.Sprintf(
		`location.pathname + location.search === %q && Math.round(window.scrollY) === %d && %s`, address, y, settled))
	b.check()
}

// TestScrollPosition leaves searches in many ways and comes back: to the same filters and page, scrolled to where it was.
func TestScrollPosition(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "<!doctype html><title>Another site</title>")
	}))
	t.Cleanup(elsewhere.Close)
	for width, cache := range map[int64]bool{desktop: true, phone: false} {
		t.Run(fmt.Sprintf("%d pixels, cache %v", width, cache), func(t *testing.T) {
			b := open(t)
			b.do(
				chromedp.EmulateViewport(width, 900),
				call(network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: !cache}),
			)
			b.visit("/search")
			top := b.scroll(150)
			const filtered = "/search?organism=Homo+sapiens"
			b.follow(box(human))
			first := b.scroll(1234)
			b.follow(`.pages a[rel=next]`)
			second := eval[string](b, "location.pathname + location.search") // names the generation of the first page too
			if u, err := url.Parse(second); err != nil || u.Query().Get("page") != "2" || u.Query().Get("organism") != "Homo sapiens" {
				t.Fatalf("the next page is %s (%v)", second, err)
			}
			if y := eval[int](b, "Math.round(document.getElementById('results').getBoundingClientRect().top)"); y < 0 || y > 40 {
				t.Errorf("the next page begins at %d", y)
			}
			next := b.scroll(777)

			b.history(-1, filtered, first)
			b.history(-1, "/search", top)
			b.history(1, filtered, first)
			b.history(1, second, next)

			b.follow("#results .cards h2 a") // an experiment
			b.history(-1, second, next)
			b.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf("location.assign(%q)", elsewhere.URL)))
			b.await("the other site is there", `document.title === "Another site"`)
			b.history(-1, second, next)
			b.do(chromedp.Reload())
			b.isAt("reloading", second, next)
			b.history(-1, filtered, first) // from a page that was loaded, to one that was not
		})
	}
}

// TestLinkWithinPage takes a step that asks the server nothing.
func TestLinkWithinPage(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search?sex=female")
	y := b.scroll(300)
	b.forget()
	b.follow(`#drawer a[href="#results"]`)
	b.history(-1, "/search?sex=female", y)
	if asked := b.asked(); len(asked) != 0 {
		t.Errorf("a link within the page asked for %q", asked)
	}
}
