package handlers

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/facetome/facetome/search"
)

func TestHelp(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	document := s.page(t, "/help", 200)
	links := document.Find(".examples a")
	if links.Length() == 0 || !strings.Contains(links.Text(), "812") {
		t.Errorf("%d examples: %s", links.Length(), links.Text())
	}
	for _, a := range links.EachIter() {
		href, _ := a.Attr("href")
		u, err := url.Parse(href)
		if err != nil || u.Path != "/search" || u.Query().Get("q") == "" {
			t.Errorf("an example leads to %q", href)
		}
	}
	if document.Find("dt").Length() < len(search.TextFields) {
		t.Error("fields are missing")
	}
	for _, path := range []string{"/", "/search", "/experiments/GSE2"} {
		if s.page(t, path, 200).Find(`.searchbox a[href="/help"]`).Length() != 1 {
			t.Errorf("the search box of %s does not link to its help", path)
		}
	}
}

// TestTextWarningsAreTyped: JSON says of which kind a warning about the text is, and where.
func TestTextWarningsAreTyped(t *testing.T) {
	t.Parallel()
	var got struct{ Warnings []search.Warning }
	if err := json.Unmarshal(newTestSite(t).get("/search.json?q=liver+tisue:x").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Warnings) != 1 || got.Warnings[0].Param != "q" {
		t.Fatalf("%+v", got.Warnings)
	}
	if p := got.Warnings[0].Text; p == nil || p.Kind != search.UnknownField || p.Offset != 6 || p.Length != 6 || p.Meant != "liver tissue:x" {
		t.Errorf("%+v", p)
	}
}

// TestHostileTexts: whatever is typed, the page answers and says what it could not use.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for name, text := range map[string]string{
		"10,000 words":      strings.Repeat("liver heart ", 5000),
		"1,000 parentheses": strings.Repeat("(", 1000),
		"a megabyte":        strings.Repeat("x", 1<<20),
		"a script":          `"<script>alert(1)</script> OR`,
		"invalid UTF-8":     "liver \xff",
	} {
		w := s.get("/search?q=" + url.QueryEscape(text))
		document, err := goquery.NewDocumentFromReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		switch w.Code {
		case http.StatusOK:
			if document.Find(".notice").Not("[hidden]").Length() == 0 {
				t.Errorf("%s: nothing is said", name)
			}
		case http.StatusRequestURITooLong:
			if !strings.Contains(document.Find("h1").Text(), "too long") {
				t.Errorf("%s: the page says %q", name, document.Find("h1").Text())
			}
		default:
			t.Errorf("%s: status %d", name, w.Code)
		}
		if document.Find(".mistakes script").Length() > 0 {
			t.Errorf("%s: a script is on the page", name)
		}
	}
	if s.engine.asked.Text == "" {
		t.Error("nothing was searched")
	}
}
