package searchtest

import (
	"fmt"
	"slices"
	"time"

	"github.com/facetome/facetome/models"
)

// How much one random edit does.
const (
	randomEdits        = 3
	editedSamples      = 6
	editedExperiments  = 6
	addedExperiments   = 3
	renamedPlatform    = "GPL1261"
	oneIsPublishedElse = 3 // edited experiments that get a date beyond all others
)

// editsAtRandom edits the random catalogue of the same seed: samples get other values, experiments other texts, dates and samples, some turn out to be
// the same as others, some that were are so no more, new ones repeat samples of old ones, a tissue goes and another comes, and a platform gets another name.
func editsAtRandom(seed uint64) []edit {
	m := newCataloguer(seed)
	edits := make([]edit, randomEdits)
	for i := range edits {
		more := m.edit()
		m.Samples[0] = m.sampleNumber(firstSample, m.profile())
		m.Samples[0].Values = append(m.Samples[0].Values, models.FieldValue{Field: models.FieldTissue, Value: "root " + Vocabulary[i]})
		more.Samples = append(more.Samples, m.Samples[0])
		more.Samples = append(more.Samples, m.rename(renamedPlatform, fmt.Sprintf("Array Two, revision %d", i+1))...)
		edits[i] = edit{does: fmt.Sprintf("random edit %d", i+1), more: more}
	}
	return edits
}

func (m *cataloguer) edit() Catalogue {
	var more Catalogue
	for range editedSamples {
		i := m.random.IntN(len(m.Samples))
		m.Samples[i] = m.sampleNumber(firstSample+i, m.profile())
		more.Samples = append(more.Samples, m.Samples[i])
	}
	samples := len(m.Samples)
	for range editedExperiments {
		i := m.random.IntN(len(m.Experiments))
		m.Experiments[i] = m.otherwise(m.Experiments[i])
		more.Experiments = append(more.Experiments, m.Experiments[i])
	}
	experiments := len(m.Experiments)
	for range addedExperiments {
		m.experiment()
	}
	more.Samples = append(more.Samples, m.Samples[samples:]...)
	more.Experiments = append(more.Experiments, m.Experiments[experiments:]...)
	return more
}

// otherwise says something else of an experiment.
func (m *cataloguer) otherwise(e models.ExperimentBody) models.ExperimentBody {
	r := m.random
	other := m.describe(e.AccessionCode)
	other.Samples = e.Samples
	if chance(r, oneIsPublishedElse) {
		published := time.Date(pick(r, []int{2007, 2008, 2017, 2018}), time.March, 1, 0, 0, 0, 0, time.UTC)
		other.FirstPublished = &published
	}
	switch r.IntN(4) {
	case 0:
		other.Samples = m.some(e.Samples...)
	case 1:
		other.Samples = append(m.some(e.Samples...), m.own()...)
	case 2:
		other.Samples = m.shared()
	}
	if chance(r, 2) {
		other.Alternates = []string{pick(r, m.Experiments).AccessionCode}
	}
	return other
}

// rename gives a platform another name, and returns the samples that have it.
func (m *cataloguer) rename(platform, name string) []models.SampleBody {
	var renamed []models.SampleBody
	for i := range m.Samples {
		s := &m.Samples[i]
		n := slices.IndexFunc(s.Values, func(v models.FieldValue) bool { return v.Field == models.FieldPlatform && v.Value == platform })
		if n < 0 {
			continue
		}
		s.Values = slices.Clone(s.Values) // the former ones were handed out
		s.Values[n].Name = name
		renamed = append(renamed, *s)
	}
	return renamed
}
