package static

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAssets(t *testing.T) {
	t.Parallel()
	assets, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, contentType := range map[string]string{
		"app.css": "text/css", "app.js": "javascript", "htmx.js": "javascript", "icon.svg": "image/svg+xml",
	} {
		url := assets.URL(name)
		if !assets.Has(url) {
			t.Fatalf("%s has the URL %q, which is not served", name, url)
		}
		w := httptest.NewRecorder()
		assets.ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("%s answers %d with %d bytes", url, w.Code, w.Body.Len())
		}
		if got := w.Header().Get("Content-Type"); !strings.Contains(got, contentType) {
			t.Errorf("%s is %q, want %q", url, got, contentType)
		}
		if got := w.Header().Get("Cache-Control"); got != forever {
			t.Errorf("%s has Cache-Control %q", url, got)
		}
	}
}

func TestAssetsNotThere(t *testing.T) {
	t.Parallel()
	assets, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{Prefix, Prefix + "app.css", Prefix + "app.0000000000.css", Prefix + "../static.go"} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.Path = url
		assets.ServeHTTP(w, r)
		if w.Code != http.StatusNotFound || assets.Has(url) {
			t.Errorf("%s answers %d, want 404", url, w.Code)
		}
	}
	if got := assets.URL("nothing.css"); got != "" {
		t.Errorf("a file that is not there has the URL %q", got)
	}
}
