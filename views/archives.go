package views

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
)

// archives tell by its form which archives have an accession code, and where their pages of that record are. The first that fits gave it.
var archives = []struct {
	form *regexp.Regexp
	name string
	page string // the code follows
}{
	{regexp.MustCompile(`^G(SE|SM|PL|DS)\d+$`), "GEO", "https://www.ncbi.nlm.nih.gov/geo/query/acc.cgi?acc="},
	{regexp.MustCompile(`^E-[A-Z]{4}-\d+$`), "ArrayExpress", "https://www.ebi.ac.uk/biostudies/arrayexpress/studies/"},
	{regexp.MustCompile(`^S-[A-Z]+\d+$`), "BioStudies", "https://www.ebi.ac.uk/biostudies/studies/"},
	{regexp.MustCompile(`^[SED]R[PXSR]\d+$`), "ENA", "https://www.ebi.ac.uk/ena/browser/view/"},
	{regexp.MustCompile(`^[SED]R[PXSR]\d+$`), "SRA", "https://www.ncbi.nlm.nih.gov/sra/?term="},
	{regexp.MustCompile(`^PRJ(NA|EB|DB)\d+$`), "ENA", "https://www.ebi.ac.uk/ena/browser/view/"},
	{regexp.MustCompile(`^PRJ(NA|EB|DB)\d+$`), "BioProject", "https://www.ncbi.nlm.nih.gov/bioproject/"},
	{regexp.MustCompile(`^SAM(N|EA|D)\d+$`), "BioSamples", "https://www.ebi.ac.uk/biosamples/samples/"},
	{regexp.MustCompile(`^SAM(N|EA|D)\d+$`), "NCBI BioSample", "https://www.ncbi.nlm.nih.gov/biosample/"},
}

// archivePages finds the pages of an accession code in the archives, labelled with their names; none where its form is not known.
func archivePages(code string) []Link {
	var pages []Link
	for _, a := range archives {
		if a.form.MatchString(code) {
			pages = append(pages, Link{a.name, a.page + url.QueryEscape(code)})
		}
	}
	return pages
}

// archivePage is the page of the archive that gave an accession code; ok is false where its form is not known.
func archivePage(code string) (Link, bool) {
	pages := archivePages(code)
	if len(pages) == 0 {
		return Link{}, false
	}
	return Link{"Open in " + pages[0].Label, pages[0].URL}, true
}

// Elsewhere is an accession code and its pages in archives.
type Elsewhere struct {
	Code  Link   // leads to what it means here, where that is more than this record
	Kind  string // "run", "BioSample"; empty where its form does not tell
	Pages []Link
}

// codeKinds tell what an accession code names.
var codeKinds = []struct {
	form *regexp.Regexp
	kind string
}{
	{regexp.MustCompile(`^[SED]RR\d+$`), "run"}, {regexp.MustCompile(`^[SED]RX\d+$`), "library"}, {regexp.MustCompile(`^[SED]RS\d+$`), "archive sample"},
	{regexp.MustCompile(`^SAM(N|EA|D)\d+$`), "BioSample"}, {regexp.MustCompile(`^[SED]RP\d+$`), "study"}, {regexp.MustCompile(`^PRJ(NA|EB|DB)\d+$`), "project"},
	{regexp.MustCompile(`^GSM\d+$`), "GEO sample"}, {regexp.MustCompile(`^GSE\d+$`), "series"},
}

// newElsewhere lists a record's codes but its own, those of a kind together, with their pages in archives.
func newElsewhere(codes []Link, synthetic bool) []Elsewhere {
	var list []Elsewhere
	for _, link := range codes {
		code := strings.TrimSuffix(link.Label, sharedMark)
		e := Elsewhere{Code: link}
		for _, k := range codeKinds {
			if k.form.MatchString(code) {
				e.Kind = k.kind
				break
			}
		}
		if !synthetic {
			e.Pages = archivePages(code)
		}
		list = append(list, e)
	}
	slices.SortStableFunc(list, func(a, b Elsewhere) int { return strings.Compare(a.Kind, b.Kind) })
	return list
}

// otherArchives are the pages of a record's own code but for the one that the button opens.
func otherArchives(code string, button Link) []Elsewhere {
	e := newElsewhere([]Link{{Label: code}}, false)[0]
	e.Pages = slices.DeleteFunc(e.Pages, func(page Link) bool { return page.URL == button.URL || "Open in "+page.Label == button.Label })
	if len(e.Pages) == 0 {
		return nil
	}
	return []Elsewhere{e}
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
