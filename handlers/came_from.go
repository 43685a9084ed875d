package handlers

import (
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/views"
)

// origin is where on this site a reader came from.
type origin struct {
	search     string      // query string of a search, canonical; empty is none
	experiment *views.Link // page of an experiment; nil is none
}

// cameFrom reads the page that led here, as browsers tell it, and the address, which carries it on. What is on another site, and what
// is no search, is nothing.
func cameFrom(c echo.Context) origin {
	o := origin{search: canonicalSearch(c.QueryParam(fromParam))}
	u, err := url.Parse(c.Request().Referer())
	if err != nil || u.Host != c.Request().Host {
		return o
	}
	code, isExperiment := strings.CutPrefix(u.Path, views.ExperimentPath)
	switch {
	case u.Path == views.SearchPath:
		o.search = canonicalSearch(u.RawQuery)
	case isExperiment && code != "" && !strings.Contains(code, "/"):
		o.experiment = &views.Link{Label: code, URL: u.RequestURI()}
		if o.search == "" {
			o.search = canonicalSearch(u.Query().Get(fromParam))
		}
	}
	return o
}

// fromParam carries the search that led to a record.
const fromParam = "from"

// canonicalSearch is a search's query string without what is none.
func canonicalSearch(query string) string {
	values, err := url.ParseQuery(query)
	if err != nil || len(values) == 0 {
		return ""
	}
	q, _ := search.Parse(values)
	return q.Values().Encode()
}

// links lead back: to the search, and to the experiment whose table led to a sample.
func (o origin) links(from string) []views.Link {
	list := []views.Link{views.BackLink(from)}
	if o.experiment != nil {
		list = append(list, *o.experiment)
	}
	return list
}
