package ingest

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/facetome/facetome/models"
)

var (
	seriesCode   = regexp.MustCompile(`^GSE[0-9]{1,15}$`)
	gsmCode      = regexp.MustCompile(`^GSM[0-9]{1,15}$`)
	platformCode = regexp.MustCompile(`^GPL[0-9]{1,15}$`)
)

// code is the accession code of a block: its own key, else its name. Submitters' drafts have none.
func (s *soft) code(block *softBlock, pattern *regexp.Regexp, example string) string {
	if block.fault != "" {
		return ""
	}
	for _, code := range []string{block.first("geo_accession"), block.name} {
		if code = strings.ToUpper(code); pattern.MatchString(code) {
			return code
		}
	}
	s.rep.problem(block.line, "^%s = %s has no accession code of GEO; expected one such as %s", block.kind, block.name[:min(len(block.name), maxCode)], example)
	return ""
}

// endPlatform notes a platform.
func (s *soft) endPlatform(sink Sink, block *softBlock) error {
	code := s.code(block, platformCode, "GPL570")
	if code == "" {
		return nil
	}
	s.platforms[code] = block.first("technology")
	if err := s.held.add(code+s.platforms[code], block.line); err != nil {
		return err
	}
	return sink.Platform(models.Platform{AccessionCode: code, Name: oneLine(block.first("title"))})
}

// endSeries keeps a series until the end of the file.
//
// The date of first publication is that of "Public on Jan 29 2009"; the day of submission is none. Contributors are the authors of
// a paper where the series names exactly one, and are not kept otherwise.
func (s *soft) endSeries(block *softBlock) error {
	code := s.code(block, seriesCode, "GSE1133")
	if code == "" {
		return nil
	}
	s.technologies[code] = seriesTechnologies(block)
	if err := s.held.add(code+strings.Join(s.technologies[code], ""), block.line); err != nil {
		return err
	}
	body := models.ExperimentBody{
		AccessionCode:        code,
		Title:                oneLine(block.first("title")),
		Description:          paragraphs(strings.Join(append(block.all("summary"), block.all("overall_design")...), "\n")),
		SubmitterInstitution: oneLine(block.first("contact_institute")),
		Publications:         seriesPublications(block),
		Alternates:           experimentAlternates(code, relations(block, studyRelation)),
	}
	body.HasPublication = len(body.Publications) > 0
	body.SourceDatabase, body.SourceURL = archiveOf(code)
	if public, ok := strings.CutPrefix(block.first("status"), "Public on "); ok {
		body.FirstPublished = s.date(block, "status", public)
	}
	if updated := block.first("last_update_date"); updated != "" {
		body.LastModified = s.date(block, "last_update_date", updated)
	}
	for _, sample := range block.all("sample_id") {
		if upper := strings.ToUpper(sample); gsmCode.MatchString(upper) {
			body.Samples = append(body.Samples, upper)
			continue
		}
		s.rep.problem(block.line, "%s names the sample %q; expected a code such as GSM25349; the series is skipped", code, sample)
		return nil
	}
	body.Samples = distinctBut("", body.Samples)
	return s.series.add(pendingSeries{block.line, body})
}

// seriesPublications lists the papers that a series names: PubMed ids, else a citation.
func seriesPublications(block *softBlock) []models.PublicationBody {
	var papers []models.PublicationBody
	for _, id := range distinctBut("", block.all("pubmed_id")) {
		if isPubMed(id) {
			papers = append(papers, models.PublicationBody{PubMedID: id})
		}
	}
	switch citation := oneLine(block.first("citation")); {
	case len(papers) == 1:
		for _, name := range block.all("contributor") {
			if author := personName(name); author != "" {
				papers[0].Authors = append(papers[0].Authors, author)
			}
		}
	case len(papers) == 0 && citation != "":
		papers = append(papers, models.PublicationBody{Title: citation, DOI: findDOI(citation)})
	}
	return papers
}

// personName writes GEO's "Andrew,I,Su" as "Andrew I Su".
func personName(name string) string { return oneLine(strings.ReplaceAll(name, ",", " ")) }

var pubMedID = regexp.MustCompile(`^[1-9][0-9]{0,9}$`)

// isPubMed tells whether s can be a PubMed id.
func isPubMed(s string) bool { return pubMedID.MatchString(s) }

var doi = regexp.MustCompile(`\b10\.[0-9]{4,9}/[^\s"<>\p{Cc}]{1,200}`)

// findDOI returns the first DOI in a text, without the point of the sentence.
func findDOI(s string) string {
	found := strings.TrimRight(doi.FindString(s), ".,;)")
	if hasEmail(found) {
		return ""
	}
	return found
}

// date reads a date of a block; a broken one is reported and not kept.
func (s *soft) date(block *softBlock, key, value string) *time.Time {
	date, ok := parseDate(value)
	if !ok {
		s.rep.problem(block.line, "%s = %q of %s is no date; expected one such as Jan 29 2009; it is not kept", key, value, block.name)
		return nil
	}
	return date
}

var (
	// A study's or sample's record in another archive, in a link: "SRA: https://www.ncbi.nlm.nih.gov/sra?term=SRP110528".
	// BioProject's links of old records end in the number alone, which is that of a PRJNA: GEO registers at NCBI.
	studyRelation  = regexp.MustCompile(`^(?:BioProject: .*/(?:PRJ[A-Z]{2})?|SRA: .*[=/][SED]RP)[0-9]+$`)
	sampleRelation = regexp.MustCompile(`^(?:BioSample: .*/SAM[A-Z]{1,2}|SRA: .*[=/][SED]RX)[0-9]+$`)
	relationCode   = regexp.MustCompile(`[A-Z]*[0-9]+$`)
)

// relations lists the accession codes of the same study or sample in other archives. SuperSeries, "Reanalyzed by" and the like are
// other studies.
func relations(block *softBlock, pattern *regexp.Regexp) []string {
	var codes []string
	for _, relation := range block.all("relation") {
		if !pattern.MatchString(relation) {
			continue
		}
		code := relationCode.FindString(relation)
		if _, err := strconv.Atoi(code); err == nil {
			code = "PRJNA" + code
		}
		codes = append(codes, code)
	}
	return codes
}
