package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strings"
)

// source is what the catalogue knows a file by.
//
// A file is known by where it lies: imported again, it replaces its own words and nobody else's, whether it is named itself or found
// in a folder that was named, and through whatever links. A copy elsewhere is another source, and what two sources say alike counts once.
// The catalogue keeps a hash of the path, and shows the last two names of it: paths tell how a server is set up.
//
// Standard input lies nowhere, so it is known by how it begins: by its first 64 kB, decompressed. The same data again, or the same with more at
// its end, replaces its own words; anything else is a source of its own, so that two pipes never overwrite one another.
type source struct{ key, name string }

// sourceOf is that of a file.
func sourceOf(path string) source {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if whole, err := filepath.Abs(path); err == nil { // fails only where there is no working directory
		path = whole
	}
	path = filepath.ToSlash(filepath.Clean(path))
	names := strings.Split(strings.Trim(path, "/"), "/")
	return source{"file:" + hash([]byte(path)), strings.Join(names[max(0, len(names)-2):], "/")}
}

// beginning is that of standard input.
func beginning(t *text) (source, error) {
	head, err := t.head()
	if err != nil {
		return source{}, err
	}
	key := hash(head)
	return source{"text:" + key, stdinName + " " + key[:8]}, nil
}

// hash is short enough to be an index's entry, and long enough that no two files have the same.
func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// place tells a reader where its file lies, if it wants to know and the file lies anywhere.
func (in *input) place(reader unitReader) {
	if p, ok := reader.(placed); ok && in.folder != "" {
		p.at(in.folder, filepath.Base(in.name))
	}
}

// path is the file and its folder.
func (f *FileReport) path() string {
	if f.place != "" {
		return f.place
	}
	return f.Name
}
