package views

import (
	"strings"

	"github.com/facetome/facetome/search"
)

// Site is what every page shows, whatever it is about.
type Site struct {
	Version   string
	Synthetic bool   // the catalogue, or a part of it, was made by the generator
	Origin    string // scheme and host of the site's addresses: "https://facetome.org"
	Path      string // of the page that was asked for, without its query
	Assets    Assets
}

// Assets are the URLs of style sheet, scripts and pictures.
type Assets struct{ CSS, HTMX, App, Icon, Card string }

// Head is what a page says of itself.
type Head struct {
	Title       string // without the site's name
	Description string // for link previews
	Address     string // the page's one address, where it is not its path alone
	Box         Box
	Text        string // in the search box
	NoIndex     bool   // search engines are to leave it out
	Counted     string // what the page's numbers were counted on; see OnGeneration, OnVersion
	Private     bool   // it has no previews of links, and is for no browser to keep
	Refresh     int    // seconds after which browsers without scripts ask again; 0 is never
}

// OnGeneration are the words of pages that the search index counted.
func OnGeneration(name string) string { return "Counted on index " + name }

// OnVersion are the words of pages that were read from the catalogue itself.
func OnVersion(v int64) string { return "Read from version " + version(v) + " of the catalogue" }

// Box says what the search box in the header is.
type Box int

// The boxes: one that begins a new search, one that belongs to the filters on the page, or none, where the page has its own.
const (
	BoxNew Box = iota
	BoxOfFilters
	BoxNone
)

// htmxConfig turns off what a strict Content-Security-Policy forbids (inline styles, eval), and leaves the browser's history to history.js, which
// asks the server again on Back, so that filters, results and numbers are always those of the URL. A change leaves the page where it was
// scrolled to; what replaces it has its own attributes from the start, so that nothing moves a moment later. An answer that takes longer than the server works on one (in milliseconds) will not come.
const htmxConfig = `{"includeIndicatorStyles":false,"allowEval":false,"historyEnabled":false,"historyCacheSize":0,"selfRequestsOnly":true,"scrollIntoViewOnBoost":false,"timeout":40000,"attributesToSettle":[],"defaultSettleDelay":0}`

// title is what the browser's tab says.
func (h Head) title() string {
	if h.Title == "" {
		return "Facetome: " + strings.ToLower(siteMotto[:1]) + siteMotto[1:]
	}
	return h.Title + " · Facetome"
}

// siteMotto is the title of the first page and the description of pages that have none of their own.
const siteMotto = "Find transcriptome experiments and the samples in them"

// previewTitle is what a link to the page shows; the site's name stands beside it.
func (h Head) previewTitle() string {
	if h.Title == "" {
		return siteMotto
	}
	return h.Title
}

func (h Head) description() string {
	if h.Description == "" {
		return siteMotto + ". Each sample is counted once, however many experiments share it."
	}
	return h.Description
}

// canonical is the page's whole address; pages that are not to be found, such as those of errors, have none unless they say it.
func (s Site) canonical(h Head) string {
	switch {
	case h.Address != "":
		return s.Origin + h.Address
	case h.NoIndex:
		return ""
	}
	return s.Origin + s.Path
}

// SiteLinks lead to the parts of the site, from the foot of every page.
var SiteLinks = []Link{
	{"All experiments", SearchPath}, {"Organisms", OrganismsPath}, {"Platforms", PlatformsPath}, {"The catalogue", CataloguePath}, {"Help", HelpPath},
}

// Link leads to another page.
type Link struct{ Label, URL string }

// fieldLabel is a field's name as people read it.
func fieldLabel(name string) string {
	if f := search.FieldByName(name); f != nil {
		return f.Label
	}
	switch name {
	case "age":
		return "Age"
	case "treatment":
		return "Treatment"
	}
	return name
}
