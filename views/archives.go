package views

import (
	"net/url"
	"regexp"
	"strconv"

	"github.com/facetome/facetome/models"
)

// archives tell by its form which archive gave an accession code, and where its page of that record is.
var archives = []struct {
	form *regexp.Regexp
	name string
	page string // the code follows
}{
	{regexp.MustCompile(`^G(SE|SM|PL|DS)\d+$`), "GEO", "https://www.ncbi.nlm.nih.gov/geo/query/acc.cgi?acc="},
	{regexp.MustCompile(`^E-[A-Z]{4}-\d+$`), "ArrayExpress", "https://www.ebi.ac.uk/biostudies/arrayexpress/studies/"},
	{regexp.MustCompile(`^[SED]R[PXSR]\d+$`), "ENA", "https://www.ebi.ac.uk/ena/browser/view/"},
	{regexp.MustCompile(`^PRJ(NA|EB|DB)\d+$`), "ENA", "https://www.ebi.ac.uk/ena/browser/view/"},
	{regexp.MustCompile(`^SAM(N|EA|D)\d+$`), "BioSamples", "https://www.ebi.ac.uk/biosamples/samples/"},
}

// archivePage finds the page of an accession code in its archive; ok is false where the form is not known.
func archivePage(code string) (Link, bool) {
	for _, a := range archives {
		if a.form.MatchString(code) {
			return Link{"Open in " + a.name, a.page + url.QueryEscape(code)}, true
		}
	}
	return Link{}, false
}

func isAccession(code string) bool {
	_, ok := archivePage(code)
	return ok
}

// archiveLink is the archive's page of an experiment, as its record says or as its code tells; a made-up one has none.
func archiveLink(e *models.Experiment) *Link {
	if e.Synthetic {
		return nil
	}
	if link := External(e.SourceURL); link != "" {
		label := "Open in the archive"
		if e.SourceDatabase != "" {
			label = "Open in " + e.SourceDatabase
		}
		return &Link{label, link}
	}
	if link, ok := archivePage(e.AccessionCode); ok {
		return &link
	}
	return nil
}

func pubMed(id string) Link {
	return Link{"PubMed " + id, "https://pubmed.ncbi.nlm.nih.gov/" + url.PathEscape(id) + "/"}
}

func doi(d string) Link {
	return Link{"doi:" + d, "https://doi.org/" + (&url.URL{Path: d}).EscapedPath()}
}

func taxonomy(id int) string {
	return "https://www.ncbi.nlm.nih.gov/datasets/taxonomy/" + strconv.Itoa(id) + "/"
}

func pageURL(path string, page int) string {
	if page <= 1 {
		return path
	}
	return path + "?page=" + strconv.Itoa(page)
}
