package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"github.com/andybalholm/brotli"
)

// TestCompressed: what browsers unpack is the file itself, and smaller on the way.
func TestCompressed(t *testing.T) {
	t.Parallel()
	assets, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	unpack := map[string]func(io.Reader) (io.Reader, error){
		"br":   func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
		"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"":     func(r io.Reader) (io.Reader, error) { return r, nil },
	}
	for _, test := range []struct{ name, accepted, coding string }{
		{"app.css", "gzip, deflate, br, zstd", "br"},
		{"app.js", "br;q=0, gzip;q=0.5", "gzip"},
		{"htmx.js", "GZIP", "gzip"},
		{"app.css", "identity, brx", ""},
		{"icon.svg", "br ; q=0.1", "br"},
		{"app.js", "", ""},
		{"card.png", "gzip, br", ""},
	} {
		r := httptest.NewRequest(http.MethodGet, assets.URL(test.name), nil)
		r.Header.Set("Accept-Encoding", test.accepted)
		w := httptest.NewRecorder()
		assets.ServeHTTP(w, r)
		if got := w.Header().Get("Content-Encoding"); got != test.coding {
			t.Errorf("%s for %q comes as %q, want %q", test.name, test.accepted, got, test.coding)
			continue
		}
		if vary := w.Header().Get("Vary") == "Accept-Encoding"; vary == (test.name == "card.png") {
			t.Errorf("%s has Vary %q", test.name, w.Header().Get("Vary"))
		}
		sent := w.Body.Len()
		if w.Header().Get("Content-Length") != strconv.Itoa(sent) {
			t.Errorf("%s for %q has Content-Length %q for %d bytes", test.name, test.accepted, w.Header().Get("Content-Length"), sent)
		}
		unpacked, err := unpack[test.coding](w.Body)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(unpacked)
		if want := assets.content[assets.URL(test.name)].body; err != nil || !bytes.Equal(body, want) {
			t.Errorf("%s for %q is %d bytes (%v), want the file's %d", test.name, test.accepted, len(body), err, len(want))
		}
		if test.coding != "" && sent >= len(body) {
			t.Errorf("%s for %q takes %d bytes, plain %d", test.name, test.accepted, sent, len(body))
		}
	}
}
