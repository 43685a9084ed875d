package views

import (
	"net/url"
	"strconv"
	"time"

	"github.com/facetome/facetome/models/control"
)

// AdminActionsSize is how many actions stand on a page.
const AdminActionsSize = 50

// AdminActions is the page of what was done, and of where its reader is logged in.
type AdminActions struct {
	Frame    AdminFrame
	Position string // "1–50 of 812"
	Rows     []ActionRow
	Pages    Pagination
	Sessions []SessionRow
}

// ActionRow is one action.
type ActionRow struct {
	When    time.Time
	Who     string // blank where nobody knows
	Where   string
	What    string
	About   string
	Outcome string
	Bad     bool
	Reason  string
	Took    string // of what takes time
}

// SessionRow is a browser in which the reader is logged in.
type SessionRow struct {
	Browser string
	Address string
	Since   time.Time
	Seen    time.Time
	This    bool // the one that shows the page
}

// AdminActionsData is what the page is made from.
type AdminActionsData struct {
	Frame    AdminFrame
	Actions  []control.Action
	Page     int
	Total    int
	Sessions []control.Session
	This     string // the token's hash of the session that asks
}

// NewAdminActions makes the page.
func NewAdminActions(d AdminActionsData) AdminActions {
	p := AdminActions{Frame: d.Frame, Position: position(d.Page, AdminActionsSize, d.Total), Pages: NewPagination(d.Page, pageCount(d.Total, AdminActionsSize), func(page int) string {
		if page == 1 {
			return AdminActionsPath
		}
		return AdminActionsPath + "?" + url.Values{"page": {strconv.Itoa(page)}}.Encode()
	})}
	for _, a := range d.Actions {
		p.Rows = append(p.Rows, newActionRow(a))
	}
	for _, s := range d.Sessions {
		p.Sessions = append(p.Sessions, SessionRow{Browser: browserName(s.Browser), Address: s.Address, Since: s.Began, Seen: s.Seen, This: s.TokenHash == d.This})
	}
	return p
}

func newActionRow(a control.Action) ActionRow {
	row := ActionRow{
		When: a.Began, Who: a.By, Where: a.Address, What: actionWords[a.What], About: a.About, Outcome: string(a.Outcome), Reason: a.Reason,
		Bad: a.Outcome == control.OutcomeFailed || a.Outcome == control.OutcomeRefused,
	}
	if row.What == "" { // of a newer program
		row.What = string(a.What)
	}
	if a.Ended != nil && a.Ended.Sub(a.Began) >= time.Second {
		row.Took = duration(a.Ended.Sub(a.Began))
	}
	return row
}

// actionWords say what was done.
var actionWords = map[control.ActionKind]string{
	control.ActionLogin:            "Logged in",
	control.ActionLogout:           "Logged out",
	control.ActionLogoutEverywhere: "Logged out everywhere",
	control.ActionSetPassword:      "Set a password",
	control.ActionRemove:           "Removed an administrator",
	control.ActionRebuild:          "Rebuilt the index",
	control.ActionChanges:          "Applied changes",
	control.ActionCheck:            "Checked the index",
	control.ActionRepair:           "Repaired the index",
	control.ActionCancel:           "Cancelled a run",
	control.ActionImport:           "Imported",
	control.ActionDryRun:           "Tried an import",
	control.ActionUpload:           "Uploaded",
	control.ActionHide:             "Hid an experiment",
	control.ActionUnhide:           "Showed an experiment again",
	control.ActionCorrect:          "Corrected a value",
	control.ActionUndo:             "Took a correction back",
}
