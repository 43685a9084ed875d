package handlers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/views"
)

// Editor changes the catalogue by hand; *models.Store is one.
type Editor interface {
	Correct(ctx context.Context, c models.Correction) (id uint, err error)
	UndoCorrection(ctx context.Context, id uint, by string) error
	Corrections(ctx context.Context, limit int) ([]models.Correction, error)
	Hide(ctx context.Context, code, by, reason string) error
	Unhide(ctx context.Context, code, by string) error
	Hidden(ctx context.Context) ([]models.HiddenExperiment, error)
}

const (
	// editTime is how long a change waits for an import that writes the catalogue.
	editTime         = 8 * time.Second
	shownCorrections = 100
	maxCodeAsked     = 200 // bytes
)

// editPage finds experiments and samples to hide and to correct, and lists what was hidden and corrected.
func (s *server) editPage(c echo.Context, who *administrator) error {
	return s.showEdits(c, who, http.StatusOK, c.QueryParam("code"), views.AdminSaid(c.QueryParam("said")))
}

func (s *server) showEdits(c echo.Context, who *administrator, status int, code string, notice *views.AdminNotice) error {
	ctx := c.Request().Context()
	d := views.AdminCatalogueData{Frame: frame("Catalogue", who), Code: strings.TrimSpace(cutText(code, maxCodeAsked))}
	d.Frame.Notice = notice
	var err error
	if d.Hiddens, err = s.admin.Editor.Hidden(ctx); err != nil {
		return err
	}
	if d.Corrections, err = s.admin.Editor.Corrections(ctx, shownCorrections); err != nil {
		return err
	}
	if d.Code != "" {
		if err := s.findEdited(ctx, &d); err != nil {
			return err
		}
	}
	return render(c, status, views.EditPage(s.site(ctx), views.NewAdminCatalogue(d)))
}

// findEdited finds what a code means: an experiment, a sample, or both; or the several that have it.
func (s *server) findEdited(ctx context.Context, d *views.AdminCatalogueData) (err error) {
	d.Experiment, err = s.store.Experiment(ctx, d.Code)
	switch {
	case errors.Is(err, models.ErrHidden):
		d.Hidden = hiddenOf(d.Hiddens, d.Code)
	case errors.Is(err, models.ErrShared):
		if err := s.addCandidates(ctx, d, s.store.ExperimentsByCode); err != nil {
			return err
		}
	case err != nil && !errors.Is(err, models.ErrNotFound):
		return err
	}
	if err != nil {
		d.Experiment = nil
	}
	d.Sample, err = s.store.Sample(ctx, d.Code)
	switch {
	case errors.Is(err, models.ErrShared):
		if err := s.addCandidates(ctx, d, s.store.SamplesByCode); err != nil {
			return err
		}
	case err != nil && !errors.Is(err, models.ErrNotFound):
		return err
	}
	if err != nil {
		d.Sample = nil
	}
	return nil
}

// hiddenOf is the hidden experiment that has a code; of another of its codes nothing but that one is known.
func hiddenOf(list []models.HiddenExperiment, code string) *models.HiddenExperiment {
	if i := slices.IndexFunc(list, func(h models.HiddenExperiment) bool { return strings.EqualFold(h.AccessionCode, code) }); i >= 0 {
		return &list[i]
	}
	return &models.HiddenExperiment{AccessionCode: code}
}

func (s *server) addCandidates(ctx context.Context, d *views.AdminCatalogueData, find func(context.Context, string) ([]models.Named, error)) error {
	named, err := find(ctx, d.Code)
	for _, n := range named {
		d.Candidates = append(d.Candidates, views.Link{Label: strings.TrimSpace(n.AccessionCode + " " + n.Title), URL: views.AdminRecordURL(n.AccessionCode)})
	}
	return err
}

// hide takes an experiment out of the catalogue.
func (s *server) hide(c echo.Context, who *administrator) error {
	code := c.FormValue("code")
	return s.edit(c, who, edit{what: control.ActionHide, about: code, code: code, said: "hidden", reason: c.FormValue("reason"), do: func(ctx context.Context) error {
		return s.admin.Editor.Hide(ctx, code, who.Administrator, c.FormValue("reason"))
	}})
}

// unhide puts an experiment back.
func (s *server) unhide(c echo.Context, who *administrator) error {
	code := c.FormValue("code")
	return s.edit(c, who, edit{what: control.ActionUnhide, about: code, code: code, said: "shown", do: func(ctx context.Context) error {
		return s.admin.Editor.Unhide(ctx, code, who.Administrator)
	}})
}

