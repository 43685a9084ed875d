package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// No page holds a script, a style or a handler that a submitter wrote, nor one of our own within the HTML.
func TestHostileValuesStayText(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for _, path := range []string{"/", "/search", "/search?q=" + url.QueryEscape(hostile), "/search?view=samples", "/search?organism=" + url.QueryEscape(hostile), "/experiments/GSE2", "/samples/GSM1"} {
		d := s.page(t, path, http.StatusOK)
		if !strings.Contains(d.Text(), "alert(1)") {
			t.Errorf("%s does not show the title at all", path)
		}
		noInline(t, path, d)
	}
	noInline(t, "404", s.page(t, "/experiments/"+url.PathEscape(hostile), http.StatusNotFound))
}

func noInline(t *testing.T, path string, d *goquery.Document) {
	t.Helper()
	d.Find("script").Each(func(_ int, script *goquery.Selection) {
		if !strings.HasPrefix(script.AttrOr("src", ""), "/static/") || script.Text() != "" {
			t.Errorf("%s has a script of its own: %q", path, script.Text())
		}
	})
	if n := d.Find("style, [style], img, iframe, object").Length(); n > 0 {
		t.Errorf("%s has %d elements that the policy forbids", path, n)
	}
	d.Find("*").Each(func(_ int, e *goquery.Selection) {
		for _, a := range e.Nodes[0].Attr {
			if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.TrimSpace(strings.ToLower(a.Val)), "javascript:") {
				t.Errorf("%s has %s=%q", path, a.Key, a.Val)
			}
		}
	})
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for _, path := range []string{"/", "/search", "/nowhere", "/search.json"} {
		h := s.get(path).Header()
		policy := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy %q lacks %s", path, policy, want)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", path, policy)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-cache"} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if h.Get("X-Request-Id") == "" {
			t.Errorf("%s has no request id", path)
		}
	}
}

func TestLogNamesNoSearch(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	s.get("/search?q=confidential")
	if log := s.log.String(); strings.Contains(log, "confidential") || !strings.Contains(log, "path=/search") || !strings.Contains(log, "status=200") {
		t.Errorf("log: %s", log)
	}
}
