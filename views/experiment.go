package views

import (
	"net/url"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/study"
)

// ExperimentData is what the page of an experiment is made from.
type ExperimentData struct {
	Experiment *models.Experiment
	Study      *study.Study
	Table      StudyTableData
	Back       []Link // to where the reader came from; may be empty
}

// ExperimentPage is all that the page of an experiment shows.
type ExperimentPage struct {
	Head         Head
	Back         []Link
	Code         string
	Kind         string // "Experiment", "SuperSeries"
	Alternates   []Elsewhere
	Title        string
	Archive      *Link
	Facts        []Fact
	Description  []string
	Protocol     []string
	Publications []PublicationView
	Compared     *Compared
	Shared       []SharedView
	Sources      []SourceView
	Conflicts    *Conflicts
	Corrections  []CorrectionView
	Table        *StudyTable // nil without samples
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
	other := otherCodes(e.AccessionCode, e.Accessions, func(a models.ExperimentAccession) (string, bool) { return a.AccessionCode, a.Shared }, ExperimentURL)
	p := ExperimentPage{
		Head: Head{Title: e.AccessionCode + ": " + excerpt(title, 100), Description: experimentWords(d), Counted: OnVersion(d.Study.Version)},
		Back: d.Back, Code: e.AccessionCode, Kind: experimentKind(e, d.Study.Shared), Alternates: newElsewhere(other, e.Synthetic),
		Title: title, Description: paragraphs(e.Description), Protocol: paragraphs(e.Protocol),
		Sources: experimentSources(e.Records), Archive: archiveLink(e), Facts: experimentFacts(d),
		Conflicts: newConflicts(models.ExperimentConflicts(e.Records), e.Corrections), Corrections: newCorrections(e.Corrections),
		Compared: newCompared(e.AccessionCode, d.Study, d.Table.Query),
		Shared:   newSharedViews(e.AccessionCode, d.Study, d.Table.Query),
	}
	if p.Archive != nil {
		p.Alternates = append(otherArchives(e.AccessionCode, *p.Archive), p.Alternates...)
	}
	for _, publication := range e.Publications {
		p.Publications = append(p.Publications, newPublication(publication))
	}
	if len(d.Study.Samples) > 0 {
		p.Table = NewStudyTable(d.Table)
	}
	return p
}

// experimentWords say what an experiment is, for previews of links.
func experimentWords(d ExperimentData) string {
	words := samples(len(d.Study.Samples))
	if organisms := d.Study.Column(models.FieldOrganism); organisms != nil {
		var names []string
		for i, g := range organisms.Groups() {
			if i == factValues {
				names = append(names, "…")
				break
			}
			names = append(names, g.Label)
		}
		words += " of " + strings.Join(names, ", ")
	}
	if d.Experiment.Description != "" {
		words += ". " + excerpt(d.Experiment.Description, 200)
	}
	return words
}

// experimentKind says what an experiment is: GEO's series of series say so themselves.
func experimentKind(e *models.Experiment, shared []models.Shared) string {
	if len(shared) > 1 && strings.Contains(e.Description, "This SuperSeries is composed of") {
		return "SuperSeries"
	}
	return "Experiment"
}

// BackLink leads to the search that a reader came from, and says which it was; without one to the search over everything.
func BackLink(query string) Link {
	if query == "" {
		return Link{"All experiments", SearchPath}
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return BackLink("")
	}
	q, _ := search.Parse(values)
	var about []string
	if q.Text != "" {
		about = append(about, "“"+q.Text+"”")
	}
	for _, c := range NewChips(q, nil) {
		about = append(about, c.not()+c.Label)
	}
	label := "Results"
	if len(about) > 0 {
		label += " for " + excerpt(strings.Join(about, ", "), 80)
	}
	return Link{label, SearchURL(q)}
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
