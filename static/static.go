// Package static serves the style sheet, scripts and icon, embedded in the program.
//
// A file's URL holds a hash of its content, "/static/app.1f3a5b7c9d.css", so that browsers may keep it for ever: another
// content has another URL. The files below dist are built from src by `npm run build` and committed, since `go run` is to
// need nothing but Go. Each is compressed once, as hard as can be, when it is first asked for: some 0.1 s that nobody waits for again.
package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
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
	content map[string]*asset // by URL
}

type asset struct {
	contentType string
	body        []byte
	brotli      func() []byte // nil where the file is compressed in itself
	gzip        func() []byte
}

// Load reads the embedded files and computes their URLs.
func Load() (*Assets, error) {
	a := &Assets{urls: map[string]string{}, content: map[string]*asset{}}
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
		file := &asset{contentType: mime.TypeByExtension(ext), body: body}
		if ext != ".png" {
			file.brotli, file.gzip = sync.OnceValue(file.asBrotli), sync.OnceValue(file.asGzip)
		}
		a.urls[name], a.content[url] = url, file
	}
	return a, nil
}

// URL returns the URL of a file of dist; it is empty where there is no such file.
func (a *Assets) URL(name string) string { return a.urls[name] }

// ServeHTTP serves the files at their URLs, as small as the browser takes them.
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	file, ok := a.content[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Cache-Control", forever)
	header.Set("Content-Type", file.contentType)
	body, accepted := file.body, r.Header.Get("Accept-Encoding")
	switch {
	case file.brotli == nil:
	case accepts(accepted, "br"):
		header.Set("Content-Encoding", "br")
		body = file.brotli()
	case accepts(accepted, "gzip"):
		header.Set("Content-Encoding", "gzip")
		body = file.gzip()
	}
	if file.brotli != nil {
		header.Add("Vary", "Accept-Encoding")
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // who went away needs no answer
	}
}

// Has says whether a file is served at a URL's path.
func (a *Assets) Has(urlPath string) bool {
	_, ok := a.content[urlPath]
	return ok
}
