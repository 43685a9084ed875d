package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/views"
)

// Importer imports files in the background of the server.
type Importer interface {
	// Begin begins an import that goes on after it returns, and returns the id of its run. Its details are those of models.ImportDetails. What changed is indexed after it.
	Begin(context.Context, Import) (run uint, err error)
}

// Import is what is to be imported: files and folders, or what was uploaded.
type Import struct {
	Paths    []string // absolute
	Uploaded string   // the folder of uploaded files, which is taken over and removed in the end; empty where Paths are meant
	Format   string   // the name of one; empty is that each file is recognised
	DryRun   bool
	AskedBy  string
}

// ImportFormat is a format that files can have.
type ImportFormat = views.ImportFormat

// Imports is what the page of imports works with.
type Imports struct {
	Importer Importer
	Formats  []ImportFormat
	Uploads  string // the folder that files are uploaded into; made when missing
	Limit    int64  // bytes of one upload; 0 is that nothing can be uploaded
	Folder   string // the folder that may be imported from; empty is none
}

// importPage shows what can be imported and what was.
func (s *server) importPage(c echo.Context, who *administrator) error {
	return s.showImports(c, who, http.StatusOK, views.AdminSaid(c.QueryParam("said")))
}

func (s *server) showImports(c echo.Context, who *administrator, status int, notice *views.AdminNotice) (err error) {
	ctx := c.Request().Context()
	d := views.AdminImportData{Frame: frame("Import", who), Formats: s.admin.Imports.Formats, Limit: s.admin.Imports.Limit}
	d.Frame.Notice = notice
	if d.Working, err = s.working(ctx, 0); err != nil {
		return err
	}
	if len(d.Working) > 0 && status == http.StatusOK {
		d.Frame.Refresh = refreshEvery
	}
	if d.Runs, err = s.admin.Control.Imports(ctx, shownImports); err != nil {
		return err
	}
	if s.admin.Imports.Folder != "" {
		if d.Folder, err = listFolder(s.admin.Imports.Folder, c.QueryParam("folder")); err != nil {
			return err
		}
		if d.Folder.Path != "" {
			d.Frame.Refresh = 0 // somebody is looking around, and may have ticked something
		}
	}
	return render(c, status, views.ImportPage(s.site(ctx), views.NewAdminImport(d)))
}

// pickFolder imports from the folder on the server: what is ticked, or all of it.
func (s *server) pickFolder(c echo.Context, who *administrator) error {
	form, err := c.FormParams()
	if err != nil {
		return echo.NewHTTPError(http.StatusBadRequest, "The form cannot be read.")
	}
	if s.admin.Imports.Folder == "" {
		return echo.NewHTTPError(http.StatusNotFound, "No folder is configured that may be imported from.")
	}
	if err := s.checkFormat(form.Get("format")); err != nil {
		return err
	}
	picked := form["pick"]
	if form.Get("what") == "folder" {
		picked = []string{form.Get("folder")}
	}
	if len(picked) == 0 {
		return s.showImports(c, who, http.StatusBadRequest, &views.AdminNotice{Text: "Nothing was ticked, so nothing was imported.", Bad: true})
	}
	paths, err := checkPicked(s.admin.Imports.Folder, picked)
	if err != nil {
		return s.refuse(c, who, control.ActionImport, namesOf(picked), http.StatusBadRequest, err.Error())
	}
	return s.beginImport(c, who, namesOf(picked), Import{Paths: paths, Format: form.Get("format"), DryRun: form.Get("dry") != ""})
}

