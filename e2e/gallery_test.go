package e2e_test

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// Screenshots of the gallery: whole ones are left in screenshotFolder for people to look at; goldenFolder keeps small ones, which are compared
// with what browsers draw now. recordEnv set to 1 records them anew.
const (
	screenshotFolder = "screenshots"
	goldenFolder     = "testdata/gallery"
	recordEnv        = "FACETOME_RECORD_GALLERY"
)

// galleryLook is one way to look at the gallery.
type galleryLook struct {
	width  int64
	scheme string
}

func (l galleryLook) String() string { return fmt.Sprintf("%d-%s", l.width, l.scheme) }

// galleryItem is a component in a state, and where the page has it, in pixels.
type galleryItem struct {
	ID               string
	Y, Height        int
	Heading          int      // height of its heading
	Kept             int      // row of the kept picture where its thumbnail begins
	Over             int      `json:",omitempty"` // how many pixels it is wider than its place
	WrongSamples     []string `json:",omitempty"` // numbers of samples that are not in their ink
	WrongExperiments []string `json:",omitempty"` // likewise
}

// golden is what is kept beside the small screenshots.
type golden struct {
	Drawn string                   // by what: other browsers and other fonts draw otherwise
	Items map[string][]galleryItem // by look
}

// TestGallery looks at every component in every state. Whatever draws it: each shows something, none is wider than its place, numbers have the
// ink of what they count, and the dark theme is dark. Where the browser and the fonts are those that the kept screenshots were made with, each
// also looks as it does there, but for a little: browsers differ in how they smooth.
func TestGallery(t *testing.T) {
	t.Parallel()
	b := open(t)
	if err := os.MkdirAll(screenshotFolder, 0o755); err != nil {
		t.Fatal(err)
	}
	now := golden{Items: map[string][]galleryItem{}}
	looks := []galleryLook{{desktop, "light"}, {phone, "dark"}}
	pictures := map[string]*image.Gray{}
	for _, look := range looks {
		b.do(chromedp.EmulateViewport(look.width, 900), media("prefers-color-scheme", look.scheme))
		b.visit("/gallery")
		whole := b.screenshot(filepath.Join(screenshotFolder, "gallery-"+look.String()))
		items := eval[[]galleryItem](b, readGallery)
		if len(items) < 30 {
			t.Fatalf("the gallery has %d items only", len(items))
		}
		checkGallery(t, look, whole, items)
		now.Items[look.String()], pictures[look.String()] = items, whole
	}
	now.Drawn = b.drawn()

	if os.Getenv(recordEnv) == "1" {
		record(t, now, pictures)
		return
	}
	compareGallery(t, now, pictures)
}

// readGallery finds the items and what can be read of them without a picture. Numbers of 0 and those of what is excluded may be soft.
const readGallery = `(() => {
	const colour = (name) => {
		const probe = document.createElement("i");
		probe.style.color = "var(--" + name + ")";
		document.body.append(probe);
		const c = getComputedStyle(probe).color;
		probe.remove();
		return c;
	};
	const inks = {samples: colour("samples"), experiments: colour("experiments")};
	const wrong = (item, ink) => [...item.querySelectorAll(".ink-" + ink)]
		.filter((e) => /[1-9]/.test(e.textContent) && e.checkVisibility() && getComputedStyle(e).color !== inks[ink])
		.map((e) => e.textContent.trim());
	return [...document.querySelectorAll(".gallery-item")].map((item) => {
		const box = item.getBoundingClientRect(), head = item.querySelector("h2").getBoundingClientRect();
		return {
			ID: item.id, Y: Math.round(box.top + scrollY), Height: Math.round(box.height), Heading: Math.round(head.bottom - box.top) + 2,
			Over: item.scrollWidth - item.clientWidth, WrongSamples: wrong(item, "samples"), WrongExperiments: wrong(item, "experiments"),
		};
	});
})()`

func checkGallery(t *testing.T, look galleryLook, whole *image.Gray, items []galleryItem) {
	t.Helper()
	seen := map[string]bool{}
	for _, item := range items {
		if seen[item.ID] {
			t.Errorf("two items are called %s", item.ID)
		}
		seen[item.ID] = true
		if item.Over > 1 { // words for screen readers alone are a pixel wide
			t.Errorf("%s, %s: it is %d pixels wider than its place", look, item.ID, item.Over)
		}
		if len(item.WrongSamples)+len(item.WrongExperiments) > 0 {
			t.Errorf("%s, %s: numbers in a wrong ink: samples %q, experiments %q", look, item.ID, item.WrongSamples, item.WrongExperiments)
		}
		below := image.Rect(0, item.Y+item.Heading, whole.Rect.Max.X, item.Y+item.Height)
		if drawn := drawnPixels(whole, below); drawn < 100 {
			t.Errorf("%s, %s: it shows nothing (%d pixels)", look, item.ID, drawn)
		}
	}
	if dark := whole.GrayAt(2, whole.Rect.Max.Y/2).Y < 128; dark != (look.scheme == "dark") {
		t.Errorf("%s: the page is dark: %v", look, dark)
	}
}
