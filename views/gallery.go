//go:build dev

package views

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/suggest"
)

// GalleryPath is where development builds show the gallery.
const GalleryPath = "/gallery"

// GalleryItem is one component in one state.
type GalleryItem struct {
	Name  string // "facet: excluded"
	Shown templ.Component
}

// ID is the item's in the page: "facet-excluded".
func (i GalleryItem) ID() string {
	return strings.Join(strings.FieldsFunc(i.Name, func(r rune) bool { return r == ' ' || r == ':' || r == ',' }), "-")
}

// GalleryItems lists every component in every state. View models are made of made-up answers by the functions that make the pages', and what
// is asked stands as it would in an address, so that the gallery shows what pages do.
func GalleryItems() []GalleryItem {
	var items []GalleryItem
	add := func(name, box string, shown templ.Component) {
		items = append(items, GalleryItem{name, inBox(box, shown)})
	}
	add("headline: usual", "head", headline(Headline{18342, 812}))
	add("headline: one", "head", headline(Headline{1, 1}))
	add("headline: nothing", "head", headline(Headline{}))
	add("words with definitions", "", galleryTerms())
	add("search box: empty", "", searchBox("", ""))
	add("search box: filled", "", searchBox("", "leukemia -mouse"))
	add("suggestions", "suggestions", SuggestionOptions(gallerySuggestions()))
	add("chips", "", chips(gallerySearch("organism=Homo+sapiens&disease!=melanoma&tissue=*&sex!=*&year=2009..2018&q=leukemia").chipsShown()))

	for _, state := range []struct{ name, field, asked string }{
		{"usual", models.FieldOrganism, ""},
		{"included", models.FieldOrganism, "organism=Homo+sapiens&organism=Mus+musculus"},
		{"excluded", models.FieldDisease, "disease!=melanoma&disease!=glioma"},
		{"only not reported", models.FieldTissue, "tissue!=*"},
		{"only reported", models.FieldTissue, "tissue=*"},
		{"values containing a text", models.FieldTissue, "in.tissue=bone"},
		{"no value contains the text", models.FieldTissue, "in.tissue=xyz"},
		{"long labels", models.FieldPlatform, ""},
		{"two states", "publication", ""},
		{"folded", models.FieldSex, "fold=sex&sex=female"},
		{"with a definition", models.FieldProcessed, ""},
		{"without values", models.FieldStage, ""},
		{"years", fieldYear, ""},
		{"years chosen", fieldYear, "year=2009..2014"},
		{"years in numbers", fieldYear, "all=year"},
		{"numbers of samples", fieldSamples, "samples=20..49"},
	} {
		add("facet: "+state.name, "facet", facet(gallerySearch(state.asked).facetShown(state.field)))
	}
	add("facet: all of many", "", facetPanel(gallerySearch("all=organism").facetShown(models.FieldOrganism), Link{"Results", SearchPath}))
	add("card: usual", "cards", card(NewCard(galleryHits[0])))
	add("card: found by a text", "cards", card(NewCard(galleryHits[1])))
	add("card: a part of its samples, many organisms", "cards", card(NewCard(galleryHits[2])))
	add("card: nothing reported", "cards", card(NewCard(galleryHits[3])))
	add("toolbar: experiments", "", toolbar(gallerySearch("q=leukemia")))
	add("toolbar: samples", "", toolbar(gallerySearch("view=samples&page=3&size=50")))
	add("table of samples", "", hitTable(gallerySearch("view=samples").Table))
	add("pages: first", "", pagination(galleryPages(1), "Pages"))
	add("pages: middle", "", pagination(galleryPages(20), "Pages"))
	add("pages: last", "", pagination(galleryPages(41), "Pages"))
	add("nothing: too many filters", "", nothing(galleryNothing().Nothing))
	add("nothing: page too far", "", nothing(gallerySearch("page=99").Nothing))
	add("notices: codes found", "", galleryNotices(galleryCodes()))
	add("notices: mistakes", "", galleryNotices(gallerySearch(`q="expression+tisue:liver+OR&organsim=human&year=x`)))

	everything := galleryAnswer(search.Query{})
	add("picture: organisms", "", picture(newPicture(search.Query{}, everything.Facet(models.FieldOrganism), 5, OrganismsPath)))
	add("picture: nothing reported", "", picture(newPicture(search.Query{}, everything.Facet(models.FieldStage), 5, "")))
	add("picture: years", "", years(newYears(search.Query{}, everything.Facet(fieldYear))))
	add("list of values", "facet", valueList(newPicture(search.Query{}, everything.Facet(models.FieldTissue), valuesInList, SearchPath)))
	add("list of experiments", "record", briefs(newBriefList("largest", "Largest experiments", everything, Link{"All 812 experiments", SearchPath})))
	add("examples", "", examples([]Example{{Label: "Samples of liver", Query: ValueQuery(models.FieldTissue, "liver"), Found: Headline{505, 53}}}))
	list := NewValueIndexPage(everything, models.FieldOrganism, ValueIndexQuery{Sort: BySamples, Page: 1}, suggest.CommonNames)
	add("table of organisms", "record", valueTable(list))
	add("facts", "facts", galleryFacts())
	add("coverage", "record", coverage(galleryCoverage(everything)))
	add("imports", "record", imports(galleryImports()))
	add("conflicts", "record", conflicts(newConflicts(galleryConflicts, nil), "conflicts"))
	addStudy(add)
	addAdmin(add)
	add("error: no such page", "", errorBody(NewErrorPage(http.StatusNotFound, "", "", "/GSE14618x")))
	add("error: wrong address", "", errorBody(NewErrorPage(http.StatusBadRequest, "page is a number from 1 on.", "6bFQ", "/organisms?page=x")))
	add("error: failure", "", errorBody(NewErrorPage(http.StatusInternalServerError, "", "6bFQ", "/search?q=x")))
	add("error: not now", "", errorBody(NewErrorPage(http.StatusServiceUnavailable, "", "6bFQ", "/search?q=x")))
	add("error: no such organism", "", errorBody(NewMissingPage(models.FieldOrganism, "Homo sapien", nil, []Link{{"Homo sapiens", OrganismURL("Homo sapiens")}})))
	add("empty catalogue", "", emptyBody(NewEmptyPage()))
	return items
}

