package e2e_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// one is a catalogue of an experiment and a sample, in which line 3 is broken.
const one = `{"type":"sample","accession_code":"GSM9000001","title":"a spleen","organism":"Homo sapiens","specimen_part":"violet spleen"}
{"type":"experiment","accession_code":"GSE9000001","title":"Violet spleens","samples":["GSM9000001"]}
{"type":"sample","accession_code":
`

// TestAdminLogin: nobody sees anything before the password, the session is in a cookie that scripts cannot read, and ends.
func TestAdminLogin(t *testing.T) {
	t.Parallel()
	s, b := startAdmin(t)
	b.visit("/admin/import")
	if at := eval[string](b, "location.pathname + location.search"); at != "/admin/login?next=%2Fadmin%2Fimport" {
		t.Errorf("nobody is led to %s", at)
	}
	if at := eval[string](b, "document.activeElement.id"); at != "login-name" {
		t.Errorf("the focus is at %q", at)
	}
	b.press("a", "d", "a", kb.Tab, "w", "r", "o", "n", "g", kb.Enter)
	b.awaitText("[role=alert]", "do not belong together")
	b.expect("401")
	b.do(chromedp.SendKeys(chromedp.CSS("#login-password"), adminPassword+"\r"))
	b.await("ada is logged in", `location.pathname === "/admin/import" && `+settled)
	cookies := ask(b, network.GetCookies, network.GetCookiesParams{}).Cookies
	if len(cookies) != 1 || !cookies[0].HTTPOnly || cookies[0].Path != "/admin" || eval[string](b, "document.cookie") != "" {
		t.Errorf("cookies %+v", cookies)
	}

	// A form of another site does nothing, though the browser knows the session.
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `<title>x</title><link rel="icon" href="data:,"><form method="post" action="%s/admin/run"><button name="kind" value="rebuild">Win</button></form>`, s.url)
	}))
	t.Cleanup(other.Close)
	b.do(chromedp.Navigate(strings.Replace(other.URL, "127.0.0.1", "localhost", 1)))
	b.click("button")
	b.awaitText("main", "Another site asked for this")
	b.expect("403")
	b.visit("/admin")
	if got := b.text("main"); strings.Contains(got, "administrator ada") {
		t.Errorf("another site began a run: %s", got)
	}
	b.click(".admin-who button[name=everywhere]")
	b.visit("/admin/actions")
	if at := eval[string](b, "location.pathname"); at != "/admin/login" {
		t.Errorf("after logging out everywhere %s is shown", at)
	}
}

// TestAdminRebuild follows a rebuild without reloading the page, and cancels another.
func TestAdminRebuild(t *testing.T) {
	t.Parallel()
	s, b := startAdmin(t)
	b.logIn("/admin")
	if got := b.text(".index-state"); got != "The index is up to date with the catalogue." {
		t.Errorf("the state is %q", got)
	}
	generation := b.text(".facts .code")
	release := s.holdIndex(t)
	b.click("#run-rebuild")
	b.awaitText(".run", "Waiting for another process that builds the index")
	b.awaitText("#live-status", "Building the search index anew")
	eval[bool](b, "(window.same = true)")
	b.visitAgain() // what works is shown after a reload, too
	b.awaitText(".run", "Waiting for another process that builds the index")
	eval[bool](b, "(window.same = true)")
	release()
	b.await("the run has ended", `!document.querySelector(".run") && document.querySelector("#live tbody tr")?.innerText.includes("done")`)
	if !eval[bool](b, "window.same === true") {
		t.Error("the page was loaded again")
	}
	if now := b.text(".facts .code"); now == generation || now == "" {
		t.Errorf("the generation is still %q", now)
	}
	b.awaitText("#live-status", "Building the search index anew: done.")

	release = s.holdIndex(t)
	b.visit("/admin")
	b.click("#run-rebuild")
	b.awaitText(".run", "Waiting for another process")
	b.do(chromedp.Click(chromedp.CSS(".run button")))
	b.awaitText("#live tbody tr:first-child", "cancelled by the administrator ada")
	release()
	b.visit("/admin/actions")
	for _, words := range []string{"Cancelled a run building the search index anew", "Rebuilt the index"} {
		if got := b.text("tbody"); !strings.Contains(got, words) {
			t.Errorf("recorded is %q, not %q", got, words)
		}
	}
	b.visit("/admin")
	b.do(chromedp.Click(chromedp.CSS("#run-check")))
	b.awaitText(".facts", "nothing differed")
}

