package synthetic

import (
	"math"
	"slices"
)

// Sizes of experiments are log-normal, as those of the archives about are: half have fewer than ten samples, one in a thousand has
// more than a thousand. The mean is medianSize·exp(sizeSpread²/2), and with the experiments that bring no samples of their own 20 in all.
const (
	medianSize  = 7.5
	sizeSpread  = 1.5
	largestSize = 8000
)

func (g *generator) size() int {
	n := medianSize * math.Exp(sizeSpread*g.NormFloat64())
	return min(max(int(math.Round(n)), 1), largestSize)
}

// family writes the next experiments: one, or some that belong together.
func (g *generator) family() {
	switch at := g.Float64(); {
	case at < 0.035:
		g.writeExperiment(g.newStudy()) // without samples
	case at < 0.083 && g.left >= 3:
		g.superSeries()
	case at < 0.138 && len(g.recent) > 0:
		g.copyElsewhere(pick(g, g.recent))
	case at < 0.195 && len(g.recent) > 0:
		g.reanalysis()
	default:
		s := g.newStudy()
		g.writeSamples(s, g.size())
		g.writeExperiment(s)
		g.remember(s)
	}
}

// superSeries writes the parts of a large study, and then the series that repeats their samples: all, sometimes only most.
func (g *generator) superSeries() {
	whole := g.newStudy()
	whole.source = "GEO" // the archive that has them
	for range min(2+g.few(), g.left-1) {
		part := *whole
		part.title = whole.title + " [" + pick(g, g.words.parts) + "]"
		part.samples = nil
		if g.chance(0.3) {
			part.platforms = []*platform{g.choosePlatform(whole)}
		}
		g.writeSamples(&part, g.size())
		g.writeExperiment(&part)
		g.remember(&part)
		taken := part.samples
		if g.chance(0.15) {
			taken = g.someOf(taken)
		}
		whole.samples = append(whole.samples, taken...)
	}
	g.writeExperiment(whole)
}

// copyElsewhere writes a study again as another archive holds it, mostly with all samples, and mostly later.
func (g *generator) copyElsewhere(original *study) {
	again := *original
	for again.source == original.source {
		again.source = pick(g, []string{"GEO", "SRA", "ArrayExpress"})
	}
	again.setDate(g, original.year+g.IntN(3))
	if g.chance(0.3) {
		again.samples = g.someOf(original.samples)
	}
	g.writeExperiment(&again)
}

// reanalysis writes a study that uses some samples of earlier ones, often beside its own.
func (g *generator) reanalysis() {
	s := g.newStudy()
	if g.chance(0.5) {
		g.writeSamples(s, g.size())
	} else {
		*s = *pick(g, g.recent)
		s.samples = nil
	}
	year := s.year
	for range 1 + g.few() {
		earlier := pick(g, g.recent)
		s.samples = append(s.samples, g.someOf(earlier.samples)...)
		year = max(year, earlier.year)
	}
	slices.Sort(s.samples)
	s.samples = slices.Compact(s.samples)
	s.setDate(g, year+g.IntN(4))
	s.title += ": " + pick(g, g.words.reanalyses)
	g.writeExperiment(s)
}

// someOf keeps a part of a list, at least one of it.
func (g *generator) someOf(samples []int) []int {
	share := 0.2 + 0.7*g.Float64()
	var kept []int
	for _, number := range samples {
		if g.chance(share) {
			kept = append(kept, number)
		}
	}
	if len(kept) == 0 {
		kept = samples[:1]
	}
	return slices.Clone(kept)
}

// remembered bounds the studies that others may use again, and with them the generator's memory.
const remembered = 200

func (g *generator) remember(s *study) {
	if len(g.recent) < remembered {
		g.recent = append(g.recent, s)
		return
	}
	g.recent[g.IntN(remembered)] = s
}
