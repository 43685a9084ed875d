package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// tab is a page in a browser session that shares nothing with those of other tests: no history, no cookies, no cache.
type tab struct {
	t    *testing.T
	site *site
	ctx  context.Context

	mu       sync.Mutex
	requests map[network.RequestID]string // addresses asked for since the last forget, redirects under their first request
	bytes    map[string]int               // what came over the wire for each address, headers included, since the last forget
	errors   []string                     // of scripts, of the content security policy, of what could not be loaded
}

// The sizes of the browser's window.
const (
	desktop = 1440
	phone   = 390
)

// open opens a new session, as wide as a desktop. Anything that the browser complains about fails the test.
func open(t *testing.T) *tab {
	t.Helper()
	if shared == nil {
		message := "NOT TESTED IN A BROWSER: install Chromium, or name one in FACETOME_TEST_CHROMIUM"
		if os.Getenv("FACETOME_TEST_REQUIRE") == "1" {
			t.Fatal(message)
		}
		t.Skip(message)
	}
	ctx, end := chromedp.NewContext(shared.browser, chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	b := &tab{t: t, site: shared, ctx: ctx, requests: map[network.RequestID]string{}, bytes: map[string]int{}}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	b.do(
		call(network.Enable, network.EnableParams{}), call(cdplog.Enable, cdp.Empty{}), chromedp.EmulateViewport(desktop, 900),
	)
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, e := range b.errors {
			t.Errorf("the browser complains: %s", e)
		}
	})
	return b
}

func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests[e.RequestID] = e.Request.URL
	case *network.EventLoadingFinished:
		b.bytes[b.requests[e.RequestID]] += int(e.EncodedDataLength)
	case *runtime.EventExceptionThrown:
		b.errors = append(b.errors, e.ExceptionDetails.Text+" "+e.ExceptionDetails.URL)
	case *cdplog.EventEntryAdded:
		if e.Entry.Level == cdplog.EntryLevelError {
			b.errors = append(b.errors, e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

// call is an action that sends a command to the browser.
func call[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, command, params)
		return err
	})
}

// do runs actions, and ends the test where one fails.
func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatalf("%v, at %s", err, eval[string](b, "location.href"))
	}
}

// eval returns what a script gives.
func eval[T any](b *tab, script string) T {
	b.t.Helper()
	value, err := tryEval[T](b, script)
	if err != nil {
		b.t.Fatalf("%v, in %s", err, script)
	}
	return value
}

func tryEval[T any](b *tab, script string) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
}

// await waits until a script gives true. While a page makes way for the next, scripts fail: that is not true yet.
func (b *tab) await(what, script string) {
	b.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		ok, err := tryEval[bool](b, script)
		if ok && err == nil {
			return
		}
		if time.Now().After(end) {
			b.t.Fatalf("waited in vain until %s, at %s (%v)", what, eval[string](b, "location.href"), err)
		}
	}
}

// visit opens a path of the site.
func (b *tab) visit(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site.url + path))
}

// click clicks what a selector finds, and waits until the page's address is another and what it loads is there.
func (b *tab) click(selector string) {
	b.t.Helper()
	before := eval[string](b, "location.href")
	b.do(chromedp.ScrollIntoView(chromedp.CSS(selector)), chromedp.Click(chromedp.CSS(selector)))
	b.await("a click on "+selector+" leads elsewhere", fmt.Sprintf("location.href !== %q && %s", before, settled))
}

// settled is true when the page is complete and htmx is done with it.
const settled = `document.readyState === "complete" && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")`

// forget begins to count requests anew.
func (b *tab) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.requests, b.bytes = map[network.RequestID]string{}, map[string]int{}
}

// asked returns the addresses that were asked for since, but for style sheets, scripts and icons.
func (b *tab) asked() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var addresses []string
	for _, address := range b.requests {
		if !strings.HasPrefix(address, b.site.url+"/static/") {
			addresses = append(addresses, address)
		}
	}
	return addresses
}

// view is what a search page shows.
type view struct {
	URL      string // path and query
	Headline string
	Chips    []string // what each chip takes off
	Hits     int      // cards, or rows of the table
	Rows     []row
	Bars     []bar
}

// row is a value of a facet as it is shown.
type row struct {
	Facet, ID            string
	Checked, Excluded    bool
	Samples, Experiments int
}

// bar is a bin of a histogram as it is shown.
type bar struct{ Facet, URL, Label string }

// look reads the page.
func (b *tab) look() view {
	b.t.Helper()
	const script = `(() => {
		const all = (selector, read) => [...document.querySelectorAll(selector)].map(read);
		const number = (e) => Number(e.firstChild.textContent.replace(/[^0-9]/g, ""));
		const facet = (e) => e.closest("fieldset").id.slice("facet-".length);
		return {
			URL: location.pathname + location.search,
			Headline: document.querySelector("#headline").innerText,
			Chips: all(".chips .chip", (e) => e.getAttribute("aria-label")),
			Hits: document.querySelectorAll("#results .cards > li, #results tbody tr").length,
			Rows: all("fieldset.facet li.row", (e) => {
				const box = e.querySelector("input[type=checkbox]");
				const [samples, experiments] = e.querySelectorAll(".row-n");
				return {
					Facet: facet(e), ID: box.id, Checked: box.checked, Excluded: e.classList.contains("row-not"),
					Samples: number(samples), Experiments: number(experiments),
				};
			}),
			Bars: all("fieldset.facet .histogram a", (e) => ({Facet: facet(e), URL: e.getAttribute("href"), Label: e.getAttribute("aria-label")})),
		};
	})()`
	return eval[view](b, script)
}

