package ingest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// stdinName is what standard input is called in reports and as a source.
const stdinName = "standard input"

// input is one file to import, or standard input.
type input struct {
	name   string // below the folder that was named, or the file's own; with slashes
	source source // of standard input known when it is read
	named  bool   // the path itself was given, so that it must be readable
	folder string // on this machine, to find the files beside it; empty for what can be read only once
	file   string // its name there
	size   int64  // as it is, compressed or not; 0 where that is not known
	skip   string // why it is not read
	lost   bool   // skip, and it may hold something for the catalogue
	open   func() (io.ReadCloser, error)
}

// findInputs lists the files of paths, folders walked in sorted order. Missing paths are an error before anything is imported.
func findInputs(paths []string, stdin io.Reader) ([]input, error) {
	if len(paths) == 0 {
		return nil, errors.New("nothing to import; name files or folders, or - for standard input")
	}
	var found []input
	for _, path := range paths {
		if path == "-" {
			if stdin == nil {
				return nil, errors.New("nothing to read as standard input")
			}
			found = append(found, input{name: stdinName, named: true, open: func() (io.ReadCloser, error) { return io.NopCloser(stdin), nil }})
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("nothing was imported: %w", err)
		}
		if !info.IsDir() {
			found = append(found, fileInput(path, filepath.Base(path), info, true))
			continue
		}
		below, err := folderInputs(path)
		if err != nil {
			return nil, fmt.Errorf("nothing was imported: %w", err)
		}
		found = append(found, below...)
	}
	return found, nil
}

// folderInputs walks a folder. Hidden files and folders are left out; what cannot be read is listed with the reason.
func folderInputs(folder string) ([]input, error) {
	root, err := filepath.EvalSymlinks(folder) // WalkDir does not walk into a folder that is a link
	if err != nil {
		return nil, err
	}
	var found []input
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if path == root {
			return err
		}
		name, relErr := filepath.Rel(root, path)
		if relErr != nil {
			return relErr
		}
		name = filepath.ToSlash(name)
		switch {
		case err != nil:
			found = append(found, input{name: name, skip: cannotBeRead(err), lost: true})
		case strings.HasPrefix(entry.Name(), ".") && entry.IsDir():
			return fs.SkipDir
		case strings.HasPrefix(entry.Name(), "."), entry.IsDir():
		default:
			info, err := os.Stat(path)
			if err != nil {
				found = append(found, input{name: name, skip: cannotBeRead(err), lost: true})
				return nil
			}
			found = append(found, fileInput(path, name, info, false))
		}
		return nil
	})
	return found, err
}

func fileInput(path, name string, info fs.FileInfo, named bool) input {
	in := input{name: name, named: named, size: info.Size(), open: func() (io.ReadCloser, error) { return os.Open(path) }}
	at := locate(path)
	in.source = sourceOf(at)
	if info.Mode().IsRegular() {
		in.folder, in.file = filepath.Dir(at), filepath.Base(at)
	}
	switch {
	case info.IsDir():
		in.skip, in.lost, in.size = "a link to a folder: name that folder itself to import it", true, 0
	case !info.Mode().IsRegular() && !named: // a named pipe is read only where it was named
		in.skip, in.size = "neither a file nor a folder", 0
	}
	return in
}

// place tells a reader where its file lies, if it wants to know and the file lies anywhere.
func (in *input) place(reader unitReader) {
	if p, ok := reader.(placed); ok && in.folder != "" {
		p.at(in.folder, in.file)
	}
}

// cannotBeRead says why, without the folders of the machine: the file is named beside it.
func cannotBeRead(err error) string {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Sprintf("cannot be read: %v", err)
}
