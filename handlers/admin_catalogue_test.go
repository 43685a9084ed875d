package handlers

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
)

// fakeEditor remembers what it was asked for.
type fakeEditor struct {
	mu     sync.Mutex
	err    error
	waits  bool // until nobody waits any more, as for an import
	did    []string
	edits  []models.Correction
	hidden []models.HiddenExperiment
}

func (f *fakeEditor) do(ctx context.Context, format string, args ...any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.waits {
		<-ctx.Done()
		return fmt.Errorf("correct: %w: %w", models.ErrImporting, ctx.Err())
	}
	if f.err == nil {
		f.did = append(f.did, fmt.Sprintf(format, args...))
	}
	return f.err
}

func (f *fakeEditor) Correct(ctx context.Context, c models.Correction) (uint, error) {
	return 7, f.do(ctx, "correct %s %s %s %q by %s", c.Kind, c.AccessionCode, c.Field, c.Values, c.By)
}

func (f *fakeEditor) UndoCorrection(ctx context.Context, id uint, by string) error {
	return f.do(ctx, "undo %d by %s", id, by)
}

func (f *fakeEditor) Corrections(context.Context, int) ([]models.Correction, error) {
	return f.edits, nil
}

func (f *fakeEditor) Hide(ctx context.Context, code, by, reason string) error {
	return f.do(ctx, "hide %s by %s for %q", code, by, reason)
}

func (f *fakeEditor) Unhide(ctx context.Context, code, by string) error {
	return f.do(ctx, "unhide %s by %s", code, by)
}

func (f *fakeEditor) Hidden(context.Context) ([]models.HiddenExperiment, error) { return f.hidden, nil }

// TestEdits asks for each change, and looks at what was done, said and recorded.
func TestEdits(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	ada := s.session(t)
	s.editor.edits = []models.Correction{{ID: 7, Kind: models.CorrectedExperiment, AccessionCode: "GSE2", Field: models.FieldTitle, Values: []string{"T"}, By: "ada"}}
	for _, test := range []struct {
		path string
		form url.Values
		did  string
		to   string
		kept string // what, about what, and why
	}{
		{"/admin/catalogue/hide", url.Values{"code": {"GSE2"}, "reason": {"retracted"}}, `hide GSE2 by ada for "retracted"`, "code=GSE2&said=hidden", "hide GSE2 retracted"},
		{"/admin/catalogue/unhide", url.Values{"code": {"GSE2"}}, "unhide GSE2 by ada", "code=GSE2&said=shown", "show again GSE2 "},
		{
			"/admin/catalogue/correct", url.Values{"kind": {"experiment"}, "code": {"GSE2"}, "field": {"title"}, "value": {"A, b"}},
			`correct experiment GSE2 title ["A, b"] by ada`, "code=GSE2&said=corrected", "correct GSE2 title A, b",
		},
		{
			"/admin/catalogue/correct", url.Values{"kind": {"sample"}, "code": {"GSM1"}, "field": {"tissue"}, "value": {"liver\r\nlung"}},
			`correct sample GSM1 tissue ["liver" "lung"] by ada`, "code=GSM1&said=corrected", "correct GSM1 tissue liver, lung",
		},
		{
			"/admin/catalogue/correct", url.Values{"kind": {"experiment"}, "code": {"GSE2"}, "field": {"description"}, "value": {"one\r\n\r\ntwo"}},
			`correct experiment GSE2 description ["one\n\ntwo"] by ada`, "code=GSE2&said=corrected", "correct GSE2 description one\n\ntwo",
		},
		{
			"/admin/catalogue/correct", url.Values{"kind": {"sample"}, "code": {"GSM1"}, "field": {"sex"}, "value": {""}},
			`correct sample GSM1 sex [""] by ada`, "code=GSM1&said=corrected", "correct GSM1 sex not reported",
		},
		{"/admin/catalogue/undo", url.Values{"correction": {"7"}}, "undo 7 by ada", "code=GSE2&said=undone", "undo correction GSE2 title "},
		{"/admin/catalogue/undo", url.Values{"correction": {"8"}}, "undo 8 by ada", "said=undone", "undo correction correction 8 "},
	} {
		s.editor.did = nil
		w := s.post(test.path, test.form, ada...)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/admin/catalogue?"+test.to {
			t.Errorf("%s %v answers %d and leads to %q", test.path, test.form, w.Code, w.Header().Get("Location"))
		}
		if diff := cmp.Diff([]string{test.did}, s.editor.did); diff != "" {
			t.Errorf("%s %v: %s", test.path, test.form, diff)
		}
		a := s.actions(t)[0]
		if got := string(a.What) + " " + a.About + " " + a.Reason; got != test.kept || a.Outcome != control.OutcomeDone || a.By != "ada" {
			t.Errorf("%s: recorded is %q, %+v", test.path, got, a)
		}
	}
	if w := s.post("/admin/catalogue/undo", url.Values{"correction": {"x"}}, ada...); w.Code != http.StatusBadRequest {
		t.Errorf("undoing what is no correction answers %d", w.Code)
	}
}

