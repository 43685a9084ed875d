// Package static serves the style sheet, scripts and icon, embedded in the program.
//
// A file's URL holds a hash of its content, "/static/app.1f3a5b7c9d.css", so that browsers may keep it for ever: another
// content has another URL. The files below dist are built from src by `npm run build` and committed, since `go run` is to
// need nothing but Go.
package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed dist
var dist embed.FS

// Prefix is where the files are served.
const Prefix = "/static/"

// hashDigits tells the contents of a file apart; 40 bits are plenty for a handful of versions.
const hashDigits = 10

// forever is what browsers are told of a URL whose content never changes.
const forever = "public, max-age=31536000, immutable"

// Assets knows the embedded files by name and by URL.
type Assets struct {
	urls    map[string]string // by name: "app.css" -> "/static/app.1f3a5b7c9d.css"
	content map[string]asset  // by URL
}

type asset struct {
	name string
	body []byte
}

// Load reads the embedded files and computes their URLs.
func Load() (*Assets, error) {
	a := &Assets{urls: map[string]string{}, content: map[string]asset{}}
	entries, err := fs.ReadDir(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("static files: %w", err)
	}
	for _, entry := range entries {
		name := entry.Name()
		body, err := fs.ReadFile(dist, path.Join("dist", name))
		if err != nil {
			return nil, fmt.Errorf("static files: %w", err)
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(name)
		url := Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:])[:hashDigits] + ext
		a.urls[name], a.content[url] = url, asset{name, body}
	}
	return a, nil
}

// URL returns the URL of a file of dist; it is empty where there is no such file.
func (a *Assets) URL(name string) string { return a.urls[name] }

// ServeHTTP serves the files at their URLs.
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	file, ok := a.content[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", forever)
	http.ServeContent(w, r, file.name, time.Time{}, bytes.NewReader(file.body))
}

// Has says whether a file is served at a URL's path.
func (a *Assets) Has(urlPath string) bool {
	_, ok := a.content[urlPath]
	return ok
}
