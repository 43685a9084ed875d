package models_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/facetome/facetome/models"
)

// said is one thing that a source says: of an experiment, a sample or a platform.
type said struct {
	source, format string
	experiment     *models.ExperimentBody
	sample         *models.SampleBody
	platform       *models.Platform
}

// write hands it to an import.
func (s said) write(w *models.Writer) error {
	if err := w.Source(s.source, s.source, s.format); err != nil {
		return err
	}
	switch {
	case s.experiment != nil:
		return w.Experiment(*s.experiment)
	case s.sample != nil:
		return w.Sample(*s.sample)
	}
	return w.Platform(*s.platform)
}

// world is a small set of records about a few entities, which often name one another. No two of a source are of the same code.
type world struct{ records []said }

var formats = map[string]string{"a.jsonl": "ndjson", "b.soft": "geo-soft", "c.json": "refinebio", "d.soft": "geo-soft"}

// drawWorld draws records; bodies are clean, as the catalogue keeps them, so that they can be compared with it.
func drawWorld(t *rapid.T) world {
	var w world
	seen := map[string]bool{}
	for range rapid.IntRange(0, 14).Draw(t, "records") {
		source := rapid.SampledFrom([]string{"a.jsonl", "b.soft", "c.json", "d.soft"}).Draw(t, "source")
		record := drawSaid(t, source)
		if !seen[record.key()] {
			seen[record.key()] = true
			w.records = append(w.records, record)
		}
	}
	return w
}

// key is the record's identity.
func (s said) key() string {
	switch {
	case s.experiment != nil:
		return s.source + " experiment " + s.experiment.AccessionCode
	case s.sample != nil:
		return s.source + " sample " + s.sample.AccessionCode
	}
	return s.source + " platform " + s.platform.AccessionCode
}

func drawSaid(t *rapid.T, source string) said {
	s := said{source: source, format: formats[source]}
	switch rapid.SampledFrom([]string{"experiment", "sample", "sample", "platform"}).Draw(t, "kind") {
	case "experiment":
		s.experiment = drawExperiment(t)
	case "sample":
		s.sample = drawSample(t)
	default:
		s.platform = &models.Platform{AccessionCode: pick(t, "GPL1", "gpl1", "GPL2"), Name: pick(t, "", "Array", "Long array", "Best array")}
	}
	return s
}

// earlier draws another record of the same key.
func (s said) earlier(t *rapid.T) said {
	other := func(codes []string, own string) []string {
		return sortedOrNil(slices.DeleteFunc(codes, func(c string) bool { return c == own }))
	}
	switch {
	case s.experiment != nil:
		b := drawExperiment(t)
		b.AccessionCode, b.Alternates = s.experiment.AccessionCode, other(append(b.Alternates, b.AccessionCode), s.experiment.AccessionCode)
		s.experiment = b
	case s.sample != nil:
		b := drawSample(t)
		b.AccessionCode, b.Alternates = s.sample.AccessionCode, other(append(b.Alternates, b.AccessionCode), s.sample.AccessionCode)
		s.sample = b
	default:
		s.platform = &models.Platform{AccessionCode: s.platform.AccessionCode, Name: pick(t, "", "A much longer name")}
	}
	return s
}

func drawExperiment(t *rapid.T) *models.ExperimentBody {
	codes := drawCodes(t, 1, 3, "GSE1", "GSE2", "GSE3", "E-GEOD-1", "E-MTAB-1", "E-MTAB-2", "E-MEXP-1", "SRP1", "PRJNA1", "lab")
	b := &models.ExperimentBody{
		AccessionCode: codes[0], Alternates: sortedOrNil(codes[1:]),
		Title: pick(t, "", "Title", "Another title"), Description: pick(t, "", "Text\nof two lines"), SourceDatabase: pick(t, "", "GEO", "SRA"),
		HasPublication: rapid.Bool().Draw(t, "has"), Synthetic: rapid.IntRange(0, 9).Draw(t, "synthetic") == 0,
		Samples: sortedOrNil(drawCodes(t, 0, 4, sampleCodes...)),
	}
	if year := rapid.IntRange(2009, 2013).Draw(t, "year"); year > 2009 {
		published := time.Date(year, 5, 4, 3, 2, 1, 0, time.UTC)
		b.FirstPublished, b.LastModified = &published, &published
	}
	for range rapid.IntRange(0, 2).Draw(t, "publications") {
		p := models.PublicationBody{PubMedID: pick(t, "", "1", "2"), DOI: pick(t, "", "10.1/a"), Title: pick(t, "", "Paper", "paper")}
		if p.Key() != "" {
			p.Authors = drawCodes(t, 0, 2, "Ada", "Ben")
			b.Publications = append(b.Publications, p)
		}
	}
	return b
}

var sampleCodes = []string{"GSM1", "GSM2", "GSM3", "SAMN1", "SAMN2", "SRR1", "SRR2", "own 1"}

func drawSample(t *rapid.T) *models.SampleBody {
	codes := drawCodes(t, 1, 3, sampleCodes...)
	b := &models.SampleBody{
		AccessionCode: codes[0], Alternates: sortedOrNil(codes[1:]), Title: pick(t, "", "Sample", "Replicate"),
		Experiments: sortedOrNil(drawCodes(t, 0, 2, "GSE1", "GSE2", "SRP1", "PRJNA1", "E-MTAB-1", "GSE9")),
	}
	for range rapid.IntRange(0, 4).Draw(t, "values") {
		v := models.FieldValue{Field: pick(t, models.FieldOrganism, models.FieldPlatform, models.FieldTissue, models.FieldSex)}
		switch v.Field {
		case models.FieldOrganism:
			v.Value, v.TaxonomyID = pick(t, "Homo sapiens", "homo sapiens", "Mus musculus"), rapid.IntRange(0, 2).Draw(t, "taxon")
		case models.FieldPlatform:
			v.Value, v.Name = pick(t, "GPL1", "gpl1", "GPL3"), pick(t, "", "Array", "Cool array")
		default:
			v.Value = pick(t, "liver", "Liver", "Gehirn", "GEHIRN", "Straße", "STRASSE")
		}
		b.Values = append(b.Values, v)
	}
	if rapid.Bool().Draw(t, "attributes") {
		b.Attributes = []models.Attribute{{Key: "tissue", Value: pick(t, "L", "K")}, {Value: "no key"}}
	}
	return b
}

// drawCodes draws distinct texts; nil where there are none.
func drawCodes(t *rapid.T, least, most int, from ...string) []string {
	codes := rapid.SliceOfNDistinct(rapid.SampledFrom(from), least, most, rapid.ID[string]).Draw(t, fmt.Sprint("codes of ", from[0]))
	if len(codes) == 0 {
		return nil
	}
	return codes
}

func sortedOrNil(codes []string) []string {
	if len(codes) == 0 {
		return nil
	}
	return sorted(codes)
}

func pick(t *rapid.T, from ...string) string { return rapid.SampledFrom(from).Draw(t, "text") }