// visitAgain loads the page again.
func (b *tab) visitAgain() {
	b.t.Helper()
	b.visit(eval[string](b, "location.pathname + location.search"))
}

// TestAdminImport uploads a file, reads the report, and finds what was imported; then it tries and imports from the folder on the server.
func TestAdminImport(t *testing.T) {
	t.Parallel()
	s, b := startAdmin(t)
	file := filepath.Join(t.TempDir(), "one.ndjson")
	if err := os.WriteFile(file, []byte(one), 0o600); err != nil {
		t.Fatal(err)
	}
	b.logIn("/admin/import")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#files"), []string{file}), chromedp.Click(chromedp.CSS("#upload-button")))
	b.awaitText("main", "By file")
	got := b.text("main")
	for _, words := range []string{"Done", "Something was left out of 1 file", "one.ndjson", "line 3:", "GSE9000001", "ndjson"} {
		if !strings.Contains(got, words) {
			t.Errorf("the report does not say %q: %s", words, got)
		}
	}
	b.await("it can be searched", `fetch("/search.json?tissue=violet+spleen").then((r) => r.json()).then((a) => a.total.samples === 1 && a.total.experiments === 1)`)
	b.visit("/experiments/GSE9000001")
	if got := b.text("h1"); got != "Violet spleens" {
		t.Errorf("the page of what was imported says %q", got)
	}

	// Too large: said before it is sent, and nothing is left in the way.
	large := filepath.Join(t.TempDir(), "large.ndjson")
	if err := os.WriteFile(large, make([]byte, 3<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	b.visit("/admin/import")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#files"), []string{large}), chromedp.Click(chromedp.CSS("#upload-button")))
	b.awaitText("#upload-problem", "up to 1 MB can be uploaded at once")

	s.drops(t, "sub/two.ndjson", strings.ReplaceAll(strings.ReplaceAll(one, "9000001", "9000002"), "\n{\"type\":\"sample\",\"accession_code\":\n", "\n"))
	s.drops(t, "sub/README", "what lies beside data")
	if err := os.Symlink("/etc/hostname", filepath.Join(s.drop, "outside")); err != nil {
		t.Fatal(err)
	}
	b.visit("/admin/import")
	if got := b.text(".folder tbody"); !strings.Contains(got, "outside leads out of the folder for imports") {
		t.Errorf("the folder shows %q", got)
	}
	b.click(`.folder tbody a`)
	b.do(chromedp.Click(chromedp.CSS("#pick-dry")))
	b.click(`.folder button[value=folder]`)
	b.awaitText("main", "This was a dry run")
	if got := b.text("main"); !strings.Contains(got, "GSE900") && !strings.Contains(got, "1 experiment") {
		t.Errorf("the dry run says %q", got)
	}
	b.visit("/admin/import?folder=sub")
	b.do(chromedp.Click(chromedp.CSS(`input[name=pick][value="sub/two.ndjson"]`)))
	b.click(`.folder button[value=picked]`)
	b.awaitText("main", "Experiments that changed")
	b.await("it can be searched", `fetch("/search.json?tissue=violet+spleen").then((r) => r.json()).then((a) => a.total.samples === 2)`)
}

// TestAdminCatalogue hides an experiment and shows it again, corrects a value and takes that back; each can be searched within seconds.
func TestAdminCatalogue(t *testing.T) {
	t.Parallel()
	_, b := startAdmin(t)
	experiment := strings.TrimPrefix(firstLink(b, "/search", "/experiments/"), "/experiments/")
	sample := strings.TrimPrefix(firstLink(b, "/search?view=samples", "/samples/"), "/samples/")
	b.logIn("/admin/catalogue")
	total := `fetch("/search.json?size=1").then((r) => r.json()).then((a) => a.total.experiments === %d)`

	b.do(chromedp.SendKeys(chromedp.CSS("#code"), strings.ToLower(experiment)+"\r"))
	b.await("it is found", `document.querySelector(".edit .code") && `+settled)
	b.do(chromedp.Click(chromedp.CSS("#hide summary")), chromedp.SendKeys(chromedp.CSS("#hide-reason"), "withdrawn"))
	b.click("#hide button")
	if got := b.text("main"); !strings.Contains(got, experiment+" is hidden") || !strings.Contains(got, "withdrawn") {
		t.Errorf("the page says %q", got)
	}
	b.await("it has left the search", fmt.Sprintf(total, demoSize-1))
	b.visit("/experiments/" + experiment)
	if got := b.text("h1"); got != "This experiment is hidden" {
		t.Errorf("its page says %q", got)
	}
	b.expect("410")
	b.visit("/admin/catalogue")
	b.click("#hidden-0")
	b.await("it is back", fmt.Sprintf(total, demoSize))

	b.visit("/admin/catalogue?code=" + sample)
	b.do(chromedp.Click(chromedp.CSS("#correct-sample-tissue summary")), fill("#value-sample-tissue", "violet spleen\ngreen liver"))
	b.click("#correct-sample-tissue button")
	found := `fetch("/search.json?tissue=violet+spleen").then((r) => r.json()).then((a) => a.total.samples === %d)`
	b.await("it can be searched", fmt.Sprintf(found, 1))
	b.visit("/samples/" + sample)
	if got := b.text(".corrections"); !strings.Contains(got, "Tissue corrected: violet spleen, green liver (imported was") || !strings.Contains(got, "by ada on") {
		t.Errorf("its page says %q", got)
	}
	b.visit("/admin/catalogue?code=" + sample)
	b.do(chromedp.Click(chromedp.CSS(".edit-corrected button")))
	b.awaitText("[role=status].done", "taken back")
	b.await("it is as it was", fmt.Sprintf(found, 0))
	b.visit("/samples/" + sample)
	if got := b.text(".corrections"); got != "" {
		t.Errorf("its page still says %q", got)
	}
}

// TestAdminWithoutJavaScript does the same with scripts turned off: what works is shown by asking again.
func TestAdminWithoutJavaScript(t *testing.T) {
	t.Parallel()
	s, b := startAdmin(t)
	b.do(call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	b.logIn("/admin")
	release := s.holdIndex(t)
	b.click("#run-rebuild")
	b.awaitText(".run", "Waiting for another process that builds the index")
	release()
	b.await("the run has ended", `!document.querySelector(".run") && document.querySelector("#live tbody tr")?.innerText.includes("done") && `+settled)

	file := filepath.Join(t.TempDir(), "one.ndjson")
	if err := os.WriteFile(file, []byte(one), 0o600); err != nil {
		t.Fatal(err)
	}
	b.visit("/admin/import")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#files"), []string{file}))
	b.click("#upload-button")
	b.awaitText("main", "By file")

	b.visit("/admin/catalogue?code=GSE9000001")
	b.do(chromedp.Click(chromedp.CSS("#correct-experiment-title summary")), fill("#value-experiment-title", "Blue spleens"))
	b.click("#correct-experiment-title button")
	b.visit("/experiments/GSE9000001")
	if got := b.text("h1"); got != "Blue spleens" {
		t.Errorf("the title is %q", got)
	}
	b.visit("/admin/catalogue")
	b.do(chromedp.Click(chromedp.CSS("td form button")))
	b.awaitText(".done", "taken back")
}

// TestAdminAccessibility runs axe-core over each page, in all looks, with all that unfolds unfolded.
func TestAdminAccessibility(t *testing.T) {
	t.Parallel()
	axe := readAxe(t)
	s, b := startAdmin(t)
	s.drops(t, "one.ndjson", one)
	experiment := strings.TrimPrefix(firstLink(b, "/search", "/experiments/"), "/experiments/")
	b.visit("/admin/login")
	b.checkAccess(axe, "/admin/login")
	b.do(chromedp.EmulateViewport(desktop, 900))
	b.logIn("/admin")
	b.do(chromedp.Click(chromedp.CSS("#run-check")))
	b.awaitText(".facts", "nothing differed")
	b.visit("/admin/import")
	b.click(`.folder button[value=folder]`)
	b.awaitText("main", "By file")
	report := eval[string](b, "location.pathname + location.search")
	b.visit("/admin/catalogue?code=" + experiment)
	b.do(chromedp.Click(chromedp.CSS("#correct-experiment-title summary")), fill("#value-experiment-title", "Corrected"))
	b.click("#correct-experiment-title button")
	for _, page := range []string{"/admin", "/admin/import", report, "/admin/catalogue?code=" + experiment, "/admin/catalogue?code=nothing", "/admin/actions", "/experiments/" + experiment} {
		b.visit(page)
		b.checkAccess(axe, page)
	}
	release := s.holdIndex(t)
	b.visit("/admin")
	b.do(chromedp.EmulateViewport(desktop, 900))
	b.click("#run-rebuild")
	b.awaitText(".run", "Waiting for another process")
	b.checkAccess(axe, "/admin while a run works")
	release()
}
