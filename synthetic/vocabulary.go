package synthetic

import (
	"fmt"
	"strconv"
	"strings"
)

// vocabulary is all word lists, ready to draw from.
type vocabulary struct {
	organisms  urn[*organism]
	sequencers urn[*platform]

	// By kind of organism; stages and diseases by organism.wordsOf; strains by organism.
	tissues, stages, treatments, genes, processes, strains map[string]*urn[string]
	diseases                                               map[string]*urn[disease]

	titles, mixedTitles, institutions, people, places      []string
	backgrounds, aims, results, designs, parts, reanalyses []string
}

// organism is a species with all that is known of it alone.
type organism struct {
	name, common string
	kind         string // mammal, plant, …: what its tissues, stages and so on go by
	arrays       *urn[*platform]
	cellLines    *urn[*cellLine]
}

// hasSexes says whether studies of such organisms report a sex.
func (o *organism) hasSexes() bool {
	switch o.kind {
	case "plant", "fungus", "bacterium", "protist", "marine":
		return false
	}
	return true
}

// wordsOf is the heading of its stages and diseases: people have their own.
func (o *organism) wordsOf() string {
	if o.isHuman() {
		return "human"
	}
	return o.kind
}

func (o *organism) isHuman() bool { return o.name == "Homo sapiens" }

type platform struct {
	code, name string
	since      int // first year; 0 is any
}

type cellLine struct{ name, tissue, disease string }

type disease struct {
	name   string
	tissue string // in which most studies look at it
}

// loader reads word lists and keeps the first error.
type loader struct{ err error }

func (l *loader) entries(name string) []entry {
	entries, err := readWords(name)
	if err != nil && l.err == nil {
		l.err = fmt.Errorf("read the word list %s: %w", name, err)
	}
	return entries
}

func (l *loader) fail(at, format string, args ...any) {
	if l.err == nil {
		l.err = fmt.Errorf("%s: %s", at, fmt.Sprintf(format, args...))
	}
}

func loadVocabulary() (*vocabulary, error) {
	var l loader
	v := &vocabulary{
		tissues:      bySection(l.entries("tissues.txt"), first),
		stages:       bySection(l.entries("stages.txt"), first),
		treatments:   bySection(l.entries("treatments.txt"), first),
		genes:        bySection(l.entries("genes.txt"), first),
		processes:    bySection(l.entries("processes.txt"), first),
		strains:      bySection(l.entries("strains.txt"), first),
		diseases:     bySection(l.entries("diseases.txt"), func(e entry) disease { return disease{e.field(0), e.field(1)} }),
		titles:       l.lines("titles.txt", ""),
		mixedTitles:  l.lines("mixedtitles.txt", ""),
		institutions: l.lines("institutions.txt", ""),
		people:       l.lines("people.txt", ""),
		places:       l.lines("places.txt", ""),
		backgrounds:  l.lines("descriptions.txt", "background"),
		aims:         l.lines("descriptions.txt", "aim"),
		results:      l.lines("descriptions.txt", "result"),
		designs:      l.lines("descriptions.txt", "design"),
		parts:        l.lines("endings.txt", "part"),
		reanalyses:   l.lines("endings.txt", "again"),
	}
	byName := v.loadOrganisms(&l)
	v.loadPlatforms(&l, byName)
	for _, e := range l.entries("celllines.txt") {
		if o := byName[e.field(1)]; o != nil {
			o.cellLines.addRanked(&cellLine{name: e.field(0), tissue: e.field(2), disease: e.field(3)})
		} else {
			l.fail(e.at, "%q is not in organisms.txt", e.field(1))
		}
	}
	return v, l.err
}

func first(e entry) string { return e.field(0) }

// bySection makes an urn for each heading; a word under several headings is in each of their urns.
func bySection[T any](entries []entry, item func(entry) T) map[string]*urn[T] {
	urns := map[string]*urn[T]{}
	for _, e := range entries {
		for _, section := range e.sections {
			if urns[section] == nil {
				urns[section] = &urn[T]{}
			}
			urns[section].addRanked(item(e))
		}
	}
	return urns
}

// lines returns the lines under a heading; an empty one stands for all of the file.
func (l *loader) lines(name, section string) []string {
	var lines []string
	for _, e := range l.entries(name) {
		if section == "" || e.sections[0] == section {
			lines = append(lines, e.field(0))
		}
	}
	return lines
}

// perMille is what the shares of organisms.txt add up to, with those of the organisms that have none.
const perMille = 1000

func (v *vocabulary) loadOrganisms(l *loader) map[string]*organism {
	byName := map[string]*organism{}
	var rest urn[*organism]
	left := float64(perMille)
	for _, e := range l.entries("organisms.txt") {
		o := &organism{
			name: e.field(0), common: e.field(1), kind: e.field(2), arrays: &urn[*platform]{}, cellLines: &urn[*cellLine]{},
		}
		byName[o.name] = o
		if e.field(3) == "" {
			rest.addRanked(o)
			continue
		}
		share, err := strconv.ParseFloat(e.field(3), 64)
		if err != nil {
			l.fail(e.at, "the share %q is no number", e.field(3))
		}
		v.organisms.add(o, share)
		left -= share
	}
	if rest.empty() || left <= 0 {
		l.fail("words/organisms.txt", "the shares leave nothing to the organisms without one")
		return byName
	}
	ranked := rest.upTo[len(rest.upTo)-1]
	for i, o := range rest.items {
		weight := rest.upTo[i]
		if i > 0 {
			weight -= rest.upTo[i-1]
		}
		v.organisms.add(o, left*weight/ranked)
	}
	return byName
}

func (v *vocabulary) loadPlatforms(l *loader, byName map[string]*organism) {
	for _, e := range l.entries("platforms.txt") {
		p := &platform{code: e.field(0), name: e.field(1)}
		if since := e.field(3); since != "" {
			var err error
			if p.since, err = strconv.Atoi(since); err != nil {
				l.fail(e.at, "the year %q is no number", since)
			}
		}
		if e.field(2) == "*" {
			v.sequencers.addRanked(p)
		} else if o := byName[e.field(2)]; o != nil {
			o.arrays.addRanked(p)
		} else {
			l.fail(e.at, "%q is not in organisms.txt", e.field(2))
		}
	}
	sizes := []string{"4", "8", "15", "22", "44", "60"}
	arrays := l.entries("custom.txt")
	for i, o := range v.organisms.items {
		array := arrays[i%len(arrays)].field(0) // one each: rare organisms have few platforms
		o.arrays.addRanked(&platform{
			code: fmt.Sprintf("SYNG%04d", i+1),
			name: strings.NewReplacer("{organism}", o.name, "{size}", sizes[i%len(sizes)]).Replace(array),
		})
	}
}
