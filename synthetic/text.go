package synthetic

import (
	"slices"
	"strconv"
	"strings"
)

// studyTitle composes a title of what the study is about.
func (g *generator) studyTitle(s *study) string {
	templates := g.words.titles
	if len(s.subjects) > 1 {
		templates = g.words.mixedTitles
	}
	return capitalized(g.compose(s, templates))
}

// studyDescription composes a description: background, aim, results, design.
func (g *generator) studyDescription(s *study) string {
	if g.chance(0.02) {
		return "" // some submitters write nothing
	}
	sentences := []string{}
	for _, part := range [][]string{g.words.backgrounds, g.words.aims, g.words.results, g.words.designs} {
		for range 1 + g.few()/2 {
			if sentence := capitalized(g.compose(s, part)); !slices.Contains(sentences, sentence) {
				sentences = append(sentences, sentence)
			}
		}
	}
	return strings.Join(sentences, " ")
}

// compose fills in one of the templates: one that names nothing which the study does not have.
func (g *generator) compose(s *study, templates []string) string {
	words := g.studyWords(s)
	const tries = 50
	for range tries {
		if text, ok := fillIn(pick(g, templates), words); ok {
			return text
		}
	}
	text, _ := fillIn("{assay} of {organism} {tissue}", words)
	return text
}

// studyWords are what templates may name; an empty one is not known of the study.
func (g *generator) studyWords(s *study) map[string]string {
	lead := s.subjects[0]
	words := map[string]string{
		"organism": lead.name,
		"common":   lead.common,
		"tissue":   pick(g, lead.tissues),
		"stage":    pick(g, lead.stages),
		"disease":  lead.disease,
		"gene":     s.gene,
		"process":  s.process,
		"assay":    s.assay(),
		"genes":    strconv.Itoa(12 + g.IntN(400)),
	}
	if len(s.samples) > 1 {
		words["n"] = strconv.Itoa(len(s.samples))
	}
	if len(s.treatment) > 0 {
		words["treatment"] = pick(g, s.treatment)
	}
	if len(lead.cellLines) > 0 {
		words["cellline"] = pick(g, lead.cellLines).name
	}
	if len(s.subjects) > 1 {
		words["other"], words["othercommon"] = s.subjects[1].name, s.subjects[1].common
	}
	return words
}

func (s *study) assay() string {
	switch {
	case s.other:
		return "NanoString profiling"
	case s.cells:
		return "single-cell RNA sequencing"
	case s.seq:
		return "RNA-seq"
	}
	return "microarray profiling"
}

// fillIn replaces each {word} of a template; ok is false where one of them is not known.
func fillIn(template string, words map[string]string) (text string, ok bool) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(template, "{")
		b.WriteString(before)
		if !found {
			return b.String(), true
		}
		name, after, _ := strings.Cut(rest, "}")
		if words[name] == "" {
			return "", false
		}
		b.WriteString(words[name])
		template = after
	}
}
