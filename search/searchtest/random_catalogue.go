package searchtest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/facetome/facetome/models"
)

// domain holds the values that random samples have, spelling variants among them.
var domain = map[string][]models.FieldValue{
	models.FieldOrganism:   values("Homo sapiens", "Homo sapiens", "Mus musculus", "Mus musculus", "mus MUSCULUS", "Danio rerio"),
	models.FieldTechnology: values("RNA-seq", "microarray"),
	models.FieldTissue:     values("liver", "Liver", "LIVER", "heart", "brain stem", "lung", "*"),
	models.FieldDisease:    values("normal", "Normal", "tumor", "graft stress"),
	models.FieldSex:        values("female", "male"),
	models.FieldCellLine:   values("K562", "k562", "HeLa", "A549", "MCF7", "HEK293", "Jurkat", "U2OS", "PC3", "THP1"),
	models.FieldStage:      values("embryo", "adult", "Adult"),
	models.FieldProcessed:  values("yes", "no"),
	models.FieldTreatment:  values("drug", "zebra drug"), // no facet, but text
	models.FieldPlatform: {
		{Value: "GPL570", Name: "Array One"}, {Value: "gpl570", Name: "Array One"}, {Value: "GPL96"},
		{Value: "GPL1261", Name: "Array Two"}, {Value: "Sequencer 9"},
	},
}

func values(labels ...string) []models.FieldValue {
	list := make([]models.FieldValue, len(labels))
	for i, label := range labels {
		list[i].Value = label
	}
	return list
}

// Of how many things one is so.
const (
	oneIsEmpty       = 8 // experiments without samples
	oneIsSeries      = 4 // experiments that repeat samples of others
	oneIsNotReported = 4 // fields of a sample
	oneHasTwoValues  = 9 // fields of a sample
	oneDiffers       = 3 // fields of a sample, from the experiment's usual value

	experimentsOfARandomCatalogue = 36
	mostOwnSamples                = 9 // of an experiment
	orphans                       = 4 // samples in no experiment

	firstSample = 95 // its number; GSM100 stands before GSM95
)

// RandomCatalogue makes a catalogue of everything that is difficult: samples in several experiments, wholly and partly, across
// sources and years; mixed organisms; several values in a field; gaps everywhere; experiments without samples and samples
// without experiments; spellings. The same seed gives the same catalogue.
func RandomCatalogue(seed uint64) Catalogue {
	return newCataloguer(seed).Catalogue
}

type cataloguer struct {
	Catalogue
	random *rand.Rand
}

// newCataloguer has made a catalogue.
func newCataloguer(seed uint64) *cataloguer {
	m := &cataloguer{random: newRandom(seed)}
	for range experimentsOfARandomCatalogue {
		m.experiment()
	}
	for range orphans {
		m.sample(m.profile())
	}
	return m
}

// experiment adds an experiment, with samples of its own and others'.
func (m *cataloguer) experiment() {
	r, i := m.random, len(m.Experiments)
	e := m.describe(fmt.Sprintf("%s%d", pick(r, []string{"GSE", "SRP", "ERP"}), 90+i)) // GSE100 stands before GSE95
	switch {
	case chance(r, oneIsEmpty):
	case i > 2 && chance(r, oneIsSeries):
		e.Samples = m.shared()
	default:
		e.Samples = m.own()
	}
	m.Experiments = append(m.Experiments, e)
}

// describe says everything of an experiment but its samples.
func (m *cataloguer) describe(code string) models.ExperimentBody {
	r := m.random
	e := models.ExperimentBody{
		AccessionCode:        code,
		Title:                m.words(4),
		Description:          m.words(8),
		SubmitterInstitution: m.words(2),
		SourceDatabase:       pick(r, []string{"GEO", "GEO", "GEO", "geo", "SRA", "SRA", "ArrayExpress", ""}),
		HasPublication:       chance(r, 3),
	}
	if !chance(r, 5) {
		published := time.Date(2010+r.IntN(6), time.Month(1+r.IntN(2)), 1, 12*r.IntN(2), 0, 0, 0, time.UTC)
		if published.Year() == 2013 {
			published = published.AddDate(-1, 0, 0) // a year without any
		}
		e.FirstPublished = &published
	}
	if e.HasPublication && chance(r, 2) {
		e.Publications = []models.PublicationBody{{Title: m.words(4), Authors: []string{m.words(2), m.words(2)}}}
	}
	return e
}

// own describes samples that are much alike, and sometimes adds one of another experiment's.
func (m *cataloguer) own() []string {
	usual := m.profile()
	var list []string
	for range 1 + m.random.IntN(mostOwnSamples) {
		list = append(list, m.sample(usual))
	}
	if chance(m.random, 3) {
		list = append(list, m.some(pick(m.random, m.Samples).AccessionCode)...)
	}
	return list
}

// shared repeats samples of two earlier experiments: all of them, or some.
func (m *cataloguer) shared() []string {
	var list []string
	for range 2 {
		other := pick(m.random, m.Experiments)
		if chance(m.random, 2) {
			list = append(list, other.Samples...)
		} else {
			list = append(list, m.some(other.Samples...)...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (m *cataloguer) some(codes ...string) []string {
	return slices.DeleteFunc(slices.Clone(codes), func(string) bool { return chance(m.random, 2) })
}

// profile is what an experiment's samples usually are; a field without a value is not reported.
func (m *cataloguer) profile() map[string]models.FieldValue {
	profile := map[string]models.FieldValue{}
	for _, field := range sortedDomain {
		if !chance(m.random, oneIsNotReported) {
			profile[field] = pick(m.random, domain[field])
		}
	}
	return profile
}

// sortedDomain is the domain's fields in an order that a seed can count on.
var sortedDomain = slices.Sorted(maps.Keys(domain))

// sample adds a sample near a profile and returns its accession code.
func (m *cataloguer) sample(usual map[string]models.FieldValue) string {
	s := m.sampleNumber(firstSample+len(m.Samples), usual)
	m.Samples = append(m.Samples, s)
	return s.AccessionCode
}

// sampleNumber describes a sample near a profile.
func (m *cataloguer) sampleNumber(n int, usual map[string]models.FieldValue) models.SampleBody {
	r := m.random
	s := models.SampleBody{AccessionCode: fmt.Sprint("GSM", n), Title: m.words(3)}
	s.Alternates = []string{fmt.Sprint("SRR", n)}
	for _, field := range sortedDomain {
		value, reported := usual[field]
		if chance(r, oneDiffers) {
			value, reported = pick(r, domain[field]), !chance(r, oneIsNotReported)
		}
		if !reported {
			continue
		}
		list := []models.FieldValue{value}
		if other := pick(r, domain[field]); chance(r, oneHasTwoValues) && models.Fold(other.Value) != models.Fold(value.Value) {
			list = append(list, other)
		}
		for _, v := range list {
			v.Field = field
			s.Values = append(s.Values, v)
		}
	}
	if chance(r, 3) {
		s.Attributes = []models.Attribute{{Key: "note", Value: m.words(3)}}
	}
	return s
}

// words is a text of up to n words, some of them stop words.
func (m *cataloguer) words(n int) string {
	words := make([]string, m.random.IntN(n+1))
	for i := range words {
		words[i] = pick(m.random, Vocabulary)
		if chance(m.random, 7) {
			words[i] = pick(m.random, oracleStopWords)
		}
	}
	return strings.Join(words, " ")
}
