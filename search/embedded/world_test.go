package embedded

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// world is a small catalogue to be changed at random: samples with values, experiments with samples and a text.
type world struct {
	random      *rand.Rand
	values      map[uint][]string   // by sample
	experiments map[string][]uint   // the samples of each
	texts       map[string][]string // likewise
}

func newWorld(seed uint64, experiments int) *world {
	w := &world{random: rand.New(rand.NewPCG(seed, 1)), values: map[uint][]string{}, experiments: map[string][]uint{}, texts: map[string][]string{}}
	for range experiments {
		w.change()
	}
	return w
}

// change adds, changes or removes an experiment, or changes a sample.
func (w *world) change() {
	r := w.random
	code := fmt.Sprintf("GSE%d", r.IntN(60))
	switch r.IntN(6) {
	case 0:
		delete(w.experiments, code)
	case 1:
		id := uint(1 + r.IntN(80))
		w.values[id] = w.words(3)
	case 2:
		w.texts[code] = w.words(6)
	default:
		w.experiments[code] = nil
		for range r.IntN(7) {
			id := uint(1 + r.IntN(80))
			if _, known := w.values[id]; !known {
				w.values[id] = w.words(3)
			}
			w.experiments[code] = append(w.experiments[code], id)
		}
		slices.Sort(w.experiments[code])
		w.experiments[code] = slices.Compact(w.experiments[code])
		w.texts[code] = w.words(6)
	}
}

func (w *world) words(most int) []string {
	words := make([]string, w.random.IntN(most+1))
	for i := range words {
		words[i] = fmt.Sprintf("word%d", w.random.IntN(40))
	}
	return words
}

// documents maps the world as it is now.
func (w *world) documents() []*search.Document {
	in := map[uint][]string{}
	var codes []string
	for code, samples := range w.experiments {
		codes = append(codes, code)
		for _, id := range samples {
			in[id] = append(in[id], code)
		}
	}
	slices.Sort(codes)
	var all []*search.Document
	for _, code := range codes {
		d := &search.Document{
			Hit: search.ExperimentHit{AccessionCode: code, Title: strings.Join(w.texts[code], " ")}, Text: make([][]string, len(search.TextFields)),
			Values: map[string][]search.Value{}, Numbers: map[string]int{"samples": len(w.experiments[code])},
		}
		for i, word := range w.texts[code] {
			field := search.TextField(i % len(search.TextFields))
			d.Text[field] = append(d.Text[field], word, w.texts[code][0])
			d.Values["source"] = values(word)
			d.Numbers["year"] = 2000 + len(word) + i
		}
		if len(w.texts[code]) > 4 {
			published := time.Date(2010, 1, len(d.Hit.Title), 0, 0, 0, 0, time.UTC)
			d.Hit.Published = &published
		}
		for _, id := range w.experiments[code] {
			s := search.SampleDocument{ID: id, AccessionCode: fmt.Sprintf("GSM%d", id), Title: strings.Join(w.values[id], " "),
				Values: make([][]search.Value, len(search.SampleFields())), Experiments: slices.Sorted(slices.Values(in[id]))}
			s.Values[0], s.Values[2] = values(w.values[id]...), values(w.values[id][:len(w.values[id])/2]...)
			d.Samples = append(d.Samples, s)
		}
		all = append(all, d)
	}
	return all
}

func values(labels ...string) []search.Value {
	var list []search.Value
	for _, label := range labels {
		list = append(list, search.Value{Key: models.Fold(label), Term: search.Term{Value: label, Label: label}})
	}
	return list
}
