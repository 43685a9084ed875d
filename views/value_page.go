package views

import (
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// ValueData is what the page of an organism or a platform is made from.
type ValueData struct {
	Field       *search.Field
	Value       search.Bucket  // of the field
	CommonNames []string       // of an organism
	TaxonomyID  int            // of an organism; 0 is not known
	Largest     *search.Result // the answer to ValueQuery, most samples first
	Newest      *search.Result // the same, newest first
}

// ValueQuery is the search for one value of one field, and for nothing else. All numbers of the value's page are its answer's.
func ValueQuery(field, value string) search.Query {
	return search.Query{Conditions: []search.Condition{{Field: field, Include: []string{value}}}}
}

// ValueHits is how many experiments a value's page names, largest and newest.
const ValueHits = 5

// ValuePage is what the catalogue holds of one organism or one platform.
type ValuePage struct {
	Head     Head
	Back     Link
	Code     string // of a platform that also has a name
	Title    string
	Italic   bool
	Also     string // what the organism is also called
	External *Link  // its page elsewhere
	Size     Headline
	Searches []Link
	Years    *Years
	Pictures []Picture
	Lists    []Picture
	Missing  string // the fields that no sample reports
	Hits     []BriefList
}

// BriefList names a few experiments.
type BriefList struct {
	ID, Title string
	Rows      []Brief
	All       Link
}

// Brief is one experiment in a line.
type Brief struct {
	Code, URL, Title string
	Date, ISODate    string
	Matching         int
	Words            string // "of 48 samples"
}

// Fields that the page of an organism or a platform draws large, and those that it lists; its own is neither.
var (
	picturedFields = map[string][]string{
		models.FieldOrganism: {models.FieldTechnology, fieldSource}, models.FieldPlatform: {models.FieldOrganism, models.FieldTechnology},
	}
	listedFields = map[string][]string{
		models.FieldOrganism: {models.FieldTissue, models.FieldDisease, models.FieldCellLine, models.FieldPlatform, models.FieldStage, models.FieldSex},
		models.FieldPlatform: {models.FieldTissue, models.FieldDisease, models.FieldCellLine, fieldSource, models.FieldStage, models.FieldSex},
	}
)

// How many values a picture and a list show.
const (
	valuesInPicture = 8
	valuesInList    = 6
)

// NewValuePage makes the view of an organism or a platform.
func NewValuePage(d ValueData) ValuePage {
	q := ValueQuery(d.Field.Name, d.Value.Value)
	total := d.Largest.Total
	p := ValuePage{
		Back: Link{"All " + d.Field.Many, ValuesPath(d.Field.Name)}, Title: d.Value.Label, Size: Headline{total.Samples, total.Experiments},
		Italic: d.Field.Name == models.FieldOrganism, Also: strings.Join(d.CommonNames, ", "),
		Searches: []Link{
			{"Search its experiments", SearchURL(q)}, {"Its samples", SearchURL(inView(q, search.ViewSamples))},
			{"Samples as TSV", DataURL(inView(q, search.ViewSamples), "tsv")},
		},
	}
	if p.Title == "" {
		p.Title = d.Value.Value
	}
	if p.Title != d.Value.Value {
		p.Code = d.Value.Value
	}
	switch link, known := archivePage(strings.ToUpper(d.Value.Value)); {
	case d.TaxonomyID > 0:
		p.External = &Link{"NCBI Taxonomy " + strconv.Itoa(d.TaxonomyID), taxonomy(d.TaxonomyID)}
	case d.Field.Name == models.FieldPlatform && known:
		p.External = &link
	}
	var missing []string
	draw := func(names []string, shown int) (list []Picture) {
		for _, name := range names {
			facet := d.Largest.Facet(name)
			if facet == nil {
				continue
			}
			if picture := newPicture(q, facet, shown, allValuesURL(q, name)); picture.reports() {
				list = append(list, picture)
			} else {
				missing = append(missing, facet.Field.Noun())
			}
		}
		return list
	}
	p.Pictures, p.Lists = draw(picturedFields[d.Field.Name], valuesInPicture), draw(listedFields[d.Field.Name], valuesInList)
	if facet := d.Largest.Facet(fieldYear); facet != nil {
		if p.Years = newYears(q, facet); p.Years == nil {
			missing = append(missing, "year")
		}
	}
	p.Missing = strings.Join(missing, ", ")
	p.Hits = briefLists(q, d)
	words := p.Size.Words()
	p.Head = Head{
		Title: excerpt(p.Title, 80) + ": " + words, Counted: OnGeneration(d.Largest.Generation),
		Description: words + " of " + excerpt(p.Title, 120) +
			", by technology, tissue, disease and year. Each sample is counted once, however many experiments share it.",
	}
	return p
}

// ValuesPath is the list of all values that have pages.
func ValuesPath(field string) string {
	if field == models.FieldPlatform {
		return PlatformsPath
	}
	return OrganismsPath
}

// reports says whether any value is reported.
func (p Picture) reports() bool { return len(p.Rows) > 0 && !p.Rows[0].NotReported }

// briefLists names the largest and the newest experiments, or all of them where they are few.
func briefLists(q search.Query, d ValueData) []BriefList {
	if d.Largest.Total.Experiments <= ValueHits {
		return []BriefList{newBriefList("largest", "Experiments", d.Largest, Link{"As search results", SearchURL(q)})}
	}
	newest := q
	newest.Sort = search.SortNewest
	all := "All " + experiments(d.Largest.Total.Experiments)
	return []BriefList{
		newBriefList("largest", "Largest experiments", d.Largest, Link{all + ", largest first", SearchURL(q)}),
		newBriefList("newest", "Newest experiments", d.Newest, Link{all + ", newest first", SearchURL(newest)}),
	}
}

func newBriefList(id, title string, r *search.Result, all Link) BriefList {
	list := BriefList{ID: id, Title: title, All: all}
	for _, h := range r.Experiments {
		brief := Brief{
			Code: h.AccessionCode, URL: ExperimentURL(h.AccessionCode), Title: strings.TrimSpace(h.Title),
			Date: shortDate(h.Published), ISODate: isoDate(h.Published), Matching: h.Matching, Words: "of " + samples(h.Samples),
		}
		if brief.Title == "" {
			brief.Title = "Title " + NotReported
		}
		list.Rows = append(list.Rows, brief)
	}
	return list
}
