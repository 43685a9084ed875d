package handlers

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

func TestOrganism(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	d := s.page(t, "/organisms/Homo_sapiens", http.StatusOK)
	if diff := cmp.Diff([]search.Condition{{Field: "organism", Include: []string{"Homo sapiens"}}}, s.engine.asked.Conditions, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the engine is asked otherwise (-want +got)\n%s", diff)
	}
	for selector, want := range map[string]string{
		"h1": "Homo sapiens", ".value-size": "18,342 unique samples in 812 experiments", ".value-also": "also called human, man NCBI Taxonomy 9606",
		".brief li:first-child .brief-n": "12 of 48 samples",
	} {
		if got := text(d.Find(selector).First()); got != want {
			t.Errorf("%s is %q, want %q", selector, got, want)
		}
	}
	if title := text(d.Find("title")); title != "Homo sapiens: 18,342 unique samples in 812 experiments · Facetome" {
		t.Errorf("title %q", title)
	}
	for _, link := range d.Find(".pictures a, .tops a, .value-actions a").EachIter() {
		if href := link.AttrOr("href", ""); !strings.Contains(href, "organism=Homo+sapiens") {
			t.Errorf("%q leads to %s", text(link), href)
		}
	}
	if d.Find(".year-bars a, .years tbody a").Length() != 2 {
		t.Error("the year is not drawn, or not in the table")
	}
}

// TestValuesBesideTheirOwnAddress: other spellings and common names lead to a value's page, whatever signs it has.
func TestValuesBesideTheirOwnAddress(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/organisms/homo_sapiens": "/organisms/Homo_sapiens", "/organisms/Homo%20sapiens": "/organisms/Homo_sapiens", "/organisms/human": "/organisms/Homo_sapiens",
		"/organisms/H._sapiens?x=1": "/organisms/Homo_sapiens?x=1",
	} {
		w := newTestSite(t).get(path)
		if got := w.Header().Get("Location"); w.Code != http.StatusFound || got != want {
			t.Errorf("%s answers %d and leads to %q, want %q", path, w.Code, got, want)
		}
	}
	s := newTestSite(t)
	if got := s.page(t, "/organisms/", http.StatusOK).Find("link[rel=canonical]").AttrOr("href", ""); got != "http://example.com/organisms" {
		t.Errorf("/organisms/ has the address %s", got)
	}
	link := s.page(t, "/organisms?sort=name", http.StatusOK).Find(".values-index tbody th a").First() // a hostile name, with slashes and quotes
	d := s.page(t, link.AttrOr("href", ""), http.StatusOK)
	if got := d.Find("h1").Text(); got != hostile || d.Find("script:not([src]), main img").Length() > 0 {
		t.Errorf("the page of %q says %q", hostile, got)
	}
}

func TestListsOfValues(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for path, want := range map[string][]string{
		"/organisms":              {"Homo sapiens human, man", hostile},
		"/organisms?sort=name":    {hostile, "Homo sapiens human, man"},
		"/organisms?find=HUM":     {"Homo sapiens human, man"},
		"/organisms?find=nothing": nil,
		"/platforms":              nil,
	} {
		d := s.page(t, path, http.StatusOK)
		var got []string
		for _, row := range d.Find(".values-index tbody th").EachIter() {
			got = append(got, text(row))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", path, diff)
		}
		if canonical := d.Find("link[rel=canonical]").AttrOr("href", ""); canonical != "http://example.com"+path {
			t.Errorf("%s has the address %s", path, canonical)
		}
	}
	d := s.page(t, "/organisms", http.StatusOK)
	if link := d.Find(`main p a[href="/search?organism%21=%2A"]`); link.Length() != 1 || !strings.Contains(text(link.Parent()), "132 samples in 11 experiments") {
		t.Errorf("what is not reported is said as %q", text(link.Parent()))
	}
	for path, says := range map[string]string{
		"/organisms?sort=size": "sort is one of samples, experiments, name", "/platforms?page=0": "page is a number",
	} {
		if got := text(s.page(t, path, http.StatusBadRequest).Find("main")); !strings.Contains(got, says) {
			t.Errorf("%s says %q", path, got)
		}
	}
	s.page(t, "/organisms?page=2", http.StatusNotFound)
}

