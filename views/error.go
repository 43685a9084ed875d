package views

import (
	"net/http"
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

// NewErrorPage makes the page of a status. message, where given, says more than the status does.
func NewErrorPage(status int, message, request string) ErrorPage {
	p := ErrorPage{Status: status, Message: message, Request: request}
	switch status {
	case http.StatusNotFound:
		p.Title, p.Request = "There is no such page", ""
		if message == "" {
			p.Message = "The address may be misspelt, or what it led to is no longer here."
		}
	case http.StatusBadRequest:
		p.Title = "This address can not be read"
	case http.StatusRequestURITooLong:
		p.Title = "This address is too long"
	case http.StatusMethodNotAllowed:
		p.Title = "Pages here can only be read"
	case http.StatusServiceUnavailable:
		p.Title = "Not ready yet"
		if message == "" {
			p.Message = "The server is busy or still starting. Try again in a moment."
		}
	default:
		p.Title = "Something went wrong here"
		if message == "" {
			p.Message = "It is not your doing. Trying again may help; if not, tell whoever runs this site, and quote the request below."
		}
	}
	p.Head = Head{Title: p.Title, NoIndex: true}
	return p
}

// NewMissingPage is the page for an accession code that the catalogue does not have, or for an organism or a platform. kind is "experiment",
// "sample", or a field's name; other, where given, leads to a record of the other kind with that code; near are organisms or platforms that
// may be meant.
func NewMissingPage(kind, code string, other *Link, near []Link) ErrorPage {
	p := NewErrorPage(http.StatusNotFound, "", "")
	p.Title = "No " + kind + " " + excerpt(code, 60)
	p.Head.Title = p.Title
	p.Head.Text = code
	if f := search.FieldByName(kind); f != nil {
		p.Message = "No sample of the catalogue has this " + f.Noun() + "."
		p.Links = append(near, Link{"All " + f.Many, valuesPath(kind)})
		return p
	}
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
