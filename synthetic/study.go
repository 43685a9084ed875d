package synthetic

import (
	"math"
	"math/rand/v2"
	"strings"
	"time"
)

// study is what the samples of one experiment have in common: its design, and the habits of those who submitted it.
type study struct {
	subjects  []*subject // one; several in a study of several organisms
	together  bool       // several organisms stand on each sample: an infection or a xenograft
	gene      string
	process   string
	seq       bool
	cells     bool // single cells
	other     bool // some other technology
	twoColour bool // arrays on which two samples are compared: two values in a field
	platforms []*platform
	treatment []string // the first is what most samples got
	doses     []string
	hours     []string
	spelling  spelling
	reports   reports

	source      string
	institution string
	published   time.Time // zero: not reported
	year        int
	title       string
	samples     []int // numbers of the samples, once they are written
}

// subject is one organism of a study and what is sampled of it.
type subject struct {
	*organism
	tissues   []string
	stages    []string
	disease   string // empty where none is studied
	cellLines []*cellLine
	strain    string
	sexes     []string // one, or both
	ages      func(*rand.Rand) string
}

// reports says which fields a study's submitters filled in.
type reports struct {
	organism, technology, platform, processed, tissue, disease, sex, age, cellLine, stage, treatment, others bool
}

// The shares of studies that report a field, about those of the archives.
func (g *generator) drawReports() reports {
	return reports{
		organism:   g.chance(0.995),
		technology: g.chance(0.985),
		platform:   g.chance(0.965),
		processed:  g.chance(0.92),
		tissue:     g.chance(0.66),
		disease:    g.chance(0.62),
		sex:        g.chance(0.5),
		age:        g.chance(0.42),
		cellLine:   g.chance(0.85),
		stage:      g.chance(0.3),
		treatment:  g.chance(0.55),
		others:     g.chance(0.8),
	}
}

// The years from which studies come.
const (
	firstYear = 2001
	lastYear  = 2026
)

// lastDay is the latest day of a publication, so that a catalogue never speaks of the future.
var lastDay = time.Date(lastYear, time.October, 31, 0, 0, 0, 0, time.UTC)

func (g *generator) newStudy() *study {
	s := &study{reports: g.drawReports(), spelling: g.drawSpelling()}
	// The root makes later years commoner: the archives grew until about 2016 and have stayed level since.
	s.setDate(g, firstYear+int(math.Sqrt(g.Float64())*(lastYear-firstYear+1)))
	s.institution = strings.ReplaceAll(pick(g, g.words.institutions), "{place}", pick(g, g.words.places))
	s.subjects = []*subject{g.newSubject(g.words.organisms.draw(g.Rand))}
	lead := s.subjects[0]
	s.gene = g.words.genes[lead.kind].draw(g.Rand)
	s.process = g.words.processes[lead.kind].draw(g.Rand)
	if g.chance(0.05) {
		g.addPartners(s)
	}
	if g.chance(0.6) {
		s.treatment = some(g.words.treatments[lead.kind], g.Rand, 1+g.IntN(3))
		if g.chance(0.3) {
			s.hours = []string{"0 h", "2 h", "6 h", "24 h", "48 h", "72 h"}[:2+g.IntN(5)]
		}
		if g.chance(0.2) {
			s.doses = []string{"0.1 uM", "1 uM", "10 uM", "100 uM"}[:2+g.IntN(3)]
		}
	}
	g.chooseTechnology(s)
	s.source = g.chooseSource(s)
	s.title = g.studyTitle(s)
	return s
}

func (s *study) setDate(g *generator, year int) {
	s.year = min(year, lastYear)
	s.published = time.Date(s.year, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, g.IntN(365))
	if s.published.After(lastDay) {
		s.published = lastDay.AddDate(0, 0, -g.IntN(300))
	}
	if g.chance(0.02) {
		s.published = time.Time{}
	}
}

