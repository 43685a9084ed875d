package handlers

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/views"
)

// searchPage shows a query's answer. An address in another spelling leads to the query's own one, unless it holds something that
// could not be used: then the page says so. htmx is told the address instead, and saves a request.
func (s *server) searchPage(c echo.Context) error {
	r := c.Request()
	c.Response().Header().Add(echo.HeaderVary, "HX-Request")
	q, warnings := readQuery(r.URL)
	if canRedirect(r, warnings) && r.URL.RawQuery != q.Values().Encode() {
		return c.Redirect(http.StatusSeeOther, views.SearchURL(q))
	}
	return s.unlessEmpty(c, func(ctx context.Context) error { return s.answer(ctx, c, q, warnings) })
}

// answer shows a query's answer, where there is anything to search.
func (s *server) answer(ctx context.Context, c echo.Context, q search.Query, warnings []search.Warning) error {
	r := c.Request()
	q, err := q.Resolve(ctx, s.store)
	if err != nil {
		return err
	}
	result, err := s.engine.Search(ctx, q)
	if err != nil {
		return err
	}
	q = q.Spelled(result) // organism=homo+sapiens is found, and has the address of Homo sapiens
	if canRedirect(r, warnings) && r.URL.RawQuery != q.Values().Encode() {
		return c.Redirect(http.StatusSeeOther, views.SearchURL(q))
	}
	if moved, ok := result.Moved(q); ok {
		warnings = append(warnings, moved)
	}
	if isHTMX(r) {
		c.Response().Header().Set(historyHeader(r, q), views.SearchURL(q))
	}
	page := views.NewSearchPage(q, result, warnings)
	if result.Total.Experiments == 0 {
		removals, err := s.removals(ctx, q, result)
		if err != nil {
			return err
		}
		page.OfferRemovals(removals)
	}
	return render(c, http.StatusOK, views.Search(s.site(ctx), page))
}

// historyHeader says whether an answer to htmx is a step that the browser's Back goes back from. What only shows the same hits with other
// facets unfolded, or other columns, takes the place of the address before; all values of a facet are a page of their own.
func historyHeader(r *http.Request, q search.Query) string {
	before, err := url.Parse(r.Header.Get("HX-Current-URL"))
	if err == nil && before.Path == views.SearchPath {
		if from, _ := readQuery(before); q.SameHits(from) && slices.Equal(q.All, from.All) {
			return "HX-Replace-Url"
		}
	}
	return "HX-Push-Url"
}

func isHTMX(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }

// canRedirect says whether another address may be asked for: nothing would be lost that the page has to say.
func canRedirect(r *http.Request, warnings []search.Warning) bool {
	return !isHTMX(r) && len(warnings) == 0
}

// readQuery reads an address. What it can not use is in the warnings.
func readQuery(u *url.URL) (search.Query, []search.Warning) {
	values, err := url.ParseQuery(u.RawQuery)
	joinRanges(values)
	q, warnings := search.Parse(values)
	if err != nil {
		warnings = append(warnings, unreadable(err))
	}
	return q, warnings
}

// unreadable says that a part of an address is no parameter.
func unreadable(err error) search.Warning {
	return search.Warning{Message: "A part of the address could not be read and was left out (" + strings.ToValidUTF8(err.Error(), "\uFFFD") + ")."}
}

// joinRanges makes year=2012..2018 of year.from=2012 and year.to=2018, as the boxes of a form send them.
func joinRanges(v url.Values) {
	for _, f := range search.Fields {
		if !f.IsRange() {
			continue
		}
		from, to := strings.TrimSpace(v.Get(f.Name+views.FromEnd)), strings.TrimSpace(v.Get(f.Name+views.ToEnd))
		v.Del(f.Name + views.FromEnd)
		v.Del(f.Name + views.ToEnd)
		if from != "" || to != "" {
			v.Add(f.Name, from+".."+to)
		}
	}
}
