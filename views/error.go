package views

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/facetome/facetome/search"
)

// ErrorPage says what went wrong and what to do about it.
type ErrorPage struct {
	Head    Head
	Status  int
	Title   string
	Message string
	Links   []Link
	Request string // id to quote
}

// NewErrorPage makes the page of a status. message, where given, says more than the status does; address is the path and query that was asked
// for, empty where asking for it again is no way on.
func NewErrorPage(status int, message, request, address string) ErrorPage {
	p := ErrorPage{Status: status, Message: message, Request: request}
	path, query, _ := strings.Cut(address, "?")
	switch status {
	case http.StatusNotFound:
		p.Title, p.Request = "There is no such page", ""
		if message == "" {
			p.Message = "The address may be misspelt, or what it led to is no longer here."
		}
		if text := lastWords(path); text != "" {
			p.Links = append(p.Links, searchLink(text))
		}
	case http.StatusBadRequest:
		p.Title = "This address cannot be read"
		if query != "" {
			p.Links = append(p.Links, Link{"The same page without what follows the question mark", path})
		}
	case http.StatusUnauthorized:
		p.Title, p.Request = "You are not logged in", ""
		p.Links = append(p.Links, Link{"Log in", AdminLoginPath})
	case http.StatusGone:
		p.Title, p.Request = "This experiment is hidden", ""
	case http.StatusForbidden:
		p.Title = "This is not allowed"
	case http.StatusRequestEntityTooLarge:
		p.Title = "This is too large"
	case http.StatusRequestURITooLong:
		p.Title = "This address is too long"
	case http.StatusMethodNotAllowed:
		p.Title = "Pages here can only be read"
	case http.StatusServiceUnavailable:
		p.Title = "Not available right now"
		if message == "" {
			p.Message = "The server is busy or still starting. Try again in a moment."
		}
		p.tryAgain(address)
	default:
		p.Title = "Something went wrong here"
		if message == "" {
			p.Message = "It is not your doing. Trying again may help; if not, tell whoever runs this site, and quote the request below."
		}
		p.tryAgain(address)
	}
	p.Head = Head{Title: p.Title, NoIndex: true}
	return p
}

func (p *ErrorPage) tryAgain(address string) {
	if strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") { // nothing but a page of this site
		p.Links = append(p.Links, Link{"Try again", address})
	}
}

// lastWords is the last part of a path as a text: what somebody may have looked for.
func lastWords(path string) string {
	text, err := url.PathUnescape(path[strings.LastIndexByte(path, '/')+1:])
	if err != nil {
		return ""
	}
	return strings.TrimSpace(strings.ReplaceAll(text, "_", " "))
}

func searchLink(text string) Link {
	text = excerpt(text, 100)
	return Link{"Search for “" + text + "”", SearchURL(textQuery(text))}
}

// NewMissingPage is the page for an accession code that the catalogue does not have, or for an organism or a platform. kind is "experiment",
// "sample", or a field's name; other, where given, leads to a record of the other kind with that code; near are organisms or platforms that
// may be meant.
func NewMissingPage(kind, code string, other *Link, near []Link) ErrorPage {
	p := NewErrorPage(http.StatusNotFound, "", "", "")
	p.Title = "No " + kind + " " + excerpt(code, 60)
	if f := search.FieldByName(kind); f != nil {
		p.Title = "No " + f.Noun() + " “" + excerpt(code, 60) + "”"
		p.Message = "No sample of the catalogue has this " + f.Noun() + "."
		if len(near) > 0 {
			p.Message += " Was one of these meant?"
		}
		p.Links = slices.Concat(near, []Link{{"All " + f.Many, ValuesPath(kind)}, searchLink(code)})
		p.Head.Title = p.Title
		return p
	}
	p.Head.Title = p.Title
	p.Message = "The catalogue has no " + kind + " with this accession code."
	if other != nil {
		p.Links = append(p.Links, *other)
		return p
	}
	if link, ok := archivePage(strings.ToUpper(code)); ok {
		p.Message += " It may exist without having been imported: “facetome import” adds it from a file of its archive."
		p.Links = append(p.Links, link)
	}
	return p
}
