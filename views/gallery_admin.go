//go:build dev

package views

import (
	"time"

	"github.com/a-h/templ"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
)

// galleryNoon is now, in the gallery.
var galleryNoon = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// addAdmin adds the components of administrators' pages.
func addAdmin(add func(name, box string, shown templ.Component)) {
	add("login: at first", "", loginBody(AdminLogin{Secure: true}))
	add("login: a wrong password", "", loginBody(AdminLogin{Secure: true, Name: "ada", Problem: "This name and this password do not belong together."}))
	add("login: without https", "", loginBody(AdminLogin{}))
	add("notice: done", "admin", adminNotice(*AdminSaid("corrected")))
	add("notice: refused", "admin", adminNotice(*AdminSaid("busy")))

	at := galleryNoon.Add(-time.Minute)
	working := control.Run{
		ID: 3, Kind: control.Rebuild, State: control.Running, AskedBy: "administrator ada", Worker: "search-1, process 812", Started: at, Step: "Indexing", Done: 12_000, Total: 60_000,
	}
	beginning, stopping := working, working
	beginning.Step, beginning.Done, beginning.Total = "", 0, 0
	stopping.CancelAskedBy = "administrator grace"
	imported := control.Run{
		ID: 4, Kind: control.Import, State: control.Running, AskedBy: "command line", Worker: "search-2, process 813", Started: at,
		Step: "Reading GSE14618_family.soft.gz, 1 experiment and 92 samples so far", Done: 12e6, Total: 80e6,
	}
	add("run: usual", "admin", runs(NewRuns([]Working{{Run: working, Rate: 1200, Left: 40 * time.Second}})))
	add("run: beginning", "admin", runs(NewRuns([]Working{{Run: beginning}})))
	add("run: stopping", "admin", runs(NewRuns([]Working{{Run: stopping}})))
	add("run: of an import", "admin", runs(NewRuns([]Working{{Run: imported, Rate: 2e6, Left: 34 * time.Second}})))

	drifted := &search.Drift{
		Generation: "g7", Compared: 812, Pending: 3, Missing: search.Differences{Count: 1, First: []search.Difference{{AccessionCode: "GSE14613", Catalogue: 42}}},
		Different: search.Differences{Count: 22, First: []search.Difference{{AccessionCode: "GSE14618", Index: 90, Catalogue: 92}}},
	}
	d := galleryIndexData()
	fine := NewAdminIndex(d)
	add("state of the index: up to date", "admin", adminFacts(fine.Facts))
	add("what to do: nothing", "admin", choices(fine.Choices))
	d.Status, d.Info.CatalogueVersion, d.Waiting, d.Known, d.Drift = &search.Status{Engine: "Elasticsearch", Version: "8.19.0", Health: "red", Nodes: 2, Bytes: 382e6, Free: 100e6}, 811, 12, true, drifted
	ended := galleryNoon.Add(-time.Hour)
	d.LastCheck = &control.Run{Kind: control.Check, Finished: &ended}
	bad := NewAdminIndex(d)
	add("state of the index: behind, and differing", "admin", adminFacts(bad.Facts))
	add("what to do: something", "admin", choices(bad.Choices))
	add("what differs", "admin", drift(bad.Drift))
	d.Unreachable, d.Status = true, &search.Status{Engine: "Elasticsearch", Trouble: "connection refused"}
	add("state of the index: out of reach", "admin", adminFacts(NewAdminIndex(d).Facts))
	add("runs: history", "admin", history(fine.History))
	add("runs: none", "admin", history(nil))

	imports := NewAdminImport(AdminImportData{Limit: 2e9, Formats: []ImportFormat{{"geo-soft", "GEO SOFT"}}, Folder: &FolderData{
		Path: "2026/november", More: 12, Entries: []FolderEntry{
			{Name: "ENA", Dir: true, Changed: at}, {Name: "GSE14618_family.soft.gz", Size: 4_200_000, Changed: at}, {Name: "home", Problem: "leads out of the folder for imports, or nowhere"},
		},
	}})
	add("import: upload", "admin", upload(imports))
	add("import: folder", "admin", pick(imports))
	add("import: no folder", "admin", pick(AdminImport{}))
	add("report: something left out", "admin", report(newReportView(galleryDetails())))

	experiment := newEditExperiment(&models.Experiment{
		AccessionCode: "GSE14618", Title: "Induction failure in T-ALL", Corrections: []models.Correction{{ID: 1, Field: models.FieldTitle, By: "ada", At: at}},
		Records: []models.ExperimentRecord{{Source: &models.Source{Name: "geo/GSE14618_family.soft.gz"}, Body: models.ExperimentBody{Title: "Microarray analyses of induction failure in T-ALL"}}},
	})
	add("catalogue: an experiment to correct", "admin", editRecord(experiment))
	add("catalogue: hidden experiments", "admin", hiddens([]HiddenRow{{Code: "GSE14618", Title: "Microarray analyses of induction failure in T-ALL", By: "ada", At: at, Reason: "withdrawn by its authors"}}, "gallery"))
	made := []models.Correction{
		{ID: 3, AccessionCode: "GSM365046", Field: models.FieldSex, Imported: []string{"male"}, By: "ada", At: at},
		{ID: 2, AccessionCode: "GSE14618", Field: models.FieldTitle, Values: []string{"Induction failure in T-ALL"}, Imported: []string{"T-ALL"}, By: "grace", At: at, ReplacedBy: 3},
	}
	var rows []CorrectionRow
	for i := range made {
		rows = append(rows, newCorrectionRow(&made[i]))
	}
	add("catalogue: corrections", "admin", correctionRows(rows))
	add("corrections of a record", "record", corrections(newCorrections(made)))
	all := NewAdminActions(AdminActionsData{Actions: []control.Action{
		{Began: at, Ended: &galleryNoon, By: "ada", Address: "192.0.2.1", What: control.ActionRebuild, Outcome: control.OutcomeDone},
		{Began: at, Ended: &at, Address: "192.0.2.9", What: control.ActionLogin, Outcome: control.OutcomeFailed, Reason: "wrong name or password"},
	}, Sessions: []control.Session{{Browser: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", Address: "192.0.2.1", Began: at, Seen: galleryNoon}}})
	add("actions", "admin", actions(all.Rows))
	add("logins", "admin", sessions(all.Sessions))
}

// galleryIndexData is of an index that is up to date.
func galleryIndexData() AdminIndexData {
	at := galleryNoon.Add(-2 * time.Hour)
	end := at.Add(73 * time.Second)
	return AdminIndexData{
		Now: galleryNoon, State: models.State{Version: 812, Experiments: 60_000, Samples: 1_213_681},
		Info:   search.Info{Generation: "gen-000007", CatalogueVersion: 812, Total: search.Total{Experiments: 60_000, Samples: 1_213_640}, Committed: end},
		Status: &search.Status{Engine: "inside the program", Bytes: 177e6, Free: 60e9},
		Runs: []control.Run{
			{ID: 2, Kind: control.Rebuild, State: control.Done, AskedBy: "administrator ada", Started: at, Finished: &end, Result: control.Result{Experiments: 60_000, Samples: 1_213_640}},
			{ID: 1, Kind: control.Import, State: control.Failed, AskedBy: "command line", Started: at, Finished: &end, Reason: "its disk is full", Result: control.Result{Details: "{}"}},
		},
	}
}

func galleryDetails() models.ImportDetails {
	counts := models.ReportCounts{Experiments: models.ReportRecords{Read: 1, New: 1}, Samples: models.ReportRecords{Read: 92, New: 90, Merged: 2}, Problems: 41}
	return models.ImportDetails{Changed: []string{"GSE14613", "GSE14618"}, MoreChanged: 3, Report: models.ImportReport{
		FilesLeftOut: 1, Catalogue: models.ReportChanges{Experiments: models.ReportChange{New: 1, Changed: 4}, Samples: models.ReportChange{New: 90, Same: 2}},
		Formats: []models.ReportFormat{{Format: "geo-soft", Files: 1, ReportCounts: counts}, {Files: 1}},
		Files: []models.ReportOfFile{
			{Name: "README", Skipped: "a text of another kind: not a format of this version"},
			{
				Name: "GSE14618_family.soft.gz", Format: "geo-soft", LeftOut: true, ReportCounts: counts, MoreMessages: 40,
				Messages: []models.ReportMessage{{Line: 766, Text: "a sample without an accession code"}},
			},
		},
	}}
}
