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

// looks are how each page is looked at: wide and narrow, in both themes. Themes differ in colours alone, so one look need not try all rules again:
// those about colours take most of the time.
var looks = []struct {
	width  int64
	scheme string
	rules  string // options of axe.run
}{
	{desktop, "light", `{}`},
	{desktop, "dark", `{runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]}}`},
	{phone, "dark", `{}`},
}

// TestAccessibility runs axe-core over each kind of page, in light and dark, on a desktop and on a phone. Each page is loaded once.
func TestAccessibility(t *testing.T) {
	t.Parallel()
	b := open(t)
	axe := readAxe(t)
	experiment, sample := firstLink(b, "/search", "/experiments/"), firstLink(b, "/search?view=samples", "/samples/")
	for _, page := range []string{
		"/", "/help", "/search?q=%22expression+tisue%3Aliver+OR&size=3", "/search?organism=Homo+sapiens&sex%21=female&q=cancer&fold=stage&all=disease&size=5",
		"/search?all=tissue", "/search?view=samples&size=5", "/search?q=nothinghasthis&sex=female", "/search?organsim=human&year=x&size=3",
		"/search?q=expresion+SYNS0000001+SYNG0001+GSE99&size=3", experiment, sample,
		"/catalogue", "/catalogue/sources", "/experiments/SYNE999999",
	} {
		b.visit(page)
		b.checkAccess(axe, page)
	}
	b.expect("404")
	openParts(b, axe)
}

// readAxe reads the checker; without it the test is skipped or fails.
func readAxe(t *testing.T) string {
	t.Helper()
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		message := "NOT TESTED FOR ACCESSIBILITY: npm ci installs axe-core"
		if os.Getenv("FACETOME_TEST_REQUIRE") == "1" {
			t.Fatal(message)
		}
		t.Skip(message)
	}
	return string(axe)
}

// checkAccess checks the page that is open in all looks, on the phone with all that unfolds unfolded, and that nothing makes it wider than its window.
func (b *tab) checkAccess(axe, page string) {
	b.t.Helper()
	eval[bool](b, axe+"; true")
	for _, look := range looks {
		b.do(
			chromedp.EmulateViewport(look.width, 900),
			call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.scheme}},
			}),
		)
		if look.width == phone {
			eval[bool](b, `document.querySelectorAll("details").forEach((d) => (d.open = true)) ?? true`)
		}
		for _, violation := range violations(b, look.rules) {
			b.t.Errorf("%s, %d pixels wide, %s: %s", page, look.width, look.scheme, violation)
		}
		if over := eval[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over != 0 {
			b.t.Errorf("%s, %d pixels wide: the page is %d pixels wider than the window", page, look.width, over)
		}
	}
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
		eval[bool](b, axe+"; true")
		for _, violation := range violations(b, `{}`) {
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

// violations runs axe-core, which is there already, on the page: some rules, or all of WCAG 2.2 A and AA and of good practice.
func violations(b *tab, rules string) []string {
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
	found := eval[result](b, fmt.Sprintf(`axe.run(document, {...%s, resultTypes: ["violations"]}).then((r) => ({passes: r.passes.length, violations: r.violations}))`, rules))
	if found.Passes == 0 || rules == `{}` && found.Passes < fewestRules {
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
