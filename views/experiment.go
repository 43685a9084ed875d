package views

import (
	"strings"

	"github.com/facetome/facetome/models"
)

// ExperimentSamplesSize is how many samples the page of an experiment shows at a time.
const ExperimentSamplesSize = 50

// ExperimentData is what the page of an experiment is made from.
type ExperimentData struct {
	Experiment *models.Experiment
	Values     []models.ValueCount
	Samples    []models.Sample // one page of them
	Total      int             // all of them
	Page       int
	Shared     []models.Shared
	Back       string // URL of the search that led here; may be empty
}

// ExperimentPage is all that the page of an experiment shows.
type ExperimentPage struct {
	Head         Head
	Back         Link
	Code         string
	Alternates   []Link
	Title        string
	Archive      *Link
	Synthetic    bool
	Facts        []Fact
	Description  []string
	Protocol     []string
	Publications []PublicationView
	Shared       []SharedView
	Sources      []SourceView
	Conflicts    *Conflicts
	Table        *SampleTable
	Position     string
	Pages        Pagination
	Total        int
}

// SharedView is an experiment with samples in common.
type SharedView struct {
	Code, URL, Title string
	Words            string // "42 of its 42 samples"
	Bar              string
}

// SourceView is a file that something was read from.
type SourceView struct{ Name, Format string }

// NewExperimentPage makes the view of one experiment.
func NewExperimentPage(d ExperimentData) ExperimentPage {
	e := d.Experiment
	title := strings.TrimSpace(e.Title)
	if title == "" {
		title = "Title " + NotReported
	}
	p := ExperimentPage{
		Head: Head{Title: e.AccessionCode + ": " + excerpt(title, 100), Description: excerpt(e.Description, 200)},
		Back: backLink(d.Back), Code: e.AccessionCode, Alternates: otherCodes(e.AccessionCode, e.Accessions, func(a models.ExperimentAccession) (string, bool) { return a.AccessionCode, a.Shared }, ExperimentURL),
		Title: title, Synthetic: e.Synthetic,
		Description: paragraphs(e.Description), Protocol: paragraphs(e.Protocol),
		Sources: experimentSources(e.Records), Total: d.Total, Position: position(d.Page, ExperimentSamplesSize, d.Total),
		Archive: archiveLink(e),
		Pages: NewPagination(d.Page, pageCount(d.Total, ExperimentSamplesSize), func(page int) string {
			return pageURL(ExperimentURL(e.AccessionCode), page)
		}),
	}
	p.Facts = experimentFacts(d)
	p.Conflicts = newConflicts(models.ExperimentConflicts(e.Records))
	for _, publication := range e.Publications {
		p.Publications = append(p.Publications, newPublication(publication))
	}
	for _, s := range d.Shared {
		p.Shared = append(p.Shared, SharedView{
			Code: s.AccessionCode, URL: ExperimentURL(s.AccessionCode), Title: s.Title,
			Words: number(s.Samples) + " of its " + samples(s.Of), Bar: share(s.Samples, s.Of),
		})
	}
	if len(d.Samples) > 0 {
		p.Table = newRecordTable(d.Samples, recordFields())
	}
	return p
}

// recordFields are the sample fields that tables of records show: those of the facets, and those that are none.
func recordFields() []string {
	return append(sampleFieldNames(), models.FieldAge, models.FieldTreatment)
}

// backLink leads to the search that the reader came from.
func backLink(searchURL string) Link {
	if searchURL == "" {
		return Link{"All experiments", SearchPath}
	}
	return Link{"Back to the results", searchURL}
}

func experimentSources(records []models.ExperimentRecord) []SourceView {
	var list []SourceView
	for _, r := range records {
		if r.Source != nil {
			list = append(list, SourceView{r.Source.Name, r.Source.Format})
		}
	}
	return list
}
