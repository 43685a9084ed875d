package views

import (
	"slices"
	"strconv"

	"github.com/facetome/facetome/study"
)

// SharedView is an experiment with samples in common.
type SharedView struct {
	Code, URL, Title string
	Samples          string // "42"
	Table            Link   // to the samples in common
	Words            string // "of its 42, of these 92"
	Strip            []Rect // where in the table, by accession code, the samples in common are
}

// stripParts is how many parts the picture of an experiment's samples has: as many samples stand in one as fall into it.
const stripParts = 120

// newSharedViews makes them: most samples in common first.
func newSharedViews(code string, s *study.Study, q study.Query) []SharedView {
	strips := sharedStrips(s)
	var list []SharedView
	for _, o := range s.Shared {
		list = append(list, SharedView{
			Code: o.AccessionCode, URL: StudyURL(o.AccessionCode, study.Query{From: q.From}), Title: o.Title, Samples: number(o.Samples),
			Table: Link{
				"Show the " + samples(o.Samples) + " in common with " + o.AccessionCode,
				StudyURL(code, study.Query{From: q.From}.With(study.Filter{Column: study.ColumnExperiment, Include: []string{o.AccessionCode}})) + samplesAnchor,
			},
			Words: "of its " + number(o.Of) + ", of these " + number(len(s.Samples)),
			Strip: strips[o.AccessionCode],
		})
	}
	return list
}

// sharedStrips draws for every other experiment which of the samples it has: the samples stand side by side in the order of their
// accession codes, and a part of them is as high as its share in common.
func sharedStrips(s *study.Study) map[string][]Rect {
	parts := min(stripParts, len(s.Samples))
	size, in := make([]int, parts), map[string][]int{}
	for i := range s.Samples {
		part := i * parts / len(s.Samples)
		size[part]++
		for _, other := range s.Samples[i].Experiments {
			if in[other] == nil {
				in[other] = make([]int, parts)
			}
			in[other][part]++
		}
	}
	strips := map[string][]Rect{}
	for other, n := range in {
		strips[other] = stripBars(n, size)
	}
	return strips
}

// stripBars joins neighbours of the same height.
func stripBars(in, size []int) []Rect {
	height := func(i int) float64 { return float64(in[i]) / float64(size[i]) }
	width := 100 / float64(len(in))
	var bars []Rect
	for from := 0; from < len(in); {
		to := from + 1
		for to < len(in) && height(to) == height(from) {
			to++
		}
		if h := 100 * height(from); h > 0 {
			bars = append(bars, Rect{X: fine(float64(from) * width), Y: inPercent(100 - h), Width: fine(float64(to-from) * width), Height: inPercent(h)})
		}
		from = to
	}
	return slices.Clip(bars)
}

func fine(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) + "%" }
