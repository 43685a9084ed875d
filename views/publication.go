package views

import (
	"strings"

	"github.com/facetome/facetome/models"
)

// PublicationView is a paper with its links.
type PublicationView struct {
	Title, Authors string
	Links          []Link
}

// shownAuthors is how many authors are named before "et al."
const shownAuthors = 6

func newPublication(p models.Publication) PublicationView {
	view := PublicationView{Title: p.Title}
	authors := p.Authors
	if len(authors) > shownAuthors {
		authors = append(append([]string{}, authors[:shownAuthors]...), "et al.")
	}
	view.Authors = strings.Join(authors, ", ")
	if p.PubMedID != "" {
		view.Links = append(view.Links, pubMed(p.PubMedID))
	}
	if p.DOI != "" {
		view.Links = append(view.Links, doi(p.DOI))
	}
	return view
}

// publicationLink is a paper's shortest name.
func publicationLink(p models.Publication) Link {
	switch {
	case p.PubMedID != "":
		return pubMed(p.PubMedID)
	case p.DOI != "":
		return doi(p.DOI)
	}
	return Link{Label: excerpt(p.Title, 60)}
}
