package views

import (
	"strings"
	"testing"

	"github.com/facetome/facetome/search"
)

func TestDidYouMean(t *testing.T) {
	t.Parallel()
	q := parse(t, "q=lievr+mouse&sex=female&page=3")
	r := &search.Result{}
	if p := NewSearchPage(q, r, nil); p.DidYouMean != nil || strings.Contains(p.Status, "mean") {
		t.Errorf("without another word the page asks %+v", p.DidYouMean)
	}
	words := search.Positive(search.ParseText(q.Text).Node)
	r.Text.Respelled = []search.Respelled{{Words: words[0], Instead: "liver", Experiments: 9}}
	p := NewSearchPage(q, r, nil)
	if want := (Link{"liver mouse", "/search?q=liver+mouse&sex=female"}); p.DidYouMean == nil || *p.DidYouMean != want {
		t.Fatalf("the page asks %+v, want %+v", p.DidYouMean, want)
	}
	if !strings.Contains(p.Status, "Did you mean liver mouse?") {
		t.Errorf("screen readers hear %q", p.Status)
	}
}
