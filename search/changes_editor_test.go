package search_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search/searchtest"
)

// editor changes a random catalogue at random. What it says comes from several sources, which correct their own words later.
type editor struct {
	random    *rand.Rand
	catalogue searchtest.Catalogue
	formats   map[string]string // of sources
}

// Codes that are often named together, so that experiments and samples are united, parted and renamed.
var (
	editedExperiments = []string{"GSE1", "GSE2", "E-GEOD-1", "E-MTAB-1", "SRP1", "PRJNA1", "lab"}
	editedSamples     = []string{"SAMN1", "SAMN2", "SRR1", "SRR2", "own 1", "own 2", "own 3"}
)

func newEditor(seed uint64) *editor {
	return &editor{random: rand.New(rand.NewPCG(seed, 1)), catalogue: searchtest.RandomCatalogue(seed),
		formats: map[string]string{"searchtest": "ndjson", "a": "geo-soft", "b": "refinebio"}}
}

// spoken is what a source says: a models.ExperimentBody, models.SampleBody or models.Platform.
type spoken struct {
	source string
	body   any
}

func (e *editor) write(w *models.Writer, all []spoken) error {
	for _, s := range all {
		if err := w.Source(s.source, s.source, e.formats[s.source]); err != nil {
			return err
		}
		if err := say(w, s.body); err != nil {
			return err
		}
	}
	return nil
}

func say(w *models.Writer, body any) error {
	switch body := body.(type) {
	case models.ExperimentBody:
		return w.Experiment(body)
	case models.SampleBody:
		return w.Sample(body)
	case models.Platform:
		return w.Platform(body)
	}
	return fmt.Errorf("%T is said of nothing", body)
}

// change makes the n-th change. The name is for messages.
func (e *editor) change(ctx context.Context, store *models.Store, n int) (name string, err error) {
	if n%4 == 3 {
		return e.byHand(ctx, store)
	}
	name, bodies := e.next(n)
	_, err = store.Import(ctx, func(w *models.Writer) error { return e.write(w, bodies) })
	return name, err
}

// byHand is what an administrator changes, where there is something to change.
func (e *editor) byHand(ctx context.Context, store *models.Store) (name string, err error) {
	code := e.experimentCode()
	c := models.Correction{Kind: models.CorrectedExperiment, AccessionCode: code, Field: models.FieldTitle, Values: []string{e.pick("brain", "lung")}, By: "Ada"}
	switch e.random.IntN(6) {
	case 0:
		name, err = "hide "+code, store.Hide(ctx, code, "Ada", "")
	case 1:
		hidden, failed := store.Hidden(ctx)
		if failed != nil || len(hidden) == 0 {
			return "nothing is hidden", failed
		}
		code = hidden[e.random.IntN(len(hidden))].AccessionCode
		name, err = "show "+code, store.Unhide(ctx, code, "Ada")
	case 2:
		id := uint(1 + e.random.IntN(5))
		name, err = fmt.Sprint("undo ", id), store.UndoCorrection(ctx, id, "Ada")
	case 3:
		name = "correct " + code
		_, err = store.Correct(ctx, c)
	default:
		c.Kind, c.AccessionCode = models.CorrectedSample, e.sampleCode()
		c.Field = e.pick(models.FieldTitle, models.FieldTissue, models.FieldPlatform, models.FieldOrganism)
		name = "correct " + c.Field + " of " + c.AccessionCode
		_, err = store.Correct(ctx, c)
	}
	if errors.Is(err, models.ErrNotFound) || errors.Is(err, models.ErrShared) {
		return name + ", which there is not", nil
	}
	return name, err
}

// next makes the n-th import; the first is the whole catalogue.
func (e *editor) next(n int) (name string, said []spoken) {
	if n == 0 {
		return "the whole catalogue", e.everything()
	}
	kinds := []struct {
		name string
		make func() spoken
	}{
		{"a sample", e.sample}, {"an experiment", e.experiment}, {"a platform", e.platform}, {"a series of others", e.series},
		{"united experiments", e.united}, {"united samples", e.unitedSamples}, {"a paper", e.paper},
	}
	switch n % 13 {
	case 5:
		return "the whole catalogue again", e.everything()
	case 9:
		source := e.pick("searchtest", "a", "b")
		e.formats[source] = e.pick("ndjson", "geo-soft", "refinebio", "bgee")
		return "a source of another format", []spoken{{source, models.SampleBody{AccessionCode: "GSM9000"}}}
	}
	for range 1 + e.random.IntN(3) {
		kind := kinds[e.random.IntN(len(kinds))]
		name += kind.name + ", "
		said = append(said, kind.make())
	}
	return fmt.Sprintf("%s%+v", name, said), said
}

func (e *editor) everything() []spoken {
	var all []spoken
	for _, s := range e.catalogue.Samples {
		all = append(all, spoken{"searchtest", s})
	}
	for _, x := range e.catalogue.Experiments {
		all = append(all, spoken{"searchtest", x})
	}
	return all
}

