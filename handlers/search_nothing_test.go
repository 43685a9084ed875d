package handlers

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/facetome/facetome/search"
)

// Where nothing matches, the page says what each filter's removal would find, as searches without them say.
func TestNothingFoundSaysWhatHelps(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	s.engine.finds = func(q search.Query) search.Total {
		switch {
		case q.Text == "":
			return search.Total{Experiments: 2, Samples: 30}
		case len(q.Conditions) == 1 && q.Conditions[0].Field == "sex":
			return search.Total{Experiments: 5, Samples: 4321}
		}
		return search.Total{}
	}
	d := s.page(t, "/search?q=liver&sex=female&tissue=blood&view=samples", http.StatusOK)
	var got []string
	d.Find(".removals li").Each(func(_ int, li *goquery.Selection) {
		got = append(got, text(li)+" "+li.Find("a").AttrOr("href", ""))
	})
	want := []string{
		"Without Tissue: blood 4,321 samples in 5 experiments /search?q=liver&sex=female&view=samples",
		"Without the text “liver” 30 samples in 2 experiments /search?sex=female&tissue=blood&view=samples",
		"Without Sex: female still nothing /search?q=liver&tissue=blood&view=samples",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if hint := text(d.Find(".nothing p")); !strings.Contains(hint, "It helps most to take away Tissue: blood") {
		t.Errorf("the hint is %q", hint)
	}
}

// What shows the same hits in another way takes the place of the address before; all else is a step of the browser's history.
func TestStepsOfTheHistory(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for _, test := range []struct{ from, to, header string }{
		{"/search?sex=female", "/search", "HX-Push-Url"},
		{"/search", "/search?page=2", "HX-Push-Url"},
		{"/search", "/search?all=tissue", "HX-Push-Url"},
		{"/search", "/search?fold=tissue", "HX-Replace-Url"},
		{"/search?unfold=sex&view=samples", "/search?column=sex&in.tissue=li&view=samples", "HX-Replace-Url"},
		{"/", "/search?fold=tissue", "HX-Push-Url"},
	} {
		w := s.get(test.to, "HX-Request", "true", "HX-Current-URL", "http://example.org"+test.from)
		for _, header := range []string{"HX-Push-Url", "HX-Replace-Url"} {
			want := ""
			if header == test.header {
				want = test.to
			}
			if got := w.Header().Get(header); got != want {
				t.Errorf("from %s to %s: %s is %q, want %q", test.from, test.to, header, got, want)
			}
		}
	}
}
