package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
)

// fakeImporter remembers what it was asked for, and what the uploaded files held.
type fakeImporter struct {
	keeper *fakeKeeper

	mu       sync.Mutex
	asked    []Import
	uploaded map[string]string
	err      error
}

func (f *fakeImporter) Begin(ctx context.Context, asked Import) (uint, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return 0, f.err
	}
	f.asked = append(f.asked, asked)
	f.uploaded = map[string]string{}
	if asked.Uploaded != "" {
		entries, err := os.ReadDir(asked.Uploaded)
		if err != nil {
			return 0, err
		}
		for _, e := range entries {
			content, err := os.ReadFile(filepath.Join(asked.Uploaded, e.Name()))
			if err != nil {
				return 0, err
			}
			f.uploaded[e.Name()] = string(content)
		}
	}
	return f.keeper.Start(ctx, control.Import, asked.AskedBy)
}

// last is what was asked for last.
func (f *fakeImporter) last() Import {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.asked) == 0 {
		return Import{}
	}
	return f.asked[len(f.asked)-1]
}

// file is a file of a form; one without a name is a field.
type file struct{ name, content string }

// form is the body of an upload.
func form(t *testing.T, fields map[string]string, files ...file) (body *bytes.Buffer, contentType string) {
	t.Helper()
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	for name, value := range fields {
		if err := w.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range files {
		part, err := w.CreateFormFile("files", f.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, f.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return body, w.FormDataContentType()
}

func (s *adminSite) upload(body io.Reader, contentType string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "http://localhost/admin/import/upload", body)
	r.Header.Set("Content-Type", contentType)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// leftUploads are the folders of uploads that are there.
func (s *adminSite) leftUploads(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(s.uploads, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestUpload(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	ada := s.session(t)
	large := strings.Repeat("x", 100<<10) // more than a form may have elsewhere
	body, contentType := form(t, map[string]string{"dry": "yes", "format": "ndjson"}, file{"a.soft", "^SERIES"}, file{`C:\Users\ada\b.json.gz`, large}, file{"../../etc/passwd", "x"})
	w := s.upload(body, contentType, ada...)
	at := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/admin/import/report?run=") {
		t.Fatalf("it answers %d and leads to %q: %s", w.Code, at, w.Body)
	}
	asked := s.importer.last()
	if !asked.DryRun || asked.Format != "ndjson" || asked.AskedBy != "administrator ada" || len(asked.Paths) != 0 {
		t.Errorf("asked is %+v", asked)
	}
	if s.importer.uploaded["a.soft"] != "^SERIES" || s.importer.uploaded["b.json.gz"] != large || s.importer.uploaded["passwd"] != "x" || len(s.importer.uploaded) != 3 {
		t.Errorf("%d files came", len(s.importer.uploaded))
	}
	if info, err := os.Stat(asked.Uploaded); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder of uploads: %v, %v", info, err)
	}
	s.page(t, at, http.StatusOK, ada...)
	var did []string
	for _, a := range s.actions(t) {
		did = append(did, string(a.What)+" "+string(a.Outcome)+" "+a.About)
	}
	if want := []string{"dry run running a.soft, b.json.gz, passwd", "upload done a.soft, b.json.gz, passwd"}; !slices.Equal(did, want) {
		t.Errorf("recorded is %q", did)
	}
}

func TestUploadsThatAreRefused(t *testing.T) {
	t.Parallel()
	tooLarge := strings.Repeat("x", testUploadLimit+2<<20)
	for _, test := range []struct {
		name   string
		files  []file
		fields map[string]string
		status int
		says   string
	}{
		{"nothing", nil, nil, http.StatusBadRequest, "No file was chosen."},
		{"too large", []file{{"a.soft", tooLarge}}, nil, http.StatusRequestEntityTooLarge, "Up to 4.0 MB"},
		{"too large together", []file{{"a.soft", tooLarge[:testUploadLimit]}, {"b.soft", tooLarge[:testUploadLimit]}}, nil, http.StatusRequestEntityTooLarge, "Up to 4.0 MB"},
		{"two of one name", []file{{"a.soft", "x"}, {"a.soft", "y"}}, nil, http.StatusBadRequest, "Two files are called a.soft."},
		{"a hidden file", []file{{".htaccess", "x"}}, nil, http.StatusBadRequest, "no name"},
		{"dots", []file{{"..", "x"}}, nil, http.StatusBadRequest, "no name"},
		{"a control character", []file{{"a\x07b", "x"}}, nil, http.StatusBadRequest, "cannot be read"},
		{"no text", []file{{"a\xffb", "x"}}, nil, http.StatusBadRequest, "no name"},
		{"a long name", []file{{strings.Repeat("x", 300), "x"}}, nil, http.StatusBadRequest, "no name"},
		{"no such format", []file{{"a.soft", "x"}}, map[string]string{"format": "bibtex"}, http.StatusBadRequest, "no such format"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newAdminSite(t)
			body, contentType := form(t, test.fields, test.files...)
			w := s.upload(body, contentType, s.session(t)...)
			if got := text(parsed(t, w).Find("main")); w.Code != test.status || !strings.Contains(got, test.says) {
				t.Errorf("it answers %d: %s", w.Code, got)
			}
			if len(s.importer.asked) > 0 {
				t.Error("it was imported")
			}
			if left := s.leftUploads(t); len(left) > 0 {
				t.Errorf("it leaves %q", left)
			}
		})
	}
}

func TestUploadThatBreaksOff(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	body, contentType := form(t, nil, file{"a.soft", strings.Repeat("x", 1000)})
	w := s.upload(bytes.NewReader(body.Bytes()[:700]), contentType, s.session(t)...)
	if w.Code != http.StatusBadRequest || len(s.leftUploads(t)) > 0 || len(s.importer.asked) > 0 {
		t.Errorf("it answers %d, leaves %q", w.Code, s.leftUploads(t))
	}
	if a := s.actions(t)[0]; a.What != control.ActionUpload || a.Outcome != control.OutcomeRefused || a.About != "a.soft" {
		t.Errorf("recorded is %+v", a)
	}
	if w := s.upload(strings.NewReader("x"), "text/plain", s.session(t)...); w.Code != http.StatusBadRequest {
		t.Errorf("what is no form answers %d", w.Code)
	}
}

// An upload comes slowly: the limits of a request that is a form do not hold for it, and a time limit for pages neither.
func TestSlowUpload(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	server := httptest.NewUnstartedServer(s)
	server.Config.ReadTimeout, server.Config.WriteTimeout = 100*time.Millisecond, 100*time.Millisecond
	server.Start()
	t.Cleanup(server.Close)
	body, contentType := form(t, nil, file{"a.soft", strings.Repeat("x", 1000)})
	slow, send := io.Pipe()
	go func() {
		half := body.Len() / 2
		_, _ = send.Write(body.Next(half))
		time.Sleep(400 * time.Millisecond) // that it takes longer than the limits is what is tested; more than that does no harm
		_, err := io.Copy(send, body)
		_ = send.CloseWithError(err)
	}()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/admin/import/upload", slow)
	if err != nil {
		t.Fatal(err)
	}
	cookie := s.session(t)
	r.Header.Set("Content-Type", contentType)
	r.Header.Set(cookie[0], cookie[1])
	client := server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther || len(s.importer.asked) != 1 {
		t.Errorf("it answers %d", answer.StatusCode)
	}
}

// What is sent along by who may not send it is not read, let alone kept.
func TestUploadsOfNobody(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	body, contentType := form(t, nil, file{"a.soft", "x"})
	if w := s.upload(body, contentType); w.Code != http.StatusUnauthorized || len(s.leftUploads(t)) > 0 {
		t.Errorf("nobody is answered %d", w.Code)
	}
	body, contentType = form(t, nil, file{"a.soft", strings.Repeat("x", 100<<10)})
	if w := s.upload(body, contentType, append(s.session(t), "Sec-Fetch-Site", "cross-site")...); w.Code != http.StatusForbidden || len(s.leftUploads(t)) > 0 {
		t.Errorf("another site is answered %d", w.Code)
	}
}

func TestLeftOverUploads(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, name := range []string{"incoming-old", "incoming-new", "import", "other"} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now()
	for _, name := range []string{"incoming-old", "import", "other"} {
		if err := os.Chtimes(filepath.Join(folder, name), now, now.Add(-25*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	removeLeftOvers(folder, now)
	var left []string
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if want := []string{"import", "incoming-new", "other"}; !slices.Equal(left, want) {
		t.Errorf("left are %q", left)
	}
}

// importFolder is a folder to import from, with links of all kinds.
func importFolder(t *testing.T) string {
	t.Helper()
	base := t.TempDir()
	folder := filepath.Join(base, "drop")
	for _, name := range []string{"drop/sub/deep", "drop/clean", "drop/.hidden", "secret"} {
		if err := os.MkdirAll(filepath.Join(base, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"drop/a.soft", "drop/sub/b.soft", "drop/clean/c.soft", "drop/.hidden/x", "drop/.dot", "secret/s.soft"} {
		if err := os.WriteFile(filepath.Join(base, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{
		"drop/inside": "a.soft", "drop/outside": "../secret/s.soft", "drop/absolute": filepath.Join(base, "secret"), "drop/broken": "nowhere", "drop/sub/deep/escape": "../../../secret",
		"drop/.hidden/escape": "../../secret", "drop/clean/link": "../a.soft",
	} {
		if err := os.Symlink(target, filepath.Join(base, name)); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestFolder(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	ada := s.session(t)
	d := s.page(t, "/admin/import", http.StatusOK, ada...)
	var rows []string
	for _, row := range d.Find(".folder tbody th").EachIter() {
		rows = append(rows, text(row))
	}
	const out = " leads out of the folder for imports, or nowhere"
	if want := []string{"clean open clean", "sub open sub", "a.soft", "absolute" + out, "broken" + out, "inside", "outside" + out}; !slices.Equal(rows, want) {
		t.Errorf("the folder shows %q", rows)
	}
	d = s.page(t, "/admin/import?folder=sub", http.StatusOK, ada...)
	if got := d.Find("input[name=pick]").Last().AttrOr("value", ""); got != "sub/b.soft" {
		t.Errorf("the folder below has %q", got)
	}
	noInline(t, "/admin/import", d)
	for _, folder := range []string{"..", "../secret", "/etc", "sub/../..", "absolute", ".hidden", "sub/.x", "nowhere", "a.soft", "sub\x00", "sub/deep/escape"} {
		if w := s.get("/admin/import?"+url.Values{"folder": {folder}}.Encode(), ada...); w.Code != http.StatusNotFound {
			t.Errorf("the folder %q answers %d", folder, w.Code)
		}
	}
}

func TestPicked(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		what  string
		picks []string
		want  []string // nil is that it is refused
	}{
		{"picked", []string{"a.soft", "clean"}, []string{"a.soft", "clean"}}, {"picked", []string{"inside"}, []string{"inside"}}, {"picked", []string{"clean/"}, []string{"clean"}},
		{"picked", nil, nil}, {"picked", []string{"outside"}, nil}, {"picked", []string{"absolute"}, nil}, {"picked", []string{"broken"}, nil}, {"picked", []string{"../secret"}, nil},
		{"picked", []string{"/etc/passwd"}, nil}, {"picked", []string{"sub"}, nil}, {"picked", []string{"a.soft", "sub/deep"}, nil}, {"picked", []string{".dot"}, nil},
		{"picked", []string{"nowhere"}, nil}, {"folder", []string{"a.soft"}, nil}, // the whole folder has links that lead out
	} {
		s := newAdminSite(t)
		w := s.post("/admin/import/folder", url.Values{"what": {test.what}, "pick": test.picks, "folder": {""}}, s.session(t)...)
		if test.want == nil {
			if got := text(parsed(t, w).Find("[role=alert]")); w.Code != http.StatusBadRequest || !strings.Contains(got, "nothing was imported") || len(s.importer.asked) > 0 {
				t.Errorf("%s %q answers %d: %s", test.what, test.picks, w.Code, got)
			}
			continue
		}
		var want []string
		for _, name := range test.want {
			want = append(want, filepath.Join(s.folder, name))
		}
		if got := s.importer.last().Paths; w.Code != http.StatusSeeOther || !slices.Equal(got, want) {
			t.Errorf("%s %q answers %d and imports %q", test.what, test.picks, w.Code, got)
		}
	}
}

func TestWholeFolder(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	w := s.post("/admin/import/folder", url.Values{"what": {"folder"}, "folder": {"clean"}, "dry": {"yes"}}, s.session(t)...)
	if asked := s.importer.last(); w.Code != http.StatusSeeOther || !slices.Equal(asked.Paths, []string{filepath.Join(s.folder, "clean")}) || !asked.DryRun {
		t.Errorf("it answers %d and imports %+v", w.Code, asked)
	}
}

func TestReportPage(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	ada := s.session(t)
	for _, run := range []string{"", "x", "99", "-1"} {
		if w := s.get("/admin/import/report?run="+run, ada...); w.Code != http.StatusNotFound {
			t.Errorf("run %q answers %d", run, w.Code)
		}
	}
	at := s.post("/admin/import/folder", url.Values{"what": {"folder"}, "folder": {"clean"}}, ada...).Header().Get("Location")
	lease := s.keeper.last()
	d := s.page(t, at, http.StatusOK, ada...)
	if d.Find("#live").AttrOr("data-events", "") != "/admin/progress?run="+strconv.Itoa(int(lease.ID())) || d.Find("progress").Length() != 1 || d.Find("head noscript").Length() != 1 {
		t.Error("while it works the page does not follow it")
	}
	details, err := json.Marshal(models.ImportDetails{Changed: []string{"GSE2"}, MoreChanged: 7, Report: models.ImportReport{
		Outcome: models.ImportFailed, FilesLeftOut: 1, Catalogue: models.ReportChanges{Experiments: models.ReportChange{New: 3, Changed: 2, Same: 1}},
		Formats: []models.ReportFormat{{Format: "geo-soft", Files: 2, ReportCounts: models.ReportCounts{Experiments: models.ReportRecords{Read: 6, New: 4, Merged: 2}}}},
		Files: []models.ReportOfFile{
			{Name: "fine.soft", Format: "geo-soft"},
			{Name: hostile, Format: "geo-soft", LeftOut: true, Messages: []models.ReportMessage{{Line: 766, Text: hostile}}, MoreMessages: 41},
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := lease.End(control.Result{Changed: 5, Details: string(details)}, "the disk is full", errors.New("the disk is full")); err != nil {
		t.Fatal(err)
	}
	d = s.page(t, at, http.StatusOK, ada...)
	got := text(d.Find("main"))
	for _, says := range []string{"Failed", "the disk is full", "Something was left out of 1 file", "GSE2", "and 7 more", "geo-soft", "4 new, 2 merged", "line 766:", "and 41 more problems", "fine.soft"} {
		if !strings.Contains(got, says) {
			t.Errorf("the report does not say %q: %s", says, got)
		}
	}
	if first := text(d.Find(".report-files li").First()); !strings.Contains(first, "alert(1)") {
		t.Errorf("what was left out is not first: %s", first)
	}
	if d.Find("#live[data-events], head noscript").Length() != 0 {
		t.Error("the page of what has ended is asked for again")
	}
	noInline(t, at, d)
	if got := s.page(t, "/admin/import", http.StatusOK, ada...).Find(`tbody a[href*="report"]`).AttrOr("href", ""); got != at {
		t.Errorf("the list of imports leads to %q", got)
	}
}

func TestImportThatCannotBegin(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	s.importer.err = errors.New("secret path")
	w := s.post("/admin/import/folder", url.Values{"what": {"folder"}, "folder": {"clean"}}, s.session(t)...)
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret path") {
		t.Errorf("it answers %d", w.Code)
	}
	if a := s.actions(t)[0]; a.What != control.ActionImport || a.Outcome != control.OutcomeFailed {
		t.Errorf("recorded is %+v", a)
	}
}
