package e2e_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// offline cuts the connection, or gives it back.
func (b *tab) offline(is bool) {
	b.t.Helper()
	b.do(call(network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: is, DownloadThroughput: -1, UploadThroughput: -1}},
	}))
}

// TestFailedRequest loses the connection: the page says so, shows what it showed, and tries again when told to.
func TestFailedRequest(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.fails("The server did not answer", "ERR_INTERNET_DISCONNECTED", b.offline)
}

// TestRefusedRequest: where the server answers that it cannot now, the page tells in the server's words why.
func TestRefusedRequest(t *testing.T) {
	t.Parallel()
	b := open(t)
	behind, err := url.Parse(b.site.url)
	if err != nil {
		t.Fatal(err)
	}
	var down atomic.Bool
	program := httputil.NewSingleHostReverseProxy(behind)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !down.Load() || r.Header.Get("HX-Request") == "" {
			program.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, "No answer just now. The search index does not answer.")
	}))
	t.Cleanup(front.Close)
	b.site = &site{url: front.URL, browser: b.site.browser}
	b.fails("The search index does not answer", "503", down.Store)
}

// fails ticks a value while requests fail, and again when they do not.
func (b *tab) fails(words, complaint string, fail func(bool)) {
	b.t.Helper()
	b.visit("/search")
	before, _ := b.check()
	fail(true)
	b.do(chromedp.Click(chromedp.CSS(box(human))))
	b.await("the failure is told", `!document.getElementById("failed").hidden && `+settled)
	if told := eval[string](b, `document.getElementById("failed").innerText`); !strings.Contains(told, words) || !strings.Contains(told, "Try again") {
		b.t.Errorf("the notice says %q", told)
	}
	b.expect(complaint)
	if v, _ := b.check(); !same(v, before) {
		b.t.Errorf("after the failure %s shows something else", v.URL)
	}
	fail(false)
	b.click("#again")
	if v, _ := b.check(); v.URL != "/search?organism=Homo+sapiens" || eval[bool](b, `!document.getElementById("failed").hidden`) {
		b.t.Errorf("trying again leads to %s", v.URL)
	}
}
