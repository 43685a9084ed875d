package e2e_test

import (
	"strings"
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
	b.visit("/search")
	before, _ := b.check()
	b.offline(true)
	b.do(chromedp.Click(chromedp.CSS(box(human))))
	b.await("the failure is told", `!document.getElementById("failed").hidden && `+settled)
	if words := eval[string](b, `document.getElementById("failed").innerText`); !strings.Contains(words, "did not answer") || !strings.Contains(words, "Try again") {
		t.Errorf("the notice says %q", words)
	}
	b.expect("ERR_INTERNET_DISCONNECTED")
	if v, _ := b.check(); !same(v, before) {
		t.Errorf("after the failure %s shows something else", v.URL)
	}
	b.offline(false)
	b.click("#again")
	if v, _ := b.check(); v.URL != "/search?organism=Homo+sapiens" || eval[bool](b, `!document.getElementById("failed").hidden`) {
		t.Errorf("trying again leads to %s", v.URL)
	}
}
