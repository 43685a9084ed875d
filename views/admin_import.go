package views

import (
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/facetome/facetome/models/control"
)

// ImportFormat is a format that files can have.
type ImportFormat struct{ Name, About string }

// AdminImportData is what the page of imports is made from.
type AdminImportData struct {
	Frame   AdminFrame
	Formats []ImportFormat // beside recognising each file by its content
	Limit   int64          // bytes of one upload; 0 is that nothing can be uploaded
	Folder  *FolderData    // nil where the configuration names none
	Working []Working
	Runs    []control.Run // imports, the newest first
}

// FolderData is a folder on the server that may be imported from.
type FolderData struct {
	Path    string // below the one that the configuration names, with slashes; empty is that one
	Entries []FolderEntry
	More    int // entries that are not among them
}

// FolderEntry is a file or folder in it.
type FolderEntry struct {
	Name    string
	Dir     bool
	Size    int64
	Changed time.Time
	Problem string // why it cannot be imported
}

// AdminImport is the page of imports.
type AdminImport struct {
	Frame   AdminFrame
	Runs    Runs
	Formats []ImportFormat
	Limit   string // empty is that nothing can be uploaded
	Bytes   int64
	Folder  *FolderView
	History []RunRow
}

// FolderView is how a folder is shown.
type FolderView struct {
	Path    string
	Crumbs  []Link // to the folders above; the first is the one that the configuration names
	Entries []FolderRow
	More    int
}

// FolderRow is a file or folder in it.
type FolderRow struct {
	Name    string
	Value   string // its path, for the form
	URL     string // of a folder: to look into it
	Size    string
	Changed time.Time
	Problem string
}

// NewAdminImport makes the page.
func NewAdminImport(d AdminImportData) AdminImport {
	p := AdminImport{Frame: d.Frame, Runs: NewRuns(d.Working), Formats: d.Formats, Bytes: d.Limit}
	if d.Limit > 0 {
		p.Limit = Bytes(d.Limit)
	}
	if d.Folder != nil {
		p.Folder = newFolderView(*d.Folder)
	}
	for _, r := range d.Runs {
		if r.State == control.Running {
			continue // shown above
		}
		p.History = append(p.History, newRunRow(r, ""))
	}
	return p
}

// ImportFolderURL leads to a folder on the server.
func ImportFolderURL(folder string) string {
	if folder == "" {
		return AdminImportPath + folderAnchor
	}
	return AdminImportPath + "?" + url.Values{"folder": {folder}}.Encode() + folderAnchor
}

const folderAnchor = "#folder"

// ReportURL leads to the report of an import.
func ReportURL(run uint) string {
	return AdminReportPath + "?" + url.Values{"run": {strconv.FormatUint(uint64(run), 10)}}.Encode()
}

func newFolderView(d FolderData) *FolderView {
	v := &FolderView{Path: d.Path, More: d.More, Crumbs: []Link{{"The folder for imports", ImportFolderURL("")}}}
	at := ""
	for name := range strings.SplitSeq(d.Path, "/") {
		if name != "" {
			at = path.Join(at, name)
			v.Crumbs = append(v.Crumbs, Link{name, ImportFolderURL(at)})
		}
	}
	for _, e := range d.Entries {
		row := FolderRow{Name: e.Name, Value: path.Join(d.Path, e.Name), Changed: e.Changed, Problem: e.Problem}
		switch {
		case e.Problem != "":
		case e.Dir:
			row.URL = ImportFolderURL(row.Value)
		default:
			row.Size = Bytes(e.Size)
		}
		v.Entries = append(v.Entries, row)
	}
	return v
}
