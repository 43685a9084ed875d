package views

import "github.com/facetome/facetome/search"

// Pagination leads to the other pages of a list.
type Pagination struct {
	Pages          []PageLink
	Previous, Next string // URLs; empty at the ends
}

// PageLink is a page; number 0 stands for pages left out.
type PageLink struct {
	Number  int
	URL     string
	Current bool
}

// neighbours is how many pages are linked on either side of the current one.
const neighbours = 2

// NewPagination links page out of pages; it is empty for a single one. url gives a page's URL.
func NewPagination(page, pages int, url func(page int) string) Pagination {
	if pages <= 1 {
		return Pagination{}
	}
	page = min(max(page, 1), pages+1) // one beyond the last: a page that is not there
	var p Pagination
	last := 0
	for _, n := range pageNumbers(page, pages) {
		if n > last+1 {
			p.Pages = append(p.Pages, PageLink{})
		}
		p.Pages = append(p.Pages, PageLink{Number: n, URL: url(n), Current: n == page})
		last = n
	}
	if page > 1 {
		p.Previous = url(page - 1)
	}
	if page < pages {
		p.Next = url(page + 1)
	}
	return p
}

// pageNumbers lists the first, the last and the current page with its neighbours, in order.
func pageNumbers(page, pages int) []int {
	numbers := []int{1}
	for n := max(2, page-neighbours); n <= min(pages-1, page+neighbours); n++ {
		numbers = append(numbers, n)
	}
	return append(numbers, pages)
}

func pageCount(hits, size int) int { return (hits + size - 1) / size }

// position says which of the hits a page shows: "1–20 of 812".
func position(page, size, hits int) string {
	first := (page-1)*size + 1
	if first > hits {
		return ""
	}
	return number(first) + "–" + number(min(page*size, hits)) + " of " + number(hits)
}

// jumpFrom is from how many pages on any of them may be asked for: with fewer the links lead there in a step or two.
const jumpFrom = 8

// Jump asks for any page.
type Jump struct{ Pages string }

func newJump(pages int) *Jump {
	if pages < jumpFrom {
		return nil
	}
	return &Jump{Pages: number(pages)}
}

func searchPages(q search.Query, hits int) Pagination {
	return NewPagination(q.Page, pageCount(hits, q.Size), func(page int) string { return SearchURL(withPage(q, page)) })
}
