package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
)

func TestReady(t *testing.T) {
	t.Parallel()
	const unanswered = "The search index does not answer, or not with all of it. Nothing is lost: try again in a moment."
	total := search.Total{Experiments: 812, Samples: 18342}
	for _, test := range []struct {
		name   string
		change func(*testSite)
		status int
		want   readiness
	}{
		{"all is well", func(*testSite) {}, 200, readiness{Status: "ok", Database: "ok", Engine: "ok", Generation: "g1", Total: total}},
		{"no engine", func(s *testSite) { s.engine.err = fmt.Errorf("%w: secret", search.ErrUnavailable) }, 503,
			readiness{Status: "unavailable", Database: "ok", Engine: unanswered}},
		{"no database", func(s *testSite) { s.store.err = &pgconn.PgError{Code: "57P03"} }, 503,
			readiness{Status: "unavailable", Database: "The catalogue's database does not answer. Nothing is lost: try again in a moment.", Engine: "ok",
				Generation: "g1", Total: total}},
		{"no index", func(s *testSite) { s.engine.err = search.ErrNoIndex }, 503,
			readiness{Status: "unavailable", Database: "ok", Engine: "The catalogue has no search index yet: run facetome reindex."}},
		{"nothing imported", func(s *testSite) { s.store.state, s.engine.err = models.State{}, search.ErrNoIndex }, 200,
			readiness{Status: "empty", Database: "ok", Engine: "The catalogue has no search index yet: run facetome reindex."}},
		{"nothing imported and no engine", func(s *testSite) { s.store.state, s.engine.err = models.State{}, search.ErrUnavailable }, 503,
			readiness{Status: "unavailable", Database: "ok", Engine: unanswered}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newTestSite(t)
			test.change(s)
			w := s.get("/readyz")
			var got readiness
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" || w.Code != test.status {
				t.Errorf("status %d, want %d; %s", w.Code, test.status, diff)
			}
			if w := s.get("/healthz"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"ok"`) {
				t.Errorf("the process lives, and its health says %d %s", w.Code, w.Body)
			}
		})
	}
}

// TestMetrics: what happened is counted, and what visitors make up is no series of its own.
func TestMetrics(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	s.get("/search?q=liver")
	s.get("/nowhere/made-up")
	s.do("BREW", "/made-up")
	s.engine.err = search.ErrUnavailable
	s.get("/search.json")
	got := s.get("/metrics").Body.String()
	for _, want := range []string{
		`facetome_http_requests_total{code="200",host="",method="GET",url="/search"} 1`,
		`facetome_http_requests_total{code="503",host="",method="GET",url="/search.json"} 1`,
		`facetome_http_requests_total{code="404",host="",method="GET",url=""} 1`,
		`facetome_http_request_duration_seconds_count{code="200",host="",method="GET",url="/search"} 1`,
		`facetome_engine_search_duration_seconds_count{outcome="ok"} 1`,
		`facetome_engine_search_duration_seconds_count{outcome="unavailable"} 1`,
		"facetome_database_up 1", "facetome_catalogue_version 1", `facetome_catalogue_records{kind="samples"} 18342`, "facetome_index_up 0",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if strings.Contains(got, "made-up") || strings.Contains(got, "BREW") {
		t.Errorf("what a visitor made up is a series:\n%s", got)
	}
	s.engine.err, s.store.err = nil, &pgconn.PgError{Code: "57P01"}
	got = s.get("/metrics").Body.String()
	for _, want := range []string{"facetome_database_up 0", "facetome_index_up 1", `facetome_index_generation_info{generation="g1"} 1`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

// someRuns are remembered.
type someRuns []control.Run

func (r someRuns) Newest(context.Context) ([]control.Run, error) {
	if r == nil {
		return nil, errors.New("the database is down")
	}
	return r, nil
}

// TestRunMetrics: how work on the index ended last is told, as far as it is known.
func TestRunMetrics(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	began, ended := time.Unix(1_700_000_000, 0), time.Unix(1_700_000_060, 0)
	for _, test := range []struct {
		runs         someRuns
		want, unwant []string
	}{
		{nil, nil, []string{"facetome_run_", "facetome_index_drift"}},
		{
			someRuns{
				{Kind: control.Changes, State: control.Running, Started: ended},
				{Kind: control.Repair, State: control.Failed, Started: began, Finished: &ended, Result: control.Result{Drift: `{"missing":{"count":9}}`}},
				{Kind: control.Check, State: control.Done, Started: began, Finished: &ended, Result: control.Result{Drift: `{"missing":{"count":3},"left_over":{"count":2}}`}},
				{Kind: control.Repair, State: control.Failed, Started: began, Finished: &began},
				{Kind: control.Repair, State: control.Done, Started: began, Finished: &began, Result: control.Result{Drift: `{"missing":{"count":8}}`}},
			},
			[]string{
				`facetome_run_started_timestamp_seconds{kind="changes"} 1.70000006e+09`, `facetome_run_finished_timestamp_seconds{kind="repair",outcome="failed"} 1.70000006e+09`,
				`facetome_run_duration_seconds{kind="check",outcome="done"} 60`, "facetome_index_drift_experiments 5",
			}, []string{`kind="rebuild"`},
		},
	} {
		site, err := New(Config{Store: s.store, Engine: s.engine, Logger: s.logger(), Runs: test.runs})
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		got := w.Body.String()
		for _, want := range append(test.want, "facetome_database_up 1") {
			if !strings.Contains(got, want) {
				t.Errorf("no %s in\n%s", want, got)
			}
		}
		for _, unwanted := range test.unwant {
			if strings.Contains(got, unwanted) {
				t.Errorf("%s is in\n%s", unwanted, got)
			}
		}
	}
}

// TestUnanswered: an open page is told in its own words, and programs in theirs.
func TestUnanswered(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	s.engine.err = search.ErrUnavailable
	r := httptest.NewRequest(http.MethodGet, "/search?organism=Homo+sapiens", nil)
	r.Header.Set("HX-Request", "true")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	h := w.Header()
	if w.Code != 503 || h.Get("Retry-After") != "5" || !strings.HasPrefix(h.Get("Content-Type"), "text/plain") {
		t.Errorf("%d %v", w.Code, h)
	}
	if body := w.Body.String(); !strings.Contains(body, "The search index does not answer") || strings.Contains(body, "<html") {
		t.Errorf("the open page is told %s", body)
	}
	w = s.get("/search.json")
	if w.Code != 503 || h.Get("Retry-After") != "5" || !strings.Contains(w.Body.String(), `"detail":"The search index does not answer`) {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}

// stuckStore is a database that takes questions and answers none.
type stuckStore struct{ *fakeStore }

func (stuckStore) State(ctx context.Context) (models.State, error) {
	<-ctx.Done()
	return models.State{}, ctx.Err()
}

// TestTimeLimit: pages of a database that is stuck end, those that wait for one another's question too.
func TestTimeLimit(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	site, err := New(Config{Store: stuckStore{s.store}, Engine: s.engine, Logger: s.logger(), PageTime: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	answers := make(chan *httptest.ResponseRecorder)
	const pages = 10
	for range pages {
		go func() {
			w := httptest.NewRecorder()
			site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/search?q=liver", nil))
			answers <- w
		}()
	}
	for range pages {
		if w := <-answers; w.Code != 503 || !strings.Contains(w.Body.String(), "took too long") {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
}
