package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// samplesTable is the table of an experiment's samples as it is shown.
type samplesTable struct {
	URL      string // path and query
	Heading  string // "Samples 1–20 of 48"
	Columns  []string
	Sorted   string // the column by which it is sorted, and how
	Chips    []string
	Rows     [][]string
	Focus    string // id of what has the focus
	Status   string // what screen readers hear
	Searches int    // values that lead to their search
}

func (b *tab) samples() samplesTable {
	b.t.Helper()
	return eval[samplesTable](b, `(() => {
		const all = (selector, read) => [...document.querySelectorAll("#samples " + selector)].map(read);
		const text = (e) => e.innerText.replace(/\s+/g, " ").replace(/[▲▼▸▾]/g, "").trim();
		const sorted = document.querySelector("#samples th[aria-sort]");
		return {
			URL: location.pathname + location.search,
			Heading: text(document.querySelector("#samples-heading")),
			Columns: all("thead th", text),
			Sorted: sorted ? text(sorted) + " " + sorted.getAttribute("aria-sort") : "",
			Chips: all(".chip", (e) => e.getAttribute("aria-label")),
			Rows: all("tbody tr:not(.row-open)", (row) => [...row.children].map(text)),
			Focus: document.activeElement.id,
			Status: document.querySelector("#samples-status").textContent,
			Searches: all('tbody td a[href^="/search?"]', () => 1).length,
		};
	})()`)
}

// column lists what stands in a column.
func (s samplesTable) column(name string) []string {
	i := slices.Index(s.Columns, name)
	var cells []string
	for _, row := range s.Rows {
		if i >= 0 && i < len(row) {
			cells = append(cells, row[i])
		}
	}
	return cells
}

// largest is the path of the demo's largest experiment: several pages of samples, of which something varies.
func (b *tab) largest() string {
	b.t.Helper()
	return firstLink(b, "/search?sort=most-samples", "/experiments/")
}

// group is a link of "What was compared" that shows the samples of a value.
const group = "#compared .group-n"

// TestSamplesTable sorts, pages, filters, opens a row and chooses columns: each in place, in one request, with an address of its own.
func TestSamplesTable(t *testing.T) {
	t.Parallel()
	b := open(t)
	path := b.largest()
	b.visit(path + "?size=20")
	first := b.samples()
	if len(first.Rows) != 20 || first.Sorted != "Accession ascending" || first.Searches == 0 {
		t.Fatalf("%+v", first)
	}
	b.forget()
	b.click("#sort-title")
	b.click("#sort-title")
	sorted := b.samples()
	titles := sorted.column("Title")
	if sorted.Sorted != "Title descending" || sorted.URL != path+"?size=20&sort=-title" || sorted.Focus != "sort-title" || titles[0] == first.column("Title")[0] {
		t.Errorf("by title from the end: %s, %s, focus on %q, first %q", sorted.Sorted, sorted.URL, sorted.Focus, titles[0])
	}
	if asked := b.asked(); len(asked) != 2 {
		t.Errorf("two clicks asked for %q", asked)
	}
	if !strings.HasSuffix(sorted.Status, "sorted by Title, descending.") {
		t.Errorf("screen readers hear %q", sorted.Status)
	}
	b.click(`nav[aria-label="Pages of samples"] a[rel=next]`)
	second := b.samples()
	if !strings.HasPrefix(second.Heading, "Samples 21–") || second.URL != path+"?page=2&size=20&sort=-title" || second.Focus != "samples-heading" {
		t.Errorf("page 2 is %q at %s, focus on %q", second.Heading, second.URL, second.Focus)
	}

	// Back, to what was there before.
	eval[bool](b, "history.back(), true")
	b.await("the page before is back", fmt.Sprintf(`document.querySelector("#samples-heading").innerText.includes("1–20") && location.search === %q && %s`, "?size=20&sort=-title", settled))
	if back := b.samples(); back.Heading != sorted.Heading || !slices.Equal(back.column("Title"), titles) {
		t.Errorf("back leads to %q, sorted by %s", back.Heading, back.Sorted)
	}

	// A group of what was compared, then all that is known of one sample.
	b.visit(path)
	promised := eval[string](b, `document.querySelector("`+group+`").innerText`)
	b.click(group)
	some := b.samples()
	if len(some.Chips) != 1 || !strings.Contains(some.Heading, " of "+promised+" that pass") || some.Focus != "samples-heading" {
		t.Errorf("the group of %s shows %q with the chips %q, focus on %q", promised, some.Heading, some.Chips, some.Focus)
	}
	code, _, _ := strings.Cut(some.Rows[0][0], " ")
	b.click("#toggle-" + code)
	if shown := eval[string](b, `document.querySelector(".row-open").innerText`); !strings.Contains(shown, "As submitted") || b.samples().Focus != "toggle-"+code {
		t.Errorf("all of %s is %q, focus on %q", code, shown, b.samples().Focus)
	}
	b.click(".chip")
	if all := b.samples(); len(all.Chips) > 0 || strings.Contains(all.Heading, "pass") {
		t.Errorf("without its chip the table shows %q", all.Heading)
	}

	// A column less; the panel stays open.
	b.do(chromedp.Click(chromedp.CSS("#samples-columns > summary")))
	before := b.samples().Columns
	b.click("#samples-columns input:checked")
	after := b.samples()
	if len(after.Columns) != len(before)-1 || !strings.Contains(after.URL, "col=") || !eval[bool](b, `document.querySelector("#samples-columns").open`) {
		t.Errorf("of the columns %q there are %q at %s", before, after.Columns, after.URL)
	}
	// A text in a column, by the keyboard.
	b.do(chromedp.Click(chromedp.CSS("#samples-filter > summary")), chromedp.SendKeys(chromedp.CSS("#filter-title"), "no title has this\r"))
	b.await("the filter is applied", `location.search.includes("in.title=") && `+settled)
	if none := b.samples(); !strings.Contains(none.Heading, "none of") || none.Focus != "filter-title" || len(none.Rows) > 0 {
		t.Errorf("a text that no title has finds %q, focus on %q", none.Heading, none.Focus)
	}
}

