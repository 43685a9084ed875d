package handlers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// hostile is what a submitter might write into a title.
const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`

// fakeEngine answers every query with the same hits, and remembers the last query.
type fakeEngine struct {
	err    error // of Search and Info
	breaks bool  // Export fails after its first hit
	asked  search.Query
	panics bool
	finds  func(search.Query) search.Total // what a query finds; nil is the same for all
}

func (f *fakeEngine) Search(_ context.Context, q search.Query) (*search.Result, error) {
	if f.panics {
		panic("engine")
	}
	f.asked = q
	if f.err != nil {
		return nil, f.err
	}
	r := &search.Result{Generation: "g1", Total: search.Total{Experiments: 812, Samples: 18342}}
	if f.finds != nil {
		r.Total = f.finds(q)
	}
	for _, field := range search.Fields {
		facet := search.Facet{Field: field}
		switch field.Name {
		case "organism":
			facet.Buckets = []search.Bucket{
				{Value: "Homo sapiens", Label: "Homo sapiens", Experiments: 700, Samples: 18000},
				{Value: hostile, Label: hostile, Experiments: 3, Samples: 12},
				{NotReported: true, Label: "not reported", Experiments: 11, Samples: 132},
			}
			for _, value := range q.Condition("organism").Include {
				if strings.EqualFold(value, facet.Buckets[0].Value) {
					facet.Buckets[0].Selected = search.Included
				}
			}
		case "year":
			facet.Buckets = []search.Bucket{{Value: "2012..2012", Label: "2012", Experiments: 812, Samples: 18342}}
		}
		r.Facets = append(r.Facets, facet)
	}
	if r.Total.Experiments == 0 {
		return r, nil
	}
	for hit, err := range f.Export(context.Background(), q, nil) {
		if err != nil {
			return nil, err
		}
		switch h := hit.(type) {
		case search.ExperimentHit:
			r.Experiments = append(r.Experiments, h)
		case search.SampleHit:
			r.Samples = append(r.Samples, h)
		}
	}
	return r, nil
}

func (f *fakeEngine) Export(_ context.Context, q search.Query, began func(string)) iter.Seq2[search.Hit, error] {
	published := time.Date(2012, 5, 4, 0, 0, 0, 0, time.UTC)
	experiments := []search.Hit{
		search.ExperimentHit{
			AccessionCode: "SRP012682", Title: hostile, Description: "one\ttwo\nthree", Published: &published,
			Organisms: []search.Term{{Value: "Homo sapiens", Label: "Homo sapiens"}}, Samples: 48, Matching: 12,
		},
		search.ExperimentHit{AccessionCode: "GSE2", Title: "=1+1", Samples: 1, Matching: 1},
	}
	samples := []search.Hit{search.SampleHit{
		AccessionCode: "GSM1", Title: hostile, Experiments: []string{"GSE2"}, Under: "GSE2",
		Values: map[string][]search.Term{"sex": {{Value: "female", Label: "female"}, {Value: "male", Label: "male"}}},
	}}
	return func(yield func(search.Hit, error) bool) {
		if f.err != nil {
			yield(nil, f.err)
			return
		}
		if began != nil {
			began("g1")
		}
		hits := experiments
		if q.View == search.ViewSamples {
			hits = samples
		}
		for i, h := range hits {
			if f.breaks && i == 1 {
				yield(nil, errors.New("the disk is gone"))
				return
			}
			if !yield(h, nil) {
				return
			}
		}
	}
}

func (f *fakeEngine) Info(context.Context) (search.Info, error) {
	return search.Info{Generation: "g1", Total: search.Total{Experiments: 812, Samples: 18342}}, f.err
}

// fakeStore holds GSE2 (also E-GEOD-2; GSE7 is hidden) with its sample GSM1 (also SRR1, and SAMN9 as GSM2 is).
type fakeStore struct {
	state   models.State
	err     error
	counted int // calls of Overview
	studied int // calls of Study

	corrections []models.Correction // of every record
}

func (f *fakeStore) State(context.Context) (models.State, error) { return f.state, f.err }

func (f *fakeStore) Experiment(_ context.Context, code string) (*models.Experiment, error) {
	if f.err != nil {
		return nil, f.err
	}
	if code == "PRJNA9" {
		return nil, models.ErrShared
	}
	if strings.EqualFold(code, "GSE7") {
		return nil, models.ErrHidden
	}
	if code = strings.ToUpper(code); code != "GSE2" && code != "E-GEOD-2" {
		return nil, models.ErrNotFound
	}
	return &models.Experiment{
		ID: 1, AccessionCode: "GSE2", Corrections: f.corrections, Title: hostile, Description: hostile, SourceURL: "javascript:alert(3)",
		Accessions: []models.ExperimentAccession{{AccessionCode: "GSE2"}, {AccessionCode: "E-GEOD-2"}},
		Records: []models.ExperimentRecord{
			{Source: &models.Source{Name: "geo/GSE2_family.soft.gz", Format: "geo-soft"}, Body: models.ExperimentBody{AccessionCode: "GSE2", Title: hostile}},
			{Source: &models.Source{Name: "copy.json", Format: "refinebio"}, Body: models.ExperimentBody{AccessionCode: "E-GEOD-2", Title: hostile + "2"}},
		},
	}, nil
}

// Study has 70 samples: GSM1, which is hostile, and GSM100 to GSM168, of which every second is female.
func (f *fakeStore) Study(_ context.Context, _ uint, record func(int, *models.StudyRecord)) (models.Study, error) {
	f.studied++
	study := models.Study{Version: f.state.Version, Shared: []models.Shared{{AccessionCode: "GSE3", Title: hostile, Samples: 42, Of: 42}}}
	human := &models.Value{Field: "organism", Key: "homo sapiens", Label: "Homo sapiens"}
	for i := range 70 {
		s := models.StudySample{ID: uint(i + 1), AccessionCode: fmt.Sprint("GSM", 99+i), Title: fmt.Sprint("liver ", i), Values: []*models.Value{human}}
		if i == 0 {
			s.AccessionCode, s.Title, s.Alternates = "GSM1", hostile, []string{"SRR1"}
		}
		if i%2 == 0 {
			s.Values = append(s.Values, &models.Value{Field: "sex", Key: "female", Label: "female"})
		}
		if i < 42 {
			s.Experiments = []string{"GSE3"}
		}
		study.Samples = append(study.Samples, s)
		record(i, &models.StudyRecord{Attributes: []models.Attribute{{Key: "dose, " + hostile, Value: fmt.Sprint(i%3, " mg")}, {Key: "note", Value: hostile}}})
	}
	return study, f.err
}

func (f *fakeStore) Sample(_ context.Context, code string) (*models.Sample, error) {
	if f.err != nil {
		return nil, f.err
	}
	if code == "SAMN9" {
		return nil, models.ErrShared
	}
	if code = strings.ToUpper(code); code != "GSM1" && code != "SRR1" {
		return nil, models.ErrNotFound
	}
	return &models.Sample{
		AccessionCode: "GSM1", Title: hostile, Corrections: f.corrections,
		Accessions:  []models.SampleAccession{{AccessionCode: "GSM1"}, {AccessionCode: "SRR1"}, {AccessionCode: "SAMN9", Shared: true}},
		Values:      []*models.Value{{Field: "sex", Key: "female", Label: "female"}},
		Experiments: []models.Experiment{{AccessionCode: "GSE2", Title: hostile}},
		Records: []models.SampleRecord{{
			Source: &models.Source{Name: "a.soft"},
			Body: models.SampleBody{
				AccessionCode: "GSM1", Attributes: []models.Attribute{{Key: "Gender", Value: hostile}},
				Values: []models.FieldValue{{Field: "sex", Value: "female", RawKey: "Gender", RawValue: hostile}},
			},
		}, {
			Source: &models.Source{Name: "b.json"}, Body: models.SampleBody{AccessionCode: "SRR1", Values: []models.FieldValue{{Field: "sex", Value: "male"}}},
		}},
	}, nil
}

func (f *fakeStore) Organism(_ context.Context, name string) (*models.Organism, error) {
	if f.err != nil {
		return nil, f.err
	}
	if name != "Homo sapiens" {
		return nil, models.ErrNotFound
	}
	return &models.Organism{Name: name, TaxonomyID: 9606}, nil
}

func (f *fakeStore) ExperimentsByCode(context.Context, string) ([]models.Named, error) {
	return []models.Named{{AccessionCode: "GSE2", Title: hostile}, {AccessionCode: "GSE3"}}, f.err
}

func (f *fakeStore) SamplesByCode(context.Context, string) ([]models.Named, error) {
	return []models.Named{{AccessionCode: "GSM1", Title: hostile}, {AccessionCode: "GSM2"}}, f.err
}

func (f *fakeStore) Overview(context.Context, ...string) (models.Overview, error) {
	f.counted++
	return models.Overview{
		Version: f.state.Version, Experiments: 812, Samples: 18350, LinkedSamples: 18342, SharedSamples: 42,
		Formats: []models.FormatCount{{Format: "geo-soft", Sources: 150, Experiments: 150, Samples: 18000}},
		Fields:  []models.FieldCount{{Field: models.FieldAge, Values: 7, Samples: 9171, Experiments: 400}},
	}, f.err
}

func (f *fakeStore) Sources(_ context.Context, format string, offset, limit int) ([]models.SourceCount, int, error) {
	const total = 150
	if format != "" && format != "geo-soft" {
		return nil, 0, f.err
	}
	var list []models.SourceCount
	for i := offset; i < min(offset+limit, total); i++ {
		list = append(list, models.SourceCount{Name: hostile, Format: "geo-soft", Experiments: 1, Samples: 120})
	}
	return list, total, f.err
}

func (f *fakeStore) Imports(context.Context, int) ([]models.ImportRun, error) {
	end := time.Date(2026, 11, 22, 20, 21, 0, 0, time.UTC)
	return []models.ImportRun{
		{Started: end, State: models.ImportRunning, Named: "more"},
		{Started: end.Add(-90 * time.Second), Finished: &end, State: models.ImportFailed, Named: hostile, Reason: hostile},
		{
			Started: end.Add(-time.Hour), Finished: &end, State: models.ImportDone, Named: "downloads", Files: 939, LeftOut: 2, Problems: 3,
			Experiments: 812, Samples: 18342, Records: models.Outcomes{New: 18000, Merged: 1154},
		},
	}, f.err
}

func (f *fakeStore) Resolve(_ context.Context, codes []models.Code) ([]models.Resolved, error) {
	if f.err != nil {
		return nil, f.err
	}
	list := make([]models.Resolved, len(codes))
	for i, c := range codes {
		list[i].Code = c
		switch c.Text {
		case "GSE2", "E-GEOD-2":
			list[i].Experiments, list[i].Own = []string{"GSE2"}, true
		case "GSM1", "SRR1":
			list[i].Experiments, list[i].Samples = []string{"GSE2", "SRP012682"}, []string{"GSM1"}
		case "GPL570":
			list[i].Platform = &models.Platform{AccessionCode: "GPL570", Name: hostile}
		}
	}
	return list, nil
}

func (f *fakeStore) CodesBeginning(_ context.Context, text string, most int) ([]models.CodeBegun, error) {
	if own := "GSE2"; f.err != nil || !strings.HasPrefix(own, strings.ToUpper(text)) {
		return nil, f.err
	}
	return []models.CodeBegun{{Code: "GSE2", Own: "GSE2", Title: hostile, Experiments: 1, Samples: 70}}[:min(1, most)], nil
}

func (f *fakeStore) Institutions(context.Context) ([]string, error) {
	return []string{"Homo \"Institute\""}, f.err
}

// testSite is the whole site over fakes.
type testSite struct {
	http.Handler
	engine *fakeEngine
	store  *fakeStore
	log    *strings.Builder
}

func (s *testSite) logger() *slog.Logger { return slog.New(slog.NewTextHandler(io.Writer(s.log), nil)) }

func newTestSite(t *testing.T) *testSite {
	t.Helper()
	s := &testSite{
		engine: &fakeEngine{}, log: &strings.Builder{},
		store: &fakeStore{state: models.State{Version: 1, Experiments: 812, Samples: 18342}},
	}
	handler, err := New(Config{
		Store: s.store, Engine: s.engine, Version: "v1.2.3",
		Logger: s.logger(),
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Handler = handler
	return s
}

// get asks for a path; headers are pairs of name and value.
func (s *testSite) get(path string, headers ...string) *httptest.ResponseRecorder {
	return s.do(http.MethodGet, path, headers...)
}

func (s *testSite) do(method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// page asks for a page that must answer with a status, and parses it.
func (s *testSite) page(t *testing.T, path string, status int, headers ...string) *goquery.Document {
	t.Helper()
	w := s.get(path, headers...)
	if w.Code != status {
		t.Fatalf("%s answers %d, want %d (Location %q)\n%s", path, w.Code, status, w.Header().Get("Location"), w.Body)
	}
	if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, "text/html") {
		t.Fatalf("%s is %q, want a page", path, got)
	}
	document, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return document
}
