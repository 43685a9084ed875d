package views

import (
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
)

// maxShared is how many things a page of a shared code lists: a project of thousands of series is not read, but searched.
const maxShared = 200

// sharedMark stands after a code that others name, too.
const sharedMark = " (shared)"

// SharedPage is the view of an accession code that means several experiments or samples.
type SharedPage struct {
	Head    Head
	Title   string
	Message string
	Things  []SharedThing
	More    string // how many are not listed; empty if all are
}

// SharedThing is one of them.
type SharedThing struct {
	Code  Link
	Title string
}

// otherCodes are a record's accession codes but its own. One that others name too leads to what it means.
func otherCodes[A any](own string, accessions []A, part func(A) (code string, shared bool), url func(string) string) []Link {
	var links []Link
	for _, a := range accessions {
		code, shared := part(a)
		switch {
		case code == own:
		case shared:
			links = append(links, Link{code + sharedMark, url(code)})
		default:
			links = append(links, Link{Label: code})
		}
	}
	slices.SortFunc(links, func(a, b Link) int { return strings.Compare(a.Label, b.Label) })
	return links
}

// NewSharedPage makes it. kind is "experiment" or "sample"; url is that of one of them.
func NewSharedPage(kind, code string, named []models.Named, url func(string) string) SharedPage {
	title := excerpt(code, 60) + " names " + count(len(named), kind, kind+"s")
	p := SharedPage{
		Head: Head{Title: title, NoIndex: true}, Title: title,
		Message: "Its archive gave this code to something that each of these " + kind + "s is a part of, or was made of, so it stands for all of them.",
	}
	for i, n := range named {
		if i == maxShared {
			p.More = "and " + number(len(named)-maxShared) + " more" + "."
			break
		}
		thing := SharedThing{Code: Link{n.AccessionCode, url(n.AccessionCode)}, Title: strings.TrimSpace(n.Title)}
		if thing.Title == "" {
			thing.Title = "Title " + NotReported
		}
		p.Things = append(p.Things, thing)
	}
	return p
}
