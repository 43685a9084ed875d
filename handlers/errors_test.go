package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

func TestErrorPages(t *testing.T) {
	t.Parallel()
	tooLong := "/search?q=" + strings.Repeat("a", maxURL)
	for _, test := range []struct {
		name, path string
		change     func(*testSite)
		status     int
		says       string
	}{
		{"no such page", "/nowhere", nil, 404, "There is no such page"},
		{"no such file", "/static/app.css", nil, 404, "There is no such page"},
		{"no such experiment", "/experiments/GSE99999", nil, 404, "No experiment GSE99999"},
		{"no such sample", "/samples/GSM99", nil, 404, "No sample GSM99"},
		{"a sample's code", "/experiments/srr1", nil, 404, "It is the code of a sample: GSM1"},
		{"an experiment's code", "/samples/E-GEOD-2", nil, 404, "It is the code of an experiment: GSE2"},
		{"a code of several samples", "/experiments/SAMN9", nil, 404, "It is a code of several samples"},
		{"a code of several experiments", "/samples/PRJNA9", nil, 404, "It is a code of several experiments"},
		{"a page that is no number", "/catalogue/sources?page=x", nil, 400, "page is a number"},
		{"too long", tooLong, nil, 414, "too long"},
		{"a broken engine", "/search", func(s *testSite) { s.engine.err = errors.New("secret path") }, 500, "Something went wrong here"},
		{"a panic", "/search", func(s *testSite) { s.engine.panics = true }, 500, "Something went wrong here"},
		{"a broken store", "/experiments/GSE2", func(s *testSite) { s.store.err = errors.New("secret path") }, 500, "Something went wrong here"},
		{"no index", "/search", func(s *testSite) { s.engine.err = search.ErrNoIndex }, 503, "facetome reindex"},
		{"no index at home", "/", func(s *testSite) { s.engine.err = search.ErrNoIndex }, 503, "facetome reindex"},
		{"too slow", "/search", func(s *testSite) { s.engine.err = context.DeadlineExceeded }, 503, "took too long"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newTestSite(t)
			if test.change != nil {
				test.change(s)
			}
			d := s.page(t, test.path, test.status)
			if got := text(d.Find("main")); !strings.Contains(got, test.says) {
				t.Errorf("the page says %q, want %q", got, test.says)
			}
			if d.Find("header a.wordmark").Length() != 1 || strings.Contains(d.Text(), "secret path") {
				t.Errorf("the page stands outside of the layout, or tells too much")
			}
			if logged := s.log.String(); test.status == 500 && !strings.Contains(logged, "level=ERROR") {
				t.Errorf("nothing in the log: %s", logged)
			}
		})
	}
}

func TestMethods(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for _, path := range []string{"/", "/search", "/search.json", "/search.csv", "/experiments/GSE2", "/samples/GSM1", "/healthz"} {
		if w := s.do(http.MethodHead, path); w.Code != http.StatusOK {
			t.Errorf("HEAD %s answers %d", path, w.Code)
		}
		if w := s.do(http.MethodPost, path); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("POST %s answers %d", path, w.Code)
		}
	}
}

func TestEmptyCatalogue(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/search?q=liver"} {
		s := newTestSite(t)
		s.store.state, s.engine.err = models.State{}, search.ErrNoIndex
		got := text(s.page(t, path, http.StatusOK).Find("main"))
		if !strings.Contains(got, "facetome import PATH") || !strings.Contains(got, "facetome serve --demo") {
			t.Errorf("%s says %q", path, got)
		}
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	if w := s.get("/healthz"); w.Code != 200 || !strings.Contains(w.Body.String(), `"status":"ok"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	s.engine.err = search.ErrNoIndex
	if w := s.get("/healthz"); w.Code != 503 || !json.Valid(w.Body.Bytes()) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	empty := newTestSite(t)
	empty.store.state, empty.engine.err = models.State{}, search.ErrNoIndex
	if w := empty.get("/healthz"); w.Code != 200 || !strings.Contains(w.Body.String(), `"status":"empty"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
