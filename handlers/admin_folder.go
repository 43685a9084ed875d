package handlers

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/views"
)

// shownEntries is how many files and folders of a folder are listed.
const shownEntries = 500

// leadsOut is what is said of links that lead out of the folder.
const leadsOut = "leads out of the folder for imports, or nowhere"

// below is a path below the folder for imports, without detours; "." is the folder itself.
func below(asked string) (string, bool) {
	clean := path.Clean(filepath.ToSlash(asked))
	return clean, filepath.IsLocal(clean) && !strings.ContainsRune(clean, 0) && !isHidden(clean)
}

// isHidden tells paths with a hidden file or folder in them: imports leave those out.
func isHidden(name string) bool {
	return slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool { return strings.HasPrefix(part, ".") && part != "." })
}

// listFolder lists a folder below another one, which nothing leads out of: folders first, then files, by name.
func listFolder(folder, asked string) (*views.FolderData, error) {
	at, ok := below(asked)
	if !ok {
		return nil, noSuchFolder
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("the folder for imports: %w", err)
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), at)
	if err != nil {
		return nil, noSuchFolder
	}
	d := &views.FolderData{}
	if at != "." {
		d.Path = at
	}
	for _, e := range entries {
		if !isHidden(e.Name()) {
			d.Entries = append(d.Entries, folderEntry(root, at, e.Name()))
		}
	}
	slices.SortFunc(d.Entries, func(a, b views.FolderEntry) int {
		if a.Dir != b.Dir {
			return map[bool]int{true: -1, false: 1}[a.Dir]
		}
		return cmp.Compare(a.Name, b.Name)
	})
	if d.More = max(0, len(d.Entries)-shownEntries); d.More > 0 {
		d.Entries = d.Entries[:shownEntries]
	}
	return d, nil
}

var noSuchFolder = echo.NewHTTPError(http.StatusNotFound, "There is no such folder in the folder for imports.")

func folderEntry(root *os.Root, folder, name string) views.FolderEntry {
	e := views.FolderEntry{Name: name}
	info, err := root.Stat(path.Join(folder, name))
	switch {
	case err != nil:
		e.Problem = leadsOut
	case !info.IsDir() && !info.Mode().IsRegular():
		e.Problem = "is neither a file nor a folder"
	default:
		e.Dir, e.Size, e.Changed = info.IsDir(), info.Size(), info.ModTime()
	}
	return e
}

// checkPicked returns the whole paths of what was picked in a folder, unless anything of it, or in it, leads out of there. The error is what to say.
func checkPicked(folder string, picked []string) ([]string, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, errors.New("the folder for imports cannot be read; nothing was imported")
	}
	defer root.Close()
	var paths []string
	for _, asked := range picked {
		at, ok := below(asked)
		if !ok {
			return nil, fmt.Errorf("%s is not in the folder for imports; nothing was imported", path.Base(asked))
		}
		if err := checkBelow(root, at); err != nil {
			return nil, err
		}
		paths = append(paths, filepath.Join(folder, filepath.FromSlash(at)))
	}
	return paths, nil
}

// checkBelow refuses a file or folder of which a part leads out of the root.
func checkBelow(root *os.Root, at string) error {
	return fs.WalkDir(root.FS(), at, func(name string, e fs.DirEntry, err error) error {
		if err != nil && name == at {
			return fmt.Errorf("%s %s; nothing was imported", path.Base(at), leadsOut)
		}
		if err != nil {
			return nil //nolint:nilerr // what cannot be read, the import reports
		}
		if name != at && isHidden(e.Name()) {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if e.Type()&fs.ModeSymlink != 0 {
			if _, err := root.Stat(name); err != nil {
				return fmt.Errorf("%s %s; nothing was imported", name, leadsOut)
			}
		}
		return nil
	})
}
