package e2e_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// box of the search, as the script makes it.
const searchBox = "input[name=q]"

// combobox is what assistive technology is told of the search box.
type combobox struct {
	Role, Expanded, Controls, Active string // Active is the id of the option that Enter chooses
	Text                             string // in the box
	Options                          []string
	Selected                         string // id of the option that says it is selected
	Status                           string
	Focus                            bool
}

func (b *tab) combobox() combobox {
	b.t.Helper()
	return eval[combobox](b, `(() => {
		const input = document.querySelector("input[name=q]"), list = document.getElementById("suggestions");
		const get = (name) => input.getAttribute(name) ?? "";
		return {
			Role: get("role"), Expanded: get("aria-expanded"), Controls: get("aria-controls"), Active: get("aria-activedescendant"), Text: input.value,
			Options: list.hidden ? [] : [...list.querySelectorAll("[role=option]")].map((o) => o.innerText),
			Selected: list.querySelector("[aria-selected=true]")?.id ?? "",
			Status: document.getElementById("suggestions-status").textContent, Focus: document.activeElement === input,
		};
	})()`)
}

// write types into the search box, and waits for what is proposed for all of it: the last option repeats the text.
func (b *tab) write(text string) {
	b.t.Helper()
	b.do(chromedp.SendKeys(chromedp.CSS(searchBox), text))
	b.await("something is proposed for "+text, fmt.Sprintf(`!document.getElementById("suggestions").hidden
		&& document.querySelector("#suggestions li:last-child").innerText.includes("“" + %q + "”")`, text))
}

func (b *tab) press(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		if key == kb.Enter { // as one event: what a script does about the key then holds for its character, too
			b.do(call(input.DispatchKeyEvent, input.DispatchKeyEventParams{
				Type: input.DispatchKeyEventTypeKeyDown, Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13,
			}))
			continue
		}
		b.do(chromedp.KeyEvent(key))
	}
}

// TestSuggestByKeyboard finds and chooses with the keyboard alone.
func TestSuggestByKeyboard(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/")
	b.write("mouse")
	c := b.combobox()
	if c.Role != "combobox" || c.Controls != "suggestions" || !c.Focus || c.Active != "" || c.Selected != "" {
		t.Errorf("the box is %+v", c)
	}
	if len(c.Options) < 2 || !strings.Contains(c.Options[0], "Mus musculus") || !strings.Contains(c.Options[0], "samples") {
		t.Fatalf("the options are %q", c.Options)
	}
	if want := fmt.Sprintf("%d suggestions", len(c.Options)); c.Status != want {
		t.Errorf("screen readers hear %q, want %q", c.Status, want)
	}
	at := func(key, active string) {
		t.Helper()
		b.press(key)
		if c := b.combobox(); c.Active != active || c.Selected != active || !c.Focus || c.Text != "mouse" {
			t.Errorf("the option is %q (selected %q), want %q, the text %q, in focus %v", c.Active, c.Selected, active, c.Text, c.Focus)
		}
	}
	last := fmt.Sprintf("suggestion-%d", len(c.Options))
	at(kb.ArrowDown, "suggestion-1")
	at(kb.ArrowDown, "suggestion-2")
	at(kb.ArrowUp, "suggestion-1")
	at(kb.ArrowUp, "")
	at(kb.ArrowUp, last)
	at(kb.ArrowDown, "")
	at(kb.ArrowDown, "suggestion-1")
	at(kb.Home, "")
	if caret := eval[int](b, `document.querySelector("input[name=q]").selectionStart`); caret != 0 {
		t.Errorf("Home moves the caret to %d", caret)
	}
	at(kb.ArrowDown, "suggestion-1")
	at(kb.End, "")
	b.press(kb.Escape)
	if c := b.combobox(); c.Expanded != "false" || len(c.Options) != 0 || c.Text != "mouse" || !c.Focus {
		t.Errorf("Escape leaves %+v", c)
	}
	b.press(kb.Escape)
	if c := b.combobox(); c.Text != "" {
		t.Errorf("a second Escape leaves the text %q", c.Text)
	}

	b.write("mouse")
	b.press(kb.ArrowDown, kb.Enter)
	b.await("the value is a filter", `location.pathname === "/search" && `+settled)
	v, _ := b.check()
	if v.URL != "/search?"+mouse || !slices.Equal(v.Chips, []string{"Remove Organism: Mus musculus"}) {
		t.Errorf("choosing leads to %s with the chips %q", v.URL, v.Chips)
	}
}