func TestEditsThatAreRefused(t *testing.T) {
	t.Parallel()
	form := url.Values{"kind": {"sample"}, "code": {"GSM1"}, "field": {"technology"}, "value": {"typo"}}
	for _, test := range []struct {
		err    error
		status int
		says   string
	}{
		{fmt.Errorf("correct: %w: %q is none of microarray, RNA-seq", models.ErrInvalid, "typo"), http.StatusBadRequest, `Nothing was changed. "typo" is none of microarray, RNA-seq.`},
		{models.ErrHidden, http.StatusConflict, "is hidden"}, {models.ErrShared, http.StatusConflict, "the code of several"}, {models.ErrNotFound, http.StatusConflict, "not there any more"},
		{fmt.Errorf("secret path"), http.StatusInternalServerError, "Something went wrong here"},
	} {
		s := newAdminSite(t)
		s.editor.err = test.err
		w := s.post("/admin/catalogue/correct", form, s.session(t)...)
		if got := text(parsed(t, w).Find("main")); w.Code != test.status || !strings.Contains(got, test.says) || strings.Contains(got, "secret") {
			t.Errorf("%v answers %d: %s", test.err, w.Code, got)
		}
		want := control.OutcomeRefused
		if test.status == http.StatusInternalServerError {
			want = control.OutcomeFailed
		}
		if a := s.actions(t)[0]; a.Outcome != want || strings.Contains(a.Reason, "secret") {
			t.Errorf("%v: recorded is %+v", test.err, a)
		}
	}
	s := newAdminSite(t)
	s.editor.waits = true
	w := s.post("/admin/catalogue/correct", form, s.session(t)...)
	if got := text(parsed(t, w).Find("[role=alert]")); w.Code != http.StatusServiceUnavailable || !strings.Contains(got, "an import is writing the catalogue") {
		t.Errorf("while an import goes on it answers %d: %s", w.Code, got)
	}
}

