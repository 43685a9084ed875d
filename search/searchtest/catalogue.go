package searchtest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/facetome/facetome/models"
)

// Catalogue is a small catalogue in memory.
type Catalogue struct {
	Samples     []models.SampleBody
	Experiments []models.ExperimentBody
}

// Import writes the catalogue to a store, as one source.
func (c Catalogue) Import(ctx context.Context, store *models.Store) error {
	_, err := store.Import(ctx, func(w *models.Writer) error {
		if err := w.Source("searchtest", "searchtest", "searchtest"); err != nil {
			return err
		}
		for _, s := range c.Samples {
			if err := w.Sample(s); err != nil {
				return fmt.Errorf("sample %s: %w", s.AccessionCode, err)
			}
		}
		for _, e := range c.Experiments {
			if err := w.Experiment(e); err != nil {
				return fmt.Errorf("experiment %s: %w", e.AccessionCode, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("import a catalogue: %w", err)
	}
	return nil
}

// Catalogues are written by hand as words "name=value", which read like the URLs that ask for them.

// sample makes a sample. A name is a field's, or title, attribute or alternate; a platform may be written "GPL1:its name".
func sample(code string, words ...string) models.SampleBody {
	s := models.SampleBody{AccessionCode: code}
	for _, word := range words {
		name, value := split(word)
		switch name {
		case "title":
			s.Title = value
		case "alternate":
			s.Alternates = append(s.Alternates, value)
		case "attribute":
			s.Attributes = append(s.Attributes, models.Attribute{Key: "note", Value: value})
		case models.FieldPlatform:
			platform, full, _ := strings.Cut(value, ":")
			s.Values = append(s.Values, models.FieldValue{Field: name, Value: platform, Name: full})
		default:
			s.Values = append(s.Values, models.FieldValue{Field: name, Value: value})
		}
	}
	return s
}

// experiment makes an experiment of samples, given as accession codes between blanks. A name is source, published (a day),
// title, description, institution, alternate, paper (a publication's title) or author, pubmed or doi (of that publication).
func experiment(code, samples string, words ...string) models.ExperimentBody {
	e := models.ExperimentBody{AccessionCode: code, Samples: strings.Fields(samples)}
	for _, word := range words {
		switch name, value := split(word); name {
		case "source":
			e.SourceDatabase = value
		case "published":
			e.FirstPublished = day(value)
		case "title":
			e.Title = value
		case "description":
			e.Description = value
		case "institution":
			e.SubmitterInstitution = value
		case "alternate":
			e.Alternates = append(e.Alternates, value)
		case "paper":
			e.HasPublication = true
			e.Publications = append(e.Publications, models.PublicationBody{Title: value})
		case "pubmed":
			e.Publications[len(e.Publications)-1].PubMedID = value
		case "doi":
			e.Publications[len(e.Publications)-1].DOI = value
		case "author":
			paper := &e.Publications[len(e.Publications)-1]
			paper.Authors = append(paper.Authors, value)
		default:
			panic("an experiment has no " + name)
		}
	}
	return e
}

func split(word string) (name, value string) {
	name, value, ok := strings.Cut(word, "=")
	if !ok {
		panic("not name=value: " + word)
	}
	return name, value
}

func day(s string) *time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return &t
}
