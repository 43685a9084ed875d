package e2e_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// axeFile is the accessibility checker as npm installs it. Its licence keeps it out of the repository.
const axeFile = "../node_modules/axe-core/axe.min.js"

// TestAccessibility runs axe-core over each kind of page, in light and dark, on a desktop and on a phone.
func TestAccessibility(t *testing.T) {
	t.Parallel()
	b := open(t)
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		message := "NOT TESTED FOR ACCESSIBILITY: npm ci installs axe-core"
		if os.Getenv("FACETOME_TEST_REQUIRE") == "1" {
			t.Fatal(message)
		}
		t.Skip(message)
	}
	for _, page := range []string{
		"/", "/help", "/search", "/search?q=%22expression+tisue%3Aliver+OR", "/search?organism=Homo+sapiens&sex%21=female&q=cancer&all=tissue", "/search?view=samples", "/search?q=nothinghasthis",
		"/search?organsim=human&year=x", "/search?q=expresion+SYNS0000001+SYNG0001+GSE99", firstLink(b, "/search", "/experiments/"), firstLink(b, "/search?view=samples", "/samples/"),
		"/catalogue", "/catalogue/sources", "/experiments/SYNE999999",
	} {
		for _, width := range []int64{desktop, phone} {
			for _, scheme := range []string{"light", "dark"} {
				b.do(
					chromedp.EmulateViewport(width, 900),
					call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
						Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
					}),
				)
				b.visit(page)
				for _, violation := range violations(b, string(axe)) {
					t.Errorf("%s, %d pixels wide, %s: %s", page, width, scheme, violation)
				}
				if over := eval[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over != 0 {
					t.Errorf("%s, %d pixels wide: the page is %d pixels wider than the window", page, width, over)
				}
			}
		}
	}
	b.expect("404")
	openParts(b, string(axe))
}

// openParts runs axe-core over a record with all that can be opened on it open: a sample in full, filters, columns, downloads.
func openParts(b *tab, axe string) {
	path := b.largest()
	for _, scheme := range []string{"light", "dark"} {
		b.do(chromedp.EmulateViewport(desktop, 900), call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		}))
		b.visit(path + "?size=20&in.title=e&sort=-title")
		b.click(".row-toggle")
		eval[bool](b, `document.querySelectorAll("main details").forEach((d) => (d.open = true)), true`)
		for _, violation := range violations(b, axe) {
			b.t.Errorf("an experiment with all parts open, %s: %s", scheme, violation)
		}
	}
}

// fewestRules is how many rules even the plainest page keeps; fewer would say that axe-core did not look.
const fewestRules = 15

// firstLink finds the address of a record on a page.
func firstLink(b *tab, page, prefix string) string {
	b.t.Helper()
	b.visit(page)
	return eval[string](b, fmt.Sprintf(`document.querySelector('#results a[href^=%q]').getAttribute("href")`, prefix))
}

// violations runs axe-core on the page, with all rules of WCAG 2.2 A and AA and of good practice.
func violations(b *tab, axe string) []string {
	b.t.Helper()
	type result struct {
		Passes     int `json:"passes"`
		Violations []struct {
			ID    string `json:"id"`
			Help  string `json:"help"`
			Nodes []struct {
				HTML           string `json:"html"`
				FailureSummary string `json:"failureSummary"`
			} `json:"nodes"`
		} `json:"violations"`
	}
	eval[bool](b, axe+"; true")
	found := eval[result](b, `axe.run(document).then((r) => ({passes: r.passes.length, violations: r.violations}))`)
	if found.Passes < fewestRules {
		b.t.Errorf("axe-core found only %d rules to apply", found.Passes)
	}
	var texts []string
	for _, f := range found.Violations {
		var where []string
		for _, n := range f.Nodes {
			where = append(where, n.HTML+"\n    "+n.FailureSummary)
		}
		texts = append(texts, fmt.Sprintf("%s (%s):\n  %s", f.Help, f.ID, strings.Join(where, "\n  ")))
	}
	return texts
}

// expect takes errors that contain a text out of those that fail the test; there must be one.
func (b *tab) expect(text string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	var others []string
	for _, e := range b.errors {
		if !strings.Contains(e, text) {
			others = append(others, e)
		}
	}
	if len(others) == len(b.errors) {
		b.t.Errorf("the browser met no error of %s", text)
	}
	b.errors = others
}
