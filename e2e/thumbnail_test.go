package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

const (
	// band is how many pixels of a page are drawn at a time; browsers draw no picture of any height.
	band = 4000
	// shrink is how many pixels of a screenshot are one of its thumbnail, each way: letters are still told apart, files are small.
	shrink = 4
	// slack is how much a pixel of a thumbnail may differ, of 255: edges are smoothed otherwise at times, words are not.
	slack = 40
	// strays is how many pixels of an item may differ by more.
	strays = 3
)

// ask sends a command to the browser and returns its answer.
func ask[P, R any](b *tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	answer, err := chromedp.Run(ctx, chromedp.Action[R](func(ctx context.Context, target *chromedp.Target) (R, error) {
		return cdp.Call(ctx, target, command, params)
	}))
	if err != nil {
		b.t.Fatal(err)
	}
	return answer
}

// drawn says what draws the page: which browser, and with which fonts, by the width of some words.
func (b *tab) drawn() string {
	b.t.Helper()
	version := ask(b, browser.GetVersion, cdp.Empty{})
	widths := eval[[]float64](b, `["system-ui", "ui-monospace, monospace"].flatMap((family) => ["400", "600"].map((weight) => {
		const context = document.createElement("canvas").getContext("2d");
		context.font = weight + " 20px " + family;
		return context.measureText("Homo sapiens, 18,342 unique samples").width;
	}))`)
	return fmt.Sprintf("%s; widths %.1f", version.Product, widths)
}

// screenshot takes a picture of the whole page, in greys, and leaves it in colours in files of a name and a number.
func (b *tab) screenshot(name string) *image.Gray {
	b.t.Helper()
	size := eval[[]int](b, "[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
	whole := image.NewGray(image.Rect(0, 0, size[0], size[1]))
	yes := true
	for y := 0; y < size[1]; y += band {
		height := min(band, size[1]-y)
		answer := ask(b, page.CaptureScreenshot, page.CaptureScreenshotParams{
			CaptureBeyondViewport: &yes, OptimizeForSpeed: &yes,
			Clip: &page.Viewport{Y: float64(y), Width: float64(size[0]), Height: float64(height), Scale: 1},
		})
		if err := os.WriteFile(fmt.Sprintf("%s-%d.png", name, y/band+1), answer.Data, 0o644); err != nil {
			b.t.Fatal(err)
		}
		part, err := png.Decode(bytes.NewReader(answer.Data))
		if err != nil {
			b.t.Fatal(err)
		}
		rgba := image.NewRGBA(image.Rect(0, 0, size[0], height))
		draw.Draw(rgba, rgba.Rect, part, image.Point{}, draw.Src)
		for i := range size[0] * height {
			p := rgba.Pix[4*i:]
			whole.Pix[y*whole.Stride+i] = uint8((299*int(p[0]) + 587*int(p[1]) + 114*int(p[2])) / 1000)
		}
	}
	return whole
}

// drawnPixels counts the pixels of a part that are not as its corner is.
func drawnPixels(picture *image.Gray, part image.Rectangle) int {
	paper, n := picture.GrayAt(part.Min.X, part.Min.Y), 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if differ(picture.GrayAt(x, y), paper) {
				n++
			}
		}
	}
	return n
}

func differ(a, b color.Gray) bool {
	d := int(a.Y) - int(b.Y)
	return d > slack || d < -slack
}

// thumbnail makes each square of pixels of a part one, in 16 greys.
func thumbnail(whole *image.Gray, part image.Rectangle) *image.Gray {
	small := image.NewGray(image.Rectangle{Max: part.Size().Div(shrink)})
	for i := range small.Pix {
		x, y, sum := part.Min.X+i%small.Stride*shrink, part.Min.Y+i/small.Stride*shrink, 0
		for j := range shrink * shrink {
			sum += int(whole.GrayAt(x+j%shrink, y+j/shrink).Y)
		}
		small.Pix[i] = uint8(sum/(shrink*shrink)) &^ 15
	}
	return small
}

