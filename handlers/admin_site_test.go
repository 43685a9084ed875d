package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
)

const (
	adminName     = "ada"
	adminPassword = "correct horse battery staple"

	testUploadLimit = 4_000_000 // bytes
)

// adminSite is a site with administrators' pages, and a clock of its own.
type adminSite struct {
	*testSite
	control   *control.Control
	keeper    *fakeKeeper
	importer  *fakeImporter
	editor    *fakeEditor
	uploads   string // where uploads go
	folder    string // that can be imported from
	inspector *fakeInspector
	ending    chan struct{}

	mu  sync.Mutex
	now time.Time
}

// newAdminSite has the administrator ada, unless without says that there is none.
func newAdminSite(t *testing.T, without ...bool) *adminSite {
	t.Helper()
	folder := t.TempDir()
	if len(without) == 0 {
		if err := os.WriteFile(filepath.Join(folder, control.File), adasTables(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := control.Open(t.Context(), filepath.Join(folder, "catalogue.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	s := &adminSite{control: c, now: time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC), testSite: &testSite{
		engine: &fakeEngine{}, log: &strings.Builder{}, store: &fakeStore{state: models.State{Version: 1, Experiments: 812, Samples: 18342}},
	}}
	s.keeper, s.inspector, s.ending = &fakeKeeper{control: c}, &fakeInspector{fakeEngine: s.engine}, make(chan struct{})
	t.Cleanup(s.keeper.close)
	s.editor = &fakeEditor{}
	s.importer, s.uploads, s.folder = &fakeImporter{keeper: s.keeper}, filepath.Join(t.TempDir(), "uploads"), importFolder(t)
	s.Handler, err = New(Config{
		Store: s.store, Engine: s.inspector, Version: "v1.2.3", Logger: s.logger(), Ending: s.ending, PageTime: 4 * time.Second,
		Admin: &Admin{
			Control: c, Keeper: s.keeper, Editor: s.editor, Now: s.time, Look: 10 * time.Millisecond,
			Imports: Imports{Importer: s.importer, Formats: []ImportFormat{{Name: "ndjson", About: "Facetome's own"}}, Uploads: s.uploads, Limit: testUploadLimit, Folder: s.folder},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// adasTables are tables in which ada is an administrator. To hash a password takes longer than a test.
var adasTables = sync.OnceValue(func() []byte {
	folder, err := os.MkdirTemp("", "facetome-test-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	c, err := control.Open(context.Background(), filepath.Join(folder, "catalogue.db"))
	if err == nil {
		err = errors.Join(c.SetPassword(context.Background(), adminName, adminPassword, time.Now()), c.Close())
	}
	if err != nil {
		panic(err)
	}
	file, err := os.ReadFile(filepath.Join(folder, control.File))
	if err != nil {
		panic(err)
	}
	return file
})

func (s *adminSite) time() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *adminSite) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// session logs ada in without a password, and returns the header of its cookie.
func (s *adminSite) session(t *testing.T) []string {
	t.Helper()
	token, err := s.control.BeginSession(t.Context(), control.Session{Administrator: adminName, Address: "192.0.2.1"}, s.time())
	if err != nil {
		t.Fatal(err)
	}
	return []string{"Cookie", plainCookie + "=" + token}
}

// post sends a form from the site's own pages.
func (s *adminSite) post(path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "http://localhost"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// login sends the form with a password, from an address.
func (s *adminSite) login(name, password, address string) *httptest.ResponseRecorder {
	return s.post("/admin/login", url.Values{"name": {name}, "password": {password}}, "X-Forwarded-For", address)
}

// actions lists what was recorded, the newest first.
func (s *adminSite) actions(t *testing.T) []control.Action {
	t.Helper()
	list, _, err := s.control.Actions(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// adminRoutes are all of the site's routes below /admin.
func (s *adminSite) adminRoutes(t *testing.T) []*echo.Route {
	t.Helper()
	var routes []*echo.Route
	for _, r := range s.Handler.(*echo.Echo).Routes() {
		if isAdmin(r.Path) {
			routes = append(routes, r)
		}
	}
	if len(routes) < 5 {
		t.Fatalf("only %d routes of administrators", len(routes))
	}
	return routes
}

func parsed(t *testing.T, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	d, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
