package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// mostTabs is more than any page has places for the focus.
const mostTabs = 400

// tabTo presses Tab until an element has the focus, and fails where the focus can not be seen on the way or never comes there.
func (b *tab) tabTo(id string) {
	b.t.Helper()
	for range mostTabs {
		b.press(kb.Tab)
		at := eval[struct {
			ID   string
			Seen bool
		}](b, `(() => {
			const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
			return {ID: e.id, Seen: r.width > 0 && r.height > 0 && s.outlineStyle !== "none" || e === document.body || e.id === "q" || e.matches("main, #results, #headline")};
		})()`)
		if !at.Seen {
			b.t.Errorf("the focus at %q is not seen", at.ID)
		}
		if at.ID == id {
			return
		}
	}
	b.t.Fatalf("Tab does not lead to %q", id)
}

// step presses a key, and waits until the address has changed.
func (b *tab) step(key, address string) {
	b.t.Helper()
	b.press(key)
	b.await(fmt.Sprintf("the address is %s", address), fmt.Sprintf(`location.pathname + location.search === %q && %s`, address, settled))
}

// TestKeyboardAlone includes, excludes, folds, chooses a range, shows all, finds, and opens a hit, without a pointer.
func TestKeyboardAlone(t *testing.T) {
	t.Parallel()
	b := open(t)
	const folded = "fold=technology&fold=tissue&fold=disease&fold=stage&fold=platform&" // fewer places on the way
	b.visit("/search?" + strings.TrimSuffix(folded, "&"))
	b.tabTo(human)
	b.step(" ", "/search?"+folded+"organism=Homo+sapiens")
	focus := func(want string) {
		t.Helper()
		if at := eval[string](b, "document.activeElement.id"); at != want {
			t.Errorf("the focus is at %q, not at %q", at, want)
		}
	}
	focus(human)
	b.tabTo("not-" + female)
	b.step(kb.Enter, "/search?"+folded+"organism=Homo+sapiens&sex%21=female")
	focus("not-" + female)
	b.check()
	b.tabTo("fold-source")
	b.step(kb.Enter, "/search?"+strings.Replace(folded, "platform", "platform&fold=source", 1)+"organism=Homo+sapiens&sex%21=female")
	focus("fold-source")
	b.step(kb.Enter, "/search?"+folded+"organism=Homo+sapiens&sex%21=female")
	b.tabTo("year.from")
	b.press("2", "0", "1", "0")
	b.step(kb.Enter, "/search?"+folded+"organism=Homo+sapiens&sex%21=female&year=2010..")
	focus("year.from")
	b.check()

	b.visit("/search?fold=organism")
	b.tabTo("more-tissue")
	b.step(kb.Enter, "/search?all=tissue&fold=organism")
	focus("panel-tissue")
	b.tabTo("find-tissue")
	b.press("l", "i", "v", "e", "r")
	b.await("values are found", `location.search === "?all=tissue&fold=organism&in.tissue=liver" && `+settled)
	b.tabTo("tissue=liver")
	b.step(" ", "/search?all=tissue&fold=organism&in.tissue=liver&tissue=liver")

	b.visit("/search?sex=female")
	b.tabTo("skip-filters")
	b.press(kb.Enter)
	focus("results")
	b.press(kb.Tab)
	focus("view-Experiments")
}