func TestEditPage(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	ada := s.session(t)
	at := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	s.editor.hidden = []models.HiddenExperiment{{AccessionCode: "GSE7", Title: hostile, By: "grace", At: at, Reason: "retracted"}}
	s.editor.edits = []models.Correction{
		{ID: 9, Kind: models.CorrectedSample, AccessionCode: "GSM1", Field: models.FieldSex, By: "ada", At: at},
		{ID: 8, Kind: models.CorrectedSample, AccessionCode: "GSM1", Field: models.FieldSex, Values: []string{hostile}, By: "grace", At: at, ReplacedBy: 9},
		{ID: 7, Kind: models.CorrectedExperiment, AccessionCode: "GSE2", Field: models.FieldTitle, Values: []string{"T"}, By: "ada", At: at, UndoneBy: "grace", UndoneAt: &at},
	}
	d := s.page(t, "/admin/catalogue", http.StatusOK, ada...)
	got := text(d.Find("main"))
	for _, says := range []string{"GSE7", "grace", "retracted", "Show again", "holds Undo the correction of Sex of GSM1", "replaced by a later one", "undone by grace"} {
		if !strings.Contains(got, says) {
			t.Errorf("the page does not say %q: %s", says, got)
		}
	}
	if n := d.Find("input[name=correction]").Length(); n != 1 {
		t.Errorf("%d corrections can be undone", n)
	}
	noInline(t, "/admin/catalogue", d)

	for code, want := range map[string][]string{
		"gse2": {"GSE2"}, "E-GEOD-2": {"GSE2"}, " SRR1 ": {"GSM1"}, "GSE99": nil, "SAMN9": nil, "GSE7": nil, hostile: nil,
	} {
		d := s.page(t, "/admin/catalogue?"+url.Values{"code": {code}}.Encode(), http.StatusOK, ada...)
		var found []string
		for _, e := range d.Find(".edit .record-codes .code").EachIter() {
			found = append(found, text(e))
		}
		if !slices.Equal(found, want) {
			t.Errorf("the code %q finds %q", code, found)
		}
		noInline(t, code, d)
	}
	if got := text(s.page(t, "/admin/catalogue?code=GSE99", http.StatusOK, ada...).Find("main")); !strings.Contains(got, "has the code GSE99") {
		t.Errorf("a code of nothing: %s", got)
	}
	if got := text(s.page(t, "/admin/catalogue?code=SAMN9", http.StatusOK, ada...).Find("main")); !strings.Contains(got, "The code of several") || !strings.Contains(got, "GSM2") {
		t.Errorf("a code of several: %s", got)
	}
	if got := text(s.page(t, "/admin/catalogue?code=GSE7", http.StatusOK, ada...).Find("main")); !strings.Contains(got, "GSE7 is hidden") {
		t.Errorf("a hidden one: %s", got)
	}
	d = s.page(t, "/admin/catalogue?code=GSM1", http.StatusOK, ada...)
	sex := d.Find("#correct-sample-sex").Parent()
	if got := text(sex); !strings.Contains(got, "female") || !strings.Contains(got, "a.soft") || !strings.Contains(got, "male b.json") {
		t.Errorf("what is said of the sex: %s", got)
	}
	if got := d.Find("#value-sample-sex").Text(); strings.TrimSpace(got) != "female" {
		t.Errorf("the box has %q", got)
	}
}

// What everybody sees of a hidden experiment says that it is hidden; of a corrected record, what, by whom, since when, and what was imported.
func TestHiddenAndCorrectedPages(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for _, path := range []string{"/experiments/GSE7", "/experiments/gse7"} {
		if got := text(s.page(t, path, http.StatusGone).Find("main")); !strings.Contains(got, "This experiment is hidden") {
			t.Errorf("%s says %s", path, got)
		}
	}
	if w := s.get("/experiments/GSE7/samples.json"); w.Code != http.StatusGone {
		t.Errorf("its samples answer %d", w.Code)
	}
	at := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	s.store.corrections = []models.Correction{
		{Kind: models.CorrectedExperiment, Field: models.FieldTitle, Values: []string{hostile}, Imported: []string{"before"}, By: "ada", At: at},
	}
	d := s.page(t, "/experiments/GSE2", http.StatusOK)
	if got := text(d.Find(".corrections")); !strings.Contains(got, "Title corrected: <script>alert(1)") || !strings.Contains(got, "(imported was before), by ada on 28 November 2026") {
		t.Errorf("the correction is shown as %q", got)
	}
	noInline(t, "/experiments/GSE2", d)
	s.store.corrections = []models.Correction{
		{Kind: models.CorrectedSample, Field: models.FieldSex, Values: []string{"female"}, Imported: []string{"male"}, By: "ada", At: at},
		{Kind: models.CorrectedSample, Field: models.FieldTissue, Imported: []string{"liver"}, By: "ada", At: at},
	}
	d = s.page(t, "/samples/GSM1", http.StatusOK)
	if got := text(d.Find(".corrections")); !strings.Contains(got, "Tissue corrected: not reported (imported was liver)") {
		t.Errorf("the corrections are shown as %q", got)
	}
	if got := text(d.Find("table.values tbody tr").First()); !strings.Contains(got, "imported was male") || !strings.Contains(got, "correction by ada, 28 November 2026") {
		t.Errorf("the value is shown as %q", got)
	}
}