// place is where the screenshot has an item.
func (i galleryItem) place(whole *image.Gray) image.Rectangle {
	return image.Rect(0, i.Y, whole.Rect.Max.X, i.Y+i.Height)
}

func goldenPicture(look string) string { return filepath.Join(goldenFolder, look+".png") }

var goldenIndex = filepath.Join(goldenFolder, "gallery.json")

// record keeps what the gallery looks like now: thumbnails of its items, one below the other.
func record(t *testing.T, now golden, pictures map[string]*image.Gray) {
	t.Helper()
	for look, items := range now.Items {
		var all image.Gray
		for i := range items {
			small := thumbnail(pictures[look], items[i].place(pictures[look]))
			items[i].Kept = all.Rect.Max.Y
			all.Pix, all.Stride = append(all.Pix, small.Pix...), small.Stride
			all.Rect.Max = image.Pt(small.Rect.Max.X, all.Rect.Max.Y+small.Rect.Max.Y)
		}
		if err := os.MkdirAll(goldenFolder, 0o755); err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&file, &all); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(goldenPicture(look), file.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	index, err := json.MarshalIndent(now, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(goldenIndex, append(index, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// compareGallery compares each item with the kept one.
func compareGallery(t *testing.T, now golden, pictures map[string]*image.Gray) {
	t.Helper()
	var kept golden
	index, err := os.ReadFile(goldenIndex)
	if err == nil {
		err = json.Unmarshal(index, &kept)
	}
	if err != nil {
		t.Fatalf("the kept screenshots cannot be read: %v; %s=1 go test ./e2e -run Gallery makes them", err, recordEnv)
	}
	if kept.Drawn != now.Drawn {
		t.Logf("not compared with the kept screenshots: they were drawn by %s, this is %s", kept.Drawn, now.Drawn)
		return
	}
	for look, items := range now.Items {
		file, err := os.ReadFile(goldenPicture(look))
		if err != nil {
			t.Fatal(err)
		}
		decoded, err := png.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		picture, ok := decoded.(*image.Gray)
		if !ok {
			t.Fatalf("%s is a %T, want greys", goldenPicture(look), decoded)
		}
		for _, item := range items {
			i := slices.IndexFunc(kept.Items[look], func(k galleryItem) bool { return k.ID == item.ID })
			if i < 0 {
				t.Errorf("%s: %s is new. %s", look, item.ID, howToRecord)
				continue
			}
			if change := difference(pictures[look], item, picture, kept.Items[look][i]); change != "" {
				t.Errorf("%s: %s looks otherwise: %s. %s", look, item.ID, change, howToRecord)
			}
		}
		for _, k := range kept.Items[look] {
			if !slices.ContainsFunc(items, func(i galleryItem) bool { return i.ID == k.ID }) {
				t.Errorf("%s: %s is gone. %s", look, k.ID, howToRecord)
			}
		}
	}
}

const howToRecord = "Look at e2e/" + screenshotFolder + "; if it is meant to be so, " + recordEnv + "=1 go test ./e2e -run Gallery keeps it"

// difference says how an item differs from the kept one. It may have moved by a pixel, since what is above it need not end at a whole one.
func difference(whole *image.Gray, item galleryItem, kept *image.Gray, was galleryItem) string {
	if d := item.Height - was.Height; d < -1 || d > 1 {
		return fmt.Sprintf("it is %d pixels high and was %d", item.Height, was.Height)
	}
	least := -1
	for _, moved := range []int{0, -1, 1} {
		small := thumbnail(whole, item.place(whole).Add(image.Pt(0, moved)))
		n := 0
		for y := range min(small.Rect.Max.Y, was.Height/shrink) {
			for x := range small.Rect.Max.X {
				if differ(small.GrayAt(x, y), kept.GrayAt(x, was.Kept+y)) {
					n++
				}
			}
		}
		if n <= strays {
			return ""
		}
		if least < 0 || n < least {
			least = n
		}
	}
	return fmt.Sprintf("%d of its squares of %d by %d pixels differ", least, shrink, shrink)
}
