package handlers

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/facetome/facetome/search"
)

func TestSearchRedirectsToTheOneAddress(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for path, want := range map[string]string{
		"/search":                                 "",
		"/search?organism=Homo+sapiens":           "",
		"/search?disease%21=melanoma":             "",
		"/search?disease!=melanoma":               "/search?disease%21=melanoma",
		"/search?organism=HOMO+sapiens":           "/search?organism=Homo+sapiens",
		"/search?q=&sort=&size=20&page=1":         "/search",
		"/search?organism=B&organism=A":           "/search?organism=A&organism=B",
		"/search?year.from=2012&year.to=2018":     "/search?year=2012..2018",
		"/search?year.from=+2012&year.to=":        "/search?year=2012..",
		"/search?samples.to=9&year.from=&sex=m":   "/search?samples=..9&sex=m",
		"/search?year=2010&year.from=2012":        "/search?year=2010..2010&year=2012..",
		"/search?view=samples&view=samples&all=x": "", // a page with a message
	} {
		w := s.get(path)
		if want == "" {
			if w.Code != http.StatusOK {
				t.Errorf("%s answers %d and leads to %q, want a page", path, w.Code, w.Header().Get("Location"))
			}
			continue
		}
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("%s answers %d and leads to %q, want %q", path, w.Code, w.Header().Get("Location"), want)
		}
		w = s.get(path, "HX-Request", "true")
		if w.Code != http.StatusOK || w.Header().Get("HX-Push-Url") != want {
			t.Errorf("htmx gets %d and the address %q for %s, want %q", w.Code, w.Header().Get("HX-Push-Url"), path, want)
		}
		if !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "HX-Request") {
			t.Errorf("%s varies with %q", path, w.Header().Values("Vary"))
		}
	}
}

func TestSearchPage(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	d := s.page(t, "/search?organism%21=Mus+musculus&q=liver&year=2012..2018", http.StatusOK)
	if got := text(d.Find("h1")); got != "18,342 unique samples in 812 experiments" {
		t.Errorf("headline %q", got)
	}
	if got := d.Find("title").Text(); got != "18,342 unique samples in 812 experiments: liver, not Mus musculus, 2012–2018 · Facetome" {
		t.Errorf("title %q", got)
	}
	if got := d.Find(`input[name=q]`).AttrOr("value", ""); got != "liver" {
		t.Errorf("the box holds %q", got)
	}
	if got := d.Find(`input[name="organism!"][value="Mus musculus"]`).Length(); got != 1 {
		t.Errorf("what is excluded stands %d times in the form", got)
	}
	if from, to := d.Find(`[name="year.from"]`).AttrOr("value", ""), d.Find(`[name="year.to"]`).AttrOr("value", ""); from+to != "20122018" {
		t.Errorf("years from %q to %q", from, to)
	}
	if got := d.Find(".chips a").Length(); got != 4 {
		t.Errorf("%d links among the chips, want the text, two filters and clear all", got)
	}
	if got := text(d.Find(".card-count").First()); got != "12 of 48 samples match" {
		t.Errorf("count %q", got)
	}
	if got := d.Find(".downloads a").Last().AttrOr("href", ""); got != "/search.json?organism%21=Mus+musculus&q=liver&year=2012..2018" {
		t.Errorf("JSON at %q", got)
	}
	if got := d.Find("fieldset > legend").Length(); got != len(search.Fields) {
		t.Errorf("%d facets with a legend, want %d", got, len(search.Fields))
	}
	d.Find("form input, form select").Each(func(_ int, input *goquery.Selection) {
		if input.AttrOr("type", "") == "hidden" {
			return
		}
		id := input.AttrOr("id", "")
		if id == "" || input.Closest("label").Length()+d.Find(fmt.Sprintf("label[for=%q]", id)).Length() == 0 {
			html, _ := goquery.OuterHtml(input)
			t.Errorf("a control without an id or a label: %s", html)
		}
	})
	seen := map[string]bool{}
	d.Find("[id]").Each(func(_ int, e *goquery.Selection) {
		if id := e.AttrOr("id", ""); seen[id] {
			t.Errorf("two elements have the id %q", id)
		} else {
			seen[id] = true
		}
	})
}

func TestSearchPageOfSamples(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	d := s.page(t, "/search?view=samples", http.StatusOK)
	if got := text(d.Find("table.samples tbody tr").First().Find("td[data-label=Sex]")); got != "female; male" {
		t.Errorf("sex %q", got)
	}
	if got := d.Find(`input[name=view]`).AttrOr("value", ""); got != "samples" {
		t.Errorf("the form sends the view %q", got)
	}
}

func TestSearchSaysWhatItLeftOut(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for path, want := range map[string]string{
		"/search?tisue=liver":          `did you mean "tissue"?`,
		"/search?year.from=soon":       "year is a range of whole numbers",
		"/search?sex=%zz&q=liver":      "A part of the address could not be read",
		"/search?year.from=9&year=%20": "",
	} {
		w := s.get(path)
		if want == "" {
			if w.Code != http.StatusSeeOther {
				t.Errorf("%s answers %d", path, w.Code)
			}
			continue
		}
		if got := text(s.page(t, path, http.StatusOK).Find("p.notice[role=note]")); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", path, got, want)
		}
	}
	if s.engine.asked.Text != "" && s.engine.asked.Text != "liver" {
		t.Errorf("asked for %q", s.engine.asked.Text)
	}
}