// TestSuggestAsksOnce types faster than the script's patience.
func TestSuggestAsksOnce(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/")
	b.forget()
	eval[bool](b, `(() => {
		const input = document.querySelector("input[name=q]");
		input.focus();
		for (const letter of "mouse") {
			input.value += letter;
			input.dispatchEvent(new Event("input"));
		}
		return true;
	})()`)
	b.await("something is proposed", `!document.getElementById("suggestions").hidden`)
	if asked := b.asked(); len(asked) != 1 || !strings.HasSuffix(asked[0], "/suggest?q=mouse") {
		t.Errorf("five quick keys asked for %q", asked)
	}
}

// TestSuggestKeepsFilters chooses on a search page, whose filters and whose other words stay.
func TestSuggestKeepsFilters(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/search?sex=female&view=samples")
	b.write("expression human")
	b.press(kb.ArrowDown, kb.Enter)
	b.await("the value is a filter", `location.search.includes("organism") && `+settled)
	if v, _ := b.check(); v.URL != "/search?organism=Homo+sapiens&q=expression&sex=female&view=samples" {
		t.Errorf("choosing leads to %s", v.URL)
	}
}

// TestSuggestCodes goes to an experiment by the beginning of its code, with the mouse; Enter without an option searches the text.
func TestSuggestCodes(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/")
	b.write("syne00000")
	code := strings.Fields(b.combobox().Options[0])
	if !slices.ContainsFunc(code, func(word string) bool { return strings.HasPrefix(word, "SYNE00000") }) {
		t.Errorf("the first option is %q", code)
	}
	b.click("#suggestion-1")
	if path := eval[string](b, "location.pathname"); !strings.HasPrefix(path, "/experiments/SYNE00000") {
		t.Errorf("choosing leads to %s", path)
	}
	b.visit("/")
	b.write("liver")
	b.press(kb.Enter)
	b.await("the text is searched", `location.pathname === "/search" && `+settled)
	if v, _ := b.check(); v.URL != "/search?"+(url.Values{"q": {"liver"}}).Encode() {
		t.Errorf("Enter leads to %s", v.URL)
	}
}

// TestSuggestMovesNothing compares the places of all that stands on a page before and while something is proposed, and runs axe-core on the open state.
func TestSuggestMovesNothing(t *testing.T) {
	t.Parallel()
	b := open(t)
	axe := readAxe(t)
	const places = `JSON.stringify([...document.querySelectorAll("main *, header *, footer *")].filter((e) => !e.closest("#suggestions, #suggestions-status"))
		.map((e) => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height]; }))`
	for _, state := range []struct {
		page   string
		width  int64
		scheme string
	}{{"/", desktop, "light"}, {"/", phone, "dark"}, {"/search?size=3", desktop, "dark"}, {"/search?size=3", phone, "light"}} {
		b.do(
			chromedp.EmulateViewport(state.width, 900),
			call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: state.scheme}},
			}),
		)
		b.visit(state.page)
		b.do(chromedp.Click(chromedp.CSS(searchBox)))
		before := eval[string](b, places)
		b.write("li")
		if after := eval[string](b, places); after != before {
			t.Errorf("%+v: something moved", state)
		}
		b.press(kb.ArrowDown)
		eval[bool](b, axe+"; true")
		for _, violation := range violations(b, `{}`) {
			t.Errorf("%+v: %s", state, violation)
		}
		if over := eval[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over != 0 {
			t.Errorf("%+v: the page is %d pixels wider than the window", state, over)
		}
	}
}