// correct corrects a field.
func (s *server) correct(c echo.Context, who *administrator) error {
	asked := models.Correction{Kind: models.Corrected(c.FormValue("kind")), AccessionCode: c.FormValue("code"), Field: c.FormValue("field"), By: who.Administrator}
	asked.Values = []string{strings.ReplaceAll(c.FormValue("value"), "\r\n", "\n")}
	if asked.Kind.Many(asked.Field) {
		asked.Values = strings.Split(asked.Values[0], "\n")
	}
	said := strings.TrimSpace(strings.Join(asked.Values, ", "))
	return s.edit(c, who, edit{
		what: control.ActionCorrect, about: asked.AccessionCode + " " + asked.Field, code: asked.AccessionCode, said: "corrected", reason: cmp.Or(said, views.NotReported),
		do: func(ctx context.Context) error {
			_, err := s.admin.Editor.Correct(ctx, asked)
			return err
		},
	})
}

// undo takes a correction back.
func (s *server) undo(c echo.Context, who *administrator) error {
	id, ok := readID(c.FormValue("correction"))
	if !ok {
		return echo.NewHTTPError(http.StatusBadRequest, "There is no such correction.")
	}
	e := edit{what: control.ActionUndo, about: fmt.Sprint("correction ", id), said: "undone", do: func(ctx context.Context) error {
		return s.admin.Editor.UndoCorrection(ctx, id, who.Administrator)
	}}
	known, err := s.admin.Editor.Corrections(c.Request().Context(), shownCorrections)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(known, func(one models.Correction) bool { return one.ID == id }); i >= 0 {
		e.code, e.about = known[i].AccessionCode, known[i].AccessionCode+" "+known[i].Field
	}
	return s.edit(c, who, e)
}

// edit is a change of the catalogue by hand.
type edit struct {
	what   control.ActionKind
	about  string
	code   string // of what it is of
	said   string // what the page says then
	reason string // to be recorded with it
	do     func(context.Context) error
}

// maxReason is how much of a text is recorded with an action, in bytes.
const maxReason = 500

// edit does it, records that, and leads back to the page; why it cannot be done is said there.
func (s *server) edit(c echo.Context, who *administrator, e edit) error {
	action := s.action(c, who, e.what, cutText(e.about, maxReason))
	action.Reason = strings.ToValidUTF8(cutText(e.reason, maxReason), "")
	ctx, cancel := context.WithTimeout(c.Request().Context(), min(editTime, s.pageTime/2))
	err := e.do(ctx)
	cancel()
	status, why := editProblem(err)
	switch {
	case err == nil:
	case status != 0:
		action.Outcome, action.Reason = control.OutcomeRefused, why
	default:
		action.Outcome, action.Reason = control.OutcomeFailed, s.public(err)
	}
	if _, recordErr := s.admin.Control.Record(context.WithoutCancel(c.Request().Context()), action); recordErr != nil || err != nil && status == 0 {
		return errors.Join(err, recordErr)
	}
	if err != nil {
		return s.showEdits(c, who, status, e.code, &views.AdminNotice{Text: why, Bad: true})
	}
	values := url.Values{"said": {e.said}}
	if e.code != "" {
		values.Set("code", e.code)
	}
	return c.Redirect(http.StatusSeeOther, views.AdminCataloguePath+"?"+values.Encode())
}

// editProblem says why a change cannot be made; 0 where it failed for no such reason.
func editProblem(err error) (status int, why string) {
	switch {
	case errors.Is(err, models.ErrImporting):
		return http.StatusServiceUnavailable, "Nothing was changed: an import is writing the catalogue at this moment. Try again when it has ended, or in a moment."
	case errors.Is(err, models.ErrInvalid):
		return http.StatusBadRequest, "Nothing was changed. " + sentence(lastPart(err, models.ErrInvalid))
	case errors.Is(err, models.ErrHidden):
		return http.StatusConflict, "Nothing was changed: this experiment is hidden."
	case errors.Is(err, models.ErrShared):
		return http.StatusConflict, "Nothing was changed: this is the code of several. Find the one that is meant by its own code."
	case errors.Is(err, models.ErrNotFound):
		return http.StatusConflict, "Nothing was changed: it is not there any more. Somebody else may have changed it meanwhile."
	}
	return 0, ""
}

// lastPart is what an error says behind another one that it wraps.
func lastPart(err, behind error) string {
	text := err.Error()
	if i := strings.LastIndex(text, behind.Error()+": "); i >= 0 {
		return text[i+len(behind.Error())+2:]
	}
	return text
}
