package views

import (
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
)

// Addresses of the administrators' pages. What changes something is asked for with POST.
const (
	AdminPath          = "/admin"
	AdminLoginPath     = AdminPath + "/login"
	AdminLogoutPath    = AdminPath + "/logout"
	AdminRunPath       = AdminPath + "/run"
	AdminCancelPath    = AdminPath + "/run/cancel"
	AdminProgressPath  = AdminPath + "/progress"
	AdminImportPath    = AdminPath + "/import"
	AdminUploadPath    = AdminPath + "/import/upload"
	AdminPickPath      = AdminPath + "/import/folder"
	AdminReportPath    = AdminPath + "/import/report"
	AdminCataloguePath = AdminPath + "/catalogue"
	AdminHidePath      = AdminPath + "/catalogue/hide"
	AdminUnhidePath    = AdminPath + "/catalogue/unhide"
	AdminCorrectPath   = AdminPath + "/catalogue/correct"
	AdminUndoPath      = AdminPath + "/catalogue/undo"
	AdminActionsPath   = AdminPath + "/actions"
)

// adminLinks lead to the parts of the administrators' pages.
var adminLinks = []Link{
	{"Index", AdminPath}, {"Import", AdminImportPath}, {"Catalogue", AdminCataloguePath}, {"Actions", AdminActionsPath},
}

// AdminFrame is what all pages of administrators have in common.
type AdminFrame struct {
	Title  string
	Name   string       // of the administrator who looks
	Notice *AdminNotice // what came of the last thing asked for; nil for nothing
	// Refresh is after how many seconds browsers without scripts are to ask again; 0 is never.
	Refresh int
}

// AdminNotice says what came of something.
type AdminNotice struct {
	Text string
	Bad  bool // it failed or was refused
}

func (f AdminFrame) head() Head {
	return Head{Title: f.Title + " · Administration", NoIndex: true, Private: true, Refresh: f.Refresh}
}

// AdminLogin is the page to log in at.
type AdminLogin struct {
	Next    string // where to go then; empty is AdminPath
	Name    string // as it was typed
	Problem string // why it did not work; empty at first
	Secure  bool   // false where the password would go over the network for all to read: there is no form then
}

// AdminNext is where a login may lead: to an administrators' page and nowhere else.
func AdminNext(asked string) string {
	u, err := url.Parse(asked)
	if err != nil || u.IsAbs() || u.Host != "" || u.Path != AdminPath && !strings.HasPrefix(u.Path, AdminPath+"/") || path.Clean(u.Path) != u.Path || u.Path == AdminLoginPath || u.Path == AdminLogoutPath {
		return AdminPath
	}
	return u.RequestURI()
}

// AdminLoginURL leads to the login, and back from there.
func AdminLoginURL(next string) string {
	if next == AdminPath || next == "" {
		return AdminLoginPath
	}
	return AdminLoginPath + "?" + url.Values{"next": {next}}.Encode()
}

// moment is a time as administrators read it: whose clocks may be anywhere.
func moment(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04:05 UTC") }

// machineTime is the same for machines.
func machineTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Minutes is a waiting time in words, rounded up.
func Minutes(wait time.Duration) string {
	return count(int((wait+time.Minute-1)/time.Minute), "minute", "minutes")
}

// Logins counts browsers in which somebody was logged in.
func Logins(n int) string { return count(n, "login", "logins") }

// Bytes is an amount of data in words: "382 MB".
func Bytes(n int64) string { return humanize.Bytes(uint64(max(n, 0))) }