// uploadFiles takes files, and imports them.
func (s *server) uploadFiles(c echo.Context, who *administrator) error {
	if s.admin.Imports.Limit == 0 {
		return echo.NewHTTPError(http.StatusNotFound, "Nothing can be uploaded here.")
	}
	got, err := receive(c, s.admin.Imports.Uploads, s.admin.Imports.Limit)
	about := namesOf(got.names)
	switch refused := (*uploadError)(nil); {
	case errors.As(err, &refused):
		return s.refuse(c, who, control.ActionUpload, about, refused.status, refused.Error())
	case err != nil:
		s.logger.Error("an upload failed", "error", err)
		return s.refuse(c, who, control.ActionUpload, about, http.StatusInternalServerError, "The files could not be kept on the server: "+shortError(err)+". Nothing was imported.")
	}
	if err := s.checkFormat(got.fields.Get("format")); err != nil {
		return errors.Join(err, got.remove())
	}
	action := s.action(c, who, control.ActionUpload, about)
	action.Reason = views.Bytes(got.size)
	if _, err := s.admin.Control.Record(c.Request().Context(), action); err != nil {
		return errors.Join(err, got.remove())
	}
	return s.beginImport(c, who, about, Import{Uploaded: got.folder, Format: got.fields.Get("format"), DryRun: got.fields.Get("dry") != ""})
}

// checkFormat finds formats that are none; blank is that each file is recognised.
func (s *server) checkFormat(name string) error {
	if name == "" || slices.ContainsFunc(s.admin.Imports.Formats, func(f ImportFormat) bool { return f.Name == name }) {
		return nil
	}
	return echo.NewHTTPError(http.StatusBadRequest, "There is no such format.")
}

// beginImport begins it, records that, and leads to its report.
func (s *server) beginImport(c echo.Context, who *administrator, about string, asked Import) error {
	ctx := c.Request().Context()
	asked.AskedBy = who.asks()
	what := control.ActionImport
	if asked.DryRun {
		what = control.ActionDryRun
	}
	action := s.action(c, who, what, about)
	run, err := s.admin.Imports.Importer.Begin(ctx, asked)
	if err := s.recordBegun(ctx, action, run, err); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, views.ReportURL(run))
}

// refuse records that something was not done, and says why on the page of imports.
func (s *server) refuse(c echo.Context, who *administrator, what control.ActionKind, about string, status int, why string) error {
	action := s.action(c, who, what, about)
	action.Outcome, action.Reason = control.OutcomeRefused, why
	if _, err := s.admin.Control.Record(context.WithoutCancel(c.Request().Context()), action); err != nil {
		return err
	}
	return s.showImports(c, who, status, &views.AdminNotice{Text: why, Bad: true})
}

// reportPage shows how far an import is, and then what it did.
func (s *server) reportPage(c echo.Context, who *administrator) error {
	ctx := c.Request().Context()
	run, err := s.runOf(c)
	if err != nil {
		return err
	}
	if run.Kind != control.Import {
		return noSuchRun
	}
	d := views.AdminReportData{Frame: frame("Import of "+run.Started.UTC().Format("2 January 2006, 15:04"), who), Run: run}
	if run.State == control.Running {
		d.Frame.Refresh = refreshEvery
		if d.Working, err = s.working(ctx, run.ID); err != nil {
			return err
		}
	} else if run.Details != "" {
		d.Details = new(models.ImportDetails)
		if err := json.Unmarshal([]byte(run.Details), d.Details); err != nil {
			return fmt.Errorf("read what import %d did: %w", run.ID, err)
		}
	}
	return render(c, http.StatusOK, views.ReportPage(s.site(ctx), views.NewAdminReport(d)))
}

var noSuchRun = echo.NewHTTPError(http.StatusNotFound, "No such run is remembered.")

// runOf reads the run that ?run= names.
func (s *server) runOf(c echo.Context) (control.Run, error) {
	id, ok := readID(c.QueryParam("run"))
	if !ok {
		return control.Run{}, noSuchRun
	}
	run, err := s.admin.Control.Run(c.Request().Context(), id)
	if errors.Is(err, control.ErrNotFound) {
		return run, noSuchRun
	}
	return run, err
}

// namesOf names files in a few words.
func namesOf(paths []string) string {
	const most = 5
	var names []string
	for i, p := range paths {
		if i == most {
			names = append(names, fmt.Sprintf("%d more", len(paths)-most))
			break
		}
		if p = path.Base(filepath.ToSlash(p)); p == "." || p == "/" {
			p = "the whole folder"
		}
		names = append(names, p)
	}
	return strings.Join(names, ", ")
}