func (e *editor) chance(n int) bool { return e.random.IntN(n) == 0 }

func (e *editor) pick(from ...string) string { return from[e.random.IntN(len(from))] }

func (e *editor) some(most int, from ...string) []string {
	var list []string
	for range e.random.IntN(most + 1) {
		list = append(list, e.pick(from...))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// sampleCode is that of a sample of the catalogue, or one that is often named by others.
func (e *editor) sampleCode() string {
	if e.chance(3) {
		return e.pick(editedSamples...)
	}
	return e.catalogue.Samples[e.random.IntN(len(e.catalogue.Samples))].AccessionCode
}

func (e *editor) experimentCode() string {
	if e.chance(3) {
		return e.pick(editedExperiments...)
	}
	return e.catalogue.Experiments[e.random.IntN(len(e.catalogue.Experiments))].AccessionCode
}

func (e *editor) sample() spoken {
	if e.chance(2) { // its own source corrects it
		s := &e.catalogue.Samples[e.random.IntN(len(e.catalogue.Samples))]
		switch e.random.IntN(4) {
		case 0:
			s.Title = e.pick("", "corrected", "replicate")
		case 1:
			s.Values = slices.Clone(s.Values[:e.random.IntN(len(s.Values)+1)])
		case 2:
			s.Attributes = []models.Attribute{{Key: "note", Value: e.pick("zebra", "heart", "lung")}}
		default:
			s.Experiments = e.some(2, e.experimentCode(), e.experimentCode())
		}
		return spoken{"searchtest", *s}
	}
	s := models.SampleBody{AccessionCode: e.sampleCode(), Title: e.pick("", "of another source"), Experiments: e.some(2, e.experimentCode(), e.experimentCode())}
	for _, field := range e.some(3, models.FieldTissue, models.FieldSex, models.FieldTreatment) {
		s.Values = append(s.Values, models.FieldValue{Field: field, Value: e.pick("liver", "Liver", "male", "drug", "hair")})
	}
	if e.chance(2) {
		s.Values = append(s.Values, models.FieldValue{Field: models.FieldPlatform, Value: e.pick("GPL570", "gpl570", "GPL96", "GPL7"),
			Name: e.pick("", "Array", "A longer name of an array", "The longest name of an array")})
	}
	return spoken{e.pick("a", "b"), s}
}

func (e *editor) experiment() spoken {
	if e.chance(2) {
		x := &e.catalogue.Experiments[e.random.IntN(len(e.catalogue.Experiments))]
		switch e.random.IntN(3) {
		case 0:
			x.Title = e.pick("", "heart", "stress")
		case 1:
			x.Samples = append(x.Samples, e.sampleCode())
		default:
			x.Samples = x.Samples[:e.random.IntN(len(x.Samples)+1)]
		}
		x.Samples = slices.Clone(x.Samples)
		return spoken{"searchtest", *x}
	}
	return spoken{e.pick("a", "b"), models.ExperimentBody{AccessionCode: e.experimentCode(), Description: e.pick("", "said elsewhere"),
		Samples: e.some(3, e.sampleCode(), e.sampleCode(), e.sampleCode())}}
}

func (e *editor) platform() spoken {
	return spoken{e.pick("a", "b"), models.Platform{AccessionCode: e.pick("GPL570", "GPL96", "GPL7"),
		Name: e.pick("", "Array", "The name that the makers gave it", "The longest name that the makers ever gave to it")}}
}

// series is one that repeats samples of others: all, some, or none any more.
func (e *editor) series() spoken {
	x := models.ExperimentBody{AccessionCode: e.pick("GSE800", "GSE801"), Title: "series"}
	if !e.chance(3) {
		for range 2 {
			x.Samples = append(x.Samples, e.catalogue.Experiments[e.random.IntN(len(e.catalogue.Experiments))].Samples...)
		}
	}
	return spoken{"a", x}
}

// united is an experiment of several codes, or of one of them again.
func (e *editor) united() spoken {
	return spoken{e.pick("a", "b"), models.ExperimentBody{AccessionCode: e.experimentCode(), Alternates: e.some(2, e.experimentCode(), e.experimentCode())}}
}

func (e *editor) unitedSamples() spoken {
	return spoken{e.pick("a", "b"), models.SampleBody{AccessionCode: e.pick(editedSamples...), Title: e.pick("", "united"),
		Alternates: e.some(2, append(editedSamples, e.sampleCode())...)}}
}

// paper is a publication that several experiments name, each in its own words.
func (e *editor) paper() spoken {
	x := models.ExperimentBody{AccessionCode: e.pick("GSE800", "GSE801", "GSE802", "GSE803")}
	if !e.chance(4) {
		x.Publications = []models.PublicationBody{{PubMedID: e.pick("1", "2"), Title: e.pick("", "Paper", "The paper's title"),
			Authors: e.some(2, "Ada", "Ben")}}
	}
	return spoken{"b", x}
}
