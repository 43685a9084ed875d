package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestWithoutJavaScript does everything with scripts turned off.
func TestWithoutJavaScript(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.do(call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	b.visit("/")
	b.do(chromedp.SendKeys(chromedp.CSS("input[name=q]"), "expression\r"))
	b.await("the search is answered", `location.pathname === "/search" && `+settled)

	// A tick alone changes nothing; the button sends it, with all that is on already.
	b.do(chromedp.Click(chromedp.CSS(box(human))))
	if at := eval[string](b, "location.search"); strings.Contains(at, "organism") {
		t.Errorf("scripts are on: a tick led to %s", at)
	}
	b.click("#drawer button[type=submit]")
	if v, _ := b.check(); v.URL != "/search?organism=Homo+sapiens&q=expression" || len(v.Chips) != 2 {
		t.Errorf("applying leads to %s with the chips %q", v.URL, v.Chips)
	}
	b.click(not(female))
	if v, _ := b.check(); v.URL != "/search?organism=Homo+sapiens&q=expression&sex%21=female" {
		t.Errorf("excluding leads to %s", v.URL)
	}
	b.click(`.chip[aria-label*="female"]`)
	if v, _ := b.check(); v.URL != "/search?organism=Homo+sapiens&q=expression" {
		t.Errorf("taking a chip off leads to %s", v.URL)
	}
	b.do(chromedp.SetValue(chromedp.CSS("#sort"), "newest"))
	b.click(".toolbar button[type=submit]")
	if v, _ := b.check(); v.URL != "/search?organism=Homo+sapiens&q=expression&sort=newest" {
		t.Errorf("sorting leads to %s", v.URL)
	}
	b.do(chromedp.SetValue(chromedp.CSS("input[name='year.from']"), "2010"))
	b.click("#apply-year")
	if v, _ := b.check(); v.URL != "/search?organism=Homo+sapiens&q=expression&sort=newest&year=2010.." {
		t.Errorf("a range leads to %s", v.URL)
	}
	b.click(`.tabs a:not([aria-current])`)
	v, _ := b.check()
	if !strings.Contains(v.URL, "view=samples") {
		t.Errorf("the other view is at %s", v.URL)
	}
	b.click(`nav[aria-label="Pages of results"] a[href*="page=2"]`)
	if v, _ := b.check(); !strings.Contains(v.URL, "page=2") {
		t.Errorf("the next page is at %s", v.URL)
	}
	b.do(chromedp.SendKeys(chromedp.CSS("#find-tissue"), "li\r"))
	b.await("values are found", `location.search.includes("in.tissue=li") && `+settled)
	v, _ = b.check()
	for _, r := range v.only("tissue") {
		if !strings.Contains(strings.ToLower(r.ID), "li") && r.ID != "tissue!=%2A" {
			t.Errorf("looking for li shows %s", r.ID)
		}
	}
	b.click("#fold-tissue")
	if v, _ := b.check(); !strings.Contains(v.URL, "fold=tissue") || len(v.only("tissue")) != 0 {
		t.Errorf("folding leads to %s", v.URL)
	}
	b.click(`#more-organism`)
	if v, _ := b.check(); !strings.Contains(v.URL, "all=organism") {
		t.Errorf("all values are at %s", v.URL)
	}
	b.click(`#results tbody a[href^="/samples/"]`)
	b.click(`a[href^="/experiments/"]`)
	if at := eval[string](b, "location.pathname"); !strings.HasPrefix(at, "/experiments/SYNE") {
		t.Errorf("a sample's experiment leads to %s", at)
	}
}
