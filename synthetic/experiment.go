package synthetic

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// experimentRecord is an experiment as the NDJSON format writes it.
type experimentRecord struct {
	Type               string    `json:"type"`
	AccessionCode      string    `json:"accession_code"`
	Alternates         []string  `json:"alternate_accession_codes,omitempty"`
	Title              string    `json:"title,omitempty"`
	Description        string    `json:"description,omitempty"`
	Source             string    `json:"source_database,omitempty"`
	PublicationTitle   string    `json:"publication_title,omitempty"`
	PublicationAuthors []string  `json:"publication_authors,omitempty"`
	PublicationDOI     string    `json:"publication_doi,omitempty"`
	PubMedID           string    `json:"pubmed_id,omitempty"`
	HasPublication     bool      `json:"has_publication"`
	Institution        string    `json:"submitter_institution,omitempty"`
	FirstPublished     time.Time `json:"source_first_published,omitzero"`
	LastModified       time.Time `json:"source_last_modified,omitzero"`
	Synthetic          bool      `json:"synthetic"`
	Samples            []string  `json:"samples,omitempty"`
}

// firstPubMedID is far above any that PubMed has given out.
const firstPubMedID = 900_000_000

// writeExperiment writes the experiment of a study with the samples that the study holds.
func (g *generator) writeExperiment(s *study) {
	g.left--
	g.experiments++
	r := &experimentRecord{
		Type: "experiment", AccessionCode: fmt.Sprintf("SYNE%06d", g.experiments), Synthetic: true,
		Title: s.title, Description: g.studyDescription(s), Source: s.source, FirstPublished: s.published,
	}
	if s.seq && s.source == "GEO" && g.chance(0.6) || s.source == "ArrayExpress" && g.chance(0.3) {
		g.projects++
		r.Alternates = []string{fmt.Sprintf("SYNP%06d", g.projects)}
	}
	if g.chance(0.9) {
		r.Institution = s.institution
	}
	if !s.published.IsZero() && g.chance(0.8) {
		r.LastModified = s.published.AddDate(0, 0, g.IntN(2000))
		if r.LastModified.After(lastDay) {
			r.LastModified = lastDay
		}
	}
	if g.chance(0.62) {
		g.publish(s, r)
	}
	codes := make([]string, len(s.samples))
	for i, number := range s.samples {
		codes[i] = sampleCode(number)
	}
	slices.Sort(codes)
	r.Samples = codes
	g.write(r)
}

// publish gives an experiment its paper. DOIs stand under 10.5555, the prefix that is kept for examples.
func (g *generator) publish(s *study, r *experimentRecord) {
	g.papers++
	r.HasPublication = true
	r.PublicationTitle = g.studyTitle(s)
	r.PublicationDOI = fmt.Sprintf("10.5555/synthetic.%d", g.papers)
	if g.chance(0.8) {
		r.PubMedID = strconv.Itoa(firstPubMedID + g.papers)
	}
	for range 2 + g.IntN(9) {
		initials := string(rune('A'+g.IntN(26))) + string(rune('A'+g.IntN(26)))
		r.PublicationAuthors = append(r.PublicationAuthors, pick(g, g.words.people)+" "+initials[:1+g.IntN(2)])
	}
}