// gallerySearch is the search page of an address's query.
func gallerySearch(asked string) SearchPage {
	values, err := url.ParseQuery(asked)
	if err != nil {
		panic(err) // a mistake in this file
	}
	q, warnings := search.Parse(values)
	return NewSearchPage(q, galleryAnswer(q), warnings)
}

// galleryNothing is a search that finds nothing, with what would help.
func galleryNothing() SearchPage {
	q, warnings := search.Parse(url.Values{"q": {"nothing"}, "tissue": {"liver"}, "disease": {"melanoma"}})
	r := galleryAnswer(q)
	p := NewSearchPage(q, r, warnings)
	removals := Removals(q, r)
	for i := range removals {
		removals[i].Total, removals[i].Counted = search.Total{Experiments: 2 * i, Samples: 31 * i}, true
	}
	p.OfferRemovals(removals)
	return p
}

func (p SearchPage) chipsShown() ([]Chip, string) { return p.Chips, p.ClearURL }

func (p SearchPage) facetShown(name string) Facet {
	for _, f := range p.Facets {
		if f.Name == name {
			return f
		}
	}
	panic("no facet " + name)
}

func galleryPages(page int) Pagination {
	return NewPagination(page, 41, func(n int) string { return SearchURL(search.Query{Page: n}) })
}

// galleryCodes is a search for codes, one of them not known.
func galleryCodes() SearchPage {
	q, _ := search.Parse(url.Values{"q": {"GSE14618 GSM365046 GPL570 GSE99999999"}})
	q.Codes = []models.Resolved{
		{Code: models.Code{Kind: models.CodeExperiment, Text: "GSE14618"}, Experiments: []string{"GSE14618"}, Own: true},
		{Code: models.Code{Kind: models.CodeSample, Text: "GSM365046"}, Experiments: []string{"GSE14613", "GSE14618"}, Samples: []string{"GSM365046"}},
		{Code: models.Code{Kind: models.CodePlatform, Text: "GPL570"}, Platform: &models.Platform{AccessionCode: "GPL570", Name: "[HG-U133_Plus_2]"}},
		{Code: models.Code{Kind: models.CodeExperiment, Text: "GSE99999999"}},
	}
	return NewSearchPage(q, galleryAnswer(q), nil)
}