// TestMissingValues: what is not there leads on, and what fails is no page that is not there.
func TestMissingValues(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	d := s.page(t, "/organisms/Homo", http.StatusNotFound)
	var links []string
	for _, a := range d.Find("main li a").EachIter() {
		links = append(links, a.AttrOr("href", ""))
	}
	if diff := cmp.Diff([]string{"/organisms/Homo_sapiens", "/organisms", "/search?q=Homo", "/"}, links); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	s.store.err = errors.New("gone")
	s.page(t, "/organisms/Homo_sapiens", http.StatusInternalServerError)
	broken := newTestSite(t)
	broken.engine.err = errors.New("gone")
	broken.page(t, "/platforms", http.StatusInternalServerError)
	empty := newTestSite(t)
	empty.store.state, empty.engine.err = models.State{}, search.ErrNoIndex
	if got := text(empty.page(t, "/organisms/Homo_sapiens", http.StatusOK).Find("h1")); got != "The catalogue is empty" {
		t.Errorf("an empty catalogue says %q", got)
	}
}

// TestWaysOn: the page of an error leads to what may help.
func TestWaysOn(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		path, want string
		status     int
		err        error
	}{
		{"/GSE1_x", "/search?q=GSE1+x", 404, nil},
		{"/a/b%2Fc", "/search?q=b%2Fc", 404, nil},
		{"/organisms?page=x", "/organisms", 400, nil},
		{"/search?q=liver&sex=female", "/search?q=liver&sex=female", 500, errors.New("gone")},
		{"/search?q=liver", "/search?q=liver", 503, search.ErrNoIndex},
	} {
		s := newTestSite(t)
		s.engine.err = test.err
		d := s.page(t, test.path, test.status)
		if got := d.Find("main li a").First().AttrOr("href", ""); got != test.want {
			t.Errorf("%s answers %d and leads on to %q, want %q", test.path, test.status, got, test.want)
		}
		if d.Find("meta[name=robots][content=noindex]").Length() != 1 || d.Find("link[rel=canonical]").Length() != 0 {
			t.Errorf("%s may be found by search engines", test.path)
		}
	}
}

// TestPreviews: what links to pages show is whole, behind a proxy too.
func TestPreviews(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for _, test := range []struct{ path, title, address string }{
		{"/", "Find transcriptome experiments and the samples in them", "https://example.com/"},
		{
			"/search?organism=Homo+sapiens&q=leukemia", "18,342 unique samples in 812 experiments: leukemia, Homo sapiens",
			"https://example.com/search?organism=Homo+sapiens&q=leukemia",
		},
		{"/organisms", "2 organisms", "https://example.com/organisms"},
	} {
		d := s.page(t, test.path, http.StatusOK, "X-Forwarded-Proto", "https")
		of := func(selector, attribute string) string { return d.Find(selector).AttrOr(attribute, "") }
		if got := of(`meta[property="og:title"]`, "content"); got != test.title {
			t.Errorf("%s has the title %q, want %q", test.path, got, test.title)
		}
		if og, canonical := of(`meta[property="og:url"]`, "content"), of("link[rel=canonical]", "href"); og != test.address || canonical != test.address {
			t.Errorf("%s has the addresses %q and %q, want %q", test.path, og, canonical, test.address)
		}
		picture := of(`meta[property="og:image"]`, "content")
		if w := s.get(strings.TrimPrefix(picture, "https://example.com")); w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/png" {
			t.Errorf("%s has the picture %q, which answers %d", test.path, picture, w.Code)
		}
	}
}