func (g *generator) newSubject(o *organism) *subject {
	u := &subject{organism: o}
	if !o.cellLines.empty() && g.chance(0.28) {
		u.cellLines = some(o.cellLines, g.Rand, 1+g.few())
		u.sexes = []string{pick(g, []string{"female", "male"})}
		u.ages = func(*rand.Rand) string { return "" }
		u.stages = []string{"adult"}
		for _, line := range u.cellLines {
			u.tissues = append(u.tissues, line.tissue)
		}
		return u
	}
	u.tissues = some(g.words.tissues[o.kind], g.Rand, 1+g.few())
	u.stages = some(g.words.stages[o.wordsOf()], g.Rand, 1+g.few())
	if o.hasSexes() {
		u.sexes = [][]string{{"female", "male"}, {"female", "male"}, {"female"}, {"male"}}[g.IntN(4)]
	}
	u.ages = g.ageModel(o)
	diseases, share := g.words.diseases[o.wordsOf()], 0.15
	if o.isHuman() {
		share = 0.6
	}
	if !diseases.empty() && g.chance(share) {
		d := diseases.draw(g.Rand)
		u.disease = d.name
		if g.chance(0.8) {
			u.tissues[0] = d.tissue
		}
	}
	u.strain = g.words.strains[o.name].draw(g.Rand)
	return u
}

// few is mostly 0, sometimes up to 5.
func (g *generator) few() int { return min(int(g.ExpFloat64()), 5) }

// ageModel returns how a study's samples are old: patients each for themselves, animals all about alike.
func (g *generator) ageModel(o *organism) func(*rand.Rand) string {
	switch {
	case o.isHuman():
		mean := 30 + g.Float64()*40
		return func(r *rand.Rand) string { return years(min(max(mean+r.NormFloat64()*12, 1), 95)) }
	case o.kind == "plant":
		age := plural(3+g.IntN(40), "day")
		return func(*rand.Rand) string { return age }
	case o.hasSexes():
		age := plural(2+g.IntN(22), "week")
		return func(*rand.Rand) string { return age }
	}
	return func(*rand.Rand) string { return "" }
}

// addPartners makes a study one of several organisms: compared with one another, or living on one another.
func (g *generator) addPartners(s *study) {
	lead := s.subjects[0]
	s.together = g.chance(0.3)
	const tries = 20
	for range tries {
		o := g.words.organisms.draw(g.Rand)
		if o == lead.organism || s.together == (o.kind == lead.kind) && g.chance(0.8) {
			continue
		}
		s.subjects = append(s.subjects, g.newSubject(o))
		if len(s.subjects) == 5 || !g.chance(0.2) {
			break
		}
	}
}

// chooseTechnology follows the years: sequencing replaces arrays around 2015, single cells come from then on.
func (g *generator) chooseTechnology(s *study) {
	sequenced := 1 / (1 + math.Exp(-(float64(s.year)-2014.5)/2))
	switch {
	case g.chance(0.012):
		s.other = true
	case s.year >= 2008 && g.chance(sequenced):
		s.seq = true
		s.cells = s.year >= 2014 && g.chance(0.015*float64(s.year-2013))
	default:
		s.twoColour = g.chance(0.09)
	}
	for range 1 + g.IntN(8)/7 { // one in eight uses two
		s.platforms = append(s.platforms, g.choosePlatform(s))
	}
}

func (g *generator) choosePlatform(s *study) *platform {
	if !s.seq {
		return s.subjects[0].arrays.draw(g.Rand)
	}
	p := g.words.sequencers.items[0]
	const tries = 30
	for range tries {
		if drawn := g.words.sequencers.draw(g.Rand); drawn.since <= s.year {
			return drawn
		}
	}
	return p
}

func (g *generator) chooseSource(s *study) string {
	switch at := g.Float64(); {
	case s.seq && at < 0.45:
		return "SRA"
	case at < 0.9:
		return "GEO"
	}
	return "ArrayExpress"
}

// pick takes one of a list, each as often as the others.
func pick[T any](g *generator, list []T) T { return list[g.IntN(len(list))] }
