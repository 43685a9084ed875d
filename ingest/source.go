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
// The catalogue keeps a hash of the path, and shows the end of it: the beginning tells how a server is set up.
//
// Standard input lies nowhere, so it is known by how it begins: by its first 64 kB, decompressed. The same data again, or the same with more at
// its end, replaces its own words; anything else is a source of its own, so that two pipes never overwrite one another.
type source struct{ key, name string }

const (
	// shownNames is how much of a path is shown at most: archives call files and folders of all species alike
	// (human/data_sources/sra/metadata/sra.recount_project.MD.gz).
	shownNames = 5
	// hiddenNames is how much of its beginning is never shown: it may name a person (/home/ada).
	hiddenNames = 2
)

// sourceOf is that of a file, by its path as locate gives it.
func sourceOf(path string) source {
	path = filepath.ToSlash(path)
	names := strings.Split(strings.Trim(path, "/"), "/")
	last := len(names) - 1
	return source{"file:" + hash([]byte(path)), strings.Join(names[min(max(hiddenNames, len(names)-shownNames), last):], "/")}
}

// locate is the one path of a file, whatever links and detours lead to it.
func locate(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	if whole, err := filepath.Abs(path); err == nil { // fails only where there is no working directory
		path = whole
	}
	return filepath.Clean(path)
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