// TestSamplesTableWithoutJavaScript does the same without scripts.
func TestSamplesTableWithoutJavaScript(t *testing.T) {
	t.Parallel()
	b := open(t)
	path := b.largest()
	b.do(call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	b.visit("/search?q=expression&sort=most-samples")
	b.click(`#results a[href^="/experiments/"]`)
	if label := eval[string](b, `document.querySelector(".back a").innerText`); !strings.Contains(label, "“expression”") {
		t.Errorf("back leads to %q", label)
	}
	b.click("#sort-title")
	if s := b.samples(); s.Sorted != "Title ascending" {
		t.Errorf("sorted by %s at %s", s.Sorted, s.URL)
	}
	if back := eval[string](b, `document.querySelector(".back a").getAttribute("href")`); back != "/search?q=expression&sort=most-samples" {
		t.Errorf("after sorting, back leads to %s", back)
	}
	b.visit(path)
	b.click(group)
	if s := b.samples(); len(s.Chips) != 1 {
		t.Errorf("a group leads to %s with the chips %q", s.URL, s.Chips)
	}
	b.do(chromedp.Click(chromedp.CSS("#samples-filter > summary")), chromedp.SetValue(chromedp.CSS("#samples-size"), "20"))
	b.click("#samples-filter button")
	if s := b.samples(); !strings.Contains(s.URL, "size=20") || strings.Contains(s.URL, "sort=") || len(s.Chips) != 1 {
		t.Errorf("twenty rows are at %s", s.URL)
	}
	b.click(".row-toggle")
	if n := eval[int](b, `document.querySelectorAll(".row-open").length`); n != 1 {
		t.Errorf("%d rows are open", n)
	}
	b.do(chromedp.Click(chromedp.CSS("#samples-columns > summary")), chromedp.Click(chromedp.CSS("#samples-columns input:checked")))
	b.click("#samples-columns button")
	if s := b.samples(); !strings.Contains(s.URL, "col=") || len(s.Chips) != 1 {
		t.Errorf("other columns are at %s", s.URL)
	}
	b.click(`#samples tbody th .code`)
	b.click(`.back a[href^="/experiments/"]`)
	if s := b.samples(); !strings.Contains(s.URL, "col=") || len(s.Chips) != 1 {
		t.Errorf("back from a sample is %s", s.URL)
	}
}