// answer is a search as /search.json gives it.
type answer struct {
	Total  struct{ Experiments, Samples int }
	Facets map[string][]struct {
		Value                *string // null is not reported
		Label, Selected      string
		Experiments, Samples int
	}
	Hits     []json.RawMessage
	Warnings []json.RawMessage
}

// data asks for the same search as data.
func (b *tab) data(pageURL string) answer {
	b.t.Helper()
	address := b.site.url + strings.Replace(pageURL, "/search", "/search.json", 1)
	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var a answer
	if err := json.NewDecoder(response.Body).Decode(&a); err != nil || response.StatusCode != http.StatusOK {
		b.t.Fatalf("%s: %s %v", address, response.Status, err)
	}
	return a
}

var headlineNumbers = regexp.MustCompile(`([\d,]+) unique samples? in ([\d,]+) experiments?`)

// check compares every number of a search page with the same search as data, and returns both.
func (b *tab) check() (view, answer) {
	b.t.Helper()
	v := b.look()
	a := b.data(v.URL)
	numbers := headlineNumbers.FindStringSubmatch(v.Headline)
	if len(numbers) != 3 || atoi(numbers[1]) != a.Total.Samples || atoi(numbers[2]) != a.Total.Experiments {
		b.t.Errorf("%s: the headline says %q, the data %+v", v.URL, v.Headline, a.Total)
	}
	if v.Hits != len(a.Hits) {
		b.t.Errorf("%s: the page lists %d hits, the data %d", v.URL, v.Hits, len(a.Hits))
	}
	if len(v.Rows) == 0 && a.Total.Experiments > 0 {
		b.t.Errorf("%s: no facet has a value", v.URL)
	}
	for _, r := range v.Rows {
		b.checkRow(v, a, r)
	}
	for _, bin := range v.Bars {
		b.checkBar(v, a, bin)
	}
	return v, a
}

func (b *tab) checkRow(v view, a answer, r row) {
	b.t.Helper()
	name, escaped, _ := strings.Cut(r.ID, "=") // "sex=female", "sex!=*"
	value, err := url.QueryUnescape(escaped)
	if err != nil {
		b.t.Fatal(err)
	}
	notReported := strings.HasSuffix(name, "!") && value == "*"
	for _, bucket := range a.Facets[r.Facet] {
		if notReported != (bucket.Value == nil) || bucket.Value != nil && *bucket.Value != value {
			continue
		}
		selected := bucket.Selected
		if notReported && v.asks(r.Facet, "*") {
			selected = "exclude" // any reported value is included: on the page that is to leave out what is not reported
		}
		want := row{r.Facet, r.ID, selected != "", selected == "exclude", bucket.Samples, bucket.Experiments}
		if r != want {
			b.t.Errorf("%s: the page shows %+v, the data %+v", v.URL, r, want)
		}
		return
	}
	b.t.Errorf("%s: the data has no %s of %s", v.URL, r.ID, r.Facet)
}

func (b *tab) checkBar(v view, a answer, bin bar) {
	b.t.Helper()
	for _, bucket := range a.Facets[bin.Facet] {
		shown := strings.ReplaceAll(bin.Label, ",", "")
		label := strings.ReplaceAll(bucket.Label, ",", "")
		if bucket.Value == nil || !strings.HasPrefix(shown, label+": ") {
			continue
		}
		want := fmt.Sprintf("%s: %s in %s", label, plural(bucket.Samples, "sample"), plural(bucket.Experiments, "experiment"))
		if shown != want {
			b.t.Errorf("%s: the histogram of %s shows %q, the data %q", v.URL, bin.Facet, bin.Label, want)
		}
		return
	}
	b.t.Errorf("%s: the data has no bin for %q", v.URL, bin.Label)
}

func plural(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}

// asks tells whether the page's address has a parameter of that value.
func (v view) asks(name, value string) bool {
	address, err := url.Parse(v.URL)
	return err == nil && slices.Contains(address.Query()[name], value)
}

// row finds a value of a facet on the page.
func (v view) row(t *testing.T, id string) row {
	t.Helper()
	for _, r := range v.Rows {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("%s shows no %s", v.URL, id)
	return row{}
}

// box is the selector of a value's checkbox, not the one that excludes it.
func box(id string) string { return fmt.Sprintf("input[id=%q]", id) }
func not(id string) string { return fmt.Sprintf("a[id=%q]", "not-"+id) }

func atoi(s string) int {
	n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	if err != nil {
		return -1
	}
	return n
}
