package embedded

import (
	"fmt"
	"slices"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// run is one search.
type run struct {
	*generation
	query search.Query

	text     search.Text
	outcome  search.TextOutcome
	rarities map[search.WordTerm]float32 // of the text's terms

	samples     []*condition // of sample fields, by number; nil where nothing is asked
	asked       []int        // numbers of the sample fields that are asked something
	experiments []*condition // of experiment fields, by number
	warnings    []search.Warning

	*scratch
}

// newRun prepares a search: what of the query this generation knows.
func newRun(g *generation, q search.Query) *run {
	s := &run{generation: g, query: q, text: q.ReadText(), rarities: map[search.WordTerm]float32{},
		scratch: g.columns.scratch.Get().(*scratch)}
	s.outcome.Empty = q.Text != "" && s.text.Node == nil
	s.samples = make([]*condition, len(g.columns.sampleFields))
	for i := range g.columns.sampleFields {
		if s.samples[i] = s.condition(&g.columns.sampleFields[i]); s.samples[i] != nil {
			s.asked = append(s.asked, i)
		}
	}
	s.experiments = make([]*condition, len(g.columns.experimentFields))
	for i := range g.columns.experimentFields {
		s.experiments[i] = s.condition(&g.columns.experimentFields[i])
	}
	return s
}

// release gives the scratch memory back; the run is over.
func (s *run) release() {
	s.columns.scratch.Put(s.scratch)
	s.scratch = nil
}

// matches lists the experiments that match the text, in order; all, where there is none.
func (s *run) matches() []match {
	if s.text.Node != nil {
		return s.textMatches()
	}
	matches := s.everything[:0]
	for e := range s.columns.experiments() {
		matches = append(matches, match{experiment: uint32(e)})
	}
	s.everything = matches
	return matches
}

// condition is what a query asks of one field, in the numbers of a generation.
type condition struct {
	field    *field
	passes   []bool // by set, of fields with terms
	include  []search.Range
	exclude  []search.Range
	reported bool
	missing  bool               // not reported is included
	selected []search.Selection // by value
	unknown  []search.Bucket    // values that the catalogue does not have
}

func (s *run) condition(f *field) *condition {
	asked := s.query.Condition(f.def.Name)
	if asked.Empty() {
		return nil
	}
	c := &condition{field: f, reported: asked.Reported, missing: asked.NotReported, selected: make([]search.Selection, len(f.value))}
	if c.missing {
		c.selected[0] = search.Included
	}
	if f.def.IsRange() {
		c.readRanges(asked)
		return c
	}
	s.look(c, asked.Exclude, search.Excluded)
	s.look(c, asked.Include, search.Included)
	c.passes = make([]bool, len(f.setStart)-1)
	for set := range c.passes {
		c.passes[set] = c.passesValues(f.valuesOf(uint32(set)), asked)
	}
	return c
}

// look finds values by their keys. What is excluded is looked up first: a value that is also included stays excluded, since no sample can
// pass both.
func (s *run) look(c *condition, values []string, as search.Selection) {
	for _, value := range values {
		key := models.Fold(value)
		if n := slices.Index(c.field.key[1:], key) + 1; n > 0 {
			if c.selected[n] == search.Neither {
				c.selected[n] = as
			}
			continue
		}
		if slices.ContainsFunc(c.unknown, func(b search.Bucket) bool { return models.Fold(b.Value) == key }) {
			continue
		}
		c.unknown = append(c.unknown, search.Bucket{Value: value, Label: value, Selected: as})
		s.warnings = append(s.warnings, search.Warning{Param: c.field.def.Name, Value: value,
			Message: fmt.Sprintf("The catalogue has no %s “%s”.", c.field.def.Noun(), value)})
	}
}

// passesValues is the rule of a field: one of the values (or their absence) is included, if anything is, and none is excluded.
func (c *condition) passesValues(values []uint32, asked search.Condition) bool {
	included := !asked.Includes()
	for _, v := range values {
		switch {
		case c.selected[v] == search.Excluded:
			return false
		case c.selected[v] == search.Included, v != 0 && c.reported:
			included = true
		}
	}
	return included
}

func (c *condition) readRanges(asked search.Condition) {
	read := func(texts []string) []search.Range {
		var ranges []search.Range
		for _, text := range texts {
			if r, ok := search.ParseRange(text); ok {
				ranges = append(ranges, r)
			}
		}
		return ranges
	}
	c.include, c.exclude = read(asked.Include), read(asked.Exclude)
	for v, bin := range c.field.bins {
		covers := func(r search.Range) bool { return r.Covers(bin) }
		switch {
		case v == 0:
		case slices.ContainsFunc(c.exclude, covers):
			c.selected[v] = search.Excluded
		case slices.ContainsFunc(c.include, covers):
			c.selected[v] = search.Included
		}
	}
}

// passesExperiment decides on an experiment field.
func (c *condition) passesExperiment(e uint32) bool {
	if !c.field.def.IsRange() {
		return c.passes[c.field.sets[e]]
	}
	n := c.field.numbers[e]
	if n == notReported {
		return c.missing || !c.reported && len(c.include) == 0
	}
	contains := func(r search.Range) bool { return r.Contains(int(n)) }
	included := c.reported || slices.ContainsFunc(c.include, contains) || len(c.include) == 0 && !c.missing
	return included && !slices.ContainsFunc(c.exclude, contains)
}
